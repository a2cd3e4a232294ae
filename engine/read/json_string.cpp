#include "engine/read/json_string.h"

#include <cstdint>
#include <cstring>
#include <optional>

namespace nexus::engine::read {
namespace {

std::optional<std::uint32_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint32_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint32_t>(c - 'A' + 10);
  return std::nullopt;
}

/// The four digits after `\u`.
std::optional<std::uint32_t> code_unit(const char* p, const char* end) {
  if (end - p < 4) return std::nullopt;
  std::uint32_t unit = 0;
  for (int i = 0; i < 4; ++i) {
    const auto digit = hex_digit(p[i]);
    if (!digit) return std::nullopt;
    unit = unit * 16 + *digit;
  }
  return unit;
}

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

struct Scalar {
  std::uint32_t value;
  const char* end;
};

/// What `\uXXXX` stands for, or two of them for a character past U+FFFF. `p` is behind the first `\u`.
std::optional<Scalar> unicode_escape(const char* p, const char* end) {
  const auto unit = code_unit(p, end);
  if (!unit || is_low_surrogate(*unit)) return std::nullopt;
  p += 4;
  if (!is_high_surrogate(*unit)) return Scalar{*unit, p};
  if (end - p < 6 || p[0] != '\\' || p[1] != 'u') return std::nullopt;
  const auto low = code_unit(p + 2, end);
  if (!low || !is_low_surrogate(*low)) return std::nullopt;
  return Scalar{0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00), p + 6};
}

/// A Unicode scalar value as UTF-8. It is never longer than the escape it was written with.
char* write_utf8(std::uint32_t scalar, char* out) {
  const auto byte = [&out](std::uint32_t b) { *out++ = static_cast<char>(b); };
  if (scalar < 0x80) {
    byte(scalar);
  } else if (scalar < 0x800) {
    byte(0xC0 | scalar >> 6);
    byte(0x80 | (scalar & 0x3F));
  } else if (scalar < 0x10000) {
    byte(0xE0 | scalar >> 12);
    byte(0x80 | (scalar >> 6 & 0x3F));
    byte(0x80 | (scalar & 0x3F));
  } else {
    byte(0xF0 | scalar >> 18);
    byte(0x80 | (scalar >> 12 & 0x3F));
    byte(0x80 | (scalar >> 6 & 0x3F));
    byte(0x80 | (scalar & 0x3F));
  }
  return out;
}

/// The character a short escape stands for; 0 where there is no such escape.
char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

const char* find_backslash(const char* p, const char* end) {
  const void* found = std::memchr(p, '\\', static_cast<std::size_t>(end - p));
  return found == nullptr ? end : static_cast<const char*>(found);
}

}  // namespace

char* unescape(const char* begin, const char* end, char* out) {
  for (const char* p = begin;;) {
    const char* const stop = find_backslash(p, end);
    std::memcpy(out, p, static_cast<std::size_t>(stop - p));
    out += stop - p;
    if (stop == end) return out;
    if (stop + 1 == end) return nullptr;
    if (stop[1] == 'u') {
      const auto scalar = unicode_escape(stop + 2, end);
      if (!scalar) return nullptr;
      out = write_utf8(scalar->value, out);
      p = scalar->end;
    } else {
      const char c = short_escape(stop[1]);
      if (c == 0) return nullptr;
      *out++ = c;
      p = stop + 2;
    }
  }
}

bool valid_escapes(const char* begin, const char* end) {
  for (const char* p = find_backslash(begin, end); p != end; p = find_backslash(p, end)) {
    if (p + 1 == end) return false;
    if (p[1] == 'u') {
      const auto scalar = unicode_escape(p + 2, end);
      if (!scalar) return false;
      p = scalar->end;
    } else {
      if (short_escape(p[1]) == 0) return false;
      p += 2;
    }
  }
  return true;
}

}  // namespace nexus::engine::read
