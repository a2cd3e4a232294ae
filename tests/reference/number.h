#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Decimals as school has them: digits, a sign, a power of ten. Slow, and with nothing in common with base/values, so that
/// the two can tell on each other (docs/language.md, "Numbers").
namespace nexus::reference {

class Number {
 public:
  Number() = default;
  Number(std::int64_t value);

  /// A number of JSON, `-12.5e3`; rounded to 34 digits. Nothing where the text is none, or beyond the range.
  [[nodiscard]] static std::optional<Number> parse(std::string_view text);
  /// `digits × 10^exponent`, rounded to 34 digits, half to even. Nothing beyond the range.
  [[nodiscard]] static std::optional<Number> make(bool negative, std::string digits, int exponent);

  [[nodiscard]] bool is_zero() const { return digits_ == "0"; }
  [[nodiscard]] bool is_negative() const { return negative_; }
  [[nodiscard]] bool is_whole() const { return exponent_ >= 0; }
  /// Whole, and within 64 bits.
  [[nodiscard]] bool is_int() const;
  /// Of a number that `is_int`.
  [[nodiscard]] std::int64_t to_int() const;
  /// The exponents of its last and of its first digit.
  [[nodiscard]] int least() const { return exponent_; }
  [[nodiscard]] int greatest() const { return exponent_ + static_cast<int>(digits_.size()) - 1; }
  /// Without exponent: `-0.05`.
  [[nodiscard]] std::string plain() const;
  /// With one where more digits would only be zeros, as JavaScript writes numbers: `1e+21`, `1.5e-8`.
  [[nodiscard]] std::string written() const;
  /// To 30 digits: the last ones of a root or a quotient are a matter of how it is computed.
  [[nodiscard]] std::string nearly() const { return rounded(29 - greatest()).plain(); }
  /// Rounded half to even to so many decimals.
  [[nodiscard]] Number rounded(int places) const;

  /// The square root of one that is not negative.
  [[nodiscard]] Number root() const;

  [[nodiscard]] Number operator-() const;
  // Nothing where the result is beyond the range, or the divisor is zero.
  friend std::optional<Number> operator+(const Number& a, const Number& b);
  friend std::optional<Number> operator-(const Number& a, const Number& b) { return a + -b; }
  friend std::optional<Number> operator*(const Number& a, const Number& b);
  friend std::optional<Number> operator/(const Number& a, const Number& b);
  friend std::optional<Number> operator%(const Number& a, const Number& b);

  friend bool operator==(const Number&, const Number&) = default;
  friend std::strong_ordering operator<=>(const Number& a, const Number& b);

 private:
  bool negative_ = false;
  std::string digits_ = "0";  // the first is not 0, nor the last, but in zero itself
  int exponent_ = 0;          // of the last digit
};

}  // namespace nexus::reference
