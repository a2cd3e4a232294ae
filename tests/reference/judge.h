#pragma once

#include "base/values/level.h"
#include "rules/checked_model.h"
#include "tests/reference/interpreter.h"
#include "tests/reference/json.h"
#include "tests/reference/past.h"
#include "tests/reference/verdict.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexus::reference {

/// What must come of it, from docs/language.md alone.
[[nodiscard]] Verdict judge(const rules::CheckedModel& model, const Run& run);

/// What judges the rules at one snapshot; `judge` is all that others need.
class Judge : public Surroundings {
 public:
  /// The snapshot is number `at` of the past.
  Judge(const rules::CheckedModel& model, const Run& run, Past& past, std::size_t at);
  Verdict verdict();

  // history.cpp: what looks back, and at other rules
  Value status(const rules::RuleStatusNode& node) override;
  Value history() override;
  Value previous() override;
  Value window(rules::ExprId id, const rules::WindowNode& node) override;
  Value lasting(const rules::LastingNode& node) override;

 private:
  using Level = base::Level;
  struct Requirement {
    std::string id;
    std::string status;
    Level level = Level::block;  ///< what its failing asks for
    Level asks = Level::allow;
    bool vacuous = false;
    bool upcoming = false;
    bool when_unknown = false;
    bool left_out = false;  ///< it is over, or its `when` is false
    Value value;            ///< after waivers and excuse
    Value bare;             ///< before
    Value band = Value::of(false);
    Reasons why = {};                                ///< of one that is unknown
    std::vector<const rules::Waiver*> waivers = {};  ///< that are aimed at it
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
    Reasons reasons = {};           ///< of what is unknown in it
    Level by_itself = Level::allow;  ///< what it asks for, whether it counts or not
    Value counted = Value::of(true);
    bool contributes = false;  ///< does the decision rest on it?
    /// Of a phase: what is only not shown yet, by status.
    std::map<std::string, Reasons> open = {};
  };
  struct Finding {
    std::string id;
    std::string kind;
    Level level = Level::block;
    std::string message;  ///< `*` where the engine words it
    Reasons reasons = {};
    std::string margins = {};
  };
  /// An item of a `for each`, or the one instance that other rules have.
  struct Scope {
    std::string id;
    Value applies;         ///< is there such an instance, and does the rule apply to it?
    Reasons nothing = {};  ///< why there is nothing to judge
    std::optional<Interpreter::Row> row = std::nullopt;
  };
  /// What the requirements of a rule have in common.
  struct Terms {
    rules::RuleRef rule;
    rules::ExprId on_fail, on_missing;
    const std::vector<rules::RemedyNode>* remedies = nullptr;
    Value excuse = Value::of(false);
    bool scored = false;
    Level cap = Level::rollback;
  };

  // judge.cpp
  struct Named {
    std::string name;
    Interpreter::Row row;
  };
  /// The items that a rule goes over, each with its name in IDs.
  std::vector<Named> named(const rules::ForEachNode& each, const Interpreter::Rows& all);
  std::vector<Scope> scopes(const rules::RuleHeadNode& head);
  Value applies(rules::ExprId condition);
  std::optional<Level> level(rules::ExprId expr, Level otherwise);
  std::string message(rules::ExprId expr);
  void oblige(const std::vector<rules::RemedyNode>& remedies);
  void find(const Finding& finding, bool counts = true);
  [[nodiscard]] std::string rule_id(const rules::RuleHeadNode& head) const;
  [[nodiscard]] const rules::RuleHeadNode& head_of(const rules::RuleRef& ref) const;
  const Outcome& outcome(const rules::RuleRef& ref);

  // rules.cpp
  Outcome gate(rules::GateId id);
  Value counted(const rules::Gate& gate);
  Value excuse(const rules::Gate& gate);
  Instance instance(rules::GateId id, const Scope& scope, Level cap);
  static void combine(Instance& instance);
  Outcome trigger(rules::TriggerId id);
  Instance instance(const rules::Trigger& trigger, const Scope& scope, Level cap);

