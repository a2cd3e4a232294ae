#include "engine/judge/score.h"
#include "engine/next/planner.h"

#include "base/values/decimal.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// Rules backwards: what a gate, a trigger or a phase needs so that it stands in the way no longer.
namespace nexus::engine {

using base::Level;
using base::Truth;
using plan::NodeId;
using plan::Op;

namespace {

bool is_open(const RequirementVerdict& verdict) {
  return verdict.status != Status::pass && verdict.status != Status::skipped && verdict.status != Status::waived &&
         verdict.status != Status::excused;
}

/// Does a condition ask for the time?
// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
bool reads_clock(const plan::Plan& plan, NodeId node, std::vector<bool>& seen) {
  if (!node || seen[node.index()]) return false;
  seen[node.index()] = true;
  if (plan.nodes[node].op == Op::now) return true;
  bool reads = false;
  plan::for_each_operand(plan, node, [&](NodeId operand) { reads = reads || reads_clock(plan, operand, seen); });
  return reads;
}

/// How far back a condition looks, all in all; the parts that are no constants are evaluated where they stand alone.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void add_look_back(const plan::Plan& plan, Machine& machine, NodeId node, std::vector<bool>& seen,
                   std::optional<LookBack>& all) {
  if (!node || seen[node.index()]) return;
  seen[node.index()] = true;
  const plan::Node& at = plan.nodes[node];
  if (at.op == Op::lasting || at.op == Op::window) {
    const auto part = [&](std::uint32_t i) {
      const std::uint32_t index = plan.operands[at.a + i];
      const bool alone = index != plan::none && plan.nodes[NodeId(index)].scope == 0;
      const Value value = alone ? machine.eval(NodeId(index)) : Value();
      return value.is_numeric() ? std::optional(value.as_decimal()) : std::nullopt;
    };
    const bool counts = at.op == Op::lasting && plan.operands[at.a + 2] != plan::none;
    const auto length = part(1), silence = part(3), needs = at.op == Op::window ? part(2) : std::nullopt;
    if (!counts && length) {
      base::Decimal most = silence.value_or(*length);
      if (needs && needs->to_int64().value_or(0) > 1) {
        const base::Decimal each = base::divide(*length, *needs).value;
        most = std::min(most, base::subtract(each, base::remainder(each, base::Decimal(1)).value).value);
      }
      all = all ? LookBack{base::add(all->longest, *length).value, std::min(all->silence, most)}
                : LookBack{*length, most};
    }
  }
  plan::for_each_operand(plan, node, [&](NodeId operand) { add_look_back(plan, machine, operand, seen, all); });
}

}  // namespace

/// How the rule of an obstacle looks back; nothing where it does not, or where it counts snapshots.
std::optional<LookBack> Planner::look_back(const plan::RuleRef& ref) {
  std::optional<LookBack> all;
  std::vector<bool> seen(plan_.nodes.size());
  const auto add = [&](NodeId node) { add_look_back(plan_, machine_, node, seen, all); };
  add(plan_.rule(ref).applies);
  const auto add_requirements = [&](const auto& rule) {
    for (const plan::Requirement& requirement : rule.requirements) add(requirement.condition), add(requirement.when);
  };
  switch (ref.kind) {
    case plan::RuleKind::gate:
      add_requirements(plan_.gates[ref.index]);
      break;
    case plan::RuleKind::phase:
      add_requirements(plan_.phases[ref.index]);
      add(plan_.phases[ref.index].started);
      add(plan_.phases[ref.index].done);
      break;
    case plan::RuleKind::trigger: {
      const plan::Trigger& trigger = plan_.triggers[ref.index];
      add(trigger.fires);
      if (!trigger.keep_for) break;
      if (const Value kept = machine_.eval(trigger.keep_for); kept.is_numeric())
        all = all ? LookBack{base::add(all->longest, kept.as_decimal()).value, all->silence}
                  : LookBack{kept.as_decimal(), kept.as_decimal()};
      break;
    }
  }
  return all;
}

Proposal Planner::propose(const Obstacle& obstacle) {
  why_not_.clear();
  Proposal proposal;
  proposal.ways = ways_past(obstacle);
  std::erase_if(proposal.ways, [](const Way& way) { return way.actions.empty(); });
  if (!why_not_.empty()) proposal.why_not = why_not_.front();
  std::vector<bool> seen(plan_.nodes.size());
  const plan::Rule& rule = plan_.rule(obstacle.rule);
  const auto reads = [&](NodeId node) { return reads_clock(plan_, node, seen); };
  proposal.reads_clock = reads(rule.applies);
  if (obstacle.rule.kind == plan::RuleKind::trigger)
    proposal.reads_clock |= reads(plan_.triggers[obstacle.rule.index].fires);
  const auto* requirements = obstacle.rule.kind == plan::RuleKind::gate ? &plan_.gates[obstacle.rule.index].requirements
                             : obstacle.rule.kind == plan::RuleKind::phase
                                 ? &plan_.phases[obstacle.rule.index].requirements
                                 : nullptr;
  if (requirements != nullptr)
    for (const plan::Requirement& requirement : *requirements)
      proposal.reads_clock = reads(requirement.condition) || reads(requirement.when) || proposal.reads_clock;
  if (obstacle.rule.kind == plan::RuleKind::phase) proposal.reads_clock |= plan_.milestones;
  proposal.looks_back = look_back(obstacle.rule);
  return proposal;
}

