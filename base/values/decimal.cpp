#include "base/values/decimal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <charconv>
#include <limits>

// The calling convention the packaged library was built with: operands by value, rounding mode and flags as arguments.
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
extern "C" {
#include <bid_conf.h>
#include <bid_functions.h>
}

namespace nexus::base {
namespace {

using Signed = Decimal::Coefficient;
__extension__ typedef unsigned __int128 Unsigned;

constexpr int max_digits = Decimal::max_digits;
constexpr std::int64_t least_adjusted = -6143;
constexpr std::int64_t greatest_adjusted = 6144;

/// All powers of ten that an __int128 holds.
constexpr auto powers_of_ten = [] {
  std::array<Unsigned, 39> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();
constexpr int max_scale = 38;  // 10^38 < 2^127
/// 10^18 is the greatest of which the product with any int64 fits an __int128.
constexpr int max_small_scale = 18;

constexpr Unsigned power_of_ten(int exponent) { return powers_of_ten[static_cast<std::size_t>(exponent)]; }
constexpr Signed signed_power_of_ten(int exponent) { return static_cast<Signed>(power_of_ten(exponent)); }
constexpr Unsigned coefficient_limit = power_of_ten(max_digits);

constexpr bool fits_int64(Signed value) { return static_cast<std::int64_t>(value) == value; }
constexpr Unsigned magnitude(Signed value) { return static_cast<Unsigned>(value < 0 ? -value : value); }
constexpr Signed with_sign(Unsigned value, bool negative) {
  return negative ? -static_cast<Signed>(value) : static_cast<Signed>(value);
}

/// Number of decimal digits; 0 for 0.
int digit_count(Unsigned value) {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  const auto low = static_cast<std::uint64_t>(value);
  const int bits = high != 0 ? 128 - std::countl_zero(high) : 64 - std::countl_zero(low);
  const int estimate = bits * 1233 >> 12;  // bits × log10(2), exact or one too low
  return estimate + (value >= power_of_ten(estimate) ? 1 : 0);
}

std::int64_t adjusted_exponent(Signed coefficient, std::int64_t exponent) {
  return exponent + digit_count(magnitude(coefficient)) - 1;
}

/// `value / 10^digits`, half-even.
Unsigned divide_half_even(Unsigned value, int digits) {
  const Unsigned power = power_of_ten(digits);
  const Unsigned half = power / 2;
  Unsigned quotient = value / power;
  const Unsigned rest = value % power;
  if (rest > half || (rest == half && quotient % 2 == 1)) ++quotient;
  return quotient;
}

void strip_zeros_small(std::int64_t& coefficient, std::int64_t& exponent) {
  while (coefficient % 10'000 == 0) {
    coefficient /= 10'000;
    exponent += 4;
  }
  while (coefficient % 10 == 0) {
    coefficient /= 10;
    ++exponent;
  }
}

/// For coefficients beyond int64, whose division is slow: an odd one can be seen not to end in 0.
void strip_zeros_wide(Signed& coefficient, std::int64_t& exponent) {
  for (const int zeros : {16, 8, 4, 2, 1}) {
    if (coefficient % 2 != 0) return;
    const Signed power = signed_power_of_ten(zeros);
    while (coefficient % power == 0) {
      coefficient /= power;
      exponent += zeros;
    }
  }
}

}  // namespace

/// Makes canonical values out of the raw results of the arithmetic.
class DecimalBuilder {
 public:
  /// The nearest decimal to `coefficient × 10^exponent`, for any coefficient.
  static ArithmeticResult finish(Signed coefficient, std::int64_t exponent) {
    if (fits_int64(coefficient)) {
      auto small = static_cast<std::int64_t>(coefficient);
      if (small % 10 == 0) {
        if (small == 0) return {};
        strip_zeros_small(small, exponent);
        coefficient = small;
      }
    } else {
      if (magnitude(coefficient) >= coefficient_limit) round(coefficient, exponent);
      strip_zeros_wide(coefficient, exponent);
    }
    if (!in_range(coefficient, exponent)) return {{}, ArithmeticError::overflow};
    return {Decimal(coefficient, static_cast<std::int32_t>(exponent))};
  }

