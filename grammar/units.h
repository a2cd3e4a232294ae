#pragma once

#include <optional>
#include <string_view>

namespace nexus::grammar {

/// The unit that was meant by `millis`, `Minutes`, `kb` or `percent`; units as the language writes them mean themselves.
/// For messages.
[[nodiscard]] std::optional<std::string_view> unit_meant(std::string_view written);

/// The units of durations in a sentence, or those of sizes.
inline constexpr std::string_view duration_units = "durations have `ms`, `s`, `m`, `h` and `d`";
inline constexpr std::string_view size_units = "sizes have `bytes`, `KB`, `MB`, `GB`, `TB` and `KiB`, `MiB`, `GiB`, `TiB`";

}  // namespace nexus::grammar
