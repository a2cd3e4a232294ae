#include "tests/reference/number.h"

#include <algorithm>
#include <utility>

namespace nexus::reference {

namespace {

constexpr std::size_t most_digits = 34;
constexpr int greatest_exponent = 6144, least_exponent = -6143;

// Whole numbers as digits, the first one first; "0" is zero.

void strip(std::string& digits) { digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1)); }

std::strong_ordering compare(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

std::string add(std::string a, std::string b) {
  if (a.size() < b.size()) std::swap(a, b);
  b.insert(0, a.size() - b.size(), '0');
  int carry = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    const int sum = (a[i] - '0') + (b[i] - '0') + carry;
    a[i] = static_cast<char>('0' + sum % 10);
    carry = sum / 10;
  }
  if (carry != 0) a.insert(0, 1, '1');
  return a;
}

/// a − b, where a ≥ b.
std::string subtract(std::string a, std::string b) {
  b.insert(0, a.size() - b.size(), '0');
  int borrow = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    int difference = (a[i] - b[i]) - borrow;
    borrow = difference < 0 ? 1 : 0;
    a[i] = static_cast<char>('0' + difference + 10 * borrow);
  }
  strip(a);
  return a;
}

std::string multiply(const std::string& a, const std::string& b) {
  std::string product(a.size() + b.size(), '0');
  for (std::size_t i = a.size(); i-- > 0;) {
    int carry = 0;
    for (std::size_t j = b.size(); j-- > 0;) {
      const int sum = (product[i + j + 1] - '0') + (a[i] - '0') * (b[j] - '0') + carry;
      product[i + j + 1] = static_cast<char>('0' + sum % 10);
      carry = sum / 10;
    }
    product[i] = static_cast<char>('0' + carry);
  }
  strip(product);
  return product;
}

struct Division {
  std::string quotient, remainder;
};
Division divide(const std::string& a, const std::string& b) {
  Division result{"", "0"};
  for (const char digit : a) {
    result.remainder += digit;
    strip(result.remainder);
    char times = '0';
    for (; compare(result.remainder, b) >= 0; ++times) result.remainder = subtract(result.remainder, b);
    result.quotient += times;
  }
  strip(result.quotient);
  return result;
}

/// Cuts off the last `count` digits, half to even.
std::string cut(const std::string& digits, std::size_t count) {
  if (count > digits.size()) return "0";
  std::string kept = digits.substr(0, digits.size() - count);
  const std::string rest = digits.substr(digits.size() - count);
  if (kept.empty()) kept = "0";
  const std::string half = "5" + std::string(rest.size() - 1, '0');
  const bool odd = (kept.back() - '0') % 2 == 1;
  if (rest > half || (rest == half && odd)) kept = add(std::move(kept), "1");
  return kept;
}

}  // namespace

Number::Number(std::int64_t value) {
  std::string digits = std::to_string(value);
  const bool negative = digits.front() == '-';
  if (negative) digits.erase(0, 1);
  *this = *make(negative, std::move(digits), 0);
}

std::optional<Number> Number::make(bool negative, std::string digits, int exponent) {
  strip(digits);
  if (digits.size() > most_digits) {
    const std::size_t over = digits.size() - most_digits;
    digits = cut(digits, over);
    exponent += static_cast<int>(over);
  }
  while (digits.size() > 1 && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  Number number;
  if (digits == "0") return number;
  number.negative_ = negative;
  number.digits_ = std::move(digits);
  number.exponent_ = exponent;
  if (number.greatest() > greatest_exponent || number.greatest() < least_exponent) return std::nullopt;
  return number;
}

std::optional<Number> Number::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::string digits;
  int exponent = 0;
  bool fraction = false;
  std::size_t i = 0;
  for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
    if (text[i] == '.' && !fraction) {
      fraction = true;
    } else if (text[i] >= '0' && text[i] <= '9') {
      digits += text[i];
      if (fraction) --exponent;
    } else {
      return std::nullopt;
    }
  }
  if (digits.empty()) return std::nullopt;
  if (i < text.size()) {
    std::string_view power = text.substr(i + 1);
    const bool down = power.starts_with('-');
    if (down || power.starts_with('+')) power.remove_prefix(1);
    if (power.empty() || power.size() > 6) return std::nullopt;
    int value = 0;
    for (const char digit : power) {
      if (digit < '0' || digit > '9') return std::nullopt;
      value = value * 10 + (digit - '0');
    }
    exponent += down ? -value : value;
  }
  return make(negative, std::move(digits), exponent);
}

bool Number::is_int() const {
  if (!is_whole() || greatest() > 18) return false;
  const std::string digits = digits_ + std::string(static_cast<std::size_t>(exponent_), '0');
  return compare(digits, negative_ ? "9223372036854775808" : "9223372036854775807") <= 0;
}
std::int64_t Number::to_int() const {
  return static_cast<std::int64_t>(
      std::stoll((negative_ ? "-" : "") + digits_ + std::string(static_cast<std::size_t>(exponent_), '0')));
}

