#include "base/values/text.h"
#include "base/values/time.h"
#include "engine/explain/coverage.h"
#include "engine/explain/explainer.h"
#include "engine/history/past.h"
#include "engine/run/show.h"

#include <algorithm>
#include <array>
#include <utility>

/// Conditions part by part, as a failing test shows them.
namespace nexus::engine {

using plan::NodeId;

namespace {

/// Of the snapshots that a window looked at the latest are shown.
constexpr std::size_t most_samples = 12;
/// A condition that reads more is shown as true or false alone.
constexpr std::size_t most_places = 4;

std::string_view clause_words(plan::ClauseKind clause) {
  static constexpr std::array<std::string_view, 6> words{"applies when", "require", "fires when", "started when", "done when", "when"};
  return words[static_cast<std::size_t>(clause)];
}

std::string_view truth_name(base::Truth truth) { return truth == base::Truth::yes ? "true" : truth == base::Truth::no ? "false" : "unknown"; }

}  // namespace

// ---- earlier snapshots

/// What a window, or a condition that must last, found at the snapshots it looked at.
void Explainer::add_samples(NodeId part, std::uint32_t depth, std::vector<PartReport>& out) {
  const plan::Node& node = plan_.nodes[part];
  if (node.op != plan::Op::window && node.op != plan::Op::lasting) return;
  const auto operand = [&](std::uint32_t i) { return plan_.operands[node.a + i] == plan::none ? NodeId() : NodeId(plan_.operands[node.a + i]); };
  const auto function = static_cast<plan::Function>(node.detail);
  const bool is_average = node.op == plan::Op::window && function != plan::Function::increase && function != plan::Function::increase_int;
  const std::size_t first = node.op == plan::Op::lasting && operand(2) ? first_of_last(operand(2)) : first_since({operand(1)}, is_average ? Beginning::left_out : Beginning::included);
  add_samples(operand(0), node.c == plan::none ? nullptr : &*plan_.rule(plan::RuleRef::unpack(node.c)).for_each, first, depth, out);
}

void Explainer::add_samples(const plan::Trigger& trigger, std::vector<PartReport>& out) {
  if (!trigger.lasting && !trigger.keep_for) return;
  const plan::Lasting how = trigger.lasting.value_or(plan::Lasting{});
  const std::size_t first = how.of_last ? first_of_last(how.of_last) : first_since({how.amount, trigger.keep_for}, Beginning::included);
  add_samples(trigger.fires, trigger.rule.for_each ? &*trigger.rule.for_each : nullptr, first, 1, out);
}

/// The first sample of so many, this snapshot being the last.
std::size_t Explainer::first_of_last(NodeId count) {
  const Value value = machine_.eval(count);
  const std::int64_t samples = value.is_numeric() ? std::max<std::int64_t>(value.as_decimal().to_int64().value_or(1) - 1, 0) : 0;
  return machine_.samples_before() - std::min(machine_.samples_before(), static_cast<std::size_t>(samples));
}

/// The first sample of so much time. The one that stands at its beginning, or before it, is where a run begins and where a
/// counter is counted from.
std::size_t Explainer::first_since(std::initializer_list<NodeId> durations, Beginning beginning) {
  const std::size_t before = machine_.samples_before();
  if (machine_.past() == nullptr || !machine_.past()->supplied()) return before;
  base::Decimal since = machine_.standpoint().time;
  for (const NodeId duration : durations) {
    const Value value = duration ? machine_.eval(duration) : Value();
    if (value.is_numeric()) since = base::subtract(since, value.as_decimal()).value;
  }
  const std::size_t first = std::min(before, machine_.past()->record()->count_until(since));
  return beginning == Beginning::included && first > 0 ? first - 1 : first;
}

void Explainer::add_samples(NodeId value, const plan::ForEach* for_each, std::size_t first, std::uint32_t depth, std::vector<PartReport>& out) {
  const std::size_t before = machine_.samples_before();
  if (first >= before) return;
  if (before - first > most_samples) {
    out.push_back({.text = "before that " + std::to_string(before - first - most_samples) + " more snapshots", .value = {}, .depth = depth, .kind = PartKind::more});
    first = before - most_samples;
  }
  std::vector<NodeId> places;
  collect_places(value, places);
  const bool says_itself = places.empty() || places.front() == value || places.size() > most_places;
  if (says_itself) places.clear();
  Past& past = *machine_.past();
  const std::string instance = for_each != nullptr ? machine_.instance() : std::string();
  for (std::size_t i = first; i < before; ++i) {
    const auto then = past.value(machine_, i, value, for_each, instance);
    PartReport& part = out.emplace_back(PartReport{.text = "at " + base::format_time(past.sample(i).time),
                                                   .value = then ? shown(*then, value) : "no such item",
                                                   .depth = depth,
                                                   .is_known = then && !then->is_unknown(),
                                                   .kind = PartKind::sample});
    if (!part.is_known || then->kind() != ValueKind::boolean) continue;
    // That a condition held is not yet what was measured.
    std::string separator = ": ";
    for (const NodeId place : places) {
      const auto measured = past.value(machine_, i, place, for_each, instance);
      const bool is_scalar = measured && (measured->is_unknown() || (measured->kind() != ValueKind::record && measured->kind() != ValueKind::list && measured->kind() != ValueKind::map));
      if (is_scalar) part.value += std::exchange(separator, ", ") + node_text(place) + " " + shown(*measured, place);
    }
  }
}

/// What a condition reads, in its order.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void Explainer::collect_places(NodeId node, std::vector<NodeId>& places) {
  const plan::Op op = plan_.nodes[node].op;
  if (op == plan::Op::input_slot || op == plan::Op::item_slot || op == plan::Op::field || op == plan::Op::window) {
    if (std::ranges::find(places, node) == places.end()) places.push_back(node);
  } else if (!plan::is_loop(op)) {
    plan::for_each_operand(plan_, node, [&](NodeId operand) { collect_places(operand, places); });
  }
}

