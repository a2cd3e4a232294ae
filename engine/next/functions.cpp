#include "engine/next/planner.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/// Functions backwards: what their operands have to be so that a count, a total, an extreme is what is wanted of it.
namespace nexus::engine {

using base::Decimal;
using plan::Function;
using plan::Node;
using plan::NodeId;
using plan::Op;

namespace {

Decimal ceiling(const Decimal& d) {
  const Decimal rest = base::remainder(d, Decimal(1)).value;
  const Decimal cut = base::subtract(d, rest).value;
  return rest.is_negative() || rest.is_zero() ? cut : base::add(cut, Decimal(1)).value;
}

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::reach_function(NodeId id, const Node& node, const Want& want) {
  const auto function = static_cast<Function>(node.detail);
  const NodeId operand(plan_.operands[node.a]);
  const Value value = machine_.eval(operand);
  switch (function) {
    case Function::count:
    case Function::length: {
      const Node& list = plan_.nodes[operand];
      const auto n = want.limit.is_numeric() ? ceiling(want.limit.as_decimal()).to_int64() : std::nullopt;
      if (!n) return {};
      // Enough items for certain: then it is the others that leave it open.
      const auto counted = [&](const plan::Loop& loop, NodeId distinct) {
        Ways ways = count(loop, want.relation, *n, distinct);
        return ways.size() == 1 && ways.front().actions.empty() ? know(machine_.eval(id)) : ways;
      };
      if (list.op == Op::collect) return counted(plan_.loops[list.a], {});
      if (list.op == Op::function && static_cast<Function>(list.detail) == Function::unique)
        if (const Node& inner = plan_.nodes[NodeId(plan_.operands[list.a])]; inner.op == Op::collect)
          return counted(plan_.loops[inner.a], NodeId(inner.b));
      if (value.is_unknown()) return know(value);
      if (value.kind() == ValueKind::string) {
        // A text that is too long is cut, as whoever shortens it would not leave it.
        const bool less = want.relation == Op::less || want.relation == Op::less_equal;
        const auto place = place_of(operand);
        const std::int64_t most = want.relation == Op::less ? *n - 1 : *n;
        if (!less || !place || most < 0 || value.as_string().size() < static_cast<std::size_t>(most)) return {};
        std::size_t end = static_cast<std::size_t>(most);
        while (end > 0 && (static_cast<unsigned char>(value.as_string()[end]) & 0xC0U) == 0x80U) --end;
        auto way = put(*place, Value::string(machine_.memory().copy(value.as_string().substr(0, end))), Bound::exactly);
        return way ? Ways{*std::move(way)} : Ways{};
      }
      if (value.kind() != ValueKind::list) return {};
      const std::int64_t size = value.as_list().size;
      const std::int64_t wanted = want.relation == Op::greater     ? *n + 1
                                  : want.relation == Op::less      ? *n - 1
                                  : want.relation == Op::not_equal ? size + 1
                                                                   : *n;
      if (wanted > size) return dearer(one_more(operand, static_cast<std::size_t>(wanted - size)), 3);
      const auto place = place_of(operand);
      if (!place || wanted < 0) return {};
      Way way;
      for (std::int64_t i = wanted; i < size; ++i) way.actions.push_back(removal(*place, static_cast<std::size_t>(i)));
      way.cost = 2 * static_cast<int>(way.actions.size());
      return {way};
    }
    case Function::sum:
    case Function::sum_int:
    case Function::min:
    case Function::max:
    case Function::avg:
    case Function::median:
    case Function::percentile:
      return reach_list(operand, function, want);
    case Function::lower:
    case Function::upper:
    case Function::trim:
      if (want.relation == Op::not_equal && !value.is_unknown()) return reach(operand, {Op::not_equal, value});
      return want.relation == Op::equal ? reach(operand, want) : Ways{};
    case Function::version: {
      const auto place = place_of(operand);
      if (!place) return {};
      Ways ways;
      for (const auto& [version, bound] : candidates(*place, want))
        if (auto way = put(*place, Value::string(machine_.memory().copy(shown(version))), bound))
          ways.push_back(*std::move(way));
      return ways;
    }
    case Function::major:
    case Function::minor:
    case Function::patch:
      return reach_version_part(operand, function, want);
    default:
      break;
  }
  const Value result = machine_.eval(id);
  return result.is_unknown() ? know(result) : Ways{};
}

/// Another major, minor or patch number: what is less than that begins anew.
// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::reach_version_part(NodeId version, Function part, const Want& want) {
  const Value value = machine_.eval(version);
  if (value.is_unknown()) return know(value);
  const auto wanted = want.limit.is_numeric() ? want.limit.as_decimal().to_int64() : std::nullopt;
  const auto major = value.as_version().major(), minor = value.as_version().minor();
  if (!wanted || !major || !minor) return {};
  const std::int64_t number = want.relation == Op::greater || want.relation == Op::not_equal ? *wanted + 1
                              : want.relation == Op::less                                    ? *wanted - 1
                                                                                             : *wanted;
  const std::string text = part == Function::major ? std::to_string(number) + ".0.0"
                           : part == Function::minor
                               ? std::to_string(*major) + "." + std::to_string(number) + ".0"
                               : std::to_string(*major) + "." + std::to_string(*minor) + "." + std::to_string(number);
  auto other = number < 0 ? std::nullopt : base::Version::parse(text);
  return other ? reach(version, {Op::equal, machine_.memory().version(*std::move(other))}) : Ways{};
}

/// Totals, extremes and averages of the items of a list.
// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::reach_list(NodeId list, Function function, const Want& want) {
  const Value items = machine_.eval(list);
  if (items.is_unknown()) return know(items);
  const Node& node = plan_.nodes[list];
  const bool up = want.relation == Op::greater || want.relation == Op::greater_equal ||
                  (want.relation == Op::equal && want.limit.is_numeric());
  const bool one_is_enough = (function == Function::max && up) || (function == Function::min && !up);
  const bool is_sum = function == Function::sum || function == Function::sum_int;
  std::vector<Ways> each;
  Ways any;
  Decimal total;
  // With `visit(reach this item)`, in the registers of a comprehension, or at the places of a list of scalars.
  const auto for_each_item = [&](const auto& visit) -> std::optional<Value> {
    if (node.op == Op::collect)
      return all_passes(plan_.loops[node.a], [&](const Machine::Pass& pass) {
        if (pass.hole || guard_of(plan_.loops[node.a], pass) == base::Truth::no) return true;
        visit(machine_.eval(NodeId(node.b)), [&](const Want& wish) { return reach(NodeId(node.b), wish); });
        return true;
      });
    if (node.op == Op::make_list) {
      for (std::uint32_t i = 0; i < node.b; ++i) {
        const NodeId item(plan_.operands[node.a + i]);
        visit(machine_.eval(item), [&](const Want& wish) { return reach(item, wish); });
      }
      return std::nullopt;
    }
    const auto place = place_of(list);
    if (!place || items.kind() != ValueKind::list) return std::nullopt;
    for (std::uint32_t i = 0; i < items.as_list().size; ++i) {
      const auto item = below(*place, std::to_string(i), true, items.as_list().items[i]);
      visit(items.as_list().items[i], [&](const Want& wish) { return reach_place(*item, wish); });
    }
    return std::nullopt;
  };
  std::size_t size = 0;
  (void)for_each_item([&](const Value& value, const auto&) {
    ++size;
    if (value.is_numeric()) total = base::add(total, value.as_decimal()).value;
  });
  if (size == 0) return one_more(list);
  (void)for_each_item([&](const Value& value, const auto& reach_item) {
    if (value.is_unknown()) return each.push_back(know(value));
    if (is_sum && value.is_numeric() && want.limit.is_numeric()) {
      // One item makes up for all that is wanting, if it can.
      const Decimal rest = base::subtract(total, value.as_decimal()).value;
      const Decimal due = base::subtract(want.limit.as_decimal(), rest).value;
      if (!due.is_negative())
        any = either(std::move(any), reach_item({want.relation, machine_.memory().number(due, value.kind())}));
      // Or each does its part.
      const Decimal part = base::divide(want.limit.as_decimal(), Decimal(static_cast<std::int64_t>(size))).value;
      return each.push_back(reach_item({want.relation, machine_.memory().number(part, value.kind())}));
    }
    if (one_is_enough) any = either(std::move(any), reach_item(want));
    if (!fits(value, want)) each.push_back(reach_item(want));
  });
  Ways all = nothing_to_do();
  for (const Ways& ways : each) all = both(all, ways);
  if (each.empty()) all = {};
  if (one_is_enough) return any;
  return either(std::move(any), dearer(std::move(all), is_sum ? 1 : 0));
}

}  // namespace nexus::engine
