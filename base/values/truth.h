#pragma once

#include <cstdint>

namespace nexus::base {

/// Kleene's three values, ordered so that `and` is the minimum and `or` the maximum (docs/language.md, "Three values").
enum class Truth : std::uint8_t { no, unknown, yes };

[[nodiscard]] constexpr Truth truth(bool b) { return b ? Truth::yes : Truth::no; }
[[nodiscard]] constexpr Truth operator&&(Truth a, Truth b) { return a < b ? a : b; }
[[nodiscard]] constexpr Truth operator||(Truth a, Truth b) { return a < b ? b : a; }
[[nodiscard]] constexpr Truth operator!(Truth a) {
  return a == Truth::unknown ? a : (a == Truth::yes ? Truth::no : Truth::yes);
}

}  // namespace nexus::base
