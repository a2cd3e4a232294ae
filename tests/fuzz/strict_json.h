#pragma once

#include <cstdint>
#include <string_view>

namespace nexus::fuzz {

enum class Verdict : std::uint8_t {
  json,
  no_json,
  cannot_tell  ///< a number is beyond what the other library reads
};

/// Is it JSON as RFC 8259 has it, with no name twice in an object and at most 512 levels? By another library than those that read
/// snapshots.
[[nodiscard]] Verdict strict_json(std::string_view text);

}  // namespace nexus::fuzz
