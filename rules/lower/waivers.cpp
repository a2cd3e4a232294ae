#include "rules/lower/waivers.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace nexus::rules::lowering {

void Waivers::copy() {
  for (const Waiver& waiver : model_.waivers)
    plan_.waivers.push_back({.module = waiver.module.index(),
                             .title = waiver.title,
                             .approved_by = waiver.approved_by,
                             .until = waiver.until,
                             .rule = {kind_of(waiver.rule.kind), *numbers_.of(waiver.rule)},  // `check` lets none through that is not in force
                             .requirement = waiver.requirement,
                             .instance = waiver.instance,
                             .span = waiver.span});
}

std::vector<plan::Waived> Waivers::of(RuleRef rule, std::optional<std::uint32_t> requirement, NodeId condition, std::uint16_t depth) {
  std::vector<std::uint32_t> aimed;
  std::vector<std::optional<std::string>> instances;
  for (std::uint32_t i = 0; i < model_.waivers.size(); ++i) {
    const Waiver& waiver = model_.waivers[i];
    const bool here = waiver.rule.kind == rule.kind && waiver.rule.index == rule.index && waiver.requirement == requirement;
    if (!here) continue;
    aimed.push_back(i);
    if (std::ranges::find(instances, waiver.instance) == instances.end()) instances.push_back(waiver.instance);
  }
  // What names an instance is looked at first; one that names none covers all.
  std::stable_partition(instances.begin(), instances.end(), [](const auto& instance) { return instance.has_value(); });
  std::vector<plan::Waived> result;
  for (const auto& instance : instances) {
    std::vector<std::uint32_t> covering;
    for (const std::uint32_t i : aimed)
      if (!model_.waivers[i].instance || model_.waivers[i].instance == instance) covering.push_back(i);
    result.push_back(waived(covering, instance, condition, depth));
  }
  return result;
}

plan::Waived Waivers::waived(const std::vector<std::uint32_t>& waivers, const std::optional<std::string>& instance, NodeId condition,
                             std::uint16_t depth) {
  plan::Waived result{.instance = instance, .condition = {}, .covers = {}};
  std::vector<NodeId> covered;
  for (const std::uint32_t i : waivers) {
    const Waiver& waiver = model_.waivers[i];
    const NodeId where = expressions_.value(waiver.where, depth);
    result.covers.push_back({.waiver = i, .where = where, .by_item = waiver.by_item});
    if (waiver.by_item) covered.push_back(in_force_and(waiver, where));
  }
  if (!covered.empty()) result.condition = with_covers(condition, covered);
  return result;
}

/// A waiver's end is part of the condition, so that it holds wherever the condition is asked for.
NodeId Waivers::in_force_and(const Waiver& waiver, NodeId where) {
  const base::Span span = model_[waiver.where].span;
  const NodeId end = nodes_.constant(span, base::Quantity{base::Dimension::time, waiver.until.at});
  const std::array<NodeId, 2> both{nodes_.node(Op::less, span, nodes_.node(Op::now, span), end), where};
  return nodes_.list(Op::and_, span, both);
}

/// Each item of `every` contributes `g → (P or W)`, of `no` and `at most` `g and not W`.
NodeId Waivers::with_covers(NodeId condition, const std::vector<NodeId>& covered) {
  const plan::Node node = plan_.nodes[condition];
  const base::Span span = plan_.spans[condition.index()];
  if (node.op == Op::lasting) {  // it must last with what is covered left out
    std::vector<NodeId> parts;
    for (std::uint32_t i = 0; i < node.b; ++i) parts.emplace_back(plan_.operands[node.a + i]);
    parts.front() = with_covers(parts.front(), covered);
    const auto item = node.c == plan::none ? std::nullopt : std::optional<std::uint16_t>(expressions_.rule_depth() - 1);
    return nodes_.list(Op::lasting, span, parts, node.c, node.detail, item);
  }
  plan::Loop loop = plan_.loops[node.a];
  const std::uint16_t first_register = loop.ranges.front().value;
  if (node.op == Op::every) {
    std::vector<NodeId> either{NodeId(node.b)};
    either.insert(either.end(), covered.begin(), covered.end());
    return nodes_.loop(Op::every, span, loop, first_register, nodes_.list(Op::or_, span, either), {}, node.detail);
  }
  assert(node.op == Op::no || node.op == Op::at_most);
  const NodeId uncovered = nodes_.node(Op::not_, span, nodes_.list(Op::or_, span, covered));
  const std::array<NodeId, 2> both{loop.where, uncovered};
  loop.where = loop.where ? nodes_.list(Op::and_, span, both) : uncovered;
  return nodes_.loop(node.op, span, loop, first_register, node.b != plan::none ? NodeId(node.b) : NodeId{}, {}, node.detail);
}

}  // namespace nexus::rules::lowering
