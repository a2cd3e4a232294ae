#pragma once

#include "engine/read/json_text.h"

#include <cstdint>

namespace nexus::engine::read {

/// A number as it was scanned. Where `small`, it is exactly `coefficient × 10^exponent`, in canonical form; else its
/// text must be read with base::Decimal.
struct ScannedNumber {
  std::int64_t coefficient = 0;
  std::int32_t exponent = 0;
  bool small = false;
};

/// Digits of which any number fits an int64.
constexpr std::ptrdiff_t small_digits = 18;
/// Beyond it the range of base::Decimal must be looked at; and far beyond it counting stops.
constexpr std::int64_t small_exponent = 6000;

/// The end of `[+-]digits`, or null where there are no digits. `value` is added to.
[[nodiscard]] NEXUS_COLD const char* scan_exponent(const char* p, std::int64_t& value);

inline void strip_zeros(ScannedNumber& number) {
  while (number.coefficient % 10 == 0) {
    number.coefficient /= 10;
    ++number.exponent;
  }
}

[[nodiscard]] NEXUS_HOT const char* skip_digits(const char* p) {
  while (is_digit(*p)) ++p;
  return p;
}

/// The end of the number that begins at `p`, or null where its grammar is broken. The text must end with something that
/// is no part of a number.
[[nodiscard]] NEXUS_HOT const char* skip_number(const char* p) {
  if (*p == '-') ++p;
  const char* const first = p;
  p = skip_digits(p);
  if (p == first || (*first == '0' && p != first + 1)) return nullptr;
  if (*p == '.') {
    const char* const fraction = ++p;
    p = skip_digits(p);
    if (p == fraction) return nullptr;
  }
  std::int64_t exponent = 0;
  if (*p == 'e' || *p == 'E') p = scan_exponent(p + 1, exponent);
  return p != nullptr && ends_scalar(*p) ? p : nullptr;
}

[[nodiscard]] NEXUS_HOT const char* scan_digits(const char* p, std::uint64_t& value) {
  for (; is_digit(*p); ++p) value = value * 10 + static_cast<std::uint64_t>(*p - '0');
  return p;
}

/// The same, and what the number is.
[[nodiscard]] NEXUS_HOT const char* scan_number(const char* p, ScannedNumber& number) {
  const bool negative = *p == '-';
  if (negative) ++p;
  const char* const first = p;
  std::uint64_t magnitude = 0;  // too many digits make it wrap round; it is not used then
  p = scan_digits(p, magnitude);
  std::ptrdiff_t digits = p - first;
  if (digits == 0 || (*first == '0' && digits != 1)) return nullptr;
  std::int64_t exponent = 0;
  if (*p == '.') {
    const char* const fraction = p + 1;
    p = scan_digits(fraction, magnitude);
    if (p == fraction) return nullptr;
    digits += p - fraction;
    exponent = fraction - p;
  }
  const bool ends_in_zero = p[-1] == '0';
  if (*p == 'e' || *p == 'E') {
    p = scan_exponent(p + 1, exponent);
    if (p == nullptr) return nullptr;
  }
  if (!ends_scalar(*p)) return nullptr;
  number.small = digits <= small_digits && exponent <= small_exponent && exponent >= -small_exponent;
  if (!number.small) return p;
  const auto value = static_cast<std::int64_t>(magnitude);
  number.coefficient = negative ? -value : value;
  number.exponent = static_cast<std::int32_t>(exponent);
  if (ends_in_zero) {
    if (value == 0)
      number.exponent = 0;
    else
      strip_zeros(number);
  }
  return p;
}

}  // namespace nexus::engine::read
