#pragma once

#include <cstdint>
#include <vector>

namespace nexus::rules::naming {

/// Who uses whom among 0…n-1: `uses[i]` lists what `i` uses, in source order.
using Uses = std::vector<std::vector<std::uint32_t>>;

struct DependencyOrder {
  std::vector<std::uint32_t> order;                ///< all of 0…n-1; each stands after those it uses, cycles apart
  std::vector<std::vector<std::uint32_t>> cycles;  ///< each as a path whose last element uses its first
};

/// Linear in the number of uses; needs no stack. Of cycles that share an element only the first met is listed, so that
/// one mistake is one message.
[[nodiscard]] DependencyOrder order_by_use(const Uses& uses);

}  // namespace nexus::rules::naming
