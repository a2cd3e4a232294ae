#include "base/values/statistics.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <optional>

namespace nexus::base {

namespace {

/// Number of decimal digits, 0 for zero.
int digits(Decimal::Coefficient c) {
  int n = 0;
  for (; c != 0; c /= 10) ++n;
  return n;
}

/// Digits to the left of the point, for a number from 1 on.
int adjusted_exponent(const Decimal& d) { return d.exponent() + digits(d.coefficient()) - 1; }

Decimal number(std::size_t n) { return Decimal(static_cast<std::int64_t>(n)); }

// The operands below are of everyday size: none of these can go out of range but where it is said.
Decimal plus(const Decimal& a, const Decimal& b) { return add(a, b).value; }
Decimal minus(const Decimal& a, const Decimal& b) { return subtract(a, b).value; }
Decimal times(const Decimal& a, const Decimal& b) { return multiply(a, b).value; }
Decimal over(const Decimal& a, const Decimal& b) { return divide(a, b).value; }

const Decimal& half() {
  static const Decimal value = *Decimal::parse("0.5");
  return value;
}
const Decimal& square_root_of_pi() {
  static const Decimal value = *Decimal::parse("1.772453850905516027298167483341145");
  return value;
}

// ------------------------------------------------------------------------------------------------ the normal distribution

/// e^−x for x ≥ 0, to some 30 digits; 0 where it is too small for a decimal.
Decimal exp_of_minus(const Decimal& x) {
  Decimal fraction = remainder(x, Decimal(1)).value;
  const auto whole = minus(x, fraction).to_int64();
  if (!whole || *whole > 14'000) return {};  // e^−14000 is 10^−6080: beyond that squares may leave the range
  // Taylor's series of e^fraction has positive terms only, so nothing cancels out.
  Decimal term(1), series(1);
  for (int n = 1; n < 40; ++n) {
    term = over(times(term, fraction), Decimal(n));
    series = plus(series, term);
  }
  static const Decimal e = *Decimal::parse("2.718281828459045235360287471352662");
  Decimal power(1), square = e;
  for (std::int64_t bits = *whole; bits != 0; bits >>= 1) {
    if ((bits & 1) != 0) power = times(power, square);
    if (bits > 1) square = times(square, square);
  }
  return over(Decimal(1), times(power, series));
}

/// The complementary error function of x ≥ 0, to some 25 digits.
Decimal erfc(const Decimal& x) {
  const Decimal x2 = times(x, x), bell = exp_of_minus(x2);
  if (x <= Decimal(4)) {
    // erf(x) = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!!, all terms positive
    Decimal term = x, series = x;
    for (int n = 1; n < 200; ++n) {
      term = over(times(times(term, x2), Decimal(2)), Decimal(2 * n + 1));
      series = plus(series, term);
    }
    return minus(Decimal(1), over(times(times(Decimal(2), bell), series), square_root_of_pi()));
  }
  // erfc(x) = e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …))))
  Decimal fraction = x;
  for (int n = 200; n > 0; --n) fraction = plus(x, over(times(Decimal(n), half()), fraction));
  return over(bell, times(square_root_of_pi(), fraction));
}

Decimal to_significant(const Decimal& d, int significant) { return d.is_zero() ? d : d.rounded(significant - 1 - adjusted_exponent(d)); }

}  // namespace

ArithmeticResult sum(std::vector<Decimal> items) {
  int low = std::numeric_limits<int>::max(), high = std::numeric_limits<int>::min();
  for (const Decimal& d : items) {
    if (d.is_zero()) continue;
    low = std::min(low, d.exponent());
    high = std::max(high, adjusted_exponent(d));
  }
  const bool exact = low > high || high + digits(static_cast<Decimal::Coefficient>(items.size())) - low + 1 <= Decimal::max_digits;
  if (!exact) std::ranges::sort(items);
  ArithmeticResult total;
  for (const Decimal& item : items) {
    total = add(total.value, item);
    if (total.error != ArithmeticError::none) return total;
  }
  return total;
}

ArithmeticResult percentile(std::vector<Decimal> items, const Decimal& p) {
  assert(!items.empty());
  std::ranges::sort(items);
  const Decimal rank = over(times(number(items.size() - 1), p), Decimal(100));
  const Decimal fraction = remainder(rank, Decimal(1)).value;
  const auto below = static_cast<std::size_t>(*minus(rank, fraction).to_int64());
  if (fraction.is_zero()) return {.value = items[below]};
  const ArithmeticResult gap = subtract(items[below + 1], items[below]);
  if (gap.error != ArithmeticError::none) return gap;
  return add(items[below], times(gap.value, fraction));
}

ArithmeticResult sample_deviation(const std::vector<Decimal>& items) {
  assert(items.size() >= 2);
  const ArithmeticResult total = sum(items);
  if (total.error != ArithmeticError::none) return total;
  const Decimal mean = over(total.value, number(items.size()));
  std::vector<Decimal> squares;
  squares.reserve(items.size());
  for (const Decimal& item : items) {
    const ArithmeticResult deviation = subtract(item, mean);
    if (deviation.error != ArithmeticError::none) return deviation;
    const ArithmeticResult square = multiply(deviation.value, deviation.value);
    if (square.error != ArithmeticError::none) return square;
    squares.push_back(square.value);
  }
  const ArithmeticResult all = sum(std::move(squares));
  if (all.error != ArithmeticError::none) return all;
  return square_root(over(all.value, number(items.size() - 1)));
}

RankSum rank_sum_test(const std::vector<Decimal>& a, const std::vector<Decimal>& b) {
  struct Observation {
    Decimal value;
    bool of_a;
  };
  std::vector<Observation> all;
  all.reserve(a.size() + b.size());
  for (const Decimal& value : a) all.push_back({value, true});
  for (const Decimal& value : b) all.push_back({value, false});
  std::ranges::sort(all, {}, &Observation::value);

  // Ranks are halves where values are tied: twice the rank is whole.
  Decimal twice_ranks, ties;
  for (std::size_t first = 0; first < all.size();) {
    std::size_t end = first, of_a = 0;
    for (; end < all.size() && all[end].value == all[first].value; ++end) of_a += all[end].of_a ? 1 : 0;
    twice_ranks = plus(twice_ranks, times(number(of_a), number(first + 1 + end)));
    const Decimal t = number(end - first);
    ties = plus(ties, minus(times(t, times(t, t)), t));
    first = end;
  }
  const Decimal n_a = number(a.size()), n_b = number(b.size()), n = plus(n_a, n_b);
  // Twice the statistic W: of all pairs, those where a's value is the greater count 2, ties 1.
  const Decimal twice_w = minus(twice_ranks, times(n_a, plus(n_a, Decimal(1))));
  const Decimal pairs = times(n_a, n_b);
  const Decimal effect = minus(over(twice_w, pairs), Decimal(1)).rounded(12);
  const Decimal variance = times(over(pairs, Decimal(12)), minus(plus(n, Decimal(1)), over(ties, times(n, minus(n, Decimal(1))))));
  const Decimal distance = over(minus(twice_w, pairs), Decimal(2)).abs();
  if (variance.is_zero() || variance.is_negative() || distance.is_zero()) return {.p = Decimal(1), .effect = effect};
  const Decimal corrected = std::max(minus(distance, half()), Decimal(0));
  // p = 2 · (1 − Φ(z)) = erfc(z / √2), where z is corrected / √variance
  const Decimal p = erfc(over(corrected, square_root(times(variance, Decimal(2))).value));
  return {.p = to_significant(p, 12), .effect = effect};
}

}  // namespace nexus::base
