#include "cli/test.h"

#include "base/diagnostics/catalogue.h"
#include "base/diagnostics/render.h"
#include "cli/exit_code.h"
#include "cli/results.h"
#include "cli/terminal.h"
#include "workspace/file_watch.h"
#include "workspace/fixtures.h"
#include "workspace/tests.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

constexpr int exit_tests_failed = 1;

/// Each file by itself: tests are about the rules of their own file.
using Policies = std::vector<std::shared_ptr<const workspace::LoadedPolicy>>;

Policies load(const TestArguments& arguments) {
  workspace::LoadRequest request;
  request.paths = arguments.policies;
  request.params_files = arguments.params_files;
  request.assignments = arguments.assignments;
  request.limits = arguments.limits;
  request.tests = true;
  request.libraries_in_force = true;
  return workspace::load_each(request);
}

workspace::TestRequest request_of(const TestArguments& arguments) {
  return {.filters = arguments.filters, .coverage = arguments.coverage, .stop_at_failure = arguments.fail_fast};
}

std::string rendered(const report::TestFormat& format, const engine::TestReport& report, const report::Options& options) {
  std::string text;
  format.render(report, options, text);
  return text;
}

bool deliver(const engine::TestReport& report, const TestArguments& arguments) {
  // As for eval: files are whole and plain, whatever the terminal shows.
  report::Options for_files;
  if (arguments.detail == report::Detail::everything) for_files.detail = report::Detail::everything;
  std::vector<ResultFile> files;
  for (const TestFormatRequest& request : arguments.formats)
    if (!request.file.empty()) files.push_back({request.file, rendered(*request.format, report, for_files)});
  if (!write_files(files, arguments.colour)) return false;
  const auto wanted = std::ranges::find(arguments.formats, std::string{}, &TestFormatRequest::file);
  const report::TestFormat* format = wanted == arguments.formats.end() ? report::find_test_format("text") : wanted->format;
  const report::Options options{.detail = arguments.detail, .colour = colour_of_results(arguments.colour)};
  return write_result(rendered(*format, report, options)) != Delivery::failed;
}

std::vector<std::string> wanted_tests(const Policies& policies, const TestArguments& arguments) {
  std::vector<std::string> all;
  for (const auto& policy : policies) std::ranges::move(workspace::list_tests(*policy, request_of(arguments)), std::back_inserter(all));
  return all;
}

int list(const std::vector<std::string>& tests) {
  std::string names;
  for (const std::string& name : tests) names += name + "\n";
  return write_result(names) == Delivery::failed ? exit_failed : 0;
}

bool too_little_seen(const engine::TestReport& report, const TestArguments& arguments) {
  if (!arguments.min_coverage || !report.coverage) return false;
  const unsigned percent = report::covered_percent(*report.coverage);
  if (percent >= *arguments.min_coverage) return false;
  complain(diagnostics::coverage_too_low({}, std::to_string(percent), std::to_string(*arguments.min_coverage)), arguments.colour);
  return true;
}

/// What is wrong with them; with what several of them import said once.
void complain_of(const Policies& policies, const TestArguments& arguments, bool all_sound) {
  const bool show_warnings = arguments.detail != report::Detail::decision;
  std::set<std::string> said;
  for (const auto& policy : policies) {
    if (all_sound && !show_warnings) continue;
    std::vector<base::Diagnostic> news;
    for (const base::Diagnostic& diagnostic : policy->diagnostics())
      if (said.insert(base::render(diagnostic, policy->sources(), base::Colour::off)).second) news.push_back(diagnostic);
    complain(news, policy->sources(), arguments.colour);
  }
}

int run(const Policies& policies, const TestArguments& arguments) {
  const bool all_sound = std::ranges::all_of(policies, [](const auto& policy) { return policy->is_sound(); });
  complain_of(policies, arguments, all_sound);
  if (!all_sound) return exit_failed;
  std::size_t count = 0;
  for (const auto& policy : policies) count += policy->tests().cases.size();
  if (count == 0) {
    complain(diagnostics::no_tests({}).with_help("write one: `test \"…\" { given { … } expect … }`"), arguments.colour);
    return exit_failed;
  }
  const std::vector<std::string> wanted = wanted_tests(policies, arguments);
  if (wanted.empty()) {
    complain(diagnostics::no_test_matches({}, count == 1 ? "is 1" : "are " + std::to_string(count))
                 .with_help("`nexus test --list` shows their names"),
             arguments.colour);
    return exit_failed;
  }
  if (arguments.list) return list(wanted);
  const engine::TestReport report = workspace::run_tests(policies, request_of(arguments));
  if (!deliver(report, arguments)) return exit_failed;
  const bool all_passed = report.count(engine::TestOutcome::passed) == report.results.size();
  return too_little_seen(report, arguments) || !all_passed ? exit_tests_failed : 0;
}

/// The policies, and whatever they are made of.
std::vector<std::string> watched(const Policies& policies, const TestArguments& arguments) {
  std::vector<std::string> files = arguments.params_files;
  for (const auto& policy : policies) std::ranges::move(workspace::fixture_files(policy->sources(), policy->tests()), std::back_inserter(files));
  return files;
}

}  // namespace

int run_test(const TestArguments& arguments) {
  if (!arguments.watch) return run(load(arguments), arguments);
  for (workspace::FileWatch watch(arguments.policies);;) {
    // What the files are like is noted before they are read: nothing that is written meanwhile is missed.
    watch.note();
    const Policies policies = load(arguments);
    (void)run(policies, arguments);
    watch.also(watched(policies, arguments));
    if (write_result("\nwaiting for changes …\n") != Delivery::complete) return exit_failed;
    watch.wait();
    if (write_result("\n") != Delivery::complete) return exit_failed;
  }
}

}  // namespace nexus::cli
