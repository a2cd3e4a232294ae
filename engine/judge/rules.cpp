#include "engine/judge/judge.h"

#include "base/values/level.h"

#include <algorithm>
#include <array>
#include <map>

/// Applicability, instances, requirements, gates and triggers (docs/language.md, "Rules and decisions").
namespace nexus::engine {

using base::Level;
using base::Truth;

namespace {

bool is_plain(const plan::Gate& gate) {
  const auto always = [](const plan::Requirement& r) { return !r.when && !r.from && !r.until; };
  return !gate.rule.for_each && !gate.rule.applies && !gate.score && gate.only_for.empty() && std::ranges::all_of(gate.requirements, always);
}

}  // namespace

Judge::Judge(const plan::Plan& plan, Machine& machine) : plan_(plan), machine_(machine) {
  verdicts_.gates.resize(plan.gates.size());
  for (const plan::Gate& gate : plan.gates) {
    PlainGate& plain = plain_gates_.emplace_back();
    if (!is_plain(gate)) continue;
    plain = {.first = static_cast<std::uint32_t>(plain_conditions_.size()), .count = static_cast<std::uint32_t>(gate.requirements.size())};
    for (const plan::Requirement& requirement : gate.requirements) plain_conditions_.push_back(requirement.condition);
  }
}

void Judge::begin(std::optional<std::uint32_t> asked_phase) {
  for (const std::uint32_t gate : gates_in_full_) verdicts_.gates[gate] = {};
  gates_in_full_.clear();
  verdicts_.judged.assign(plan_.gates.size(), Judged::not_yet);
  verdicts_.phases.assign(plan_.phases.size(), {});
  verdicts_.triggers.assign(plan_.triggers.size(), {});
  verdicts_.instances.clear();
  verdicts_.requirements.clear();
  verdicts_.asked_phase = asked_phase;
  order_.known.assign(plan_.phases.size(), std::nullopt);
  verdicts_.decision = Level::allow;
  nesting_ = 0;
}

bool Judge::run(const std::vector<bool>* only) {
  bool contributed = false;
  Level asked = Level::allow;
  for (std::size_t i = 0; i < plan_.order.size(); ++i) {
    if (only != nullptr && !(*only)[i]) continue;
    const Say rule = say(plan_.order[i]);
    contributed |= rule.contributes;
    asked = base::graver(asked, rule.asks);
  }
  decide(asked);
  return contributed || verdicts_.asked_phase;
}

Judge::Say Judge::say(plan::RuleRef ref) {
  if (ref.kind == plan::RuleKind::gate && passes_in_short(ref.index)) return {.contributes = true};
  const RuleVerdict& verdict = judged(ref);
  const Truth counts = ref.kind == plan::RuleKind::gate ? count(ref.index) : Truth::yes;
  if (counts == Truth::no) return {};
  return {.asks = counts == Truth::yes ? verdict.asks : base::milder(verdict.asks, Level::hold), .contributes = verdict.contributes};
}

void Judge::decide(Level asked_by_rules) {
  verdicts_.decision = asked_by_rules;
  if (!verdicts_.asked_phase) return;
  const std::uint32_t phase = *verdicts_.asked_phase;
  judged({plan::RuleKind::phase, phase});
  verdicts_.asked_asks = asked_about(verdicts_.phases[phase]);
  if (const plan::Rule& rule = plan_.phases[phase].rule; rule.cap) verdicts_.asked_asks = base::milder(verdicts_.asked_asks, most(rule));
  verdicts_.decision = base::graver(verdicts_.decision, verdicts_.asked_asks);
}

const RuleVerdict& Judge::judge_again(plan::RuleRef ref) {
  switch (ref.kind) {
    case plan::RuleKind::gate:
      verdicts_.gates[ref.index] = {};
      verdicts_.judged[ref.index] = Judged::not_yet;
      if (passes_in_short(ref.index)) return verdicts_.of(ref);
      break;
    case plan::RuleKind::phase:
      verdicts_.phases[ref.index] = {};
      order_.known[ref.index].reset();
      break;
    case plan::RuleKind::trigger: verdicts_.triggers[ref.index] = {}; break;
  }
  return judged(ref);
}

void Judge::complete() {
  for (std::uint32_t gate = 0; gate < plan_.gates.size(); ++gate)
    if (verdicts_.judged[gate] == Judged::in_short) judge({plan::RuleKind::gate, gate});
}

bool Judge::passes_in_short(std::uint32_t gate) {
  const PlainGate plain = plain_gates_[gate];
  if (plain.count == 0 || verdicts_.judged[gate] == Judged::in_full) return false;
  if (verdicts_.judged[gate] == Judged::in_short) return true;
  ++nesting_;  // conditions may ask for other rules
  const auto holds = [&](plan::NodeId condition) {
    const Value value = machine_.eval(condition);
    return !value.is_unknown() && value.as_bool();
  };
  const bool all = std::ranges::all_of(std::span(plain_conditions_).subspan(plain.first, plain.count), holds);
  --nesting_;
  if (all && verdicts_.judged[gate] == Judged::not_yet) verdicts_.judged[gate] = Judged::in_short;
  return all;
}

/// Every gate counts, but one with `only for`: that counts where the run asks about one of its phases, or one is under way.
Truth Judge::count(std::uint32_t index) {
  const plan::Gate& gate = plan_.gates[index];
  if (gate.only_for.empty()) return Truth::yes;
  Value counts = Value::boolean(false);
  for (const std::uint32_t phase : gate.only_for) {
    const Value begun = opt(started(phase), ReasonClass::not_yet), ended = done(phase, Reading::not_yet);
    const bool asked = verdicts_.asked_phase == phase;
    counts = kleene_or(counts, asked ? Value::boolean(true) : kleene_and(applies_to(phase), kleene_and(begun, kleene_not(ended))));
  }
  RuleVerdict& verdict = verdicts_.gates[index];
  verdict.counted = Machine::truth_of(counts);
  verdict.counted_why = counts;
  return verdict.counted;
}

const RuleVerdict& Judge::judged(plan::RuleRef ref) {
  if (!verdicts_.of(ref).judged) judge(ref);
  return verdicts_.of(ref);
}

void Judge::judge(plan::RuleRef ref) {
  // One rule may be asked for in the middle of another: `check` saw to it that they never ask in a circle.
  auto registers = nesting_ > 0 ? machine_.save_registers() : std::vector<Machine::Register>{};
  std::string instance = nesting_ > 0 ? machine_.instance() : std::string();
  ++nesting_;
  switch (ref.kind) {
    case plan::RuleKind::gate: judge_gate(ref.index); break;
    case plan::RuleKind::phase: judge_phase(ref.index); break;
    case plan::RuleKind::trigger: judge_trigger(ref.index); break;
  }
  if (plan_.rule(ref).cap) cap(ref);
  if (--nesting_ == 0) return;
  machine_.restore_registers(std::move(registers));
  machine_.set_instance(std::move(instance));
}

/// A level that nobody can tell softens nothing.
Level Judge::most(const plan::Rule& rule) { return level(rule.cap, Level::rollback).value_or(Level::rollback); }

void Judge::cap(plan::RuleRef ref) {
  const Level most_asked = most(plan_.rule(ref));
  const auto soften = [&](auto& verdict) { verdict.asks = base::milder(verdict.asks, most_asked); };
  const auto soften_requirements = [&](std::size_t first, std::size_t count) {
    for (RequirementVerdict& requirement : std::span(verdicts_.requirements).subspan(first, count)) soften(requirement);
  };
  if (ref.kind == plan::RuleKind::phase) {
    PhaseVerdict& phase = verdicts_.phases[ref.index];
    soften(phase.rule);
    return soften_requirements(phase.first_requirement, plan_.phases[ref.index].requirements.size());
  }
  const bool is_gate = ref.kind == plan::RuleKind::gate;
  RuleVerdict& verdict = is_gate ? verdicts_.gates[ref.index] : verdicts_.triggers[ref.index];
  soften(verdict);
  for (Instance& instance : std::span(verdicts_.instances).subspan(verdict.first_instance, verdict.instances)) {
    soften(instance);
    if (is_gate && instance.judged) soften_requirements(instance.first_requirement, plan_.gates[ref.index].requirements.size());
  }
}

Value Judge::test(const plan::StatusTest& test, plan::NodeId asks) {
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
  if (test.rule.kind == plan::RuleKind::phase) {
    const PhaseVerdict& phase = verdicts_.phases[test.rule.index];
    const Value& open = wanted == Status::done ? phase.open_done : wanted == Status::active ? phase.open_active : phase.open_order;
    const bool looked_past = wanted == Status::done || wanted == Status::active || wanted == Status::out_of_order;
    if (looked_past && open.is_unknown()) return open;
  }
  if (status != Status::unknown) return Value::boolean(status == wanted);
  return why.is_unknown() ? why : machine_.unknown(ReasonCode::undecided, asks, plan_.rule(test.rule).name);
}

std::optional<Status> Judge::status(const plan::StatusTest& test) {
  const RuleVerdict& verdict = judged(test.rule);
  if (!test.instance) return verdict.status;
  for (std::uint32_t i = 0; i < verdict.instances; ++i)
    if (const Instance& instance = verdicts_.instances[verdict.first_instance + i]; instance.id == *test.instance) return instance.status;
  return std::nullopt;
}

Value Judge::opt(Value value, ReasonClass absence) {
  return value.is_unknown() && machine_.reasons().all(value, absence) ? Value::boolean(false) : value;
}

Value Judge::applies(plan::NodeId node) { return node ? opt(machine_.eval(node), ReasonClass::optional_root_absence) : Value::boolean(true); }

/// The level an expression names; nothing where it is unknown.
std::optional<Level> Judge::level(plan::NodeId node, Level otherwise) {
  if (!node) return otherwise;
  const Value value = machine_.eval(node);
  return value.kind() == ValueKind::level ? std::optional(value.as_level()) : std::nullopt;
}

// ------------------------------------------------------------------------------------------------ instances

/// Map key, scalar item, `id` or `name`, else the position.
std::string Judge::identity(const plan::ForEach& for_each, std::uint32_t position) {
  for (const plan::NodeId candidate : for_each.identity) {
    const Value value = machine_.eval(candidate);
    if (value.kind() == ValueKind::string) return std::string(value.as_string());
    if (value.kind() == ValueKind::member) return plan_.enums[value.member_enum()].members[value.member_index()];
    if (value.kind() == ValueKind::boolean) return value.as_bool() ? "true" : "false";
    if (value.kind() == ValueKind::version) return std::string(value.as_version().text());
    if (value.kind() == ValueKind::level) return std::string(base::level_name(value.as_level()));
    if (value.is_numeric()) return base::format_exact(value.as_decimal(), value.dimension());
  }
  return std::to_string(position);
}

template <class One>
void Judge::judge_where_it_applies(Level unclear, Instance& instance, const Value& applies, const One& judge_one) {
  if (applies.is_unknown()) {
    instance.status = Status::unknown;
    instance.why = applies;
    instance.asks = unclear;
  } else if (applies.as_bool()) {
    judge_one(instance);
  }
}

template <class One, class Nothing>
RuleVerdict Judge::judge_instances(const plan::Rule& rule, Level unclear, const One& judge_one, const Nothing& judge_nothing) {
  RuleVerdict verdict;
  const bool once = !rule.for_each || !rule.for_each->applies_mentions_item;
  const Value whole = once ? applies(rule.applies) : Value::boolean(true);
  if (rule.for_each && !whole.is_unknown() && whole.as_bool()) {
    // Judging an instance may judge other rules, which add theirs: collect first, append then.
    std::vector<Instance> instances;
    judge_items(rule, unclear, instances, judge_one, judge_nothing);
    verdict.first_instance = static_cast<std::uint32_t>(verdicts_.instances.size());
    verdict.instances = static_cast<std::uint32_t>(instances.size());
    std::ranges::move(instances, std::back_inserter(verdicts_.instances));
  } else {
    Instance instance;
    instance.placeholder = rule.for_each.has_value();
    judge_where_it_applies(unclear, instance, whole, judge_one);
    verdict.first_instance = static_cast<std::uint32_t>(verdicts_.instances.size());
    verdict.instances = 1;
    verdicts_.instances.push_back(std::move(instance));
  }
  settle(rule, verdict);
  return verdict;
}

template <class One, class Nothing>
void Judge::judge_items(const plan::Rule& rule, Level unclear, std::vector<Instance>& instances, const One& judge_one, const Nothing& judge_nothing) {
  const plan::ForEach& for_each = *rule.for_each;
  InstanceIds ids;
  Value hole;
  const auto list = each_instance(for_each, [&](const Machine::Pass& pass, std::uint32_t position) {
    if (pass.hole) return void(hole = machine_.reasons().merge(hole, pass.why));
    Instance instance;
    instance.position = position;
    instance.id = ids.next(identity(for_each, pass.position));
    if (plan_.looks_back) machine_.set_instance(instance.id);
    const Value own = for_each.applies_mentions_item ? applies(rule.applies) : Value::boolean(true);
    // Perhaps not an item at all: then the rule may not apply to it.
    judge_where_it_applies(unclear, instance, kleene_and(pass.why.is_unknown() ? pass.why : Value::boolean(true), own), judge_one);
    instances.push_back(std::move(instance));
  });
  if (!hole.is_unknown() && (!instances.empty() || skipped_when_empty(for_each, list))) return;
  Instance& nothing = instances.emplace_back();
  nothing.placeholder = true;
  const Value empty = list ? *list : hole;
  // A level may be that of the item. What an earlier run has left in the registers is gone with its documents.
  machine_.bind_nothing(for_each.loop);
  judge_nothing(nothing, empty.is_unknown() ? empty : machine_.nothing_to_judge(for_each.loop, plan_.loops[for_each.loop.index()].ranges.front().list));
}

/// With `if any`, nothing to make instances of is fine: an empty list, or an optional one that is not there.
bool Judge::skipped_when_empty(const plan::ForEach& for_each, const std::optional<Value>& list) {
  if (!for_each.if_any) return false;
  return !list || machine_.reasons().all(*list, ReasonClass::optional_absence);
}

/// A rule's own status is the first of these that an instance has; it asks for the most that one asks.
void Judge::settle(const plan::Rule& rule, RuleVerdict& verdict) {
  static constexpr std::array<Status, 6> gate_order{Status::fail, Status::unknown, Status::warn, Status::waived, Status::pass, Status::upcoming};
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
  verdict.contributes = verdict.status != Status::skipped && verdict.status != Status::upcoming;
  verdict.judged = true;
}

// ------------------------------------------------------------------------------------------------ gates

void Judge::judge_gate(std::uint32_t index) {
  const plan::Gate& gate = plan_.gates[index];
  gates_in_full_.push_back(index);
  verdicts_.judged[index] = Judged::in_full;
  if (is_over(gate)) return void(verdicts_.gates[index].judged = true);
  verdicts_.gates[index] = judge_instances(
      gate.rule, asks_where_unclear(gate), [&](Instance& instance) { judge_requirements(gate, instance, Value()); },
      [&](Instance& instance, Value why) { judge_requirements(gate, instance, why); });
}

// ------------------------------------------------------------------------------------------------ triggers

void Judge::judge_trigger(std::uint32_t index) {
  const plan::Trigger& trigger = plan_.triggers[index];
  const auto unknown = [&](Instance& instance, Value why) {
    instance.judged = true;
    instance.status = Status::unknown;
    instance.why = why;
    instance.asks = level(trigger.on_missing, Level::hold).value_or(Level::hold);
  };
  verdicts_.triggers[index] = judge_instances(
      trigger.rule, Level::hold, [&](Instance& instance) { judge_trigger_instance(trigger, instance); }, unknown);
}

void Judge::judge_trigger_instance(const plan::Trigger& trigger, Instance& instance) {
  const Value fires = machine_.eval(trigger.fires);
  instance.judged = true;
  if (trigger.lasting || trigger.keep_for) {
    judge_lasting(trigger, fires, instance);
  } else {
    instance.status = fires.is_unknown() ? Status::unknown : fires.as_bool() ? Status::fired : Status::quiet;
    instance.why = fires.is_unknown() ? fires : Value();
  }
  if (instance.status == Status::unknown) {
    instance.asks = level(trigger.on_missing, Level::hold).value_or(Level::hold);
    return;
  }
  if (instance.status == Status::quiet) return;
  if (const auto asked = level(trigger.level, Level::hold)) {
    instance.asks = instance.status == Status::pending ? base::milder(*asked, Level::warn) : *asked;
    return;
  }
  // It fires, but nobody can tell at which level.
  instance.status = Status::unknown;
  instance.why = machine_.eval(trigger.level);
  instance.asks = Level::hold;
}

}  // namespace nexus::engine
