#include "engine/run/reasons.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace nexus::engine {
namespace {

/// A reason of its own for each number.
Reason reason(std::uint32_t number) {
  return {.code = ReasonCode::overflow,
          .place = {},
          .frame = nullptr,
          .key = {},
          .node = plan::NodeId(number),
          .detail = {}};
}

std::vector<std::uint32_t> numbers(ReasonStore& store, Value unknown) {
  std::vector<std::uint32_t> all;
  for (const Reason& each : store.reasons(unknown)) all.push_back(each.node.index());
  return all;
}

TEST_CASE("reasons: merging keeps the first ones first, each once, and leaves what it merges as it was") {
  const plan::Plan plan;
  std::uint64_t steps = 0;
  ReasonStore store(plan, steps);
  std::mt19937 engine(1);
  const auto below = [&](std::size_t limit) { return static_cast<std::uint32_t>(engine() % limit); };
  // Merged sets grow out of one another in every order: chains, trees, the newest and the oldest.
  std::vector<std::pair<Value, std::vector<std::uint32_t>>> known;
  const auto check = [&](const std::pair<Value, std::vector<std::uint32_t>>& each) {
    REQUIRE(numbers(store, each.first) == each.second);
  };
  for (int round = 0; round < 4000; ++round) {
    const std::uint32_t choice = below(3);
    if (known.size() < 2 || choice == 0) {
      const std::uint32_t number = below(200);
      known.emplace_back(store.unknown(reason(number)), std::vector{number});
      continue;
    }
    const auto& [first, left] = choice == 1 ? known[known.size() - 2] : known[below(known.size())];
    const auto& [second, right] = choice == 1 ? known.back() : known[below(known.size())];
    std::vector<std::uint32_t> both = left;
    std::size_t total = store.total(first) + store.total(second) - right.size();
    for (const std::uint32_t number : right) {
      if (std::ranges::find(both, number) != both.end()) continue;
      ++total;
      if (both.size() < ReasonStore::most_stored) both.push_back(number);
    }
    const Value merged = store.merge(first, second);
    CHECK(store.total(merged) == total);
    known.emplace_back(merged, std::move(both));
    check(known.back());
    check(known[below(known.size())]);
  }
  for (const auto& each : known) check(each);
  CHECK(std::ranges::any_of(known, [](const auto& each) { return each.second.size() == ReasonStore::most_stored; }));
}

TEST_CASE("reasons: what is known stays so") {
  const plan::Plan plan;
  std::uint64_t steps = 0;
  ReasonStore store(plan, steps);
  const Value unknown = store.unknown(reason(1));
  CHECK(store.merge(Value::boolean(true), unknown).is_unknown());
  CHECK(store.merge(unknown, Value::boolean(true)).is_unknown());
  CHECK_FALSE(store.merge(Value::boolean(true), Value::boolean(false)).is_unknown());
}

TEST_CASE("reasons: half a million of them cost no steps, more do") {
  const plan::Plan plan;
  std::uint64_t steps = 0;
  ReasonStore store(plan, steps);
  Value all;
  const auto add = [&](std::uint32_t times) {
    for (std::uint32_t i = 0; i < times; ++i) all = store.merge(all, store.unknown(reason(i)));
  };
  add(500000);
  CHECK(steps == 0);
  add(1000000);
  CHECK(steps > 1000000);
  store.reset();
  all = Value();
  steps = 0;
  add(500000);
  CHECK(steps == 0);
}

}  // namespace
}  // namespace nexus::engine
