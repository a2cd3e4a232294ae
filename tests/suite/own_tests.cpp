#include "tests/suite/own_tests.h"

#include "base/diagnostics/render.h"
#include "report/test_format.h"
#include "workspace/tests.h"

#include <algorithm>
#include <string_view>

namespace nexus::tests {

namespace {

std::string_view outcome_word(engine::TestOutcome outcome) {
  switch (outcome) {
    case engine::TestOutcome::passed: return "passed";
    case engine::TestOutcome::failed: return "failed";
    case engine::TestOutcome::broken: break;
  }
  return "broken";
}

/// Runs of white space as one space: how results are laid out is not what these cases are about.
std::string flat(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n';
    if (!space || !result.ends_with(' ')) result += space ? ' ' : c;
  }
  return result;
}

std::string check_all(const engine::TestReport& report, const std::string& wanted) {
  std::string problem;
  for (const engine::TestResult& result : report.results)
    if (result.outcome != engine::TestOutcome::passed) problem += result.name + ":\n" + report::failure_text(result) + "\n";
  const std::string actual = std::to_string(report.results.size());
  if (actual != wanted) problem += "there are " + actual + " tests\n";
  return problem;
}

std::string check_one(const engine::TestReport& report, const std::string& rest) {
  const std::size_t space = rest.find(' '), arrow = rest.find(" -> ");
  if (space == std::string::npos) return "write `test OUTCOME NAME [-> TEXT]`";
  const std::string outcome = rest.substr(0, space), name = rest.substr(space + 1, arrow == std::string::npos ? arrow : arrow - space - 1);
  const auto at = std::ranges::find(report.results, name, &engine::TestResult::name);
  if (at == report.results.end()) return "there is no such test";
  const std::string text = report::failure_text(*at);
  if (outcome_word(at->outcome) != outcome) return "it " + std::string(outcome_word(at->outcome)) + "\n" + text;
  if (arrow == std::string::npos || flat(text).find(flat(rest.substr(arrow + 4))) != std::string::npos) return {};
  return "it says\n" + text;
}

std::string check_coverage(const engine::TestReport& report, const std::string& wanted) {
  const std::string actual = std::to_string(report::covered_percent(*report.coverage)) + "%";
  if (actual == wanted) return {};
  std::string text;
  report::render_tests_text(report, {}, text);
  return text;
}

}  // namespace

bool is_about_tests(const std::string& word) { return word == "tests" || word == "test" || word == "coverage"; }

std::string check_own_tests(const SuitePolicy& policy, const Directive& directive) {
  workspace::LoadRequest request;
  request.look_around = false;
  request.paths = policy.paths;
  for (const Beside& file : policy.beside) request.texts.push_back({file.name, file.text});
  if (policy.paths.empty()) request.texts.push_back({policy.name, policy.text});
  request.tests = true;
  const auto loaded = workspace::load(request);
  if (!loaded->is_sound()) {
    std::string text;
    for (const base::Diagnostic& diagnostic : loaded->diagnostics()) text += base::render(diagnostic, loaded->sources(), base::Colour::off);
    return text;
  }
  const engine::TestReport report = workspace::run_tests(*loaded, {.filters = {}, .coverage = directive.word == "coverage"});
  if (directive.word == "tests") return check_all(report, directive.rest);
  return directive.word == "test" ? check_one(report, directive.rest) : check_coverage(report, directive.rest);
}

}  // namespace nexus::tests
