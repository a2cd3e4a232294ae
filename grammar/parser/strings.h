#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::grammar {

/// The text that the inside of a double-quoted string stands for.
struct DecodedText {
  std::string text;
  std::vector<std::uint32_t> lone_surrogates;  ///< offsets in the source of `\uD800` … `\uDFFF` without their other half
};

/// Does decoding change anything?
[[nodiscard]] inline bool has_escapes(std::string_view inside) { return inside.find('\\') != std::string_view::npos; }

/// Replaces the escapes, which are well-formed. A lone surrogate becomes U+FFFD.
[[nodiscard]] DecodedText decode_escapes(std::string_view inside);

}  // namespace nexus::grammar
