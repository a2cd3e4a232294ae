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
  Judge(const plan::Plan& plan, Machine& machine) : plan_(plan), machine_(machine) {}

  /// Forgets what was judged. Rules are then judged when somebody asks for their status.
  void begin(std::optional<std::uint32_t> asked_phase);
  /// Judges every rule (or those of `only`, by position in Plan::order). Nothing came of it where no rule contributed.
  [[nodiscard]] bool run(std::optional<std::uint32_t> asked_phase, const std::vector<bool>* only);
  [[nodiscard]] const Verdicts& verdicts() const { return verdicts_; }

  /// Visits the instances of a rule with the registers of its `for each` set: (guard, reasons, position), in order.
  /// Gives an unknown where the list is unknown.
  template <class Visit>
  std::optional<Value> each_instance(const plan::ForEach& for_each, Visit&& visit);

  /// Calls `visit` with the guard of the instance that has that ID, its registers set; not at all where there is none.
  /// Gives an unknown where it cannot be told.
  template <class Visit>
  std::optional<Value> at_instance(const plan::ForEach& for_each, const std::string& id, Visit&& visit);

  Value test(const plan::StatusTest& test) override;

 private:
  const RuleVerdict& judged(plan::RuleRef ref);
  void judge(plan::RuleRef ref);
  /// `enforce … as LEVEL`: whatever a rule asks for, it is at most that.
  void cap(plan::RuleRef ref);
  [[nodiscard]] base::Level most(const plan::Rule& rule);
  /// Makes the instances of a rule: `judge_one(instance)` where it applies, `judge_nothing(instance, why)` where there was
  /// nothing to make instances of.
  template <class One, class Nothing>
  RuleVerdict judge_instances(const plan::Rule& rule, const One& judge_one, const Nothing& judge_nothing);
  template <class One>
  void judge_where_it_applies(Instance& instance, const Value& applies, const One& judge_one);
  template <class One, class Nothing>
  void judge_items(const plan::Rule& rule, std::vector<Instance>& instances, const One& judge_one, const Nothing& judge_nothing);
  void judge_gate(std::uint32_t index);
  void judge_requirements(const plan::Gate& gate, Instance& instance, Value forced);
  void judge_trigger(std::uint32_t index);
  void judge_trigger_instance(const plan::Trigger& trigger, Instance& instance);
  /// Fired, pending (and since when) or quiet; unknown, with the reasons, where that depends on what is not known.
  void judge_lasting(const plan::Trigger& trigger, const Value& fires, Instance& instance);
  /// Applies and fires, at an earlier snapshot.
  Value condition_at(const plan::Trigger& trigger, std::size_t sample);
  void judge_phase(std::uint32_t index);

  RequirementVerdict judge_requirement(const plan::Requirement& requirement, plan::NodeId on_fail, plan::NodeId on_missing, Value forced);
  /// `applies when` read as opt(C): absent optional roots mean "does not apply".
  Value applies(plan::NodeId node);
  Value opt(Value value, ReasonClass absence);
  [[nodiscard]] std::optional<base::Level> level(plan::NodeId node, base::Level otherwise);
  [[nodiscard]] std::string identity(const plan::ForEach& for_each, std::uint32_t position);
  [[nodiscard]] bool skipped_when_empty(const plan::ForEach& for_each, const std::optional<Value>& list);
  void settle(const plan::Rule& rule, RuleVerdict& verdict);

  // phases
  Value satisfied(std::uint32_t phase);
  Value after(std::uint32_t phase);
  Value after_one_of(const std::vector<std::uint32_t>& alternatives);
  Value applies_to(std::uint32_t phase);
  Value done(std::uint32_t phase);
  Value kleene_and(Value a, Value b);
  Value kleene_or(Value a, Value b);
  Value kleene_not(const Value& a) const { return a.is_unknown() ? a : Value::boolean(!a.as_bool()); }
  base::Level asked_about(const PhaseVerdict& verdict) const;

  const plan::Plan& plan_;
  Machine& machine_;
  Verdicts verdicts_;
  std::vector<std::optional<Value>> after_;  // by phase, remembered
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

template <class Visit>
std::optional<Value> Judge::at_instance(const plan::ForEach& for_each, const std::string& id, Visit&& visit) {
  std::map<std::string, int> seen;
  Value hole;
  bool found = false;
  const auto list = each_instance(for_each, [&](const Machine::Pass& pass, std::uint32_t position) {
    if (found) return;
    if (pass.hole) return void(hole = machine_.reasons().merge(hole, pass.why));
    std::string own = identity(for_each, position);
    if (const int times = ++seen[own]; times > 1) own += "~" + std::to_string(times);
    if (own != id) return;
    found = true;
    machine_.set_instance(id);
    visit(pass.why.is_unknown() ? pass.why : Value::boolean(true));
  });
  if (list) return list;
  return !found && hole.is_unknown() ? std::optional(hole) : std::nullopt;
}

}  // namespace nexus::engine
