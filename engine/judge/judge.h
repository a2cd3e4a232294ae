#pragma once

#include "engine/judge/verdicts.h"
#include "engine/run/machine.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace nexus::engine {

/// Judges the rules of a plan with a machine that holds the documents. One a run's worth of state; reused run after run.
class Judge : public RuleStatuses {
 public:
  Judge(const plan::Plan& plan, Machine& machine);

  /// Forgets what was judged. Rules are then judged when somebody asks for their status.
  void begin(std::optional<std::uint32_t> asked_phase);
  /// Judges every rule (or those of `only`, by position in Plan::order), after `begin`. Nothing came of it where no rule
  /// contributed.
  [[nodiscard]] bool run(const std::vector<bool>* only);
  /// Judges one rule again, of which something has changed that it depends on. What it asks for must be up to date.
  const RuleVerdict& judge_again(plan::RuleRef ref);
  /// What a rule has a say in: the decision.
  struct Say {
    base::Level asks = base::Level::allow;
    bool contributes = false;  ///< is there anything to decide?
  };
  /// The say of a rule, which is judged first where it was not yet.
  [[nodiscard]] Say say(plan::RuleRef ref);
  /// Makes the decision out of the gravest thing that rules ask for, and what asking about a phase adds.
  void decide(base::Level asked_by_rules);
  /// Judges in full what `run` only saw to pass: instances and requirements of all that was judged are there then.
  void complete();
  [[nodiscard]] const Verdicts& verdicts() const { return verdicts_; }

  /// Visits the instances of a rule with the registers of its `for each` set: (guard, reasons, position), in order.
  /// Gives an unknown where the list is unknown.
  template <class Visit>
  std::optional<Value> each_instance(const plan::ForEach& for_each, Visit&& visit);

  /// Calls `visit` with the guard of the instance that has that ID, its registers set; not at all where there is none.
  /// Gives an unknown where it cannot be told.
  template <class Visit>
  std::optional<Value> at_instance(const plan::ForEach& for_each, const std::string& id, Visit&& visit);

  Value test(const plan::StatusTest& test, plan::NodeId asks) override;
  /// The status of the rule or instance that a test asks about; nothing where there is no such instance.
  [[nodiscard]] std::optional<Status> status(const plan::StatusTest& test);

  /// What waivers make of a requirement in that instance; null where none is aimed at it.
  [[nodiscard]] static const plan::Waived* waived_in(const std::vector<plan::Waived>& waived, std::string_view instance);
  [[nodiscard]] bool in_force(const plan::Waiver& waiver) const { return machine_.now() < waiver.until.at; }
  /// The first waiver in force that covers everything; null where there is none.
  [[nodiscard]] const plan::Cover* whole_cover(const plan::Waived& waived) const;
  /// Is nothing that a gate requires in force any more?
  [[nodiscard]] bool is_over(const plan::Gate& gate) const;
  /// When a phase began, as far as its times say.
  std::optional<Value> began(std::uint32_t phase);
  /// Whether a waiver with a `where` over the snapshot covers it.
  Value covered_by_snapshot(const plan::Waived& waived);

 private:
  const RuleVerdict& judged(plan::RuleRef ref);
  void judge(plan::RuleRef ref);
  /// `enforce … as LEVEL`: whatever a rule asks for, it is at most that.
  void cap(plan::RuleRef ref);
  [[nodiscard]] base::Level most(const plan::Rule& rule);
  /// Makes the instances of a rule: `judge_one(instance)` where it applies, `judge_nothing(instance, why)` where there was
  /// nothing to make instances of. Where nobody can tell whether it applies it asks for `unclear`.
  template <class One, class Nothing>
  RuleVerdict judge_instances(const plan::Rule& rule, base::Level unclear, const One& judge_one, const Nothing& judge_nothing);
  template <class One>
  void judge_where_it_applies(base::Level unclear, Instance& instance, const Value& applies, const One& judge_one);
  template <class One, class Nothing>
  void judge_items(const plan::Rule& rule, base::Level unclear, std::vector<Instance>& instances, const One& judge_one, const Nothing& judge_nothing);
  /// Whether every condition of a plain gate holds, which is all there is to know of most gates in most runs.
  bool passes_in_short(std::uint32_t gate);
  void judge_gate(std::uint32_t index);
  void judge_requirements(const plan::Gate& gate, Instance& instance, Value forced);
  void judge_trigger(std::uint32_t index);
  void judge_trigger_instance(const plan::Trigger& trigger, Instance& instance);
  /// Fired, pending (and since when) or quiet; unknown, with the reasons, where that depends on what is not known.
  void judge_lasting(const plan::Trigger& trigger, const Value& fires, Instance& instance);
  /// Applies and fires, at an earlier snapshot.
  Value condition_at(const plan::Trigger& trigger, std::size_t sample);
  void judge_phase(std::uint32_t index);