// ---- conditions

/// Of a requirement that does not apply, or of which nobody can tell, what says so comes first.
void Explainer::requirement_condition(const plan::Traces& traces, const plan::RuleTrace& trace, const RequirementVerdict& verdict, const std::string& id, std::vector<ConditionReport>& out) {
  const std::string status(status_name(verdict.status));
  const auto when = std::ranges::find_if(traces.whens, [&](const plan::RuleTrace& other) { return other.rule == trace.rule && other.requirement == trace.requirement; });
  const bool applies = verdict.status != Status::skipped && !verdict.when_unknown;
  if (!applies && when != traces.whens.end()) out.push_back(condition_report(traces, *when, id, status));
  if (verdict.status != Status::skipped) out.push_back(condition_report(traces, trace, id, status));
}

ConditionReport Explainer::condition_report(const plan::Traces& traces, const plan::RuleTrace& trace, const std::string& rule_id, std::string status) {
  const plan::TracePoint& whole = traces.points[trace.trace.first];
  looked_at_ = whole.span;
  std::vector<PartReport> parts = this->parts(traces, trace.trace);
  if (trace.clause == plan::ClauseKind::fires) add_samples(plan_.triggers[trace.rule.index], parts);
  return {.id = rule_id,
          .clause = std::string(clause_words(trace.clause)),
          .status = status.empty() ? std::string(truth_name(Machine::truth_of(machine_.eval(whole.node)))) : std::move(status),
          .text = source_text(whole.span),
          .policy = policy_place(whole.span),
          .parts = std::move(parts)};
}

