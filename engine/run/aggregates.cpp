#include "base/values/statistics.h"
#include "engine/run/compare.h"
#include "engine/run/machine.h"

#include <algorithm>
#include <numeric>
#include <vector>

/// Functions over lists. All are unknown where an item or its membership is, for any item could change them.
namespace nexus::engine {

using plan::Function;
using plan::NodeId;

namespace {

std::vector<base::Decimal> decimals(const ListData& list) {
  std::vector<base::Decimal> items;
  items.reserve(list.size);
  for (std::uint32_t i = 0; i < list.size; ++i) items.push_back(list.items[i].as_decimal());
  return items;
}

bool all_numeric(const ListData& list) { return std::all_of(list.items, list.items + list.size, [](const Value& v) { return v.is_numeric(); }); }

}  // namespace

Value Machine::aggregate(Function f, std::span<const Value> arguments, NodeId id) {
  const Value& list = arguments.front();
  if (list.kind() == ValueKind::null) return unknown(ReasonCode::null, id);
  if (list.kind() != ValueKind::list) return unknown(ReasonCode::wrong_type, id, "not a list");
  const ListData& data = list.as_list();
  if (f == Function::count) {
    const Value why = reasons_in_membership(data);
    return why.is_unknown() ? why : count_value(data.size);
  }
  if (const Value why = reasons_in(data); why.is_unknown()) return why;
  if (f == Function::min || f == Function::max) return extreme(data, f == Function::max, id);
  if (!all_numeric(data)) return unknown(ReasonCode::wrong_type, id, "not numbers");
  if (f == Function::sum || f == Function::sum_int) return sum(data, f == Function::sum_int, id);
  if (data.size == 0) return unknown(ReasonCode::too_few, id, "no values");
  const plan::Arithmetic detail{.dimension = data.items[0].dimension(), .integer = false, .any = false};
  switch (f) {
    case Function::stddev:
      if (data.size < 2) return unknown(ReasonCode::too_few, id, "only one value, where two are needed");
      return result(base::sample_deviation(decimals(data)), detail, id);
    case Function::median: return result(base::percentile(decimals(data), base::Decimal(50)), detail, id);
    case Function::percentile: {
      const base::Decimal p = arguments[1].as_decimal();
      if (p.is_negative() || p > base::Decimal(100)) return unknown(ReasonCode::out_of_range, id, "a percentile is from 0 to 100");
      return result(base::percentile(decimals(data), p), detail, id);
    }
    default: return average(data, id);
  }
}

Value Machine::sum(const ListData& list, bool integer, NodeId id) {
  // The sum of nothing has a dimension, too: `0s`, not `0`.
  const base::Dimension dimension = list.size == 0 ? static_cast<base::Dimension>(plan_.nodes[id].c) : list.items[0].dimension();
  return result(base::sum(decimals(list)), {.dimension = dimension, .integer = integer, .any = false}, id);
}

Value Machine::average(const ListData& list, NodeId id) {
  const base::ArithmeticResult all = base::sum(decimals(list));
  const plan::Arithmetic detail{.dimension = list.items[0].dimension(), .integer = false, .any = false};
  if (all.error != base::ArithmeticError::none) return result(all, detail, id);
  return result(base::divide(all.value, base::Decimal(static_cast<std::int64_t>(list.size))), detail, id);
}

/// A record of `p` and `effect`.
Value Machine::rank_sum(const ListData& a, const ListData& b, NodeId id) {
  if (!all_numeric(a) || !all_numeric(b)) return unknown(ReasonCode::wrong_type, id, "not numbers");
  if (std::min(a.size, b.size) < base::least_for_rank_sum)
    return unknown(ReasonCode::too_few, id, "fewer than five values on a side");
  const base::RankSum test = base::rank_sum_test(decimals(a), decimals(b));
  Frame* frame = memory_.frame(2);
  *frame = Frame{};
  frame->slots()[0] = memory_.number(test.p, ValueKind::number);
  frame->slots()[1] = memory_.number(test.effect, ValueKind::number);
  return Value::record(plan::ShapeId(plan_.nodes[id].c), frame);
}

Value Machine::extreme(const ListData& list, bool greatest, NodeId id) {
  if (list.size == 0) return unknown(ReasonCode::too_few, id, "no values");
  Value best = list.items[0];
  for (std::uint32_t i = 1; i < list.size; ++i) {
    const auto o = order(list.items[i], best);
    if (!o) return unknown(ReasonCode::wrong_type, id, "values of unlike kinds");
    if (greatest ? *o > 0 : *o < 0) best = list.items[i];
  }
  return best;
}

Value Machine::list_function(Function f, std::span<const Value> arguments, NodeId id) {
  if (f == Function::first || f == Function::last) {
    if (arguments[1].kind() != ValueKind::list) return unknown(ReasonCode::wrong_type, id, "not a list");
    return ends_of_list(f, arguments[0], arguments[1].as_list(), id);
  }
  Value unknown;
  for (const Value& argument : arguments) {
    if (argument.kind() != ValueKind::list) return this->unknown(ReasonCode::wrong_type, id, "not a list");
    if (f != Function::concat) unknown = reasons_.merge(unknown, reasons_in(argument.as_list()));
  }
  if (unknown.is_unknown()) return unknown;
  switch (f) {
    case Function::sort_by: return sort_by(arguments[0].as_list(), arguments.back().as_list());
    case Function::latest_by: return latest_by(arguments[0].as_list(), arguments[1].as_list(), arguments[2].as_list());
    case Function::concat: return concat(arguments);
    case Function::mann_whitney: return rank_sum(arguments[0].as_list(), arguments[1].as_list(), id);
    default: return set_function(f, arguments, id);
  }
}

Value Machine::concat(std::span<const Value> lists) {
  std::vector<Value> items, memberships;
  bool any_maybe = false;
  for (const Value& list : lists) {
    spend_on(2 * sizeof(Value) * list.as_list().size);
    for (std::uint32_t i = 0; i < list.as_list().size; ++i) {
      items.push_back(list.as_list().items[i]);
      memberships.push_back(list.as_list().maybe != nullptr ? list.as_list().maybe[i] : Value());
      any_maybe |= memberships.back().is_unknown();
    }
  }
  if (!any_maybe) memberships.clear();
  return make_list(items, memberships);
}

/// `unique`, `union`, `intersection`, `difference`: first occurrences, in the order of the first operand, then of the second.
/// Where a field of a record is unknown: one by one; what can be told all the same is told.
Value Machine::compared_set(Function f, std::span<const Value> lists, NodeId id) {
  Value unknown;
  const auto is_among = [&](std::span<const Value> values, const Value& value) {
    Value why;
    for (const Value& other : values) {
      step();
      const Value same = equal(other, value, id);
      if (!same.is_unknown() && same.as_bool()) return true;
      if (same.is_unknown()) why = reasons_.merge(why, same);
    }
    unknown = reasons_.merge(unknown, why);
    return false;
  };
  const auto items_of = [&](std::size_t i) { return std::span(lists[i].as_list().items, lists[i].as_list().size); };
  std::vector<Value> kept;
  for (std::size_t i = 0; i < (f == Function::union_ ? lists.size() : 1U); ++i)
    for (const Value& value : items_of(i)) {
      if (is_among(kept, value)) continue;
      if (f == Function::intersection && !is_among(items_of(1), value)) continue;
      if (f == Function::difference && is_among(items_of(1), value)) continue;
      kept.push_back(value);
    }
  return unknown.is_unknown() ? unknown : make_list(kept, {});
}

Value Machine::set_function(Function f, std::span<const Value> lists, NodeId id) {
  std::vector<Value> all;
  for (const Value& list : lists) all.insert(all.end(), list.as_list().items, list.as_list().items + list.as_list().size);
  const std::size_t from_first = lists.front().as_list().size;
  const auto is_kept = [&](bool in_first, bool in_second) {
    return f == Function::intersection ? in_first && in_second : (f == Function::difference ? in_first && !in_second : true);
  };
  if (!std::ranges::all_of(all, [&](const Value& value) { return known_size(value, plan_).has_value(); }))
    return compared_set(f, lists, id);
  std::vector<std::size_t> sorted(all.size());
  std::iota(sorted.begin(), sorted.end(), std::size_t{0});
  std::ranges::stable_sort(sorted, [&](std::size_t a, std::size_t b) { return any_order(all[a], all[b], plan_) < 0; });
  std::vector<std::size_t> kept;
  for (auto run = sorted.begin(); run != sorted.end();) {
    const auto end = std::find_if(run, sorted.end(), [&](std::size_t i) { return any_order(all[i], all[*run], plan_) != 0; });
    const bool in_first = *run < from_first, in_second = *(end - 1) >= from_first;
    if (is_kept(in_first, in_second)) kept.push_back(*run);
    run = end;
  }
  std::ranges::sort(kept);
  std::vector<Value> items;
  for (const std::size_t i : kept) items.push_back(all[i]);
  return make_list(items, {});
}

Value Machine::ends_of_list(Function f, const Value& count, const ListData& list, NodeId id) {
  if (const Value why = reasons_in_membership(list); why.is_unknown()) return why;
  const auto wanted = count.is_numeric() ? count.as_decimal().to_int64() : std::nullopt;
  if (!wanted || *wanted < 0) return unknown(ReasonCode::out_of_range, id, "the number of items is not a whole number from 0 on");
  const auto n = static_cast<std::ptrdiff_t>(std::min<std::int64_t>(*wanted, list.size));
  const Value* const end = list.items + list.size;
  return make_list(f == Function::first ? std::vector<Value>(list.items, list.items + n) : std::vector<Value>(end - n, end), {});
}

Value Machine::sort_by(const ListData& items, const ListData& keys) {
  std::vector<std::uint32_t> sorted(items.size);
  std::iota(sorted.begin(), sorted.end(), 0U);
  std::ranges::stable_sort(sorted, [&](std::uint32_t a, std::uint32_t b) { return any_order(keys.items[a], keys.items[b], plan_) < 0; });
  std::vector<Value> result;
  for (const std::uint32_t i : sorted) result.push_back(items.items[i]);
  return make_list(result, {});
}

/// Of each key the item with the greatest time, the later of equal ones; keys in the order they are first seen.
Value Machine::latest_by(const ListData& items, const ListData& keys, const ListData& times) {
  std::vector<std::uint32_t> sorted(items.size);
  std::iota(sorted.begin(), sorted.end(), 0U);
  std::ranges::stable_sort(sorted, [&](std::uint32_t a, std::uint32_t b) { return any_order(keys.items[a], keys.items[b], plan_) < 0; });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> latest;  // first seen, best
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    const std::uint32_t i = sorted[k];
    const bool same_key = k != 0 && any_order(keys.items[i], keys.items[sorted[k - 1]], plan_) == 0;
    if (!same_key)
      latest.emplace_back(i, i);
    else if (any_order(times.items[i], times.items[latest.back().second], plan_) >= 0)
      latest.back().second = i;
  }
  std::ranges::sort(latest);
  std::vector<Value> result;
  for (const auto& [seen, best] : latest) result.push_back(items.items[best]);
  return make_list(result, {});
}

}  // namespace nexus::engine