  /// What the rule around a requirement says about all of its requirements.
  struct Terms {
    plan::NodeId on_fail, on_missing;
    const plan::Excuse* excuse = nullptr;
    std::string_view instance;  ///< its ID
    Value forced;               ///< an unknown: there is nothing to judge, for its reasons
    bool scored = false;
  };
  RequirementVerdict judge_requirement(const plan::Requirement& requirement, const Terms& terms);
  void judge_condition(const plan::Requirement& requirement, const Terms& terms, RequirementVerdict& verdict);
  [[nodiscard]] Timing timing(const plan::Requirement& requirement) const;
  [[nodiscard]] base::Level asks_where_unclear(const plan::Gate& gate) const;

  // scored gates
  void judge_band(const plan::Requirement& requirement, const Terms& terms, RequirementVerdict& verdict);
  void settle_score(const plan::Gate& gate, Instance& instance);

  base::Truth count(std::uint32_t gate);
  /// The value of a condition with the waivers taken into account.
  Value with_waivers(const plan::Waived& waived, Value bare, bool nothing_to_judge);
  Value excuse(const plan::Excuse& excuse);
  /// `applies when` read as opt(C): absent optional roots mean "does not apply".
  Value applies(plan::NodeId node);
  Value opt(Value value, ReasonClass absence);
  [[nodiscard]] std::optional<base::Level> level(plan::NodeId node, base::Level otherwise);
  [[nodiscard]] std::string identity(const plan::ForEach& for_each, std::uint32_t position);
  [[nodiscard]] bool skipped_when_empty(const plan::ForEach& for_each, const std::optional<Value>& list);
  void settle(const plan::Rule& rule, RuleVerdict& verdict);

  // phases
  /// Whether phases are in order: as they are now, or as they were when one of them began.
  struct Order {
    std::optional<Value> begin;               ///< the time; unknown where it cannot be used, none for now
    std::vector<std::optional<Value>> known;  ///< by phase: what was found
  };
  Value satisfied(std::uint32_t phase, Order& order);
  Value after(std::uint32_t phase, Order& order);
  Value after_one_of(const std::vector<std::uint32_t>& alternatives, Order& order);
  Value order_when_begun(std::uint32_t index, const Value& now);
  Value applies_to(std::uint32_t phase);
  Value reached(plan::NodeId at);
  Value started(std::uint32_t phase);
  /// How the clauses of a phase are read: as they stand, or each with what is not there yet as "not yet".
  enum class Reading : std::uint8_t { plain, not_yet };
  Value done(std::uint32_t phase, Reading reading = Reading::plain);
  Value done_by(std::uint32_t phase, const std::optional<Value>& begin);
  Value kleene_and(Value a, Value b);
  Value kleene_or(Value a, Value b);
  Value kleene_not(const Value& a) const { return a.is_unknown() ? a : Value::boolean(!a.as_bool()); }
  base::Level asked_about(const PhaseVerdict& verdict) const;
  /// Whether the first half of "out of order" (begun before what it comes after) is broken, waivers taken into account.
  base::Truth broken_by_order(const plan::Phase& phase, base::Truth broken, Value& why);

  /// A gate that passes where its conditions hold, whatever else it says: one without instances, applicability, score and
  /// dates. The conditions of all of them stand in a row, since reading a thousand gates whole takes longer than to judge them.
  struct PlainGate {
    std::uint32_t first = 0, count = 0;  ///< in `plain_conditions_`; none: not a plain gate
  };

  const plan::Plan& plan_;
  Machine& machine_;
  std::vector<PlainGate> plain_gates_;  // by gate
  std::vector<plan::NodeId> plain_conditions_;
  std::vector<std::uint32_t> gates_in_full_;  // judged in this run: the others' verdicts are blank
  Verdicts verdicts_;
  Order order_;                              // as things stand now
  int nesting_ = 0;                          // rules being judged
};

template <class Visit>
std::optional<Value> Judge::each_instance(const plan::ForEach& for_each, Visit&& visit) {
  std::uint32_t position = 0;
  return machine_.run_loop(for_each.loop, [&](const Machine::Pass& pass) {
    visit(pass, position++);
    return true;
  });
}

/// The IDs of a rule's instances. The second of the same name is `name~2`, unless that is the name of another.
class InstanceIds {
 public:
  [[nodiscard]] std::string next(const std::string& name) {
    int times = ++seen_[name];
    if (times == 1) return name;
    std::string id;
    do id = name + "~" + std::to_string(times++);
    while (!seen_.emplace(id, 1).second);
    return id;
  }

 private:
  std::map<std::string, int> seen_;
};

template <class Visit>
std::optional<Value> Judge::at_instance(const plan::ForEach& for_each, const std::string& id, Visit&& visit) {
  InstanceIds ids;
  Value hole;
  bool found = false;
  const auto list = each_instance(for_each, [&](const Machine::Pass& pass, std::uint32_t position) {
    if (found) return;
    if (pass.hole) return void(hole = machine_.reasons().merge(hole, pass.why));
    if (ids.next(identity(for_each, position)) != id) return;
    found = true;
    machine_.set_instance(id);
    visit(pass.why.is_unknown() ? pass.why : Value::boolean(true));
  });
  if (list) return list;
  return !found && hole.is_unknown() ? std::optional(hole) : std::nullopt;
}

}  // namespace nexus::engine
