#pragma once

#include "rules/plan/plan.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace nexus::engine {

/// For each of a range of numbers those that go with it, side by side in one block.
class Links {
 public:
  using Link = std::pair<std::uint32_t, std::uint32_t>;

  Links() = default;
  /// From numbers below `count`, in the order of `links`.
  Links(std::size_t count, std::span<const Link> links);

  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t from) const {
    return std::span(targets_).subspan(first_[from], first_[from + 1] - first_[from]);
  }

 private:
  std::vector<std::uint32_t> first_{0};
  std::vector<std::uint32_t> targets_;
};

/// What depends on what in a plan, from the places of documents over nodes to rules, and from rules to rules. Says what may
/// have changed, never what must have. Made once a plan, in time proportional to it; the plan must outlive it.
///
/// A step of the way is a number: nodes first, then rules by their position in Plan::order, then for each rule whether it
/// counts, and last whether evidence is good.
class Dependencies {
 public:
  using Step = std::uint32_t;

  explicit Dependencies(const plan::Plan& plan);

  [[nodiscard]] std::size_t steps() const { return evidence() + std::size_t{1}; }
  [[nodiscard]] bool is_node(Step step) const { return step < rules_; }
  [[nodiscard]] bool is_rule(Step step) const { return step >= rules_ && step < counts_; }
  [[nodiscard]] bool is_count(Step step) const { return step >= counts_ && step < evidence(); }
  [[nodiscard]] Step rule(std::size_t position) const { return rules_ + static_cast<Step>(position); }
  /// Of a rule, or of whether it counts: its position in Plan::order.
  [[nodiscard]] std::uint32_t position(Step step) const { return step < counts_ ? step - rules_ : step - counts_; }
  [[nodiscard]] Step evidence() const { return evidence_; }

  /// The nodes that load what stands at a place of a root frame.
  [[nodiscard]] std::span<const Step> loads(plan::SchemaId place) const { return loads_.of(place.index()); }
  /// What is made of a node, or asks for a rule's status. Nothing stands for whether a rule counts, and for evidence.
  [[nodiscard]] std::span<const Step> users(Step step) const { return users_.of(step); }
  /// A rule asks only for rules of lower rank, however it gets to them.
  [[nodiscard]] std::uint32_t rank(std::size_t position) const { return ranks_[position]; }
  /// Are there rules without such an order? Then nothing here is to be relied on.
  [[nodiscard]] bool has_circle() const { return has_circle_; }
  /// Is evidence judged at that place of a root frame, or in or above it?
  [[nodiscard]] bool has_evidence_around(plan::SchemaId place) const;

 private:
  const plan::Plan& plan_;
  Step rules_, counts_, evidence_;
  Links loads_, users_;
  std::vector<std::uint32_t> ranks_;
  bool has_circle_ = false;
};

}  // namespace nexus::engine