Ways Planner::at_instance(const plan::Rule& rule, std::uint32_t position, const std::string& id,
                          const std::function<Ways()>& work) {
  if (!rule.for_each) return work();
  Ways ways;
  const plan::Loop& loop = plan_.loops[rule.for_each->loop.index()];
  const Noted before = items_;
  (void)judge_.each_instance(*rule.for_each, [&](const Machine::Pass& pass, std::uint32_t at) {
    if (at != position || pass.hole) return;
    if (const auto place = item_place(loop, pass)) items_.insert_or_assign(loop.ranges.back().value, *place);
    machine_.set_instance(id);
    const std::uint32_t bound_before = bound_;
    bound_ = std::max<std::uint32_t>(loop.ranges.back().value, loop.ranges.back().key.value_or(0)) + 1U;
    ways = work();
    bound_ = bound_before;
  });
  items_ = before;
  return ways;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as rules ask for each other
Ways Planner::ways_past(const Obstacle& obstacle) {
  const plan::Rule& rule = rule_of(obstacle);
  const auto here = [&](const std::function<Ways()>& work) {
    return at_instance(rule, obstacle.position, obstacle.instance, work);
  };
  switch (obstacle.kind) {
    case Obstacle::Kind::requirement: {
      const auto& all = obstacle.rule.kind == plan::RuleKind::gate ? plan_.gates[obstacle.rule.index].requirements
                                                                   : plan_.phases[obstacle.rule.index].requirements;
      return here([&] { return requirement_ways(all[obstacle.requirement], false); });
    }
    case Obstacle::Kind::applicability: {
      if (obstacle.rule.kind == plan::RuleKind::phase &&
          Machine::truth_of(rule.applies ? machine_.eval(rule.applies) : Value::boolean(true)) == Truth::yes)
        return start_ways(obstacle.rule.index);
      // Whether it is an item of the rule at all may be what is unknown.
      if (obstacle.rule.kind != plan::RuleKind::phase) {
        const RuleVerdict& verdict = judge_.verdicts().of(obstacle.rule);
        const auto instances =
            std::span(judge_.verdicts().instances).subspan(verdict.first_instance, verdict.instances);
        const auto instance = std::ranges::find(instances, obstacle.instance, &Instance::id);
        if (!rule.applies) return instance == instances.end() ? Ways{} : know(instance->why);
      }
      if (!rule.applies) return {};
      // Making a rule not apply would hide what it asks for, unless that is what the evidence says.
      const Value applies = obstacle.instance.empty() ? machine_.eval(rule.applies) : Value();
      if (obstacle.rule.kind == plan::RuleKind::phase && !applies.is_unknown()) return none("it does not apply");
      return here([&] {
        return either(either(hold(rule.applies, true), know(machine_.eval(rule.applies))),
                      dearer(hold(rule.applies, false), last_resort));
      });
    }
    case Obstacle::Kind::nothing: {
      const NodeId list = plan_.loops[rule.for_each->loop.index()].ranges.front().list;
      const Value value = machine_.eval(list);
      return value.is_unknown() ? know(value) : more_items(plan_.loops[rule.for_each->loop.index()], 1, {});
    }
    case Obstacle::Kind::score: {
      const Verdicts& verdicts = judge_.verdicts();
      const RuleVerdict& verdict = verdicts.of(obstacle.rule);
      const std::vector<Instance> all(verdicts.instances.begin() + verdict.first_instance,
                                      verdicts.instances.begin() + verdict.first_instance + verdict.instances);
      const auto instance = std::ranges::find(all, obstacle.instance, &Instance::id);
      if (instance == all.end()) return {};
      return here([&] { return score_ways(plan_.gates[obstacle.rule.index], *instance); });
    }
    case Obstacle::Kind::trigger:
      if (plan_.triggers[obstacle.rule.index].keep_for)
        (void)none_of_history("it stays fired for some time after it last was: that takes later snapshots");
      else if (plan_.triggers[obstacle.rule.index].lasting)
        (void)none_of_history("it held in earlier snapshots, which are over: it takes later ones");
      return here([&] { return hold(plan_.triggers[obstacle.rule.index].fires, false); });
    case Obstacle::Kind::order:
      return order_ways(obstacle.rule.index);
    case Obstacle::Kind::done: {
      Ways ways = nothing_to_do();
      for (const std::uint32_t gate : plan_.phases[obstacle.rule.index].gates)
        if (judge_.verdicts().of({plan::RuleKind::gate, gate}).asks != Level::allow)
          ways = both(ways, gate_ways(gate, nullptr));
      return ways;
    }
  }
  return {};
}

// ------------------------------------------------------------------------------------------------ gates

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::requirement_ways(const plan::Requirement& requirement, bool is_scored) {
  if (requirement.when && !is_scored) {
    const Value when = machine_.eval(requirement.when);
    if (when.is_unknown())
      return either(either(hold(requirement.when, true), know(when)),
                    dearer(hold(requirement.when, false), last_resort));
  }
  return hold(requirement.condition, true);
}

/// Enough weight for the pass mark, what is cheap for its weight first; what is a key must hold.
// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::score_ways(const plan::Gate& gate, const Instance& instance) {
  struct Part {
    Ways ways;
    base::Decimal weight;
    bool key;
    double price;
  };
  std::vector<Part> parts;
  base::Decimal total, earned_so_far;
  const auto verdict_of = [&](std::size_t i) { return judge_.verdicts().requirements[instance.first_requirement + i]; };
  bool all_upcoming = true;
  for (std::size_t i = 0; i < gate.requirements.size(); ++i) {
    const RequirementVerdict verdict = verdict_of(i);
    all_upcoming = all_upcoming && !is_scored(verdict, false);
    // First it has to be known what counts.
    if (!verdict.when_unknown || !gate.requirements[i].when) continue;
    if (Ways known = know(machine_.eval(gate.requirements[i].when)); !known.empty()) return known;
  }
  for (std::size_t i = 0; i < gate.requirements.size(); ++i) {
    const RequirementVerdict verdict = verdict_of(i);
    if (!is_scored(verdict, all_upcoming)) continue;
    const plan::Requirement& requirement = gate.requirements[i];
    total = base::add(total, requirement.weight).value;
    const Earned share = earned(requirement, verdict);
    earned_so_far = base::add(earned_so_far, share.least).value;
    if (share.least == requirement.weight) continue;
    Part part{.ways = requirement_ways(requirement, true),
              .weight = base::subtract(requirement.weight, share.least).value,
              .key = requirement.key,
              .price = 0};
    if (part.ways.empty()) continue;
    part.price = (part.ways.front().cost + 1) / std::max(part.weight.to_double(), 1e-9);
    parts.push_back(std::move(part));
  }
  std::ranges::stable_sort(parts,
                           [](const Part& a, const Part& b) { return a.key != b.key ? a.key : a.price < b.price; });
  const base::Decimal due = base::multiply(total, gate.score->pass).value;
  Ways ways = nothing_to_do();
  for (const Part& part : parts) {
    if (!part.key && earned_so_far >= due) break;
    ways = both(ways, part.ways);
    earned_so_far = base::add(earned_so_far, part.weight).value;
  }
  return ways;
}

