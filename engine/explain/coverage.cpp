#include "engine/explain/coverage.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <span>

namespace nexus::engine {

using base::Truth;

void CoverageCounter::count(const plan::RuleTrace& trace) {
  if (trace.rule.kind == plan::RuleKind::phase) return count_phase(trace);
  each_judged_instance(plan_, judge_, trace.rule, [&](const Instance& instance, const Machine::Pass*) { count_instance(trace, instance); });
}

void CoverageCounter::count_instance(const plan::RuleTrace& trace, const Instance& instance) {
  if (instance.placeholder) return;
  machine_.set_instance(instance.id);
  // Whether a rule applies was asked even where it does not.
  if (trace.clause == plan::ClauseKind::applies) return count_clause(trace);
  if (!instance.judged) return;
  if (trace.clause == plan::ClauseKind::requirement) {
    const RequirementVerdict& verdict = judge_.verdicts().requirements[instance.first_requirement + trace.requirement];
    if (verdict.status == Status::skipped) return;
  }
  count_clause(trace);
}

void CoverageCounter::count_clause(const plan::RuleTrace& trace) {
  count_points(trace.trace);
  count_rows_of(trace);
}

void CoverageCounter::count_phase(const plan::RuleTrace& trace) {
  const PhaseVerdict& verdict = judge_.verdicts().phases[trace.rule.index];
  if (!verdict.rule.judged) return;
  const bool applies = verdict.rule.status != Status::skipped;
  if (applies || trace.clause == plan::ClauseKind::applies) count_clause(trace);
}

// ------------------------------------------------------------------------------------------------ rows of tables

/// Whatever a clause is made of, besides its condition: levels, messages, what is to be done.
void CoverageCounter::count_rows_of(const plan::RuleTrace& trace) {
  const plan::Rule& rule = plan_.rule(trace.rule);
  std::uint16_t depth = 0;
  if (rule.for_each)
    for (const plan::Range& range : plan_.loops[rule.for_each->loop.index()].ranges)
      depth = std::max(depth, static_cast<std::uint16_t>(std::max(range.value, range.key.value_or(0)) + 1));
  walked_.clear();
  const auto rows = [&](std::initializer_list<plan::NodeId> nodes) {
    for (const plan::NodeId node : nodes) count_rows(node, depth);
  };
  const auto remedies = [&](const std::vector<plan::Remedy>& all) {
    for (const plan::Remedy& remedy : all) {
      rows({remedy.when});
      for (const auto& [name, field] : remedy.fields) rows({field});
    }
  };
  switch (trace.clause) {
    case plan::ClauseKind::applies: return rows({rule.applies});
    case plan::ClauseKind::started: return rows({plan_.phases[trace.rule.index].started, plan_.phases[trace.rule.index].started_at});
    case plan::ClauseKind::done: return rows({plan_.phases[trace.rule.index].done, plan_.phases[trace.rule.index].done_at});
    case plan::ClauseKind::fires: {
      const plan::Trigger& trigger = plan_.triggers[trace.rule.index];
      rows({trigger.fires, trigger.level, trigger.message});
      return remedies(trigger.remedies);
    }
    case plan::ClauseKind::requirement:
    case plan::ClauseKind::when: break;
  }
  const bool of_gate = trace.rule.kind == plan::RuleKind::gate;
  const auto& requirements = of_gate ? plan_.gates[trace.rule.index].requirements : plan_.phases[trace.rule.index].requirements;
  const plan::Requirement& requirement = requirements[trace.requirement];
  rows({requirement.condition, requirement.when, requirement.level, requirement.message});
  remedies(requirement.remedies);
  if (of_gate) remedies(plan_.gates[trace.rule.index].remedies);
}

/// Walks a value for the tables in it; what depends on binders further in than `depth` has no value here.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the value
void CoverageCounter::count_rows(plan::NodeId id, std::uint16_t depth) {
  if (!id) return;
  const plan::Node& node = plan_.nodes[id];
  if (node.scope > depth || (depth == 0 && !walked_.insert(id).second)) return;
  if (node.op == plan::Op::choose) count_row(id);
  if (!plan::is_loop(node.op)) return plan::for_each_operand(plan_, id, [&](plan::NodeId operand) { count_rows(operand, depth); });
  const plan::LoopId loop(node.a);
  std::uint16_t inner = depth;
  for (const plan::Range& range : plan_.loops[node.a].ranges) {
    inner = std::max(inner, static_cast<std::uint16_t>(std::max(range.value, range.key.value_or(0)) + 1));
    count_rows(range.list, depth);
  }
  (void)machine_.run_loop(loop, [&](const Machine::Pass& pass) {
    if (!pass.hole) plan::for_each_operand(plan_, id, [&](plan::NodeId operand) { count_rows(operand, inner); });
    return true;
  });
}

void CoverageCounter::count_row(plan::NodeId id) {
  const plan::Node& node = plan_.nodes[id];
  const auto rows = std::span(plan_.operands).subspan(node.a + node.c, node.b - node.c);
  const std::size_t conditions = rows.size() / 2;
  std::optional<std::size_t> decides;
  for (std::size_t row = 0; row < conditions; ++row) {
    const Truth fits = Machine::truth_of(machine_.eval(plan::NodeId(rows[2 * row])));
    if (fits == Truth::no) continue;
    const bool is_first = node.detail != 0;
    if (fits == Truth::unknown || decides) return;  // nobody can tell, or two fit
    decides = row;
    if (is_first) break;
  }
  if (!decides && rows.size() % 2 == 1) decides = conditions;
  if (!decides) return;
  const base::Span table = plan_.spans[id.index()];
  std::vector<std::uint32_t>& seen = coverage_.rows[{table.file.index(), table.begin}];
  seen.resize(std::max(seen.size(), conditions + 1));
  ++seen[*decides];
}

// ------------------------------------------------------------------------------------------------ conditions

void CoverageCounter::count_points(const plan::Trace& trace) {
  if (trace.count != 0) count_point(trace, trace.first);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void CoverageCounter::count_point(const plan::Trace& trace, std::uint32_t index) {
  const plan::TracePoint& point = traces_.points[index];
  if (point.is_condition) {
    Seen& seen = coverage_.points[index];
    switch (Machine::truth_of(machine_.eval(point.node))) {
      case Truth::yes: ++seen.yes; break;
      case Truth::no: ++seen.no; break;
      case Truth::unknown: ++seen.unknown; break;
    }
  }
  for (std::uint32_t part = index + 1; part < trace.first + trace.count; ++part) {
    if (traces_.points[part].parent != index) continue;
    if (!traces_.points[part].loop) {
      count_point(trace, part);
      continue;
    }
    (void)machine_.run_loop(traces_.points[part].loop, [&](const Machine::Pass& pass) {
      if (!pass.hole) count_point(trace, part);
      return true;
    });
  }
}

}  // namespace nexus::engine
