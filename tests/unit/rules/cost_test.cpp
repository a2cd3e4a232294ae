#include "rules/plan/cost.h"

#include "tests/support/catch.h"

#include <limits>

namespace nexus::plan {

TEST_CASE("a sum of products, where lists are so long") {
  const Cost cost{{{}, 7}, {{0}, 2}, {{0, 1}, 3}};
  CHECK(steps_of(cost, std::vector<std::uint64_t>{10, 100}) == 7 + 20 + 3000);
  CHECK(steps_of(cost, std::vector<std::uint64_t>{0, 100}) == 7);
  constexpr auto endless = std::numeric_limits<std::uint64_t>::max();
  CHECK(steps_of(cost, std::vector<std::uint64_t>{endless, endless}) == endless);
}

TEST_CASE("the greatest length that stays within so many steps") {
  const Cost squares{{{}, 1}, {{0, 0}, 1}};
  CHECK(greatest_length(squares, 101) == 10);
  CHECK(greatest_length(squares, 100) == 9);
  CHECK(greatest_length(squares, 1) == 0);
  CHECK(greatest_length(Cost{{{}, 5}}, 100) == std::nullopt);
}

}  // namespace nexus::plan
