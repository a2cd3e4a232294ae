#pragma once

#include "engine/report.h"
#include "engine/seen.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// What came of the tests of a policy: plain data that owns itself, made into text, JUnit, TAP and JSON by `report/`.
namespace nexus::engine {

enum class TestOutcome : std::uint8_t {
  passed,
  failed,  ///< something expected did not come true
  broken   ///< it could not be run: its snapshot cannot be made, or it reads a clock that it does not set
};

/// An expectation that was not met.
struct FailureReport {
  std::string expectation;  ///< as the policy writes it, on one line: `expect gate security is fail`
  PolicyPlace policy;
  std::string actual;       ///< `the decision is allow`
  std::vector<PartReport> parts;            ///< of an expected condition: what it is made of
  std::vector<ReasonReport> reasons;        ///< why it is unknown
  std::vector<Finding> findings;            ///< of the rules it is about
  std::vector<ConditionReport> conditions;  ///< what these rules looked at
};

struct TestResult {
  std::string name;     ///< the title; with rows, ` [1]` after it
  std::string module;
  PolicyPlace policy;
  std::string row;      ///< as the policy writes it, on one line; empty without rows
  TestOutcome outcome = TestOutcome::passed;
  std::string problem;  ///< why it could not be run
  PolicyPlace problem_place;
  std::vector<FailureReport> failures;
};

/// A condition of the rules, or a part of one, and what it was seen to be.
struct CoveredCondition {
  std::string id;      ///< of its requirement or rule
  std::string clause;  ///< `require`, `fires when` …; of parts that of the whole
  std::string text;
  PolicyPlace policy;
  bool is_part = false;
  Seen seen;
};
/// A row of a decision table, and how often it decided.
struct CoveredRow {
  std::string id;    ///< of the table: `payments.release/strategy`
  std::string text;  ///< as the policy writes it, on one line
  PolicyPlace policy;
  std::uint32_t seen = 0;
};
struct CoverageReport {
  std::vector<CoveredCondition> conditions;  ///< in the order of the rules
  std::vector<CoveredRow> rows;   ///< of tables, modules by name, then as declared
  std::size_t outcomes = 0;       ///< two a condition, true and false; one a row
  std::size_t seen = 0;           ///< of these
  std::vector<std::string> never_failed;  ///< requirements and triggers that no test saw fail or fire
};

struct TestReport {
  std::vector<TestResult> results;      ///< modules by name, then as declared
  std::size_t left_out = 0;             ///< by a filter, or after a failure that was to be the last
  std::optional<CoverageReport> coverage;
  std::vector<SourceReport> policies;

  [[nodiscard]] std::size_t count(TestOutcome outcome) const;
};

}  // namespace nexus::engine
