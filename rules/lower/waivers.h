#pragma once

#include "rules/lower/expressions.h"
#include "rules/lower/rule_numbers.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace nexus::rules::lowering {

/// Lowers what waivers make of requirements (docs/language.md, "Waivers").
class Waivers {
 public:
  Waivers(const CheckedModel& model, const RuleNumbers& numbers, plan::Plan& plan, NodeBuilder& nodes, Expressions& expressions)
      : model_(model), numbers_(numbers), plan_(plan), nodes_(nodes), expressions_(expressions) {}

  /// Puts the waivers themselves into the plan, in their order.
  void copy();

  /// What they make of a requirement (or of a phase's order, which has no condition). Its binders must be bound; `depth`
  /// is the first register free where a witness of the condition is bound.
  std::vector<plan::Waived> of(RuleRef rule, std::optional<std::uint32_t> requirement, NodeId condition, std::uint16_t depth);

 private:
  plan::Waived waived(const std::vector<std::uint32_t>& waivers, const std::optional<std::string>& instance, NodeId condition, std::uint16_t depth);
  NodeId in_force_and(const Waiver& waiver, NodeId where);
  NodeId with_covers(NodeId condition, const std::vector<NodeId>& covered);

  const CheckedModel& model_;
  const RuleNumbers& numbers_;
  plan::Plan& plan_;
  NodeBuilder& nodes_;
  Expressions& expressions_;
};

}  // namespace nexus::rules::lowering
