#include "rules/plan/look_back.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace nexus::plan {

namespace {

using Steps = std::optional<std::vector<LookBack>>;

class Looker {
 public:
  explicit Looker(const Plan& plan) : plan_(plan) {}

  Steps run() {
    Steps all = std::vector<LookBack>{};
    for (std::uint32_t id = 0; id < plan_.nodes.size(); ++id) all = farther(std::move(all), of(NodeId(id)));
    for (const Trigger& trigger : plan_.triggers) all = farther(std::move(all), of(trigger));
    return all;
  }

 private:
  static Steps farther(Steps a, const Steps& b) {
    if (!a || !b) return std::nullopt;
    a->resize(std::max(a->size(), b->size()));
    for (std::size_t i = 0; i < b->size(); ++i) {
      (*a)[i].duration = std::max((*a)[i].duration, (*b)[i].duration);
      (*a)[i].samples = std::max((*a)[i].samples, (*b)[i].samples);
    }
    return a;
  }
  static Steps after(const Steps& first, const Steps& then) {
    if (!first || !then) return std::nullopt;
    Steps both = first;
    both->insert(both->end(), then->begin(), then->end());
    return both;
  }

  [[nodiscard]] std::optional<base::Decimal> constant(NodeId id) const {
    const Node& node = plan_.nodes[id];
    const auto* quantity = node.op == Op::constant ? std::get_if<base::Quantity>(&plan_.constants[node.a]) : nullptr;
    return quantity != nullptr ? std::optional(quantity->value) : std::nullopt;
  }
  [[nodiscard]] Steps step(NodeId amount, NodeId of_last) const {
    const auto value = constant(of_last ? of_last : amount);
    if (!value) return std::nullopt;
    if (!of_last) return std::vector<LookBack>{{.duration = *value, .samples = 0}};
    const auto count = value->to_int64();
    return count ? Steps(std::vector<LookBack>{{.duration = {}, .samples = *count}}) : std::nullopt;
  }

  Steps of(const Trigger& trigger) {
    Steps steps = farther(of(trigger.fires), trigger.rule.applies ? of(trigger.rule.applies) : Steps(std::vector<LookBack>{}));
    if ((trigger.lasting || trigger.keep_for) && (speaks_of_rules(trigger.fires) || speaks_of_rules(trigger.rule.applies))) return std::nullopt;
    if (trigger.lasting) steps = after(step(trigger.lasting->amount, trigger.lasting->of_last), steps);
    if (trigger.keep_for) steps = after(step(trigger.keep_for, {}), steps);
    return steps;
  }

  /// A rule's own conditions may look back from there, too.
  bool speaks_of_rules(NodeId id) {
    if (!id) return false;
    if (plan_.nodes[id].op == Op::rule_status) return true;
    bool found = false;
    for_each_operand(plan_, id, [&](NodeId operand) { found = found || speaks_of_rules(operand); });
    return found;
  }

  Steps of(NodeId id) {
    if (const auto known = steps_.find(id); known != steps_.end()) return known->second;
    Steps inside = std::vector<LookBack>{};
    for_each_operand(plan_, id, [&](NodeId operand) { inside = farther(std::move(inside), of(operand)); });
    const Node& node = plan_.nodes[id];
    const auto operand = [&](std::uint32_t i) {
      const std::uint32_t index = plan_.operands[node.a + i];
      return index == none ? NodeId() : NodeId(index);
    };
    if (node.op == Op::history) inside = std::nullopt;
    if (node.op == Op::previous) inside = std::vector<LookBack>{{.duration = {}, .samples = 1}};
    if (node.op == Op::window || node.op == Op::lasting) {
      if (speaks_of_rules(operand(0))) inside = std::nullopt;
      inside = after(step(operand(1), node.op == Op::lasting ? operand(2) : NodeId()), inside);
    }
    return steps_.emplace(id, std::move(inside)).first->second;
  }

  const Plan& plan_;
  std::unordered_map<NodeId, Steps> steps_;
};

}  // namespace

std::optional<std::vector<LookBack>> look_back(const Plan& plan) { return Looker(plan).run(); }

}  // namespace nexus::plan
