#pragma once

#include <cstring>
#include <string_view>

namespace nexus::engine {

/// Where `part` stands first in `text`; npos where it does not. Linear, whatever the two are, which `std::string_view::find`
/// is not: of a million `a` and half as many with a `b` at the end it makes hours.
[[nodiscard]] inline std::size_t find_text(std::string_view text, std::string_view part) {
  if (part.empty()) return 0;
  const void* at = text.empty() ? nullptr : ::memmem(text.data(), text.size(), part.data(), part.size());
  return at == nullptr ? std::string_view::npos : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
}

}  // namespace nexus::engine