  static std::optional<Decimal> finish_optional(Signed coefficient, std::int64_t exponent) {
    const auto result = finish(coefficient, exponent);
    if (result.error != ArithmeticError::none) return std::nullopt;
    return result.value;
  }

  /// Of a canonical coefficient, in a range already known.
  static Decimal raw(Signed coefficient, std::int32_t exponent) { return {coefficient, exponent}; }

 private:
  static void round(Signed& coefficient, std::int64_t& exponent) {
    const Unsigned value = magnitude(coefficient);
    const int surplus = digit_count(value) - max_digits;
    coefficient = with_sign(divide_half_even(value, surplus), coefficient < 0);
    exponent += surplus;
  }

  static bool in_range(Signed coefficient, std::int64_t exponent) {
    if (exponent >= least_adjusted && exponent <= greatest_adjusted - max_digits) return true;
    const std::int64_t adjusted = adjusted_exponent(coefficient, exponent);
    return adjusted >= least_adjusted && adjusted <= greatest_adjusted;
  }
};

namespace {

using Builder = DecimalBuilder;

constexpr ArithmeticResult division_by_zero{{}, ArithmeticError::division_by_zero};

// ---- Intel's library, for what does not fit 128 bits ------------------------------------------------------------------
// It never sees an exponent near its limits: the operands get small ones and the result the difference back, so that no
// result of it overflows, is subnormal, or is rounded to fewer than 34 digits. Its flags say nothing then.

constexpr int bid_bias = 6176;
constexpr int bid_exponent_shift = 49;  // in the high word: sign, 14 bits exponent, 49 bits coefficient
constexpr std::uint64_t bid_sign = std::uint64_t{1} << 63;
constexpr std::uint64_t bid_coefficient_mask = (std::uint64_t{1} << bid_exponent_shift) - 1;
constexpr unsigned bid_half_even = BID_ROUNDING_TO_NEAREST;

BID_UINT128 to_bid(Signed coefficient, int exponent) {
  const Unsigned value = magnitude(coefficient);
  const auto biased = static_cast<std::uint64_t>(exponent + bid_bias);
  BID_UINT128 bid;
  bid.w[0] = static_cast<std::uint64_t>(value);
  bid.w[1] = static_cast<std::uint64_t>(value >> 64) | biased << bid_exponent_shift | (coefficient < 0 ? bid_sign : 0);
  return bid;
}

/// The value of `bid × 10^exponent`.
ArithmeticResult from_bid(const BID_UINT128& bid, std::int64_t exponent) {
  const Unsigned value = static_cast<Unsigned>(bid.w[1] & bid_coefficient_mask) << 64 | bid.w[0];
  const auto biased = static_cast<std::int64_t>((bid.w[1] & ~bid_sign) >> bid_exponent_shift);
  return Builder::finish(with_sign(value, (bid.w[1] & bid_sign) != 0), biased - bid_bias + exponent);
}

struct Parts {
  Signed coefficient;
  std::int64_t exponent;
};

ArithmeticResult add_with_bid(const Parts& high, const Parts& low) {
  // Below 10^-200 of the other operand only the sign of the lower one matters.
  const auto distance = static_cast<int>(std::min<std::int64_t>(high.exponent - low.exponent, 200));
  unsigned flags = 0;
  const auto sum = bid128_add(to_bid(high.coefficient, 0), to_bid(low.coefficient, -distance), bid_half_even, &flags);
  return from_bid(sum, high.exponent);
}

// ---- addition ---------------------------------------------------------------------------------------------------------

/// `high.exponent` ≥ `low.exponent`.
ArithmeticResult add_aligned(const Parts& high, const Parts& low) {
  const std::int64_t distance = high.exponent - low.exponent;
  const bool scales = distance <= max_small_scale && fits_int64(high.coefficient);
  if (scales || distance + digit_count(magnitude(high.coefficient)) <= max_scale) {
    const Signed scaled = high.coefficient * signed_power_of_ten(static_cast<int>(distance));
    return Builder::finish(scaled + low.coefficient, low.exponent);  // < 10^38 + 10^34
  }
  return add_with_bid(high, low);
}

ArithmeticResult add_parts(const Parts& a, const Parts& b) {
  if (a.exponent == b.exponent) return Builder::finish(a.coefficient + b.coefficient, a.exponent);
  // Zero has no exponent of its own to align with.
  if (a.coefficient == 0) return Builder::finish(b.coefficient, b.exponent);
  if (b.coefficient == 0) return Builder::finish(a.coefficient, a.exponent);
  return a.exponent > b.exponent ? add_aligned(a, b) : add_aligned(b, a);
}

// ---- division ---------------------------------------------------------------------------------------------------------

/// Long division, up to 18 digits a step, until it comes out even or the quotient has digits to round.
ArithmeticResult divide_small(std::uint64_t dividend, std::uint64_t divisor, bool negative, std::int64_t exponent) {
  Unsigned quotient = dividend / divisor;
  std::uint64_t rest = dividend % divisor;
  while (rest != 0 && quotient < coefficient_limit) {
    const int digits = std::min(max_small_scale, max_scale - digit_count(quotient));
    const Unsigned scaled = rest * power_of_ten(digits);
    quotient = quotient * power_of_ten(digits) + scaled / divisor;
    rest = static_cast<std::uint64_t>(scaled % divisor);
    exponent -= digits;
  }
  // There is a digit below the 34 now. Ending in 1 or 6 it rounds as all that follows would make it round.
  if (rest != 0 && quotient % 5 == 0) ++quotient;
  return Builder::finish(with_sign(quotient, negative), exponent);
}

/// `a·b mod m` for numbers below 2^113, by doubling: the product itself would need 226 bits.
Unsigned multiply_modulo(Unsigned a, Unsigned b, Unsigned m) {
  Unsigned product = 0;
  for (; b != 0; b >>= 1) {
    if ((b & 1) != 0) product = (product + a) % m;
    a = (a << 1) % m;
  }
  return product;
}

Unsigned power_of_ten_modulo(std::int64_t exponent, Unsigned m) {
  Unsigned result = 1 % m;
  Unsigned square = 10 % m;
  for (; exponent != 0; exponent >>= 1) {
    if ((exponent & 1) != 0) result = multiply_modulo(result, square, m);
    square = multiply_modulo(square, square, m);
  }
  return result;
}

/// `a·10^distance mod b`.
Unsigned remainder_scaled(Unsigned a, std::int64_t distance, Unsigned b) {
  if (distance + digit_count(a) <= max_scale) return a * power_of_ten(static_cast<int>(distance)) % b;
  return multiply_modulo(a % b, power_of_ten_modulo(distance, b), b);
}

// ---- comparison -------------------------------------------------------------------------------------------------------

constexpr int sign(Signed value) { return (value > 0 ? 1 : 0) - (value < 0 ? 1 : 0); }

struct Magnitude {
  Unsigned coefficient;
  std::int64_t exponent;
};

/// Neither is zero.
std::strong_ordering compare_magnitudes(const Magnitude& a, const Magnitude& b) {
  const std::int64_t distance = a.exponent - b.exponent;
  const auto adjusted = distance + digit_count(a.coefficient) <=> digit_count(b.coefficient);
  if (adjusted != 0) return adjusted;
  // Scaled to the lower exponent both have as many digits as the other one has, at most 34.
  if (distance >= 0) return a.coefficient * power_of_ten(static_cast<int>(distance)) <=> b.coefficient;
  return a.coefficient <=> b.coefficient * power_of_ten(static_cast<int>(-distance));
}

// ---- text -------------------------------------------------------------------------------------------------------------

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits of a number while they are read, the first 34 that count and what is needed to round for the rest.
class Significand {
 public:
  void push(std::string_view digits) {
    for (const char c : digits) push(c - '0');
  }
  [[nodiscard]] bool inexact() const { return first_dropped_ != 0 || more_dropped_; }
  [[nodiscard]] std::int64_t dropped() const { return dropped_; }
  [[nodiscard]] Unsigned rounded() const {
    const bool tie = first_dropped_ == 5 && !more_dropped_;
    const bool up = tie ? value_ % 2 == 1 : first_dropped_ >= 5;
    return value_ + (up ? 1 : 0);
  }

