#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::collect {

/// Without white space on either side.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// The first line that is not blank, trimmed and no longer than a screen is wide three times; what is left out is an ellipsis.
[[nodiscard]] std::string first_line(std::string_view text);

/// A path as seen from `folder` (absolute, without a slash at its end), where it is below it; without `./`.
[[nodiscard]] std::string_view relative_path(std::string_view path, std::string_view folder);

/// A count as reports write them: digits, no more than 10^12.
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text);

}  // namespace nexus::collect
