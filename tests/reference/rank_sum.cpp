#include "tests/reference/interpreter.h"

#include <cstdint>
#include <utility>
#include <vector>

/// The test of Mann and Whitney (docs/language.md, "Statistics"): how often a value of one list exceeds one of the other,
/// and how likely that is if both come from one source.
namespace nexus::reference {

namespace {

constexpr std::int64_t fewest = 5;

Number or_zero(const std::optional<Number>& number) { return number.value_or(Number(0)); }

/// 1 / (n! (2n + 1)), with changing signs.
const std::vector<Number>& coefficients() {
  static const std::vector<Number> all = [] {
    std::vector<Number> made;
    Number factorial(1);
    for (std::int64_t n = 0; n < 150; ++n) {
      if (n > 0) factorial = or_zero(factorial * Number(n));
      const Number one = or_zero(Number(1) / or_zero(factorial * Number(2 * n + 1)));
      made.push_back(n % 2 == 0 ? one : -one);
    }
    return made;
  }();
  return all;
}

/// The probability that something normal deviates by so much at least, on either side: 1 − erf(z / √2), by its series.
Number beyond(const Number& z_squared) {
  const Number half_squared = or_zero(z_squared / Number(2));
  Number power = half_squared.root(), sum;
  for (const Number& coefficient : coefficients()) {
    const Number term = or_zero(power * coefficient);
    if (!term.is_zero() && term.greatest() < -32) break;
    sum = or_zero(sum + term);
    power = or_zero(power * half_squared);
  }
  static const Number root_of_pi = Number::parse("3.141592653589793238462643383279503")->root();
  return or_zero(Number(1) - or_zero(or_zero(Number(2) * sum) / root_of_pi));
}

}  // namespace

Value Interpreter::rank_sum(const std::vector<Value>& arguments) const {
  const Sure a = sure_items(arguments[0]), b = sure_items(arguments[1]);
  Reasons unknown = a.unknown;
  add(unknown, b.unknown);
  if (!unknown.empty()) return Value::unknown(std::move(unknown));
  const auto n = static_cast<std::int64_t>(a.values.size()), m = static_cast<std::int64_t>(b.values.size());
  if (n < fewest || m < fewest) return Value::unknown("too_few");
  // Twice as much of everything, so that halves are whole.
  std::int64_t exceeds = 0;
  for (const Value& x : a.values)
    for (const Value& y : b.values) exceeds += x.number > y.number ? 2 : x.number == y.number ? 1 : 0;
  const std::int64_t off = exceeds - n * m;  // twice as far as from the mean
  // Of t equal values t³ − t, summed by counting for each value those that are like it: t² − 1.
  std::vector<Value> all = a.values;
  all.insert(all.end(), b.values.begin(), b.values.end());
  std::int64_t ties = 0;
  for (const Value& x : all) {
    std::int64_t alike = 0;
    for (const Value& y : all) alike += x.number == y.number ? 1 : 0;
    ties += alike * alike - 1;
  }
  // The variance is nm / 12 · (N + 1 − ties / (N (N − 1))) = nm (N³ − N − ties) / (12 N (N − 1)).
  const std::int64_t count = n + m, spread = n * m * (count * count * count - count - ties);
  const std::int64_t apart = (off < 0 ? -off : off) - 1;  // half a step less, for continuity
  Number p(1);
  if (spread > 0 && apart > 0) {
    const auto z_squared = Number(apart * apart * 12 * count * (count - 1)) / Number(4 * spread);
    p = beyond(*z_squared);
    p = p.rounded(11 - p.greatest());
  }
  const Number effect = (Number(off) / Number(n * m))->rounded(12);
  Value result;
  result.kind = Value::Kind::record;
  result.fields = std::make_shared<const std::vector<Value>>(std::vector{Value::of(effect), Value::of(p)});  // by name
  return result;
}

}  // namespace nexus::reference
