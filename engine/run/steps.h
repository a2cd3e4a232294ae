#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

/// What counts as steps of a run (docs/cli.md, "Limits").
namespace nexus::engine {

/// So many bytes that are made or looked at take one step.
inline constexpr std::size_t bytes_a_step = 8;

/// Comparing shorter texts takes no time that counts.
inline constexpr std::size_t long_text = 256;

/// Budgets add up to no less than they are, however large they are.
[[nodiscard]] constexpr std::uint64_t sum_of_steps(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t endless = std::numeric_limits<std::uint64_t>::max();
  return a > endless - b ? endless : a + b;
}

}  // namespace nexus::engine
