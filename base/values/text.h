#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nexus::base {

/// Is `text` well-formed UTF-8 (no overlong forms, surrogates or values past U+10FFFF)?
[[nodiscard]] bool is_utf8(std::string_view text);
/// Number of Unicode scalar values; a byte that belongs to none counts as one.
[[nodiscard]] std::size_t length_in_code_points(std::string_view text);
/// Appends the UTF-8 form of a Unicode scalar value.
void append_utf8(std::string& out, char32_t scalar);
/// A JSON string literal, quotes included. Broken UTF-8 becomes U+FFFD.
[[nodiscard]] std::string quote_json(std::string_view text);
/// `text` with control characters, DEL, C1 controls, bidirectional overrides and broken UTF-8 shown as `\n`, `\x1b`,
/// `\u{202e}`: safe to print on a terminal.
[[nodiscard]] std::string printable(std::string_view text);
/// The candidate nearest to `word` by optimal string alignment distance, where it is near enough to be meant (at most a
/// third of its length, never more than 3 edits, case counting half). First one wins among equals.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates);
/// `["a", "b", "c"]` → `a, b or c`.
[[nodiscard]] std::string list_with(std::span<const std::string> items, std::string_view conjunction);

/// Whole-string path glob: `*` stays inside a segment, `**` crosses segments, `?` is one character but `/`, `[a-z]` and
/// `[!a-z]` a set. Time is linear in the text times the pattern. Nothing when the pattern is malformed (an open `[`, a
/// trailing backslash).
[[nodiscard]] std::optional<bool> glob_match(std::string_view pattern, std::string_view text);

}  // namespace nexus::base
