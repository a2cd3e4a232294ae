#pragma once

#include "engine/judge/judge.h"
#include "engine/run/machine.h"
#include "engine/seen.h"
#include "rules/plan/traces.h"

#include <set>

namespace nexus::engine {

/// Looks at the conditions of a run once more, and counts what they were. A run that nobody counts pays nothing.
class CoverageCounter {
 public:
  CoverageCounter(const plan::Plan& plan, Machine& machine, Judge& judge, const plan::Traces& traces, Coverage& coverage)
      : plan_(plan), machine_(machine), judge_(judge), traces_(traces), coverage_(coverage) {}

  void count(const plan::RuleTrace& trace);
  /// The rows that decide in what a condition of no rule is made of.
  void count_rows(plan::NodeId condition) { count_rows(condition, 0); }

 private:
  void count_rows_of(const plan::RuleTrace& trace);
  void count_rows(plan::NodeId node, std::uint16_t depth);
  void count_row(plan::NodeId table);
  void count_instance(const plan::RuleTrace& trace, const Instance& instance);
  void count_phase(const plan::RuleTrace& trace);
  void count_clause(const plan::RuleTrace& trace);
  void count_points(const plan::Trace& trace);
  void count_point(const plan::Trace& trace, std::uint32_t point);

  const plan::Plan& plan_;
  Machine& machine_;
  Judge& judge_;
  const plan::Traces& traces_;
  Coverage& coverage_;
  std::set<plan::NodeId> walked_;  // for the rule at hand
};

/// Runs `visit(instance)` for the instances of a rule with its binders set; those without an item come last, or alone.
template <class Visit>
void each_judged_instance(const plan::Plan& plan, Judge& judge, plan::RuleRef ref, Visit&& visit) {
  const RuleVerdict& verdict = judge.verdicts().of(ref);
  if (!verdict.judged) return;
  const auto all = std::span(judge.verdicts().instances).subspan(verdict.first_instance, verdict.instances);
  const plan::Rule& rule = plan.rule(ref);
  if (!rule.for_each) {
    for (const Instance& instance : all) visit(instance, nullptr);
    return;
  }
  std::size_t next = 0;
  (void)judge.each_instance(*rule.for_each, [&](const Machine::Pass& pass, std::uint32_t position) {
    if (pass.hole || next >= all.size() || all[next].placeholder || all[next].position != position) return;
    visit(all[next++], &pass);
  });
}

}  // namespace nexus::engine
