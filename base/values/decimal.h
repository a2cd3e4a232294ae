#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::base {

/// An exact decimal number `coefficient × 10^exponent`, with the arithmetic of IEEE 754-2008 decimal128: at most 34
/// significant digits, adjusted exponent −6143…6144, one rounding half-even where a result needs more digits, no
/// subnormals, infinities, NaN or negative zero. Always canonical: no trailing zeros in the coefficient, zero is 0×10^0,
/// so equal values have equal representations.
class Decimal {
 public:
  __extension__ typedef __int128 Coefficient;  // `using` takes no __extension__, without which -Wpedantic complains
  static constexpr int max_digits = 34;

  constexpr Decimal() = default;
  /// Exact.
  Decimal(std::int64_t integer) : coefficient_(integer) {  // NOLINT: a number literal is meant to convert
    if (integer % 10 == 0) strip_zeros();
  }

  /// `coefficient × 10^exponent`; nothing where the adjusted exponent is out of range. |coefficient| < 10^34.
  [[nodiscard]] static std::optional<Decimal> make(Coefficient coefficient, int exponent);

  /// Reads a JSON number or a literal of the language: `-?digits[.digits][(e|E)[+-]digits]`. Rounds once half-even where
  /// there are more than 34 significant digits and sets `rounded`, if given. Nothing when `text` is not such a number or
  /// is out of range; `out_of_range`, if given, tells which.
  [[nodiscard]] static std::optional<Decimal> parse(std::string_view text, bool* rounded = nullptr,
                                                    bool* out_of_range = nullptr);

  [[nodiscard]] constexpr Coefficient coefficient() const { return coefficient_; }
  [[nodiscard]] constexpr int exponent() const { return exponent_; }
  [[nodiscard]] bool is_zero() const { return coefficient_ == 0; }
  [[nodiscard]] bool is_negative() const { return coefficient_ < 0; }
  [[nodiscard]] bool is_integer() const { return exponent_ >= 0; }
  /// The value as an int64, where it is one.
  [[nodiscard]] std::optional<std::int64_t> to_int64() const;
  /// Nearest double; for charts and statistics that need no exactness, never for a verdict.
  [[nodiscard]] double to_double() const;

  /// Plain digits while that stays short (`0.0005`, `1200`), else `1.5e+40`. Parsing it gives the same value.
  [[nodiscard]] std::string to_string() const;
  /// Rounded half-even to at most `places` decimals, for messages: `74.1667`. Never an exponent for everyday sizes.
  [[nodiscard]] std::string to_string_rounded(int places) const;
  /// Every digit and never an exponent: thousands of characters for `1e-6000`.
  [[nodiscard]] std::string to_plain_string() const;

  /// Half-even to at most `places` decimals; a negative number of places rounds to tens, hundreds … A value that would
  /// round out of range stays as it is.
  [[nodiscard]] Decimal rounded(int places) const;

  [[nodiscard]] friend bool operator==(const Decimal&, const Decimal&) = default;
  /// By value, never rounded.
  [[nodiscard]] friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
    if (a.exponent_ == b.exponent_) return a.coefficient_ <=> b.coefficient_;
    return compare(a, b);
  }

  [[nodiscard]] Decimal operator-() const;
  [[nodiscard]] Decimal abs() const { return is_negative() ? -*this : *this; }

 private:
  friend class DecimalBuilder;  // the arithmetic in decimal.cpp

  // INVARIANT (canonical): `coefficient` does not end in 0, or both are 0.
  constexpr Decimal(Coefficient coefficient, std::int32_t exponent) : coefficient_(coefficient), exponent_(exponent) {}

  static std::strong_ordering compare(const Decimal& a, const Decimal& b);
  void strip_zeros();

  Coefficient coefficient_ = 0;
  std::int32_t exponent_ = 0;
};

/// Why an operation has no result.
enum class ArithmeticError : std::uint8_t { none, overflow, division_by_zero };

struct ArithmeticResult {
  Decimal value;
  ArithmeticError error = ArithmeticError::none;
};

// Each is exact while the result has at most 34 digits, and otherwise rounded once, half-even.
[[nodiscard]] ArithmeticResult add(const Decimal& a, const Decimal& b);
[[nodiscard]] ArithmeticResult subtract(const Decimal& a, const Decimal& b);
[[nodiscard]] ArithmeticResult multiply(const Decimal& a, const Decimal& b);
[[nodiscard]] ArithmeticResult divide(const Decimal& a, const Decimal& b);
/// `a − b·trunc(a/b)`, exact, with the sign of `a`.
[[nodiscard]] ArithmeticResult remainder(const Decimal& a, const Decimal& b);
/// Correctly rounded; `a` must not be negative.
[[nodiscard]] ArithmeticResult square_root(const Decimal& a);

}  // namespace nexus::base