/// A gate, or one instance of it, passes.
// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::gate_ways(std::uint32_t index, const std::string* only) {
  const plan::Gate& gate = plan_.gates[index];
  const RuleVerdict& verdict = judge_.verdicts().of({plan::RuleKind::gate, index});
  const std::vector<Instance> instances(
      judge_.verdicts().instances.begin() + verdict.first_instance,
      judge_.verdicts().instances.begin() + verdict.first_instance + verdict.instances);
  Ways ways = nothing_to_do();
  for (const Instance& instance : instances) {
    if ((only != nullptr && instance.id != *only) || instance.status == Status::pass ||
        instance.status == Status::waived)
      continue;
    Obstacle obstacle{.kind = Obstacle::Kind::applicability,
                      .rule = {plan::RuleKind::gate, index},
                      .instance = instance.id,
                      .position = instance.position,
                      .requirement = 0,
                      .asks = instance.asks,
                      .waivable = false,
                      .id = {}};
    if (!instance.judged || instance.placeholder || gate.score) {
      if (instance.status == Status::skipped) return {};
      obstacle.kind = instance.placeholder && instance.judged ? Obstacle::Kind::nothing
                      : gate.score && instance.judged         ? Obstacle::Kind::score
                                                              : obstacle.kind;
      ways = both(ways, ways_past(obstacle));
      continue;
    }
    obstacle.kind = Obstacle::Kind::requirement;
    for (std::uint32_t i = 0; i < gate.requirements.size(); ++i) {
      if (!is_open(judge_.verdicts().requirements[instance.first_requirement + i])) continue;
      obstacle.requirement = i;
      ways = both(ways, ways_past(obstacle));
    }
  }
  return ways;
}

