#pragma once

#include "rules/checked_model.h"
#include "rules/plan/plan.h"

#include <optional>
#include <vector>

namespace nexus::rules::lowering {

[[nodiscard]] inline plan::RuleKind kind_of(grammar::RuleKind kind) {
  switch (kind) {
    case grammar::RuleKind::gate: return plan::RuleKind::gate;
    case grammar::RuleKind::phase: return plan::RuleKind::phase;
    case grammar::RuleKind::trigger: break;
  }
  return plan::RuleKind::trigger;
}

/// The numbers that rules have in a plan, which holds those in force alone.
class RuleNumbers {
 public:
  RuleNumbers() = default;
  explicit RuleNumbers(const CheckedModel& model) : gates_(count(model.gates)), phases_(count(model.phases)), triggers_(count(model.triggers)) {}

  /// Nothing for a rule that is not in force.
  [[nodiscard]] std::optional<std::uint32_t> of(RuleRef rule) const {
    switch (rule.kind) {
      case grammar::RuleKind::gate: return gates_[rule.index];
      case grammar::RuleKind::phase: return phases_[rule.index];
      case grammar::RuleKind::trigger: break;
    }
    return triggers_[rule.index];
  }

 private:
  using Numbers = std::vector<std::optional<std::uint32_t>>;

  template <class Rules>
  static Numbers count(const Rules& rules) {
    Numbers numbers;
    std::uint32_t next = 0;
    for (const auto& rule : rules) numbers.push_back(rule.head.in_force ? std::optional(next++) : std::nullopt);
    return numbers;
  }

  Numbers gates_, phases_, triggers_;
};

}  // namespace nexus::rules::lowering
