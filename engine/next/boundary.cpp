#include "engine/next/planner.h"

#include <algorithm>
#include <optional>
#include <vector>

/// A value that stands in several places of an expression, as in `passed / (passed + failed)`: no operand alone tells what it
/// has to be. The boundary is looked for by trying values.
namespace nexus::engine {

using base::Decimal;
using plan::Node;
using plan::NodeId;
using plan::Op;

namespace {

bool is_arithmetic(Op op) {
  return op == Op::negate || op == Op::add || op == Op::subtract || op == Op::multiply || op == Op::divide;
}

constexpr int most_doublings = 60;  // until what is tried is beyond what anybody counts
constexpr int most_halvings = 80;

}  // namespace

/// The places of numbers that an expression is computed from.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the expression
void Planner::add_number_places(NodeId id, std::vector<Place>& places) {
  const Node& node = plan_.nodes[id];
  if (is_arithmetic(node.op)) {
    add_number_places(NodeId(node.a), places);
    if (node.op != Op::negate) add_number_places(NodeId(node.b), places);
  } else if (auto place = place_of(id); place && place->current.is_numeric()) {
    places.push_back(*std::move(place));
  }
}

/// What an expression would be worth with another number at a place.
// NOLINTNEXTLINE(misc-no-recursion)
std::optional<Decimal> Planner::worth(NodeId id, const Place& changed, const Decimal& number) {
  const Node& node = plan_.nodes[id];
  if (!is_arithmetic(node.op)) {
    const auto place = place_of(id);
    if (place && place->document == changed.document && place->pointer == changed.pointer) return number;
    const Value value = machine_.eval(id);
    return value.is_numeric() ? std::optional(value.as_decimal()) : std::nullopt;
  }
  const auto a = worth(NodeId(node.a), changed, number);
  if (!a) return std::nullopt;
  if (node.op == Op::negate) return -*a;
  const auto b = worth(NodeId(node.b), changed, number);
  if (!b || (node.op == Op::divide && b->is_zero())) return std::nullopt;
  const base::ArithmeticResult result = node.op == Op::add        ? base::add(*a, *b)
                                        : node.op == Op::subtract ? base::subtract(*a, *b)
                                        : node.op == Op::multiply ? base::multiply(*a, *b)
                                                                  : base::divide(*a, *b);
  return result.error == base::ArithmeticError::none ? std::optional(result.value) : std::nullopt;
}

/// Ways for the places that both operands contain.
Ways Planner::reach_boundary(NodeId id, const Want& want) {
  if (want.relation == Op::equal || want.relation == Op::not_equal || !want.limit.is_numeric()) return {};
  std::vector<Place> left, right;
  add_number_places(NodeId(plan_.nodes[id].a), left);
  add_number_places(NodeId(plan_.nodes[id].b), right);
  Ways ways;
  for (const Place& place : left) {
    const auto is_same = [&](const Place& other) {
      return other.document == place.document && other.pointer == place.pointer;
    };
    if (std::ranges::none_of(right, is_same)) continue;
    const Decimal start = place.current.as_decimal();
    const auto fits_with = [&](const Decimal& number) {
      const auto value = worth(id, place, number);
      return value && fits(machine_.memory().number(*value, want.limit.kind()), want);
    };
    for (const bool up : {true, false}) {
      // Further and further away; what is counted is not below zero.
      Decimal before = start, distance = start.is_zero() ? Decimal(1) : base::divide(start.abs(), Decimal(16)).value;
      std::optional<Decimal> found;
      for (int i = 0; i < most_doublings && !found; ++i) {
        Decimal next = up ? base::add(start, distance).value : base::subtract(start, distance).value;
        const bool last = next.is_negative() && !start.is_negative();
        if (last) next = Decimal(0);
        if (fits_with(next))
          found = next;
        else if (last)
          break;
        else
          before = next, distance = base::add(distance, distance).value;
      }
      if (!found) continue;
      for (int i = 0; i < most_halvings; ++i) {
        const Decimal middle = base::divide(base::add(before, *found).value, Decimal(2)).value;
        if (middle == before || middle == *found) break;
        (fits_with(middle) ? *found : before) = middle;
      }
      // A boundary that is a round number is approached, and not always met.
      const Decimal parts = base::multiply(*found, *Decimal::make(1, 9)).value;
      const Decimal cut = base::subtract(parts, base::remainder(parts, Decimal(1)).value).value;
      const Decimal round = base::multiply(up ? cut : base::add(cut, Decimal(1)).value, *Decimal::make(1, -9)).value;
      if (fits_with(round)) found = round;
      const Value edge = machine_.memory().number(*found, place.current.kind());
      ways = either(std::move(ways), reach_place(place, {up ? Op::greater_equal : Op::less_equal, edge}));
      break;
    }
  }
  return ways;
}

}  // namespace nexus::engine
