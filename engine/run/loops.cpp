#include "engine/run/compare.h"
#include "engine/run/machine.h"

#include <algorithm>
#include <vector>

/// Quantifiers and comprehensions over lists whose items, memberships and conditions may be unknown
/// (docs/language.md, "Quantifiers"). Each is decided exactly where all ways to fill in the unknowns agree.
namespace nexus::engine {

using base::Truth;
using plan::Node;
using plan::NodeId;
using plan::Op;

Value Machine::every(const Node& node, NodeId id) {
  const bool if_any = node.detail != 0;
  bool certain_item = false, violated = false;
  Value unknown, guards;
  const auto list = run_loop(plan::LoopId(node.a), [&](const Pass& pass) {
    guards = reasons_.merge(guards, pass.why);
    if (pass.hole) return unknown = reasons_.merge(unknown, pass.why), true;
    const Value holds = eval(node.b);
    const Truth truth = truth_of(holds);
    if (pass.guard == Truth::yes) {
      certain_item = true;
      violated = truth == Truth::no;
      unknown = reasons_.merge(unknown, holds);
      return !violated;
    }
    // Perhaps not an item: it cannot violate; where its condition holds it does not matter.
    if (truth != Truth::yes) unknown = reasons_.merge(reasons_.merge(unknown, pass.why), holds);
    return true;
  });
  if (list) return *list;
  if (violated) return Value::boolean(false);
  // `every` over nothing is unknown: no tests is not "all tests pass".
  if (!certain_item && !if_any) unknown = guards.is_unknown() ? reasons_.merge(guards, unknown) : nothing_to_judge(plan::LoopId(node.a), id);
  return unknown.is_unknown() ? unknown : Value::boolean(true);
}

Value Machine::nothing_to_judge(plan::LoopId loop, NodeId node) {
  Reason reason{.code = ReasonCode::nothing_to_judge, .place = {}, .frame = nullptr, .key = {}, .node = node, .detail = {}};
  // An empty list or map of the input is a place to point at; one that a filter left empty is not.
  const Value over = eval(plan_.loops[loop.index()].ranges.front().list);
  const auto point_at = [&](const auto& data) {
    if (data.size != 0) return;
    reason.place = data.place;
    reason.frame = data.frame;
  };
  if (over.kind() == ValueKind::list) point_at(over.as_list());
  if (over.kind() == ValueKind::map) point_at(over.as_map());
  return reasons_.unknown(reason);
}

void Machine::bind_nothing(plan::LoopId loop) {
  for (const plan::Range& range : plan_.loops[loop.index()].ranges) {
    registers_[range.value] = {unknown(ReasonCode::absent, {}, "no such item"), ++tick_};
    if (range.key) registers_[*range.key] = {registers_[range.value].value, ++tick_};
  }
}

bool Machine::is_vacuous(NodeId condition) {
  condition = plan::condition_of(plan_, condition);
  const Node& node = plan_.nodes[condition];
  if (node.op == Op::subset) {
    const Value list = eval(node.a);
    return list.kind() == ValueKind::list && list.as_list().size == 0;
  }
  if (node.op != Op::every || node.detail == 0) return false;
  bool any = false;
  const auto unknown = run_loop(plan::LoopId(node.a), [&](const Pass&) { return any = true, false; });
  return !any && !unknown;
}

Value Machine::some(const Node& node) {
  bool found = false;
  Value unknown;
  const auto list = run_loop(plan::LoopId(node.a), [&](const Pass& pass) {
    found = pass.guard == Truth::yes;
    unknown = reasons_.merge(unknown, pass.why);
    return !found;
  });
  if (list) return *list;
  if (found) return Value::boolean(true);
  return unknown.is_unknown() ? unknown : Value::boolean(false);
}

namespace {

/// `at least n`, `at most n`, `exactly n` where at least `least` and at most `most` items count.
std::optional<bool> decide(Op op, std::int64_t n, std::int64_t least, std::int64_t most) {
  const bool enough = least >= n, too_many = least > n, too_few = most < n, few_enough = most <= n;
  switch (op) {
    case Op::at_least:
    case Op::at_least_distinct: return enough ? std::optional(true) : (too_few ? std::optional(false) : std::nullopt);
    case Op::at_most:
    case Op::at_most_distinct: return few_enough ? std::optional(true) : (too_many ? std::optional(false) : std::nullopt);
    default: break;
  }
  if (too_many || too_few) return false;
  return least == most ? std::optional(true) : std::nullopt;
}

constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();

}  // namespace

Value Machine::count_items(const Node& node, NodeId id) {
  std::int64_t certain = 0, possible = 0;
  Value unknown;
  const auto list = run_loop(plan::LoopId(node.a), [&](const Pass& pass) {
    if (pass.guard == Truth::yes) ++certain;
    possible = pass.hole || possible == unbounded ? unbounded : possible + 1;
    unknown = reasons_.merge(unknown, pass.why);
    return true;
  });
  return verdict_on_count(node, id, list, certain, possible, unknown);
}

Value Machine::verdict_on_count(const Node& node, NodeId id, const std::optional<Value>& list, std::int64_t certain, std::int64_t possible, Value unknown) {
  const Value count = eval(node.b);
  if (list) return reasons_.merge(count, *list);
  if (count.is_unknown()) return reasons_.merge(count, unknown);
  const auto n = count.as_decimal().to_int64();
  if (!n) return this->unknown(ReasonCode::wrong_type, id, "the count is not a whole number");
  const auto decided = decide(node.op, *n, certain, possible);
  return decided ? Value::boolean(*decided) : unknown;
}

/// With K the known values over certain items: at least |K| (one if there is an item at all), at most all known values
/// and one more for each item whose value is unknown.
Value Machine::count_distinct(const Node& node, NodeId id) {
  const auto before = [&](const Value& a, const Value& b) { return any_order(a, b, plan_) < 0; };
  std::vector<Value> certain, possible;
  std::int64_t without_value = 0;
  bool item = false, hole = false;
  Value unknown;
  const auto list = run_loop(plan::LoopId(node.a), [&](const Pass& pass) {
    unknown = reasons_.merge(unknown, pass.why);
    hole |= pass.hole;
    if (pass.hole) return true;
    item |= pass.guard == Truth::yes;
    const Value value = eval(node.c);
    unknown = reasons_.merge(unknown, value);
    if (value.is_unknown()) return ++without_value, true;
    possible.push_back(value);
    if (pass.guard == Truth::yes) certain.push_back(value);
    return true;
  });
  const auto distinct = [&](std::vector<Value>& values) {
    std::ranges::sort(values, before);
    const auto end = std::unique(values.begin(), values.end(), [&](const Value& a, const Value& b) { return any_order(a, b, plan_) == 0; });
    return static_cast<std::int64_t>(end - values.begin());
  };
  const std::int64_t least = std::max<std::int64_t>(distinct(certain), item ? 1 : 0);
  const std::int64_t most = hole ? unbounded : distinct(possible) + without_value;
  return verdict_on_count(node, id, list, least, most, unknown);
}

Value Machine::the(const Node& node, NodeId id) {
  const plan::Loop& loop = plan_.loops[node.a];
  Value item, unknown;
  int certain = 0;
  const auto list = run_loop(plan::LoopId(node.a), [&](const Pass& pass) {
    unknown = reasons_.merge(unknown, pass.why);
    if (pass.guard != Truth::yes) return true;
    item = registers_[loop.ranges.back().value].value;
    return ++certain < 2;
  });
  if (list) return *list;
  if (certain >= 2) return this->unknown(ReasonCode::several, id);
  if (unknown.is_unknown()) return unknown;
  return certain == 1 ? item : this->unknown(ReasonCode::absent, id, "no such item");
}

Value Machine::collect(const Node& node, NodeId) {
  std::vector<Value> items, memberships;
  bool any_maybe = false;
  Value hole;
  const auto list = run_loop(plan::LoopId(node.a), [&](const Pass& pass) {
    if (pass.hole) return hole = reasons_.merge(hole, pass.why), true;
    items.push_back(eval(node.b));
    memberships.push_back(pass.guard == Truth::unknown ? pass.why : Value());
    any_maybe |= pass.guard == Truth::unknown;
    return true;
  });
  if (list) return *list;
  if (hole.is_unknown()) return hole;
  if (!any_maybe) memberships.clear();
  return make_list(items, memberships);
}

Value Machine::reasons_in_membership(const ListData& list) {
  Value unknown;
  for (std::uint32_t i = 0; list.maybe != nullptr && i < list.size; ++i) unknown = reasons_.merge(unknown, list.maybe[i]);
  return unknown;
}

Value Machine::reasons_in(const ListData& list) {
  Value unknown = reasons_in_membership(list);
  for (std::uint32_t i = 0; i < list.size; ++i) unknown = reasons_.merge(unknown, list.items[i]);
  return unknown;
}

}  // namespace nexus::engine
