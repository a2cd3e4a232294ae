#include "report/page.h"
#include "report/test_format.h"
#include "report/text_parts.h"
#include "report/text_words.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report {

namespace {

using engine::ConditionReport;
using engine::CoverageReport;
using engine::CoveredCondition;
using engine::CoveredRow;
using engine::FailureReport;
using engine::TestOutcome;
using engine::TestReport;
using engine::TestResult;

/// Where text begins beside `FAIL`.
constexpr std::size_t usual_column = 8;
constexpr std::size_t most_conditions = 20;

std::string counted(std::size_t n, std::string_view one, std::string_view several) { return std::to_string(n) + " " + std::string(n == 1 ? one : several); }

class TestText {
 public:
  TestText(const TestReport& report, const Options& options, std::string& out, std::size_t column = usual_column)
      : report_(report), everything_(options.detail == Detail::everything), column_(column), page_(out, options.colour, options.width) {}

  void write(Detail detail) {
    if (detail != Detail::decision)
      for (const TestResult& result : report_.results) write_result(result);
    if (report_.coverage && detail != Detail::decision) write_coverage(*report_.coverage);
    write_summary();
    page_.finish();
  }

  void write_failures(const TestResult& result) {
    if (result.outcome == TestOutcome::broken) {
      page_.line(column_).prose("it cannot be run:").prose(result.problem);
      const bool is_elsewhere = result.problem_place.line != result.policy.line;
      if (result.problem_place.line != 0 && is_elsewhere) page_.piece(words_of(result.problem_place), Tone::faint, 2);
    }
    for (const FailureReport& failure : result.failures) write_failure(failure);
    page_.finish();
  }

 private:
  void write_result(const TestResult& result) {
    const bool passed = result.outcome == TestOutcome::passed;
    if (passed && !everything_) return;
    if (!passed) separate();
    page_.line(column_, passed ? "ok" : result.outcome == TestOutcome::failed ? "FAIL" : "BROKEN", passed ? Tone::good : Tone::bad);
    page_.prose(result.name, Tone::strong).piece(words_of(result.policy), Tone::faint, 2);
    if (passed) return;
    if (!result.row.empty()) page_.line(column_).prose(result.row);
    write_failures(result);
    is_spaced_ = false;
  }

  /// A blank line after what stands there already.
  void separate() {
    if (!is_spaced_) page_.blank();
    is_spaced_ = true;
  }

  void write_failure(const FailureReport& failure) {
    page_.line(column_).prose(failure.expectation, Tone::strong).piece(words_of(failure.policy), Tone::faint, 2);
    // The parts of a condition begin with what it is as a whole.
    if (failure.parts.empty()) page_.line(column_ + 2).prose(failure.actual, Tone::bad);
    write_parts(page_, failure.parts, column_ + 2, Parts::all);
    for (const engine::ReasonReport& reason : failure.reasons) {
      page_.line(column_ + 4, "-", Tone::plain, column_ + 2).prose(reason.message);
      if (!reason.help.empty()) page_.line(column_ + 4).prose(reason.help, Tone::faint);
    }
    for (const engine::Finding& finding : failure.findings) {
      page_.line(column_ + 2).piece(finding.id).prose(finding.message, Tone::plain, 2);
      if (finding.evidence.line != 0) page_.piece(file_of(finding.evidence), Tone::faint, 2);
    }
    const std::size_t shown = everything_ ? failure.conditions.size() : std::min(failure.conditions.size(), most_conditions);
    for (std::size_t i = 0; i < shown; ++i) write_condition(failure.conditions[i]);
    if (shown < failure.conditions.size())
      page_.line(column_ + 2).prose("and " + counted(failure.conditions.size() - shown, "more condition", "more conditions") + "; -v shows all", Tone::faint);
  }

  void write_condition(const ConditionReport& condition) {
    page_.line(column_ + 2).piece(condition.id);
    if (condition.clause != "require") page_.prose(condition.clause);
    page_.prose("is").piece(status_words(condition.status)).piece(words_of(condition.policy), Tone::faint, 2);
    write_parts(page_, condition.parts, column_ + 4, Parts::all);
  }

  // ---- coverage

  void write_coverage(const CoverageReport& coverage) {
    separate();
    page_.line(0).prose("coverage", Tone::strong).piece(std::to_string(covered_percent(coverage)) + "%:");
    page_.prose(std::to_string(coverage.seen) + " of " + counted(coverage.outcomes, "outcome", "outcomes") + " of " +
                counted(coverage.conditions.size(), "condition", "conditions") +
                (coverage.rows.empty() ? std::string() : " and " + counted(coverage.rows.size(), "row of a table", "rows of tables")) + " seen");
    for (const CoveredCondition& condition : coverage.conditions) {
      const engine::Seen& seen = condition.seen;
      if (seen.yes == 0 && seen.no == 0) write_gap(seen.unknown == 0 ? "never judged" : "only unknown", condition);
      else if (seen.no == 0) write_gap("never false", condition);
      else if (seen.yes == 0) write_gap("never true", condition);
      else if (everything_ && seen.unknown == 0) write_gap("never unknown", condition);
    }
    for (const CoveredRow& row : coverage.rows)
      if (row.seen == 0) write_gap("never chosen", row.id, row.text, row.policy);
    if (!coverage.never_failed.empty()) {
      page_.line(2).prose("no test saw these fail:", Tone::caution);
      for (const std::string& id : coverage.never_failed) page_.line(4).piece(id);
    }
    is_spaced_ = false;
  }

  void write_gap(std::string_view words, const CoveredCondition& condition) {
    write_gap(words, condition.id, condition.is_part ? condition.text : condition.clause, condition.policy);
  }
  void write_gap(std::string_view words, const std::string& id, const std::string& what, const engine::PolicyPlace& place) {
    page_.line(17, words, Tone::caution, 2).piece(id);
    page_.prose(what, Tone::plain, 2).piece(words_of(place), Tone::faint, 2);
  }

  void write_summary() {
    separate();
    const std::size_t passed = report_.count(TestOutcome::passed), failed = report_.count(TestOutcome::failed), broken = report_.count(TestOutcome::broken);
    page_.line(0).piece(counted(passed, "test passed", "tests passed"), failed + broken == 0 ? Tone::good : Tone::plain);
    if (failed != 0) again().piece(std::to_string(failed) + " failed", Tone::bad, 0);
    if (broken != 0) again().piece(std::to_string(broken) + " could not be run", Tone::bad, 0);
    if (report_.left_out != 0) again().piece(std::to_string(report_.left_out) + " left out", Tone::caution, 0);
  }
  Page& again() { return page_.piece(", ", Tone::plain, 0); }

  const TestReport& report_;
  bool everything_;
  std::size_t column_;
  Page page_;
  bool is_spaced_ = true;  // nothing stands above yet, or a blank line
};

}  // namespace

void render_tests_text(const TestReport& report, const Options& options, std::string& out) { TestText(report, options, out).write(options.detail); }

std::string failure_text(const TestResult& result) {
  const TestReport report;
  std::string text;
  TestText(report, {.detail = Detail::everything}, text, 0).write_failures(result);
  return text;
}

std::string failure_line(const TestResult& result) {
  if (result.outcome == TestOutcome::broken) return "it cannot be run: " + result.problem;
  return result.failures.empty() ? std::string() : result.failures.front().expectation + ": " + result.failures.front().actual;
}

}  // namespace nexus::report
