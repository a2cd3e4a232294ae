#pragma once

#include "base/values/decimal.h"

#include <cstddef>
#include <vector>

/// Statistics over exact decimals. Results depend on the values alone, never on their order or on the platform: no
/// floating point is involved (docs/language.md, "Statistics").
namespace nexus::base {

/// The sum, the same whatever the order of the items: in their own order while every partial sum is exact, else by value.
[[nodiscard]] ArithmeticResult sum(std::vector<Decimal> items);

/// Linear interpolation at rank (n − 1) · p / 100 of the sorted items; `items` is not empty, 0 ≤ p ≤ 100.
[[nodiscard]] ArithmeticResult percentile(std::vector<Decimal> items, const Decimal& p);

/// Standard deviation of a sample: the divisor is n − 1, the square root correctly rounded. At least 2 items.
[[nodiscard]] ArithmeticResult sample_deviation(const std::vector<Decimal>& items);

/// Values of either sample that a rank-sum test needs at least: with five and five it can still show a difference at the
/// 2 % level, with three and three not even at 5 %.
inline constexpr std::size_t least_for_rank_sum = 5;

struct RankSum {
  Decimal p;       ///< two-sided, 12 significant digits
  Decimal effect;  ///< rank-biserial correlation, 12 decimals: 1 where every value of `a` exceeds every one of `b`
};
/// The test of Mann and Whitney by the normal approximation, corrected for ties and continuity (R: `wilcox.test(a, b,
/// exact = FALSE, correct = TRUE)`). Where all values are equal, nothing tells the samples apart: p is 1.
[[nodiscard]] RankSum rank_sum_test(const std::vector<Decimal>& a, const std::vector<Decimal>& b);

}  // namespace nexus::base
