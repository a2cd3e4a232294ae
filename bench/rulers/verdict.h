#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::bench {

/// What a verdict asks for, mildest first; the names are those of Nexus.
enum class Level : std::uint8_t { allow, warn, hold, block };
[[nodiscard]] std::string_view level_name(Level level);

/// What a ruler says of a snapshot. Meant to be used again, so that its memory is, too.
struct Verdict {
  Level level = Level::allow;
  std::vector<std::string> messages;  ///< one for everything that failed or is missing

  void clear();
  void fail(Level asked, std::string message);
  /// Evidence that is not there, or not of its kind, passes nothing.
  void miss(std::string_view path, Level asked = Level::hold);
};

/// `2026-11-02T12:00:00Z`, in seconds since 1970. Nothing where it is written in another way.
[[nodiscard]] std::optional<std::int64_t> parse_time(std::string_view text);

/// A number as people write it, at most ten digits: `74.2`.
[[nodiscard]] std::string decimal(double number);

}  // namespace nexus::bench
