#pragma once

#include "grammar/parser/source.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace nexus::grammar {

/// What an author sees at a place: for messages. Finer than `coarse_token_end`: `80%`, `>=` and `..` are one token.
[[nodiscard]] Extent token_at(const Source& source, std::uint32_t at);
/// The token that ends at `end`.
[[nodiscard]] Extent token_ending_at(const Source& source, std::uint32_t end);

/// `text` between backticks, shortened, on one line and safe to print.
[[nodiscard]] std::string quoted(std::string_view text);
/// The token in backticks, or `the end of the file`.
[[nodiscard]] std::string shown(const Source& source, Extent token);

[[nodiscard]] bool is_word(std::string_view text);
[[nodiscard]] bool is_word_byte(char c);
[[nodiscard]] bool is_digit(char c);

/// `word` where `token` is a word, else nothing.
[[nodiscard]] std::string_view word_of(const Source& source, Extent token);

}  // namespace nexus::grammar
