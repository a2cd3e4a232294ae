#pragma once

#include "base/values/level.h"
#include "rules/checked_model.h"
#include "tests/reference/interpreter.h"
#include "tests/reference/json.h"
#include "tests/reference/verdict.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nexus::reference {

/// What a run is about: its documents by the number of their input (null: not given), its clock, the phase it asks about.
struct Run {
  std::vector<const Json*> documents;
  Number now;
  std::optional<std::uint32_t> asked_phase = std::nullopt;
};

/// What must come of it, from docs/language.md alone.
[[nodiscard]] Verdict judge(const rules::CheckedModel& model, const Run& run);

/// Judges the rules of one run; `judge` is all that others need.
class Judge {
 public:
  Judge(const rules::CheckedModel& model, const Run& run);
  Verdict verdict();

 private:
  using Level = base::Level;
  struct Requirement {
    std::string id;
    std::string status;
    Level asks = Level::allow;
    bool vacuous = false;
  };
  struct Instance {
    std::string id;
    std::string status;
    Level asks = Level::allow;
    std::vector<Requirement> requirements;
  };
  struct Outcome {
    std::string id;
    std::string status;
    Level asks = Level::allow;
    std::vector<Instance> instances;
    Reasons reasons = {};  ///< of what is unknown in it
    bool not_yet = false;       ///< a phase of which a start or an end is only not shown
    bool contributes = false;   ///< a phase that the decision rests on
  };
  struct Finding {
    std::string id;
    std::string kind;
    Level level = Level::block;
    std::string message;  ///< `*` where the engine words it
    Reasons reasons = {};
  };
  /// An item of a `for each`, or the one instance that other rules have.
  struct Scope {
    std::string id;
    Value applies;         ///< is there such an instance, and does the rule apply to it?
    Reasons nothing = {};  ///< why there is nothing to judge
    std::optional<Interpreter::Row> row = std::nullopt;
  };

  std::vector<Scope> scopes(const rules::RuleHeadNode& head);
  Value applies(rules::ExprId condition);
  Outcome gate(const rules::Gate& gate);
  Instance instance(const rules::Gate& gate, const Scope& scope);
  Requirement requirement(const rules::Gate& gate, const rules::RequirementNode& node, const Scope& scope);
  Outcome trigger(const rules::Trigger& trigger);

  // phases.cpp
  /// `started …`, `done …` of a phase.
  struct Milestone {
    bool said = false;                             ///< is there such a clause?
    Value holds;
    std::optional<Value> reached = std::nullopt;   ///< `at`
    std::optional<Value> time = std::nullopt;      ///< when, where it is reached; unknown where that is no time
  };
  struct Facts {
    Value applies, started, done;
    std::optional<Value> began = std::nullopt, done_time = std::nullopt;
  };
  Milestone milestone(rules::ExprId when, rules::ExprId at);
  const Facts& facts(rules::PhaseId id);
  Value done_by(rules::PhaseId id, const std::optional<Value>& began);
  Value in_order(rules::PhaseId id, const std::optional<Value>& began);
  Outcome phase(rules::PhaseId id);

  Instance instance(const rules::Trigger& trigger, const Scope& scope);
  std::optional<Level> level(rules::ExprId expr, Level otherwise);

  /// The rows that break a requirement, or make a trigger fire; nothing where its condition has no witnesses.
  std::optional<std::vector<Interpreter::Row>> witnesses(rules::ExprId condition, const rules::RangesNode*& ranges,
                                                         bool fires);
  std::string message(rules::ExprId expr);
  void oblige(const std::vector<rules::RemedyNode>& remedies);
  void find(const Finding& finding);
  [[nodiscard]] std::string rule_id(const rules::RuleHeadNode& head) const;
  const Outcome& outcome(const rules::RuleRef& ref);
  Value status(const rules::RuleStatusNode& node);

  const rules::CheckedModel& model_;
  const Run& run_;
  Interpreter evaluate_;
  std::map<std::pair<grammar::RuleKind, std::uint32_t>, Outcome> outcomes_;
  std::map<std::pair<grammar::RuleKind, std::uint32_t>, std::vector<std::string>>
      said_;                                   // findings and obligations of a rule
  std::map<std::uint32_t, Facts> facts_;
  std::vector<std::string>* lines_ = nullptr;  // of the rule that is being judged
  std::vector<std::string>* obligations_ = nullptr;
  Reasons* unknown_ = nullptr;
  std::map<std::pair<grammar::RuleKind, std::uint32_t>, std::vector<std::string>> owed_;
};

}  // namespace nexus::reference
