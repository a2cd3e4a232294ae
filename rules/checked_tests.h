#pragma once

#include "base/source_map.h"
#include "rules/checked_model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// The tests of a policy, typed: each row of a `for each` a case of its own. They refer to expressions of the
/// CheckedModel that they were checked against.
namespace nexus::rules {

/// A JSON document as it stands in the policy, or the file that holds it.
struct Fixture {
  Span text;         ///< of the JSON; none where a file holds it
  std::string file;  ///< as it is written, relative to the policy
  Span span;         ///< where the policy gives or names it
  bool is_history = false;  ///< snapshots: a list of them in the policy, one a line in a file
};
struct GivenDocument {
  InputId input;
  std::uint32_t fixture;  ///< in CheckedTests::fixtures
  Span span;
};

/// A step of a path: a key, or a position in a list.
struct DocumentStep {
  std::string key;
  bool is_position = false;
};
/// `with path = value`, `with path = null`, `without path`.
struct TestEdit {
  enum class Kind : std::uint8_t { put, put_null, take_away };
  Kind kind = Kind::put;
  InputId input;
  std::vector<DocumentStep> path;
  std::vector<TypeId> types;  ///< what is declared after each step
  ExprId value;               ///< of the declared type, where one is put there
  Span span;                  ///< of the path
};

/// `given history [ … ]`, `given history every D from T of path = [v, …], …`.
struct HistorySeries {
  ExprId every, from;
  std::vector<std::vector<TestEdit>> samples;  ///< what each of them puts into the test's snapshot, oldest first
};
struct GivenHistory {
  std::variant<std::uint32_t, HistorySeries> samples;  ///< written out: in CheckedTests::fixtures
  Span span;
};

/// `security.no_serious`, `service_health[staging].1`, `go_live.order`; a rule alone.
struct FindingRef {
  RuleRef rule;
  std::optional<std::string> instance;  ///< none: every one
  std::string requirement;              ///< empty: the rule itself
};

struct ExpectedCondition {
  ExprId condition;
};
struct ExpectedDecision {
  ExprId level;
  bool negated;
};
struct ExpectedRequirement {
  FindingRef requirement;
  std::string status;
  bool negated;
  ExprId message;  ///< that its finding must contain; may be none
};
struct ExpectedFinding {
  FindingRef finding;
  bool negated;
  ExprId message;
};
struct ExpectedObligation {
  std::string name;
  std::vector<std::pair<std::string, ExprId>> fields;  ///< those it must have, others besides
  bool negated;
};
struct Expectation {
  std::variant<ExpectedCondition, ExpectedDecision, ExpectedRequirement, ExpectedFinding, ExpectedObligation> node;
  Span span;  ///< from `expect` on
};

struct TestCase {
  std::string name;     ///< the test's title; with rows, ` [1]` after it
  ModuleId module;
  Span title;
  Span row;             ///< none without rows
  std::vector<GivenDocument> given;
  std::optional<GivenHistory> history;                  ///< none: nobody supplied one
  std::vector<TestEdit> edits;                          ///< in source order
  std::vector<std::pair<ParamId, ExprId>> params;
  ExprId at;            ///< none: the snapshot's own time
  std::optional<PhaseId> asking;
  std::vector<Expectation> expectations;
};

struct CheckedTests {
  std::vector<Fixture> fixtures;
  std::vector<TestCase> cases;  ///< modules by name, then as they are declared
};

}  // namespace nexus::rules