  // requirements.cpp
  /// Is the run of a time before that moment?
  [[nodiscard]] bool is_before(const base::Moment& moment) const;
  [[nodiscard]] bool is_over(const rules::RequirementNode& node) const { return node.until && !is_before(*node.until); }
  Requirement requirement(const Terms& terms, const rules::RequirementNode& node, std::size_t number,
                          const Scope& scope);
  /// The findings of a requirement, which ask for `level`.
  void tell(const Terms& terms, const rules::RequirementNode& node, const Requirement& judged, Level level);
  /// What stands behind names and calls; to be left as often as it says.
  rules::ExprId unwrapped(rules::ExprId condition, int& entered);
  std::vector<const rules::Waiver*> waivers_of(const rules::RuleRef& rule, std::optional<std::size_t> requirement,
                                               const std::string& instance, bool also_over = false) const;
  Value matches(const std::vector<const rules::Waiver*>& waivers);
  bool says_all(rules::ExprId condition);
  Value waived(rules::ExprId condition, const Value& bare, const std::vector<const rules::Waiver*>& waivers);
  void each_item(const rules::QuantifierNode& quantifier, rules::ExprId condition, bool fails, const std::string& all,
                 const std::vector<const rules::Waiver*>& of_items,
                 const std::function<void(const std::string&, rules::ExprId)>& found);
  // margins.cpp
  std::string margins(rules::ExprId condition);
  /// From here on formals stand for what a call gives them.
  void enter(const rules::DefCall& call) {
    evaluate_.enter(call);
    calls_.push_back(&call);
  }
  void leave() {
    calls_.pop_back();
    evaluate_.leave();
  }

  // scores.cpp
  void score(const rules::Gate& gate, Instance& instance, Level cap);

  // phases.cpp
  struct Facts {
    Value applies;
    Value started, done;              ///< as it was observed
    Value begun, ended;               ///< what is not shown is not so
    std::optional<Value> began, end;  ///< when, where a time says it
  };
  Value reached(rules::ExprId at);
  std::optional<Value> time_of(rules::ExprId at);
  const Facts& facts(rules::PhaseId id);
  Value done_by(rules::PhaseId id, const std::optional<Value>& began);
  Value in_order(rules::PhaseId id, const std::optional<Value>& began);
  Outcome phase(rules::PhaseId id);

  // history.cpp
  /// What is going on: the rule that is being judged, and its instance.
  struct Place {
    const rules::RuleHeadNode* head = nullptr;
    std::string instance;
  };
  /// Makes the item of that instance known here: is there one, and could it be bound?
  std::pair<Value, bool> enter(Place place);
  /// What a condition is worth for the item of that instance, as it is here.
  /// Those in force then count, where there are any.
  Value holds_for(const Place& place, rules::ExprId condition, const std::vector<const rules::Waiver*>& waivers);
  /// Does an expression depend on what the rule's `for each` binds?
  [[nodiscard]] bool speaks_of_item(rules::ExprId expr) const;
  Value lasting(const rules::LastingNode& node, const std::vector<const rules::Waiver*>& waivers);
  /// `applies when` and a trigger's condition, at this snapshot.
  Value would_fire(const Place& place, rules::ExprId condition);
  /// Does it last, at snapshot number `until`, where what is unknown is `otherwise`? The reasons go to `open`.
  bool lasts(const std::vector<Value>& values, std::size_t until, const rules::LastingNode& node, bool otherwise,
             Reasons& open);
  /// The status of an instance of a trigger that applies; unknown with the reasons.
  std::pair<std::string, Reasons> fired(const rules::Trigger& trigger, const Place& place);

  const rules::CheckedModel& model_;
  const Run& run_;
  Past& past_;
  const std::size_t at_;
  Interpreter evaluate_;
  std::vector<const rules::DefCall*> calls_;  // that are entered
  Place place_;
  using Key = std::pair<grammar::RuleKind, std::uint32_t>;
  std::map<Key, Outcome> outcomes_;
  std::map<Key, std::vector<std::string>> said_, owed_;  // findings and obligations of a rule
  std::map<std::uint32_t, Facts> facts_;
  std::vector<std::string>* lines_ = nullptr;  // of the rule that is being judged
  std::vector<std::string>* obligations_ = nullptr;
  Reasons* unknown_ = nullptr;
  Level most_ = Level::rollback;  // what findings ask for at most
  std::vector<rules::RemedyNode> no_remedies_;
};

/// `[staging]`, `["a b"]`.
[[nodiscard]] std::string bracketed(const std::string& instance);
/// Puts "unknown" in the place of evidence that is too old, or about something else.
void doubt_evidence(const rules::CheckedModel& model, Interpreter& evaluate);
/// Absence that nobody need wonder about.
[[nodiscard]] bool is_optional_absence(const Reason& reason);
/// What is unknown for nothing but such reasons is not so.
[[nodiscard]] Value opt(const Value& value, bool (*is_so)(const Reason&));

}  // namespace nexus::reference
