#include "engine/explain/coverage.h"

namespace nexus::engine {

using base::Truth;

void CoverageCounter::count(const plan::RuleTrace& trace) {
  if (trace.rule.kind == plan::RuleKind::phase) return count_phase(trace);
  each_judged_instance(plan_, judge_, trace.rule, [&](const Instance& instance) { count_instance(trace, instance); });
}

void CoverageCounter::count_instance(const plan::RuleTrace& trace, const Instance& instance) {
  if (instance.placeholder) return;
  // Whether a rule applies was asked even where it does not.
  if (trace.clause == plan::ClauseKind::applies) return count_points(trace.trace);
  if (!instance.judged) return;
  if (trace.clause == plan::ClauseKind::requirement) {
    const RequirementVerdict& verdict = judge_.verdicts().requirements[instance.first_requirement + trace.requirement];
    if (verdict.status == Status::skipped) return;
  }
  count_points(trace.trace);
}

void CoverageCounter::count_phase(const plan::RuleTrace& trace) {
  const PhaseVerdict& verdict = judge_.verdicts().phases[trace.rule.index];
  if (!verdict.rule.judged) return;
  const bool applies = verdict.rule.status != Status::skipped;
  if (applies || trace.clause == plan::ClauseKind::applies) count_points(trace.trace);
}

void CoverageCounter::count_points(const plan::Trace& trace) {
  if (trace.count != 0) count_point(trace, trace.first);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void CoverageCounter::count_point(const plan::Trace& trace, std::uint32_t index) {
  const plan::TracePoint& point = traces_.points[index];
  if (point.is_condition) {
    Seen& seen = coverage_[index];
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