/// `gate g is pass`, `trigger t is not fired`, `phase p is done`.
// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::status_ways(const plan::StatusTest& test, bool wanted) {
  const std::string* instance = test.instance ? &*test.instance : nullptr;
  const bool is_bad = test.status == "fail" || test.status == "unknown" || test.status == "fired" ||
                      test.status == "pending" || test.status == "warn" || test.status == "out_of_order" ||
                      test.status == "blocked";
  if (wanted == is_bad) return none("it asks for a rule that fails");
  switch (test.rule.kind) {
    case plan::RuleKind::gate:
      return test.status == "pass" || is_bad ? gate_ways(test.rule.index, instance) : Ways{};
    case plan::RuleKind::trigger:
      return hold(plan_.triggers[test.rule.index].fires, false);
    case plan::RuleKind::phase:
      break;
  }
  if (test.status == "done") return both(satisfied_ways(test.rule.index), requirements_of_phase(test.rule.index));
  if (test.status == "active") return both(start_ways(test.rule.index), started_ways(test.rule.index));
  if (test.status == "ready" || test.status == "blocked")
    return both(start_ways(test.rule.index), requirements_of_phase(test.rule.index));
  return test.status == "out_of_order" ? order_ways(test.rule.index) : Ways{};
}

// ------------------------------------------------------------------------------------------------ phases

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::requirements_of_phase(std::uint32_t index) {
  Ways ways = nothing_to_do();
  const plan::Phase& phase = plan_.phases[index];
  for (std::size_t i = 0; i < phase.requirements.size(); ++i)
    if (judge_.verdicts().requirements[judge_.verdicts().phases[index].first_requirement + i].asks >= Level::hold)
      ways = both(ways, requirement_ways(phase.requirements[i], false));
  return ways;
}

/// Everything it comes after is done, and what it requires holds.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the longest chain of phases
Ways Planner::order_ways(std::uint32_t index) {
  const PhaseVerdict& verdict = judge_.verdicts().phases[index];
  Ways ways = verdict.requirements == Truth::yes ? nothing_to_do() : requirements_of_phase(index);
  if (verdict.after_then != Truth::yes) ways = both(ways, start_ways(index));
  if (verdict.order_why.is_unknown()) ways = either(std::move(ways), know(verdict.order_why));
  if (plan_.phases[index].started_at || plan_.phases[index].done_at)
    (void)none("it has begun already, and its times say that this was too early");
  // Or it has not begun after all: what was started is taken back.
  const plan::Phase& phase = plan_.phases[index];
  if (phase.started && !phase.started_at && !phase.done && !phase.done_at)
    ways = either(std::move(ways), dearer(hold(phase.started, false), last_resort + 2));
  if (ways.empty() || (ways.size() == 1 && ways.front().actions.empty())) {
    if (verdict.order_why.is_unknown()) return know(verdict.order_why);
    return none("it has begun already, and its times say that this was too early");
  }
  return ways;
}

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::start_ways(std::uint32_t index) {
  Ways ways = nothing_to_do();
  for (const auto& alternatives : plan_.phases[index].after) {
    Ways any;
    for (const std::uint32_t before : alternatives) any = either(std::move(any), satisfied_ways(before));
    ways = both(ways, any);
  }
  return ways;
}

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::satisfied_ways(std::uint32_t index) {
  const plan::Rule& rule = plan_.phases[index].rule;
  const Value applies = rule.applies ? machine_.eval(rule.applies) : Value::boolean(true);
  if (!applies.is_unknown() && !applies.as_bool()) return start_ways(index);
  return both(start_ways(index), done_ways(index));
}

/// What says that a phase is done comes true: its condition, or its time.
// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::done_ways(std::uint32_t index) {
  const plan::Phase& phase = plan_.phases[index];
  const Value now = machine_.memory().number(machine_.shown_now(), ValueKind::time);
  Ways ways;
  if (phase.done)
    ways = both(hold(phase.done, true), phase.started || phase.started_at ? started_ways(index) : nothing_to_do());
  if (phase.done_at) ways = either(std::move(ways), reach(phase.done_at, {Op::less_equal, now}));
  return ways.empty() ? none("`" + phase.rule.name + "` does not say when it is done") : ways;
}

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::started_ways(std::uint32_t index) {
  const plan::Phase& phase = plan_.phases[index];
  const Value now = machine_.memory().number(machine_.shown_now(), ValueKind::time);
  Ways ways;
  if (phase.started) ways = hold(phase.started, true);
  if (phase.started_at) ways = either(std::move(ways), reach(phase.started_at, {Op::less_equal, now}));
  return ways;
}

}  // namespace nexus::engine