 private:
  void push(int digit) {
    if (kept_ < max_digits) {
      value_ = value_ * 10 + static_cast<unsigned>(digit);
      if (value_ != 0) ++kept_;  // leading zeros do not count
    } else if (++dropped_ == 1) {
      first_dropped_ = digit;
    } else if (digit != 0) {
      more_dropped_ = true;
    }
  }

  Unsigned value_ = 0;
  int kept_ = 0;
  std::int64_t dropped_ = 0;
  int first_dropped_ = 0;
  bool more_dropped_ = false;
};

/// The parts of `-?digits[.digits][(e|E)[+-]digits]`.
struct NumberText {
  bool negative = false;
  std::string_view integer;
  std::string_view fraction;
  std::int64_t exponent = 0;
};

std::string_view take_digits(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  const auto digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_exponent(std::string_view& text) {
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  const auto digits = take_digits(text);
  if (digits.empty()) return std::nullopt;
  // More than any number of digits in memory could make up for; there is no need to read on.
  constexpr std::int64_t enough = 1'000'000'000'000'000;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (value < enough) value = value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

std::optional<NumberText> split_number(std::string_view text) {
  NumberText number;
  number.negative = take(text, '-');
  number.integer = take_digits(text);
  if (number.integer.empty() || (number.integer.size() > 1 && number.integer.front() == '0')) return std::nullopt;
  if (take(text, '.')) {
    number.fraction = take_digits(text);
    if (number.fraction.empty()) return std::nullopt;
  }
  if (take(text, 'e') || take(text, 'E')) {
    const auto exponent = take_exponent(text);
    if (!exponent) return std::nullopt;
    number.exponent = *exponent;
  }
  if (!text.empty()) return std::nullopt;
  return number;
}

/// Nearly every number there is, in one pass: at most 18 characters, no exponent. Nothing where it is not of that kind,
/// whether or not it is a number.
std::optional<Parts> read_everyday_number(std::string_view text) {
  if (text.size() > max_small_scale) return std::nullopt;
  const bool negative = take(text, '-');
  if (text.empty() || !is_digit(text.front()) || !is_digit(text.back())) return std::nullopt;
  if (text.front() == '0' && text.size() > 1 && text[1] != '.') return std::nullopt;
  std::int64_t value = 0;
  std::size_t after_point = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      value = value * 10 + (text[i] - '0');
    } else if (text[i] == '.' && after_point == 0) {
      after_point = i + 1;
    } else {
      return std::nullopt;
    }
  }
  const std::size_t decimals = after_point == 0 ? 0 : text.size() - after_point;
  return Parts{negative ? -value : value, -static_cast<std::int64_t>(decimals)};
}

std::string scientific(const std::string& digits, std::int64_t adjusted) {
  const std::string_view point = digits.size() > 1 ? "." : "";
  return fmt::format("{}{}{}e{:+}", digits[0], point, std::string_view(digits).substr(1), adjusted);
}

std::string plain(std::string digits, std::int64_t exponent) {
  if (exponent >= 0) return digits.append(static_cast<std::size_t>(exponent), '0');
  const auto decimals = static_cast<std::size_t>(-exponent);
  if (digits.size() <= decimals) digits.insert(0, decimals - digits.size() + 1, '0');
  digits.insert(digits.size() - decimals, 1, '.');
  return digits;
}

}  // namespace

// ---- construction -----------------------------------------------------------------------------------------------------

void Decimal::strip_zeros() {
  if (coefficient_ == 0) return;
  auto coefficient = static_cast<std::int64_t>(coefficient_);
  std::int64_t exponent = exponent_;
  strip_zeros_small(coefficient, exponent);
  coefficient_ = coefficient;
  exponent_ = static_cast<std::int32_t>(exponent);
}

std::optional<Decimal> Decimal::make(Coefficient coefficient, int exponent) {
  assert(magnitude(coefficient) < coefficient_limit);
  return Builder::finish_optional(coefficient, exponent);
}

std::optional<Decimal> Decimal::parse(std::string_view text, bool* rounded, bool* out_of_range) {
  if (rounded != nullptr) *rounded = false;
  if (out_of_range != nullptr) *out_of_range = false;
  if (const auto parts = read_everyday_number(text))
    return Builder::finish_optional(parts->coefficient, parts->exponent);
  const auto number = split_number(text);
  if (!number) return std::nullopt;

  Significand significand;
  significand.push(number->integer);
  significand.push(number->fraction);
  const auto exponent = number->exponent - static_cast<std::int64_t>(number->fraction.size()) + significand.dropped();
  const auto value = Builder::finish_optional(with_sign(significand.rounded(), number->negative), exponent);
  if (rounded != nullptr) *rounded = value && significand.inexact();
  if (out_of_range != nullptr) *out_of_range = !value;
  return value;
}

// ---- conversion -------------------------------------------------------------------------------------------------------

std::optional<std::int64_t> Decimal::to_int64() const {
  if (exponent_ < 0 || exponent_ > max_small_scale || !fits_int64(coefficient_)) return std::nullopt;
  const Coefficient value = coefficient_ * signed_power_of_ten(exponent_);
  if (!fits_int64(value)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

double Decimal::to_double() const {
  const auto text = fmt::format("{}e{}", coefficient_, exponent_);
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc{}) return value;
  if (adjusted_exponent(coefficient_, exponent_) < 0) return 0;
  return is_negative() ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
}

std::string Decimal::to_string() const {
  // Where JavaScript draws the line, too: zeros only for padding are not worth more than this.
  constexpr std::int64_t least_plain = -7;
  constexpr std::int64_t greatest_plain = 20;
  const std::int64_t adjusted = adjusted_exponent(coefficient_, exponent_);
  const bool is_short = exponent_ > 0 ? adjusted <= greatest_plain : adjusted >= least_plain;
  if (is_short) return to_plain_string();
  return (is_negative() ? "-" : "") + scientific(fmt::to_string(magnitude(coefficient_)), adjusted);
}

std::string Decimal::to_plain_string() const {
  return (is_negative() ? "-" : "") + plain(fmt::to_string(magnitude(coefficient_)), exponent_);
}

std::string Decimal::to_string_rounded(int places) const {
  const auto value = rounded(places);
  auto text = value.to_string();
  const auto e = text.find('e');
  if (e == std::string::npos) return text;
  // Too great for plain digits: the places are those before the exponent. Too small: `places` is itself that great.
  const auto adjusted = static_cast<int>(adjusted_exponent(value.coefficient_, value.exponent_));
  return adjusted > 0 ? value.rounded(places - adjusted).to_string() : text;
}

Decimal Decimal::rounded(int places) const {
  const std::int64_t surplus = -std::int64_t{places} - exponent_;
  if (surplus <= 0) return *this;
  if (surplus > max_digits) return {};  // less than a tenth of the last place
  const Unsigned value = divide_half_even(magnitude(coefficient_), static_cast<int>(surplus));
  return Builder::finish_optional(with_sign(value, is_negative()), -std::int64_t{places}).value_or(*this);
}

Decimal Decimal::operator-() const { return {-coefficient_, exponent_}; }

std::strong_ordering Decimal::compare(const Decimal& a, const Decimal& b) {
  const std::int64_t distance = std::int64_t{a.exponent_} - b.exponent_;
  if (fits_int64(a.coefficient_) && fits_int64(b.coefficient_)) {
    if (distance >= 0 && distance <= max_small_scale)
      return a.coefficient_ * signed_power_of_ten(static_cast<int>(distance)) <=> b.coefficient_;
    if (distance < 0 && -distance <= max_small_scale)
      return a.coefficient_ <=> b.coefficient_ * signed_power_of_ten(static_cast<int>(-distance));
  }
  const auto signs = sign(a.coefficient_) <=> sign(b.coefficient_);
  if (signs != 0 || a.is_zero()) return signs;
  const auto magnitudes =
      compare_magnitudes({magnitude(a.coefficient_), a.exponent_}, {magnitude(b.coefficient_), b.exponent_});
  return a.is_negative() ? 0 <=> magnitudes : magnitudes;
}

// ---- arithmetic -------------------------------------------------------------------------------------------------------

ArithmeticResult add(const Decimal& a, const Decimal& b) {
  return add_parts({a.coefficient(), a.exponent()}, {b.coefficient(), b.exponent()});
}

ArithmeticResult subtract(const Decimal& a, const Decimal& b) {
  return add_parts({a.coefficient(), a.exponent()}, {-b.coefficient(), b.exponent()});
}

ArithmeticResult multiply(const Decimal& a, const Decimal& b) {
  const Signed x = a.coefficient();
  const Signed y = b.coefficient();
  const std::int64_t exponent = std::int64_t{a.exponent()} + b.exponent();
  const bool both_small = fits_int64(x) && fits_int64(y);
  if (both_small || digit_count(magnitude(x)) + digit_count(magnitude(y)) <= max_scale)
    return Builder::finish(x * y, exponent);
  unsigned flags = 0;
  return from_bid(bid128_mul(to_bid(x, 0), to_bid(y, 0), bid_half_even, &flags), exponent);
}

ArithmeticResult divide(const Decimal& a, const Decimal& b) {
  if (b.is_zero()) return division_by_zero;
  const Signed x = a.coefficient();
  const Signed y = b.coefficient();
  const std::int64_t exponent = std::int64_t{a.exponent()} - b.exponent();
  if (fits_int64(x) && fits_int64(y)) {
    const bool negative = a.is_negative() != b.is_negative();
    return divide_small(static_cast<std::uint64_t>(magnitude(x)), static_cast<std::uint64_t>(magnitude(y)), negative,
                        exponent);
  }
  unsigned flags = 0;
  return from_bid(bid128_div(to_bid(x, 0), to_bid(y, 0), bid_half_even, &flags), exponent);
}

ArithmeticResult remainder(const Decimal& a, const Decimal& b) {
  if (b.is_zero()) return division_by_zero;
  if (a.is_zero()) return {};
  const Unsigned x = magnitude(a.coefficient());
  const Unsigned y = magnitude(b.coefficient());
  const std::int64_t distance = std::int64_t{a.exponent()} - b.exponent();
  if (distance >= 0) return Builder::finish(with_sign(remainder_scaled(x, distance, y), a.is_negative()), b.exponent());
  // `b` in units of the last digit of `a`; where that has more than 34 digits, b is the greater.
  if (digit_count(y) - distance > max_digits) return {a};
  const Unsigned scaled = y * power_of_ten(static_cast<int>(-distance));
  return Builder::finish(with_sign(x % scaled, a.is_negative()), a.exponent());
}

ArithmeticResult square_root(const Decimal& a) {
  assert(!a.is_negative());
  if (a.is_zero()) return {};
  const int odd = a.exponent() % 2 == 0 ? 0 : 1;
  unsigned flags = 0;
  return from_bid(bid128_sqrt(to_bid(a.coefficient(), odd), bid_half_even, &flags), (a.exponent() - odd) / 2);
}

}  // namespace nexus::base
