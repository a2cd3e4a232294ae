#include "engine/incremental/dependencies.h"

#include "rules/plan/rule_nodes.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

namespace nexus::engine {

using plan::NodeId;
using plan::RuleRef;

Links::Links(std::size_t count, std::span<const Link> links) : first_(count + 1), targets_(links.size()) {
  for (const Link& link : links) ++first_[link.first + 1];
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
  for (const Link& link : links) targets_[next[link.first]++] = link.second;
}

namespace {

using plan::visit_milestones;
using plan::visit_nodes;

/// The rules that a rule asks for, but for those that its conditions name: of a phase its gates, and what it comes after.
template <class Visit>
void visit_rules(const plan::Plan& plan, RuleRef ref, const Visit& visit) {
  if (ref.kind != plan::RuleKind::phase) return;
  const plan::Phase& phase = plan.phases[ref.index];
  for (const std::uint32_t gate : phase.gates) visit(RuleRef{plan::RuleKind::gate, gate});
  for (const auto& alternatives : phase.after)
    for (const std::uint32_t other : alternatives) visit(RuleRef{plan::RuleKind::phase, other});
}

// ---- ranks -------------------------------------------------------------------------------------------------------------

/// Of nodes: one above the highest rule that is asked for below them. Of rules: the highest of their nodes, and one above
/// the rules that they ask for themselves.
class Ranking {
 public:
  explicit Ranking(const plan::Plan& plan)
      : plan_(plan),
        nodes_(plan.nodes.size(), unknown),
        gates_(plan.gates.size(), unknown),
        phases_(plan.phases.size(), unknown),
        triggers_(plan.triggers.size(), unknown) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as judging them goes
  std::uint32_t of(RuleRef ref) {
    std::uint32_t& known = slot(ref);
    if (known == open) has_circle = true;
    if (known != unknown) return known == open ? 0 : known;
    known = open;
    std::uint32_t rank = 0;
    visit_nodes(plan_, ref, [&](NodeId node) { rank = std::max(rank, of(node)); });
    visit_rules(plan_, ref, [&](RuleRef other) { rank = std::max(rank, of(other) + 1); });
    return known = rank;
  }

  bool has_circle = false;

 private:
  static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max(), open = unknown - 1;

  // NOLINTNEXTLINE(misc-no-recursion)
  std::uint32_t of(NodeId id) {
    if (!id) return 0;
    std::uint32_t& known = nodes_[id.index()];
    if (known != unknown) return known;
    std::uint32_t rank = 0;
    if (plan_[id].op == plan::Op::rule_status) rank = of(plan_.status_tests[plan_[id].a].rule) + 1;
    plan::for_each_operand(plan_, id, [&](NodeId operand) { rank = std::max(rank, of(operand)); });
    return known = rank;
  }
  std::uint32_t& slot(RuleRef ref) {
    switch (ref.kind) {
      case plan::RuleKind::gate:
        return gates_[ref.index];
      case plan::RuleKind::phase:
        return phases_[ref.index];
      case plan::RuleKind::trigger:
        break;
    }
    return triggers_[ref.index];
  }

  const plan::Plan& plan_;
  std::vector<std::uint32_t> nodes_, gates_, phases_, triggers_;
};

/// Positions in Plan::order.
class Positions {
 public:
  explicit Positions(const plan::Plan& plan)
      : gates_(plan.gates.size()), phases_(plan.phases.size()), triggers_(plan.triggers.size()) {
    for (std::uint32_t i = 0; i < plan.order.size(); ++i) of(plan.order[i]) = i;
  }
  std::uint32_t& of(RuleRef ref) {
    return (ref.kind == plan::RuleKind::gate    ? gates_
            : ref.kind == plan::RuleKind::phase ? phases_
                                                : triggers_)[ref.index];
  }

 private:
  std::vector<std::uint32_t> gates_, phases_, triggers_;
};

}  // namespace

// ------------------------------------------------------------------------------------------------

Dependencies::Dependencies(const plan::Plan& plan)
    : plan_(plan),
      rules_(static_cast<Step>(plan.nodes.size())),
      counts_(rules_ + static_cast<Step>(plan.order.size())),
      evidence_(counts_ + static_cast<Step>(plan.order.size())) {
  std::vector<Links::Link> loads, users;
  Positions positions(plan);
  for (Step node = 0; node < rules_; ++node) {
    const plan::Node& n = plan[NodeId(node)];
    if (n.op == plan::Op::input_slot) loads.emplace_back(n.c, node);
    if (n.op == plan::Op::rule_status) users.emplace_back(rule(positions.of(plan.status_tests[n.a].rule)), node);
    plan::for_each_operand(plan, NodeId(node), [&](NodeId operand) { users.emplace_back(operand.index(), node); });
  }
  const auto used_by = [&](Step step) {
    return [&users, step](NodeId node) {
      if (node) users.emplace_back(node.index(), step);
    };
  };
  Ranking ranking(plan);
  for (std::size_t i = 0; i < plan.order.size(); ++i) {
    const RuleRef ref = plan.order[i];
    visit_nodes(plan, ref, used_by(rule(i)));
    visit_rules(plan, ref, [&](RuleRef other) { users.emplace_back(rule(positions.of(other)), rule(i)); });
    if (ref.kind == plan::RuleKind::gate)
      for (const std::uint32_t phase : plan.gates[ref.index].only_for)
        visit_milestones(plan.phases[phase], used_by(counts_ + static_cast<Step>(i)));
    ranks_.push_back(ranking.of(ref));
  }
  has_circle_ = ranking.has_circle;
  for (const plan::Evidence& evidence : plan.evidence) {
    used_by(evidence_)(evidence.limit);
    used_by(evidence_)(evidence.subject);
  }
  loads_ = Links(plan.schema.size(), loads);
  users_ = Links(steps(), users);
}

bool Dependencies::has_evidence_around(plan::SchemaId place) const {
  const auto is_in = [&](plan::SchemaId inner, plan::SchemaId outer) {
    while (inner && inner != outer) inner = plan_.schema[inner].parent;
    return static_cast<bool>(inner);
  };
  return std::ranges::any_of(plan_.evidence, [&](const plan::Evidence& evidence) {
    return is_in(evidence.place, place) || is_in(place, evidence.place);
  });
}

}  // namespace nexus::engine
