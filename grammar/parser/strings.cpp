#include "grammar/parser/strings.h"

#include "base/values/text.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace nexus::grammar {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr std::size_t unicode_escape_size = 6;  // \uXXXX

constexpr bool is_high_surrogate(char32_t c) { return c >= 0xD800 && c < 0xDC00; }
constexpr bool is_low_surrogate(char32_t c) { return c >= 0xDC00 && c < 0xE000; }

constexpr char simple_escape(char c) {
  switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return c;  // " \ / { }
  }
}

/// The code unit of `\uXXXX` at the start of `text`; 0 where no such escape stands.
char32_t code_unit(std::string_view text) {
  if (text.size() < unicode_escape_size || !text.starts_with("\\u")) return 0;
  std::uint32_t unit = 0;
  std::from_chars(text.data() + 2, text.data() + unicode_escape_size, unit, 16);
  return unit;
}

/// Appends the character that the `\u` escape at `at` begins; returns the length of what it read.
std::size_t decode_unicode(std::string_view inside, std::size_t at, DecodedText& out) {
  const char32_t unit = code_unit(inside.substr(at));
  const char32_t next = code_unit(inside.substr(at + unicode_escape_size));
  if (is_high_surrogate(unit) && is_low_surrogate(next)) {
    base::append_utf8(out.text, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
    return 2 * unicode_escape_size;
  }
  const bool lone = is_high_surrogate(unit) || is_low_surrogate(unit);
  if (lone) out.lone_surrogates.push_back(static_cast<std::uint32_t>(at));
  base::append_utf8(out.text, lone ? replacement : unit);
  return unicode_escape_size;
}

}  // namespace

DecodedText decode_escapes(std::string_view inside) {
  DecodedText out;
  out.text.reserve(inside.size());
  for (std::size_t at = 0; at < inside.size();) {
    const std::size_t escape = std::min(inside.find('\\', at), inside.size());
    out.text.append(inside.substr(at, escape - at));
    at = escape;
    if (at + 1 >= inside.size()) break;
    if (inside[at + 1] == 'u') {
      at += decode_unicode(inside, at, out);
    } else {
      out.text += simple_escape(inside[at + 1]);
      at += 2;
    }
  }
  return out;
}

}  // namespace nexus::grammar
