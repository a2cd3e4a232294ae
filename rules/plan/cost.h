#pragma once

#include "rules/plan/plan.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

/// What judging a rule can take, told from the plan alone (`nexus check --cost`).
namespace nexus::plan {

/// A product of lengths: positions in Costs::lists, ascending; one that stands twice counts twice. Empty: 1.
using LengthProduct = std::vector<std::uint32_t>;
/// A sum: how often each product counts. What is beyond 64 bits stays at their greatest number.
using Cost = std::map<LengthProduct, std::uint64_t>;

/// Something whose length decides how long a loop takes.
struct CostList {
  enum class Kind : std::uint8_t { items, snapshots };  ///< of a list, map or text; of a history
  Kind kind = Kind::items;
  NodeId node;           ///< the list, or the window
  SchemaId place;        ///< where it is read; none where it is computed
  bool is_item = false;  ///< where it is computed: an item of `node`
};

struct Costs {
  std::vector<CostList> lists;
  std::vector<Cost> rules;  ///< by position in Plan::order: steps, as `engine` counts them, at most
};

/// The bound of each rule by itself; what rules share is counted for each. Long texts, and lists that are compared as wholes, come on
/// top.
[[nodiscard]] Costs static_costs(const Plan& plan);

/// The sum where the lists are so long: by position in Costs::lists.
[[nodiscard]] std::uint64_t steps_of(const Cost& cost, std::span<const std::uint64_t> lengths);
/// The greatest length that all lists may have so that the sum is not more than `steps`; none where no list matters.
[[nodiscard]] std::optional<std::uint64_t> greatest_length(const Cost& cost, std::uint64_t steps);

}  // namespace nexus::plan
