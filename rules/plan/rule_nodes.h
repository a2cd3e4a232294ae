#pragma once

#include "rules/plan/plan.h"

#include <vector>

/// The nodes that a rule asks for to be judged, each as often as it is mentioned; what it says then is asked for when a
/// report is made, and is not among them. `visit` may be given a node that is none.
namespace nexus::plan {

template <class Visit>
void visit_waived(const std::vector<Waived>& all, const Visit& visit) {
  for (const Waived& waived : all) {
    visit(waived.condition);
    for (const Cover& cover : waived.covers) visit(cover.where);
  }
}

template <class Visit>
void visit_requirement(const Requirement& requirement, const Visit& visit) {
  for (const NodeId node : {requirement.condition, requirement.when, requirement.level, requirement.band}) visit(node);
  visit_waived(requirement.waived, visit);
}

/// What says how far a phase has come.
template <class Visit>
void visit_milestones(const Phase& phase, const Visit& visit) {
  for (const NodeId node : {phase.rule.applies, phase.started, phase.done, phase.started_at, phase.done_at})
    visit(node);
}

/// The lists and the filter of its `for each` come first.
template <class Visit>
void visit_nodes(const Plan& plan, RuleRef ref, const Visit& visit) {
  const Rule& rule = plan.rule(ref);
  if (rule.for_each) {
    const Loop& loop = plan.loops[rule.for_each->loop.index()];
    for (const Range& range : loop.ranges) visit(range.list);
    visit(loop.where);
    for (const NodeId candidate : rule.for_each->identity) visit(candidate);
  }
  visit(rule.applies);
  visit(rule.cap);
  switch (ref.kind) {
    case RuleKind::gate: {
      const Gate& gate = plan.gates[ref.index];
      visit(gate.on_fail);
      visit(gate.on_missing);
      if (gate.excuse) visit(gate.excuse->condition);
      for (const Requirement& requirement : gate.requirements) visit_requirement(requirement, visit);
      return;
    }
    case RuleKind::phase: {
      const Phase& phase = plan.phases[ref.index];
      visit_milestones(phase, visit);
      for (const Requirement& requirement : phase.requirements) visit_requirement(requirement, visit);
      visit_waived(phase.order_waived, visit);
      return;
    }
    case RuleKind::trigger:
      break;
  }
  const Trigger& trigger = plan.triggers[ref.index];
  for (const NodeId node : {trigger.fires, trigger.level, trigger.on_missing, trigger.keep_for}) visit(node);
  if (trigger.lasting)
    for (const NodeId node : {trigger.lasting->amount, trigger.lasting->of_last, trigger.lasting->max_gap}) visit(node);
}

}  // namespace nexus::plan
