#include "base/values/text.h"

#include "base/values/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <utility>
#include <vector>

namespace nexus::base {
namespace {

constexpr char32_t max_scalar = 0x10FFFF;
constexpr char32_t replacement = 0xFFFD;

constexpr bool is_surrogate(char32_t c) { return c >= 0xD800 && c <= 0xDFFF; }

constexpr std::uint8_t byte_at(std::string_view text, std::size_t i) { return static_cast<std::uint8_t>(text[i]); }

/// Bytes at the start of `text` that are ASCII, counted in eights as far as that goes.
std::size_t ascii_prefix(std::string_view text) {
  constexpr std::uint64_t high_bits = 0x8080808080808080;
  std::size_t n = 0;
  for (; n + 8 <= text.size(); n += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + n, sizeof word);
    if ((word & high_bits) != 0) break;
  }
  while (n < text.size() && byte_at(text, n) < 0x80) ++n;
  return n;
}

/// What a lead byte promises: the length of the form, its own bits, and the least scalar that needs this length.
struct Lead {
  std::size_t length;
  char32_t bits;
  char32_t least;
};

constexpr Lead lead_of(std::uint8_t byte) {
  if (byte < 0x80) return {1, byte, 0};
  if (byte >= 0xC0 && byte < 0xE0) return {2, byte & 0x1FU, 0x80};
  if (byte >= 0xE0 && byte < 0xF0) return {3, byte & 0x0FU, 0x800};
  if (byte >= 0xF0 && byte < 0xF8) return {4, byte & 0x07U, 0x10000};
  return {0, 0, 0};  // a continuation byte, or one that UTF-8 never has
}

}  // namespace

Utf8Step utf8_step(std::string_view text) {
  const std::uint8_t first = byte_at(text, 0);
  const Utf8Step broken{first, 1, false};
  const Lead lead = lead_of(first);
  if (lead.length == 0 || lead.length > text.size()) return broken;
  char32_t scalar = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    const std::uint8_t next = byte_at(text, i);
    if ((next & 0xC0U) != 0x80) return broken;
    scalar = scalar << 6 | (next & 0x3FU);
  }
  if (scalar < lead.least || scalar > max_scalar || is_surrogate(scalar)) return broken;
  return {scalar, lead.length, true};
}

bool is_utf8(std::string_view text) {
  while (true) {
    text.remove_prefix(ascii_prefix(text));
    if (text.empty()) return true;
    const auto step = utf8_step(text);
    if (!step.valid) return false;
    text.remove_prefix(step.length);
  }
}

std::size_t length_in_code_points(std::string_view text) {
  std::size_t count = 0;
  while (true) {
    const std::size_t ascii = ascii_prefix(text);
    count += ascii;
    text.remove_prefix(ascii);
    if (text.empty()) return count;
    text.remove_prefix(utf8_step(text).length);
    ++count;
  }
}

void append_utf8(std::string& out, char32_t scalar) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80U | ((scalar >> shift) & 0x3FU)); };
  if (scalar < 0x80) {
    out += static_cast<char>(scalar);
  } else if (scalar < 0x800) {
    out += static_cast<char>(0xC0U | scalar >> 6);
    tail(0);
  } else if (scalar < 0x10000) {
    out += static_cast<char>(0xE0U | scalar >> 12);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | scalar >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

// ---- showing text -----------------------------------------------------------------------------------------------------

namespace {

/// The letter of `\n` and its like; 0 where there is none.
constexpr char escape_letter(char32_t c) {
  switch (c) {
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

void append_json(std::string& out, char32_t c) {
  if (c == '"' || c == '\\') {
    out += '\\';
    out += static_cast<char>(c);
  } else if (c >= 0x20) {
    append_utf8(out, c);
  } else if (const char letter = escape_letter(c); letter != 0) {
    out += '\\';
    out += letter;
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(c));
  }
}

/// Marks that reorder what a terminal shows, and separators it may take for line breaks.
constexpr bool misleads(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void append_printable(std::string& out, const Utf8Step& step) {
  const char32_t c = step.scalar;
  const auto code = static_cast<std::uint32_t>(c);
  if (!step.valid || c < 0x20 || c == 0x7F) {
    if (const char letter = escape_letter(c); letter != 0) {
      out += '\\';
      out += letter;
    } else {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", code);
    }
  } else if ((c >= 0x80 && c <= 0x9F) || misleads(c)) {
    fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", code);
  } else {
    append_utf8(out, c);
  }
}

}  // namespace

std::string quote_json(std::string_view text) {
  std::string out = "\"";
  out.reserve(text.size() + 2);
  while (!text.empty()) {
    const auto step = utf8_step(text);
    append_json(out, step.valid ? step.scalar : replacement);
    text.remove_prefix(step.length);
  }
  out += '"';
  return out;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto step = utf8_step(text);
    append_printable(out, step);
    text.remove_prefix(step.length);
  }
  return out;
}

std::string list_with(std::span<const std::string> items, std::string_view conjunction) {
  if (items.empty()) return {};
  std::string out = items.front();
  for (std::size_t i = 1; i < items.size(); ++i) {
    out += i + 1 == items.size() ? fmt::format(" {} ", conjunction) : ", ";
    out += items[i];
  }
  return out;
}

// ---- nearest ----------------------------------------------------------------------------------------------------------

namespace {

constexpr std::size_t max_edits = 3;

/// A broken byte gets a number that no scalar value has.
std::u32string code_points(std::string_view text) {
  std::u32string points;
  while (!text.empty()) {
    const auto step = utf8_step(text);
    points += step.valid ? step.scalar : max_scalar + 1 + step.scalar;
    text.remove_prefix(step.length);
  }
  return points;
}

constexpr char32_t lower(char32_t c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }

std::u32string lower(std::u32string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char32_t c) { return lower(c); });
  return text;
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, no part edited twice.
std::size_t edits(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

/// In half edits. Letters of the wrong case are one half together: `CRITICAL` is as near to `critical` as `Critical` is.
std::size_t half_edits(const std::u32string& a, const std::u32string& b) {
  const std::size_t without_case = edits(lower(a), lower(b));
  return 2 * without_case + (edits(a, b) > without_case ? 1 : 0);
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates) {
  const auto wanted = code_points(word);
  const std::size_t limit = std::min(2 * max_edits, 2 * wanted.size() / 3);
  std::optional<std::string_view> best;
  std::size_t best_distance = limit + 1;
  for (const auto candidate : candidates) {
    const auto points = code_points(candidate);
    const auto [shorter, longer] = std::minmax({points.size(), wanted.size()});
    if (longer - shorter > max_edits) continue;  // so that a word of a megabyte costs nothing
    const std::size_t distance = half_edits(wanted, points);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace nexus::base