std::string Number::plain() const {
  std::string text = digits_;
  if (exponent_ >= 0) {
    text.append(static_cast<std::size_t>(exponent_), '0');
  } else {
    const auto decimals = static_cast<std::size_t>(-exponent_);
    if (text.size() <= decimals) text.insert(0, decimals - text.size() + 1, '0');
    text.insert(text.size() - decimals, 1, '.');
  }
  return (negative_ ? "-" : "") + text;
}

std::string Number::written() const {
  constexpr int least_plain = -7, greatest_plain = 20;
  if (exponent_ > 0 ? greatest() <= greatest_plain : greatest() >= least_plain) return plain();
  const std::string rest = digits_.size() > 1 ? "." + digits_.substr(1) : "";
  return (negative_ ? "-" : "") + digits_.substr(0, 1) + rest + (greatest() < 0 ? "e-" : "e+") +
         std::to_string(std::abs(greatest()));
}

Number Number::rounded(int places) const {
  if (-exponent_ <= places) return *this;
  return *make(negative_, cut(digits_, static_cast<std::size_t>(-exponent_ - places)), -places);
}

Number Number::operator-() const {
  Number result = *this;
  result.negative_ = !negative_ && !is_zero();
  return result;
}

std::optional<Number> operator+(const Number& a, const Number& b) {
  if (a.is_zero()) return b;
  if (b.is_zero()) return a;
  std::string x = a.digits_, y = b.digits_;
  int exponent = std::min(a.exponent_, b.exponent_);
  // What lies far below the last digit that is kept only says on which side of the middle the sum is.
  constexpr int far = 3 * static_cast<int>(most_digits);
  const auto raise = [&](std::string& digits, int from) {
    digits.append(static_cast<std::size_t>(from - exponent), '0');
  };
  if (a.exponent_ - b.greatest() > far) {
    exponent = a.exponent_ - far;
    raise(x, a.exponent_);
    y = "1";
  } else if (b.exponent_ - a.greatest() > far) {
    exponent = b.exponent_ - far;
    raise(y, b.exponent_);
    x = "1";
  } else {
    raise(x, a.exponent_);
    raise(y, b.exponent_);
  }
  if (a.negative_ == b.negative_) return Number::make(a.negative_, add(std::move(x), std::move(y)), exponent);
  if (compare(x, y) < 0) return Number::make(b.negative_, subtract(std::move(y), std::move(x)), exponent);
  return Number::make(a.negative_, subtract(std::move(x), std::move(y)), exponent);
}

std::optional<Number> operator*(const Number& a, const Number& b) {
  return Number::make(a.negative_ != b.negative_, multiply(a.digits_, b.digits_), a.exponent_ + b.exponent_);
}

std::optional<Number> operator/(const Number& a, const Number& b) {
  if (b.is_zero()) return std::nullopt;
  // Two digits more than are kept, and a last one that says whether anything is left.
  const std::size_t more = most_digits + 2 + b.digits_.size();
  const Division division = divide(a.digits_ + std::string(more, '0'), b.digits_);
  return Number::make(a.negative_ != b.negative_, division.quotient + (division.remainder == "0" ? "0" : "1"),
                      a.exponent_ - b.exponent_ - static_cast<int>(more) - 1);
}

std::optional<Number> operator%(const Number& a, const Number& b) {
  if (b.is_zero()) return std::nullopt;
  const int exponent = std::min(a.exponent_, b.exponent_);
  const std::string x = a.digits_ + std::string(static_cast<std::size_t>(a.exponent_ - exponent), '0');
  const std::string y = b.digits_ + std::string(static_cast<std::size_t>(b.exponent_ - exponent), '0');
  return Number::make(a.negative_, divide(x, y).remainder, exponent);
}

std::strong_ordering operator<=>(const Number& a, const Number& b) {
  if (a.negative_ != b.negative_) return a.negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
  std::strong_ordering order = std::strong_ordering::equal;
  if (a.is_zero() || b.is_zero()) {
    order = (a.is_zero() ? 0 : 1) <=> (b.is_zero() ? 0 : 1);
  } else if (a.greatest() != b.greatest()) {
    order = a.greatest() <=> b.greatest();
  } else {
    order = a.digits_.compare(b.digits_) <=> 0;  // fractions of the same first digit's power: a prefix is less
  }
  return a.negative_ ? 0 <=> order : order;
}

/// By Newton: nearer and nearer from above, until it gets no nearer.
Number Number::root() const {
  if (is_zero()) return *this;
  Number guess = *make(false, "1", greatest() / 2 + 1);
  for (;;) {
    const Number next = *(*(guess + *(*this / guess)) / Number(2));
    if (next >= guess) return guess;
    guess = next;
  }
}

}  // namespace nexus::reference
