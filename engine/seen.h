#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

/// Which values conditions had over many runs: plain data that owns itself.
namespace nexus::engine {

/// How often a condition, or a part of one, had which value.
struct Seen {
  std::uint32_t yes = 0, no = 0, unknown = 0;
};
/// What tests saw of a policy.
struct Coverage {
  std::vector<Seen> points;  ///< by plan::Traces::points
  /// How often each row of a decision table decided, by file and offset of the table's name.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> rows;
};

}  // namespace nexus::engine
