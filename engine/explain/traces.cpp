#include "base/values/text.h"
#include "engine/explain/coverage.h"
#include "engine/explain/explainer.h"
#include "engine/run/show.h"

#include <algorithm>
#include <array>

/// Conditions part by part, as a failing test shows them.
namespace nexus::engine {

using plan::NodeId;

namespace {

/// Lists and records are shown this far.
constexpr std::size_t longest_value = 160;
constexpr std::string_view unknown_word = "unknown";

std::string_view clause_words(plan::ClauseKind clause) {
  static constexpr std::array<std::string_view, 5> words{"applies when", "require", "fires when", "started when", "done when"};
  return words[static_cast<std::size_t>(clause)];
}

std::string shortened(std::string text) {
  if (text.size() <= longest_value) return text;
  std::size_t end = longest_value;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not inside a character
  text.resize(end);
  return text + "…";
}

}  // namespace

std::string Explainer::shown(NodeId node) {
  const Value value = machine_.eval(node);
  const plan::Node& test = plan_.nodes[plan_.nodes[node].op == plan::Op::not_ ? NodeId(plan_.nodes[node].a) : node];
  if (test.op == plan::Op::rule_status) {
    const std::string truth = value.is_unknown() ? "unknown" : value.as_bool() ? "true" : "false";
    const auto status = judge_.status(plan_.status_tests[test.a]);
    return truth + (status ? ": it is " + std::string(status_name(*status)) : ": there is no such instance");
  }
  if (value.is_unknown()) {
    const auto why = reasons(value, node);
    return why.empty() ? "unknown" : "unknown: " + why.front().message;
  }
  std::string text;
  show_text(text, value, plan_, machine_.reasons(), base::Decimal::max_digits);
  if (value.kind() == ValueKind::string) text = base::quote_json(text);
  return shortened(std::move(text));
}

std::vector<PartReport> Explainer::parts(const plan::Traces& traces, const plan::Trace& trace) {
  std::vector<PartReport> parts;
  std::vector<std::size_t> shown_as(trace.count);  // by point: which part, or npos
  constexpr std::size_t nothing = static_cast<std::size_t>(-1);
  for (std::uint32_t i = 0; i < trace.count; ++i) {
    const plan::TracePoint& point = traces.points[trace.first + i];
    const std::size_t whole = i == 0 ? nothing : shown_as[point.parent - trace.first];
    // What is judged for each item has many values: findings show those that matter.
    shown_as[i] = nothing;
    if (point.loop || (i != 0 && whole == nothing)) continue;
    shown_as[i] = whole;
    // What a `let` stands for is the `let`.
    if (whole != nothing && traces.points[point.parent].node == point.node) continue;
    shown_as[i] = parts.size();
    const bool is_known = !machine_.eval(point.node).is_unknown();
    parts.push_back({.text = source_text(point.span), .value = shown(point.node), .depth = whole == nothing ? 0 : parts[whole].depth + 1, .is_known = is_known});
    // Why a whole is unknown is said of the part that makes it so.
    if (!is_known && whole != nothing && parts[whole].value.starts_with(unknown_word)) parts[whole].value = unknown_word;
  }
  return parts;
}

ConditionReport Explainer::condition_report(const plan::Traces& traces, const plan::RuleTrace& trace, const std::string& rule_id, std::string status) {
  const plan::TracePoint& whole = traces.points[trace.trace.first];
  return {.id = rule_id,
          .clause = std::string(clause_words(trace.clause)),
          .status = status.empty() ? shown(whole.node) : std::move(status),
          .text = source_text(whole.span),
          .policy = policy_place(whole.span),
          .parts = parts(traces, trace.trace)};
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
      out.push_back(condition_report(traces, trace, id + "." + requirement.name, std::string(status_name(verdict.status))));
    } else if (instance.judged) {
      out.push_back(condition_report(traces, trace, id, {}));
    }
  }
}

std::vector<ConditionReport> Explainer::conditions(const plan::Traces& traces, plan::RuleRef rule) {
  std::vector<ConditionReport> result;
  if (rule.kind != plan::RuleKind::phase) {
    each_judged_instance(plan_, judge_, rule, [&](const Instance& instance) {
      if (!instance.placeholder) instance_conditions(traces, rule, instance, result);
    });
    return result;
  }
  const PhaseVerdict& verdict = judge_.verdicts().phases[rule.index];
  if (!verdict.rule.judged) return result;
  const bool applies = verdict.rule.status != Status::skipped;
  for (const plan::RuleTrace& trace : traces.rules) {
    if (!(trace.rule == rule) || (applies == (trace.clause == plan::ClauseKind::applies))) continue;
    const std::string& id = plan_.rule(rule).id;
    if (trace.clause != plan::ClauseKind::requirement) {
      result.push_back(condition_report(traces, trace, id, {}));
      continue;
    }
    const RequirementVerdict& requirement = judge_.verdicts().requirements[verdict.first_requirement + trace.requirement];
    result.push_back(condition_report(traces, trace, id + "." + plan_.phases[rule.index].requirements[trace.requirement].name, std::string(status_name(requirement.status))));
  }
  return result;
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
