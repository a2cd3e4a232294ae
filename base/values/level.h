#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace nexus::base {

/// What a rule asks for, mildest first (docs/language.md, "Rules and decisions").
enum class Level : std::uint8_t { allow, warn, hold, block, rollback };

[[nodiscard]] constexpr std::string_view level_name(Level level) {
  constexpr std::string_view names[] = {"allow", "warn", "hold", "block", "rollback"};
  return names[static_cast<std::size_t>(level)];
}
[[nodiscard]] constexpr std::optional<Level> level_of(std::string_view name) {
  for (auto level : {Level::allow, Level::warn, Level::hold, Level::block, Level::rollback})
    if (level_name(level) == name) return level;
  return std::nullopt;
}
[[nodiscard]] constexpr Level milder(Level a, Level b) { return a < b ? a : b; }
[[nodiscard]] constexpr Level graver(Level a, Level b) { return a < b ? b : a; }

}  // namespace nexus::base
