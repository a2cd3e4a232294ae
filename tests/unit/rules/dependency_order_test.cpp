#include "tests/support/catch.h"

#include "rules/naming/dependency_order.h"

namespace nexus::rules::naming {

TEST_CASE("what is used stands before what uses it") {
  const DependencyOrder ordered = order_by_use({{1, 2}, {2}, {}, {0}});
  CHECK(ordered.order == std::vector<std::uint32_t>{2, 1, 0, 3});
  CHECK(ordered.cycles.empty());
}

TEST_CASE("a cycle is listed once, as a path, and nobody is left out of the order") {
  const DependencyOrder ordered = order_by_use({{1}, {2}, {0, 1}, {3}});
  REQUIRE(ordered.cycles.size() == 2);
  CHECK(ordered.cycles[0] == std::vector<std::uint32_t>{0, 1, 2});
  CHECK(ordered.cycles[1] == std::vector<std::uint32_t>{3});
  CHECK(ordered.order.size() == 4);
}

TEST_CASE("a chain of a hundred thousand needs no stack") {
  constexpr std::uint32_t length = 100'000;
  Uses uses(length);
  for (std::uint32_t i = 0; i + 1 < length; ++i) uses[i].push_back(i + 1);
  CHECK(order_by_use(uses).order.front() == length - 1);
}

}  // namespace nexus::rules::naming
