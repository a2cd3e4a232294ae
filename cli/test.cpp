#include "cli/test.h"

#include "base/diagnostics/catalogue.h"
#include "cli/exit_code.h"
#include "cli/file_watch.h"
#include "cli/results.h"
#include "cli/terminal.h"
#include "workspace/fixtures.h"
#include "workspace/tests.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

constexpr int exit_tests_failed = 1;

std::shared_ptr<const workspace::LoadedPolicy> load(const TestArguments& arguments) {
  workspace::LoadRequest request;
  request.paths = arguments.policies;
  request.params_files = arguments.params_files;
  request.assignments = arguments.assignments;
  request.tests = true;
  request.libraries_in_force = true;
  return workspace::load(request);
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

int list(const workspace::LoadedPolicy& policy, const TestArguments& arguments) {
  std::string names;
  for (const std::string& name : workspace::list_tests(policy, request_of(arguments))) names += name + "\n";
  return write_result(names) == Delivery::failed ? exit_failed : 0;
}

bool too_little_seen(const engine::TestReport& report, const TestArguments& arguments) {
  if (!arguments.min_coverage || !report.coverage) return false;
  const unsigned percent = report::covered_percent(*report.coverage);
  if (percent >= *arguments.min_coverage) return false;
  complain(diagnostics::coverage_too_low({}, std::to_string(percent), std::to_string(*arguments.min_coverage)), arguments.colour);
  return true;
}

int run(const workspace::LoadedPolicy& policy, const TestArguments& arguments) {
  const bool show_warnings = arguments.detail != report::Detail::decision;
  if (!policy.is_sound() || show_warnings) complain(policy.diagnostics(), policy.sources(), arguments.colour);
  if (!policy.is_sound()) return exit_failed;
  if (policy.tests().cases.empty()) {
    complain(diagnostics::no_tests({}).with_help("write one: `test \"…\" { given { … } expect … }`"), arguments.colour);
    return exit_failed;
  }
  if (workspace::list_tests(policy, request_of(arguments)).empty()) {
    complain(diagnostics::no_test_matches({}, policy.tests().cases.size()).with_help("`nexus test --list` shows their names"), arguments.colour);
    return exit_failed;
  }
  if (arguments.list) return list(policy, arguments);
  const engine::TestReport report = workspace::run_tests(policy, request_of(arguments));
  if (!deliver(report, arguments)) return exit_failed;
  const bool all_passed = report.count(engine::TestOutcome::passed) == report.results.size();
  return too_little_seen(report, arguments) || !all_passed ? exit_tests_failed : 0;
}

/// The policies, and whatever they are made of.
std::vector<std::string> watched(const workspace::LoadedPolicy& policy, const TestArguments& arguments) {
  std::vector<std::string> files = arguments.params_files;
  const auto fixtures = workspace::fixture_files(policy.sources(), policy.tests());
  files.insert(files.end(), fixtures.begin(), fixtures.end());
  return files;
}

}  // namespace

int run_test(const TestArguments& arguments) {
  if (!arguments.watch) return run(*load(arguments), arguments);
  for (FileWatch watch(arguments.policies);;) {
    // What the files are like is noted before they are read: nothing that is written meanwhile is missed.
    watch.note();
    const auto policy = load(arguments);
    (void)run(*policy, arguments);
    watch.also(watched(*policy, arguments));
    if (write_result("\nwaiting for changes …\n") != Delivery::complete) return exit_failed;
    watch.wait();
    if (write_result("\n") != Delivery::complete) return exit_failed;
  }
}

}  // namespace nexus::cli
