#include "base/values/statistics.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace nexus::base {

namespace {

Decimal decimal(const std::string& text) { return *Decimal::parse(text); }

std::vector<Decimal> decimals(const std::vector<std::string>& texts) {
  std::vector<Decimal> result;
  for (const std::string& text : texts) result.push_back(decimal(text));
  return result;
}

/// `count` small integers, so that there are ties.
std::vector<Decimal> sample(std::mt19937& random, int count, int greatest) {
  std::vector<Decimal> result;
  for (int i = 0; i < count; ++i) result.emplace_back(static_cast<std::int64_t>(random() % static_cast<unsigned>(greatest)));
  return result;
}

}  // namespace

TEST_CASE("a sum of numbers of very different size does not depend on their order") {
  std::vector<Decimal> items = decimals({"1e33", "0.3", "-1e33", "0.1", "7", "2e-20", "9e30"});
  const Decimal wanted = sum(items).value;
  std::mt19937 random(7);
  for (int i = 0; i < 50; ++i) {
    std::shuffle(items.begin(), items.end(), random);
    CHECK(sum(items).value == wanted);
  }
}

TEST_CASE("percentiles and deviations do not depend on the order of the items") {
  std::mt19937 random(11);
  std::vector<Decimal> items = sample(random, 25, 1000);
  const Decimal p95 = percentile(items, Decimal(95)).value, deviation = sample_deviation(items).value;
  for (int i = 0; i < 50; ++i) {
    std::shuffle(items.begin(), items.end(), random);
    CHECK(percentile(items, Decimal(95)).value == p95);
    CHECK(sample_deviation(items).value == deviation);
  }
}

TEST_CASE("the rank-sum test gives what R gives") {
  // ?wilcox.test, data of Hollander & Wolfe (1973), 69f.: W = 35; normal approximation with continuity correction.
  const auto x = decimals({"0.80", "0.83", "1.89", "1.04", "1.45", "1.38", "1.91", "1.64", "0.73", "1.46"});
  const auto y = decimals({"1.15", "0.88", "0.90", "0.74", "1.21"});
  const RankSum test = rank_sum_test(x, y);
  CHECK(test.p.to_string_rounded(4) == "0.2446");
  CHECK(test.effect == decimal("0.4"));
}

TEST_CASE("p is 2 (1 - Phi(z)) to twelve digits, in both tails of the computation") {
  // Complete separation of n from n: z = (n² − 1) / 2 / sqrt(n² (2n + 1) / 12). Values by an independent computation
  // with 50 digits.
  const auto separated = [](int n) {
    std::vector<Decimal> low, high;
    for (int i = 0; i < n; ++i) {
      low.emplace_back(i);
      high.emplace_back(i + 1000);
    }
    return rank_sum_test(low, high).p;
  };
  CHECK(separated(5) == decimal("0.0121857803553"));
  CHECK(separated(12) == decimal("0.000036584553539"));
  CHECK(separated(40) == decimal("0.0000000000000143508530639"));
  CHECK(separated(200) == decimal("4.8308563904e-67"));
}

TEST_CASE("swapping the samples keeps p and turns the effect") {
  std::mt19937 random(3);
  for (int i = 0; i < 200; ++i) {
    const auto a = sample(random, 5 + static_cast<int>(random() % 10), 8), b = sample(random, 5 + static_cast<int>(random() % 10), 8);
    const RankSum forward = rank_sum_test(a, b), backward = rank_sum_test(b, a);
    CHECK(forward.p == backward.p);
    CHECK(forward.effect == -backward.effect);
    CHECK(!forward.p.is_negative());
    CHECK(forward.p <= Decimal(1));
  }
}

}  // namespace nexus::base
