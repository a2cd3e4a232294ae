#include "engine/judge/judge.h"

#include "base/values/level.h"

#include <algorithm>
#include <array>
#include <map>

/// Applicability, instances, requirements, gates and triggers (docs/language.md, "Rules and decisions").
namespace nexus::engine {

using base::Level;
using base::Truth;

bool Judge::run(std::optional<std::uint32_t> asked_phase, const std::vector<bool>* only) {
  verdicts_.gates.assign(plan_.gates.size(), {});
  verdicts_.phases.assign(plan_.phases.size(), {});
  verdicts_.triggers.assign(plan_.triggers.size(), {});
  verdicts_.instances.clear();
  verdicts_.requirements.clear();
  verdicts_.asked_phase = asked_phase;
  after_.assign(plan_.phases.size(), std::nullopt);
  verdicts_.decision = Level::allow;
  bool contributed = false;
  for (std::size_t i = 0; i < plan_.order.size(); ++i) {
    if (only != nullptr && !(*only)[i]) continue;
    const RuleVerdict& verdict = judged(plan_.order[i]);
    if (!verdict.contributes) continue;
    contributed = true;
    verdicts_.decision = base::graver(verdicts_.decision, verdict.asks);
  }
  if (asked_phase) {
    judged({plan::RuleKind::phase, *asked_phase});
    verdicts_.asked_asks = asked_about(verdicts_.phases[*asked_phase]);
    verdicts_.decision = base::graver(verdicts_.decision, verdicts_.asked_asks);
    contributed = true;
  }
  return contributed;
}

const RuleVerdict& Judge::judged(plan::RuleRef ref) {
  if (!verdicts_.of(ref).judged) judge(ref);
  return verdicts_.of(ref);
}

void Judge::judge(plan::RuleRef ref) {
  // One rule may be asked for in the middle of another: `check` saw to it that they never ask in a circle.
  auto registers = machine_.save_registers();
  switch (ref.kind) {
    case plan::RuleKind::gate: judge_gate(ref.index); break;
    case plan::RuleKind::phase: judge_phase(ref.index); break;
    case plan::RuleKind::trigger: judge_trigger(ref.index); break;
  }
  machine_.restore_registers(std::move(registers));
}

Value Judge::test(const plan::StatusTest& test) {
  const Status wanted = *status_of(test.status);
  const RuleVerdict& verdict = judged(test.rule);
  Status status = verdict.status;
  Value why = verdict.why;
  if (test.instance) {
    const auto first = verdicts_.instances.begin() + verdict.first_instance;
    const auto at = std::find_if(first, first + verdict.instances, [&](const Instance& i) { return i.id == *test.instance; });
    if (at == first + verdict.instances) return machine_.unknown(ReasonCode::absent, {}, "no such instance");
    status = at->status;
    why = at->why;
  }
  if (wanted == Status::unknown) return Value::boolean(status == Status::unknown);
  if (status != Status::unknown) return Value::boolean(status == wanted);
  return why.is_unknown() ? why : machine_.unknown(ReasonCode::absent, {}, "an unknown rule");
}

Value Judge::opt(Value value, bool (*is_of_class)(const Reason&, const plan::Plan&)) {
  if (!value.is_unknown()) return value;
  const bool all = machine_.reasons().all(value, [&](const Reason& reason) { return is_of_class(reason, plan_); });
  return all ? Value::boolean(false) : value;
}

Value Judge::applies(plan::NodeId node) { return node ? opt(machine_.eval(node), is_optional_root_absence) : Value::boolean(true); }

/// The level an expression names; nothing where it is unknown.
std::optional<Level> Judge::level(plan::NodeId node, Level otherwise) {
  if (!node) return otherwise;
  const Value value = machine_.eval(node);
  return value.kind() == ValueKind::level ? std::optional(value.as_level()) : std::nullopt;
}

// ------------------------------------------------------------------------------------------------ requirements

RequirementVerdict Judge::judge_requirement(const plan::Requirement& requirement, plan::NodeId on_fail, plan::NodeId on_missing, Value forced) {
  const std::optional<Level> gate_level = level(on_fail, Level::block);
  const std::optional<Level> named = requirement.level ? level(requirement.level, Level::block) : gate_level;
  RequirementVerdict verdict;
  verdict.level = named.value_or(Level::hold);
  const Level when_missing = on_missing ? level(on_missing, Level::hold).value_or(Level::hold) : base::milder(Level::hold, verdict.level);
  if (forced.is_unknown()) {
    verdict.status = Status::unknown;
    verdict.value = verdict.why = forced;
    verdict.asks = when_missing;
    return verdict;
  }
  if (requirement.when) {
    const Value when = machine_.eval(requirement.when);
    if (when.is_unknown()) {
      verdict.status = Status::unknown;
      verdict.value = verdict.why = when;
      verdict.asks = base::milder(Level::hold, base::graver(verdict.level, on_missing ? when_missing : Level::allow));
      return verdict;
    }
    if (!when.as_bool()) {
      verdict.status = Status::skipped;
      return verdict;
    }
  }
  verdict.value = machine_.eval(requirement.condition);
  switch (Machine::truth_of(verdict.value)) {
    case Truth::yes: verdict.status = Status::pass; break;
    case Truth::no:
      verdict.status = named ? Status::fail : Status::unknown;
      verdict.asks = verdict.level;
      if (!named) verdict.why = machine_.eval(requirement.level ? requirement.level : on_fail);
      break;
    case Truth::unknown:
      verdict.status = Status::unknown;
      verdict.why = verdict.value;
      verdict.asks = when_missing;
      break;
  }
  return verdict;
}

// ------------------------------------------------------------------------------------------------ instances

/// Map key, scalar item, `id` or `name`, else the position.
std::string Judge::identity(const plan::ForEach& for_each, std::uint32_t position) {
  for (const plan::NodeId candidate : for_each.identity) {
    const Value value = machine_.eval(candidate);
    if (value.kind() == ValueKind::string) return std::string(value.as_string());
    if (value.kind() == ValueKind::member) return plan_.enums[value.member_enum()].members[value.member_index()];
    if (value.is_numeric()) return base::format_exact(value.as_decimal(), value.dimension());
  }
  return std::to_string(position);
}

void Judge::judge_instances(const plan::Rule& rule, RuleVerdict& verdict, const std::function<void(Instance&)>& judge_one,
                            const std::function<void(Instance&, Value)>& judge_nothing) {
  std::vector<Instance> instances;
  const auto finish = [&] {
    verdict.first_instance = static_cast<std::uint32_t>(verdicts_.instances.size());
    verdict.instances = static_cast<std::uint32_t>(instances.size());
    std::ranges::move(instances, std::back_inserter(verdicts_.instances));
    settle(rule, verdict);
  };
  const auto judge_applying = [&](Instance& instance, const Value& applies) {
    if (applies.is_unknown()) {
      instance.status = Status::unknown;
      instance.why = applies;
      instance.asks = Level::hold;
    } else if (applies.as_bool()) {
      judge_one(instance);
    }
  };
  if (!rule.for_each) {
    judge_applying(instances.emplace_back(), applies(rule.applies));
    return finish();
  }
  const plan::ForEach& for_each = *rule.for_each;
  if (!for_each.applies_mentions_item) {
    const Value whole = applies(rule.applies);
    if (whole.is_unknown() || !whole.as_bool()) {
      judge_applying(instances.emplace_back(), whole);
      instances.back().placeholder = true;
      return finish();
    }
  }
  std::map<std::string, int> seen;
  Value hole;
  const auto list = each_instance(for_each, [&](const Machine::Pass& pass, std::uint32_t position) {
    if (pass.hole) return void(hole = machine_.reasons().merge(hole, pass.why));
    Instance instance;
    instance.position = position;
    instance.id = identity(for_each, position);
    if (const int times = ++seen[instance.id]; times > 1) instance.id += "~" + std::to_string(times);
    const Value own = for_each.applies_mentions_item ? applies(rule.applies) : Value::boolean(true);
    // Perhaps not an item at all: then the rule may not apply to it.
    judge_applying(instance, kleene_and(pass.why.is_unknown() ? pass.why : Value::boolean(true), own));
    instances.push_back(std::move(instance));
  });
  if (hole.is_unknown() || (instances.empty() && !skipped_when_empty(for_each, list))) {
    Instance& nothing = instances.emplace_back();
    nothing.placeholder = true;
    const Value why = list ? *list : (hole.is_unknown() ? hole : nothing_to_judge(for_each));
    judge_nothing(nothing, why);
  }
  finish();
}

/// With `if any`, nothing to make instances of is fine: an empty list, or an optional one that is not there.
bool Judge::skipped_when_empty(const plan::ForEach& for_each, const std::optional<Value>& list) {
  if (!for_each.if_any) return false;
  return !list || machine_.reasons().all(*list, [&](const Reason& r) { return is_optional_absence(r, plan_); });
}

Value Judge::nothing_to_judge(const plan::ForEach& for_each) {
  Reason reason{.code = ReasonCode::nothing_to_judge, .place = {}, .frame = nullptr, .key = {}, .node = plan_.loops[for_each.loop.index()].ranges.front().list, .detail = {}};
  if (const Value over = machine_.eval(reason.node); over.kind() == ValueKind::list && over.as_list().size == 0) {
    reason.place = over.as_list().place;
    reason.frame = over.as_list().frame;
  }
  return machine_.reasons().unknown(reason);
}

/// A rule's own status is the first of these that an instance has; it asks for the most that one asks.
void Judge::settle(const plan::Rule& rule, RuleVerdict& verdict) {
  static constexpr std::array<Status, 5> gate_order{Status::fail, Status::unknown, Status::warn, Status::waived, Status::pass};
  static constexpr std::array<Status, 4> trigger_order{Status::fired, Status::unknown, Status::pending, Status::quiet};
  const std::span<const Status> precedence = rule.kind == plan::RuleKind::gate ? std::span<const Status>(gate_order) : std::span<const Status>(trigger_order);
  const std::span all = std::span(verdicts_.instances).subspan(verdict.first_instance, verdict.instances);
  verdict.status = Status::skipped;
  for (const Status status : precedence)
    if (std::ranges::any_of(all, [&](const Instance& i) { return i.status == status; })) {
      verdict.status = status;
      break;
    }
  for (const Instance& instance : all) {
    verdict.asks = base::graver(verdict.asks, instance.asks);
    if (instance.status == Status::unknown) verdict.why = machine_.reasons().merge(verdict.why, instance.why);
  }
  verdict.contributes = verdict.status != Status::skipped;
  verdict.judged = true;
}

// ------------------------------------------------------------------------------------------------ gates

void Judge::judge_gate(std::uint32_t index) {
  const plan::Gate& gate = plan_.gates[index];
  RuleVerdict verdict;
  judge_instances(
      gate.rule, verdict, [&](Instance& instance) { judge_gate_instance(gate, instance); },
      [&](Instance& instance, Value why) { unknown_requirements(gate, instance, why); });
  verdicts_.gates[index] = verdict;
}

void Judge::unknown_requirements(const plan::Gate& gate, Instance& instance, Value why) {
  instance.first_requirement = static_cast<std::uint32_t>(verdicts_.requirements.size());
  instance.status = Status::unknown;
  instance.why = why;
  instance.judged = true;
  for (const plan::Requirement& requirement : gate.requirements) {
    verdicts_.requirements.push_back(judge_requirement(requirement, gate.on_fail, gate.on_missing, why));
    instance.asks = base::graver(instance.asks, verdicts_.requirements.back().asks);
  }
}

void Judge::judge_gate_instance(const plan::Gate& gate, Instance& instance) {
  // Judging a requirement may judge other rules, which add theirs: collect first, append then.
  std::vector<RequirementVerdict> verdicts;
  verdicts.reserve(gate.requirements.size());
  for (const plan::Requirement& requirement : gate.requirements)
    verdicts.push_back(judge_requirement(requirement, gate.on_fail, gate.on_missing, Value()));

  const auto any = [&](auto holds) { return std::ranges::any_of(verdicts, holds); };
  if (any([](const RequirementVerdict& v) { return v.status == Status::fail && v.level >= Level::hold; }))
    instance.status = Status::fail;
  else if (any([](const RequirementVerdict& v) { return v.status == Status::unknown; }))
    instance.status = Status::unknown;
  else if (any([](const RequirementVerdict& v) { return v.status == Status::fail; }))
    instance.status = Status::warn;
  else if (any([](const RequirementVerdict& v) { return v.status == Status::pass; }))
    instance.status = Status::pass;
  for (const RequirementVerdict& verdict : verdicts) {
    instance.asks = base::graver(instance.asks, verdict.asks);
    if (verdict.status == Status::unknown) instance.why = machine_.reasons().merge(instance.why, verdict.why);
  }
  instance.judged = true;
  instance.first_requirement = static_cast<std::uint32_t>(verdicts_.requirements.size());
  verdicts_.requirements.insert(verdicts_.requirements.end(), verdicts.begin(), verdicts.end());
}

// ------------------------------------------------------------------------------------------------ triggers

void Judge::judge_trigger(std::uint32_t index) {
  const plan::Trigger& trigger = plan_.triggers[index];
  RuleVerdict verdict;
  const auto unknown = [&](Instance& instance, Value why) {
    instance.status = Status::unknown;
    instance.why = why;
    instance.asks = level(trigger.on_missing, Level::hold).value_or(Level::hold);
  };
  judge_instances(
      trigger.rule, verdict, [&](Instance& instance) { judge_trigger_instance(trigger, instance); }, unknown);
  verdicts_.triggers[index] = verdict;
}

void Judge::judge_trigger_instance(const plan::Trigger& trigger, Instance& instance) {
  const Value fires = machine_.eval(trigger.fires);
  instance.judged = true;
  if (fires.is_unknown()) {
    instance.status = Status::unknown;
    instance.why = fires;
    instance.asks = level(trigger.on_missing, Level::hold).value_or(Level::hold);
    return;
  }
  instance.status = fires.as_bool() ? Status::fired : Status::quiet;
  if (!fires.as_bool()) return;
  if (const auto asked = level(trigger.level, Level::hold)) {
    instance.asks = *asked;
    return;
  }
  // It fires, but nobody can tell at which level.
  instance.status = Status::unknown;
  instance.why = machine_.eval(trigger.level);
  instance.asks = Level::hold;
}

}  // namespace nexus::engine
