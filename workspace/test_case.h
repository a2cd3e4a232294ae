#pragma once

#include "base/expected.h"
#include "engine/evaluate.h"
#include "engine/test_report.h"
#include "rules/lower.h"
#include "workspace/workspace.h"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// The inside of `run_tests`.
namespace nexus::workspace {

/// A plan with the tests that run on it, and what it takes to run them one after the other.
class TestBench {
 public:
  /// `params` are in force instead of the policy's own; `cases` are numbers in the policy's tests.
  TestBench(const LoadedPolicy& policy, std::span<const std::pair<rules::ParamId, rules::ExprId>> params, std::span<const std::uint32_t> cases);

  /// Runs one of the cases, and counts what it saw where `coverage` is given.
  [[nodiscard]] engine::TestResult run(const rules::TestCase& one, engine::Coverage* coverage);

  [[nodiscard]] const rules::LoweredTests& lowered() const { return lowered_; }

 private:
  friend class ExpectationCheck;
  /// Why a case cannot be run, and where it says so.
  struct Problem {
    std::string words;
    base::Span span;
  };

  /// What came of a case at one time of the clock.
  struct Judged {
    std::optional<Problem> problem;
    std::vector<engine::FailureReport> failures;
    bool by_clock = false;  ///< something asked for the time, and the case says none
  };

  [[nodiscard]] Judged judge(const rules::TestCase& one, const base::Decimal& clock, engine::Coverage* coverage);
  [[nodiscard]] std::optional<Problem> changed_by_clock(const rules::TestCase& one, const base::Decimal& today, const Judged& at_first);
  [[nodiscard]] std::optional<Problem> prepare(const rules::TestCase& one);
  void give_fixtures(const rules::TestCase& one);
  [[nodiscard]] std::optional<Problem> edit(const rules::TestEdit& edit);
  /// Changes a JSON text as `edit` says.
  [[nodiscard]] std::optional<Problem> change(std::string& text, const rules::TestEdit& edit);
  [[nodiscard]] std::optional<Problem> read();
  /// Evaluates what makes the snapshot, before there is one.
  void take_no_documents();
  void note_clock();
  [[nodiscard]] std::vector<plan::NodeId> expected_conditions(const rules::TestCase& one) const;

  // The snapshots before (test_history.cpp).
  [[nodiscard]] std::optional<Problem> begin_series(const rules::TestCase& one);
  [[nodiscard]] std::optional<Problem> give_history(const rules::GivenHistory& history);
  void give_samples(const FixtureText& fixture);
  [[nodiscard]] std::optional<Problem> give_series(const rules::HistorySeries& series);
  void add_sample(std::string_view json, const base::Decimal& time, std::string file, std::uint32_t line);

  [[nodiscard]] const std::vector<bool>& rules_of(rules::ModuleId module);
  [[nodiscard]] bool is_enforced_by(rules::ModuleId module, const plan::Rule& rule) const;
  [[nodiscard]] std::string unknown_words(rules::ExprId id);
  /// The value of an expression of the case; unknown where it takes more steps than a run may take.
  [[nodiscard]] engine::Evaluator::ShownValue shown(rules::ExprId id);
  [[nodiscard]] engine::ReasonReport beyond_limit(const engine::RunError& error) const;
  [[nodiscard]] engine::PolicyPlace place(base::Span span) const;
  [[nodiscard]] std::string one_line(base::Span span) const;
  /// The rule as the plan numbers it; it is in force: the check saw to it.
  [[nodiscard]] plan::RuleRef to_plan(rules::RuleRef rule) const { return {rules::lowering::kind_of(rule.kind), lowered_.numbers.of(rule).value()}; }
  [[nodiscard]] std::optional<std::uint32_t> asked(const rules::TestCase& one) const {
    return one.asking ? lowered_.numbers.of({grammar::RuleKind::phase, one.asking->index()}) : std::nullopt;
  }
  [[nodiscard]] plan::NodeId node(rules::ExprId id) const { return lowered_.nodes.at(id); }

  /// What a case gives for one input of the policy.
  struct Given {
    std::string text;
    bool is_given = false;
    bool is_edited = false;
    engine::Document document;
    engine::DocumentName name;
  };

  const LoadedPolicy& policy_;
  rules::LoweredTests lowered_;
  engine::Reader reader_;
  engine::Evaluator evaluator_;
  std::vector<Given> given_;  // by input
  std::vector<const engine::Document*> documents_;
  std::vector<engine::DocumentName> names_;
  std::map<std::uint32_t, std::vector<bool>> rules_of_module_;
  base::Decimal clock_;                ///< what `now` means in a case that says no time
  bool by_clock_ = false;              ///< that was asked for
  std::optional<base::Decimal> now_;   ///< the case's own
  std::optional<base::Decimal> time_;  ///< the snapshot's own
  std::optional<engine::Record> record_;
  base::Decimal first_sample_, step_;  ///< of a series
};

/// Compares what came of a run with what a case expects.
class ExpectationCheck {
 public:
  /// `decision` is nothing where no rule decided anything.
  ExpectationCheck(TestBench& bench, const rules::TestCase& one, std::optional<base::Level> decision) : bench_(bench), case_(one), decision_(decision) {}

  [[nodiscard]] std::vector<engine::FailureReport> run();

 private:
  void check(const rules::Expectation& expectation, const rules::ExpectedCondition& expected);
  void check(const rules::Expectation& expectation, const rules::ExpectedDecision& expected);
  void check(const rules::Expectation& expectation, const rules::ExpectedRequirement& expected);
  void check(const rules::Expectation& expectation, const rules::ExpectedFinding& expected);
  void check(const rules::Expectation& expectation, const rules::ExpectedObligation& expected);

  [[nodiscard]] bool is_so_in_report(rules::ExprId condition);
  engine::FailureReport& fail(const rules::Expectation& expectation, std::string actual);
  void show_rule(engine::FailureReport& failure, plan::RuleRef rule);
  void show_gates(engine::FailureReport& failure, std::uint32_t phase);
  void show_requirement(engine::FailureReport& failure, const rules::FindingRef& finding);
  /// The text a message must contain; nothing, with a failure, where it is unknown.
  [[nodiscard]] std::optional<std::string> message(const rules::Expectation& expectation, rules::ExprId text);
  [[nodiscard]] std::vector<const engine::Finding*> findings_of(const rules::FindingRef& finding);
  [[nodiscard]] const engine::Report& report();

  TestBench& bench_;
  const rules::TestCase& case_;
  std::optional<base::Level> decision_;
  std::optional<engine::Report> report_;
  std::vector<engine::FailureReport> failures_;
};

}  // namespace nexus::workspace