void Explainer::instance_conditions(const plan::Traces& traces, plan::RuleRef rule, const Instance& instance, std::vector<ConditionReport>& out) {
  const std::string id = id_of(plan_.rule(rule), instance);
  for (const plan::RuleTrace& trace : traces.rules) {
    if (!(trace.rule == rule)) continue;
    if (trace.clause == plan::ClauseKind::applies) {
      if (!instance.judged) out.push_back(condition_report(traces, trace, id, {}));
    } else if (instance.judged && trace.clause == plan::ClauseKind::requirement) {
      const RequirementVerdict& verdict = judge_.verdicts().requirements[instance.first_requirement + trace.requirement];
      const plan::Requirement& requirement = plan_.gates[rule.index].requirements[trace.requirement];
      requirement_condition(traces, trace, verdict, id + "." + requirement.name, out);
    } else if (instance.judged) {
      out.push_back(condition_report(traces, trace, id, {}));
    }
  }
}

std::vector<ConditionReport> Explainer::conditions(const plan::Traces& traces, std::span<const plan::RuleRef> rules) {
  std::vector<ConditionReport> result;
  for (const plan::RuleRef rule : rules) {
    rule_in_work_ = &plan_.rule(rule);
    rule_conditions(traces, rule, result);
  }
  looked_at_ = {};
  return result;
}

void Explainer::rule_conditions(const plan::Traces& traces, plan::RuleRef rule, std::vector<ConditionReport>& result) {
  if (rule.kind != plan::RuleKind::phase) {
    each_judged_instance(plan_, judge_, rule, [&](const Instance& instance, const Machine::Pass* pass) {
      if (instance.placeholder) return;
      if (pass != nullptr) (void)look_at_item(plan_.loops[plan_.rule(rule).for_each->loop.index()], *pass);
      machine_.set_instance(instance.id);
      instance_conditions(traces, rule, instance, result);
    });
    scalar_items_.clear();
    return;
  }
  const PhaseVerdict& verdict = judge_.verdicts().phases[rule.index];
  if (!verdict.rule.judged) return;
  const NodeId clause = plan_.rule(rule).applies;
  using base::Truth;
  const Truth applies = clause ? Machine::truth_of(machine_.eval(clause)) : Truth::yes;
  for (const plan::RuleTrace& trace : traces.rules) {
    if (!(trace.rule == rule) || applies == (trace.clause == plan::ClauseKind::applies ? Truth::yes : Truth::no)) continue;
    const std::string& id = plan_.rule(rule).id;
    if (trace.clause != plan::ClauseKind::requirement) {
      result.push_back(condition_report(traces, trace, id, {}));
      continue;
    }
    const RequirementVerdict& requirement = judge_.verdicts().requirements[verdict.first_requirement + trace.requirement];
    requirement_condition(traces, trace, requirement, id + "." + plan_.phases[rule.index].requirements[trace.requirement].name, result);
  }
}

// ------------------------------------------------------------------------------------------------ fixtures

std::vector<ReasonReport> Explainer::misfits(NodeId node) {
  std::vector<ReasonReport> found;
  collect_misfits(machine_.eval(node), node, found);
  return found;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the document, which has a limit
void Explainer::collect_misfits(const Value& value, NodeId node, std::vector<ReasonReport>& out) {
  if (value.is_unknown()) {
    if (machine_.reasons().all(value, ReasonClass::absence)) return;
    for (ReasonReport& reason : reasons(value, node)) {
      const bool known = std::ranges::any_of(out, [&](const ReasonReport& other) { return other.evidence.pointer == reason.evidence.pointer; });
      if (!known) out.push_back(std::move(reason));
    }
    return;
  }
  switch (value.kind()) {
    case ValueKind::record:
      for (const plan::Shape::Field& field : plan_.shapes[value.shape()].fields) collect_misfits(value.frame()->slots()[field.slot], node, out);
      return;
    case ValueKind::list:
      for (std::uint32_t i = 0; i < value.as_list().size; ++i) collect_misfits(value.as_list().items[i], node, out);
      return;
    case ValueKind::map:
      for (std::uint32_t i = 0; i < value.as_map().size; ++i) collect_misfits(value.as_map().values[i], node, out);
      return;
    default: return;
  }
}

}  // namespace nexus::engine
