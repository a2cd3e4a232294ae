#include "engine/next/planner.h"

#include "base/values/quantity.h"
#include "engine/run/compare.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

/// Values backwards: what has to stand in the documents so that an expression is at least, at most, exactly so much.
namespace nexus::engine {

using base::Decimal;
using plan::Function;
using plan::Node;
using plan::NodeId;
using plan::Op;
using plan::SchemaKind;

namespace {

bool is_condition(Op op) {
  switch (op) {
    case Op::not_:
    case Op::and_:
    case Op::or_:
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::between:
    case Op::in_list:
    case Op::in_map:
    case Op::any_in:
    case Op::string_contains:
    case Op::starts_with:
    case Op::ends_with:
    case Op::like:
    case Op::matches:
    case Op::subset:
    case Op::is_present:
    case Op::is_missing:
    case Op::is_null:
    case Op::is_empty:
    case Op::every:
    case Op::some:
    case Op::no:
    case Op::at_least:
    case Op::at_most:
    case Op::exactly:
    case Op::at_least_distinct:
    case Op::at_most_distinct:
    case Op::exactly_distinct:
    case Op::lasting:
    case Op::rule_status:
      return true;
    default:
      return false;
  }
}

/// The kind of what is read at a place.
std::optional<ValueKind> kind_at(SchemaKind kind) {
  switch (kind) {
    case SchemaKind::integer:
    case SchemaKind::number:
      return ValueKind::number;
    case SchemaKind::ratio:
      return ValueKind::ratio;
    case SchemaKind::duration:
      return ValueKind::duration;
    case SchemaKind::size:
      return ValueKind::size;
    case SchemaKind::time:
      return ValueKind::time;
    case SchemaKind::date:
      return ValueKind::date;
    default:
      return std::nullopt;
  }
}

Decimal floor(const Decimal& d) {
  const Decimal rest = base::remainder(d, Decimal(1)).value;
  const Decimal cut = base::subtract(d, rest).value;
  return rest.is_negative() ? base::subtract(cut, Decimal(1)).value : cut;
}
Decimal ceiling(const Decimal& d) { return -floor(-d); }

/// The unit in which a person counts such values there: 1 point of a percentage, a second, a MiB.
Decimal unit_of(const Value& limit, base::WireUnit wire) {
  const auto divides = [&](const Decimal& unit) { return base::remainder(limit.as_decimal(), unit).value.is_zero(); };
  switch (limit.kind()) {
    case ValueKind::ratio:
      return *Decimal::make(1, -2);
    case ValueKind::duration:
      if (wire != base::WireUnit::none && wire != base::WireUnit::text) return base::wire_unit_factor(wire);
      return divides(Decimal(1)) ? Decimal(1) : *Decimal::make(1, -3);
    case ValueKind::size:
      if (wire != base::WireUnit::none && wire != base::WireUnit::text) return base::wire_unit_factor(wire);
      for (const std::int64_t unit : {1 << 20, 1 << 10})
        if (divides(Decimal(unit)) && !limit.as_decimal().is_zero()) return Decimal(unit);
      return Decimal(1);
    case ValueKind::date:
      return Decimal(86400);
    default:
      return Decimal(1);
  }
}

int decimals_of(const Decimal& d) { return d.exponent() < 0 ? -d.exponent() : 0; }

/// Numbers that stand in relation to a limit, with no more digits than a person would write.
std::vector<Decimal> numbers(Op relation, const Decimal& limit, const Decimal& unit, bool whole, int current_decimals) {
  const auto times = [&](const Decimal& count) { return base::multiply(count, unit).value; };
  const Decimal counted = base::divide(limit, unit).value;
  const bool up = relation == Op::greater || relation == Op::greater_equal || relation == Op::not_equal;
  if (relation == Op::equal) return {limit};
  const bool strict = relation == Op::greater || relation == Op::less || relation == Op::not_equal;
  if (whole) {
    Decimal edge = up ? ceiling(counted) : floor(counted);
    if (strict && edge == counted)
      edge = up ? base::add(edge, Decimal(1)).value : base::subtract(edge, Decimal(1)).value;
    return {times(edge)};
  }
  constexpr int most_decimals = 6;
  const bool is_long = decimals_of(counted) > most_decimals;
  std::vector<Decimal> result;
  if (!strict && !is_long) return {limit};
  // The next number with so many decimals; if nothing lies between, one with more.
  const int first = is_long ? 4 : std::max(decimals_of(counted), current_decimals);
  for (const int decimals : {first, first + 1, first + 3}) {
    const Decimal scale = *Decimal::make(1, -decimals);
    const Decimal steps = base::divide(counted, scale).value;
    Decimal edge = up ? ceiling(steps) : floor(steps);
    if (strict && edge == steps) edge = up ? base::add(edge, Decimal(1)).value : base::subtract(edge, Decimal(1)).value;
    result.push_back(times(base::multiply(edge, scale).value));
  }
  return result;
}

Bound bound_of(Op relation) {
  if (relation == Op::greater || relation == Op::greater_equal) return Bound::at_least;
  return relation == Op::less || relation == Op::less_equal ? Bound::at_most : Bound::exactly;
}

}  // namespace

bool Planner::fits(const Value& value, const Want& want) const {
  if (value.is_unknown()) return false;
  const auto order_of = order(value, want.limit);
  if (!order_of) return false;
  switch (want.relation) {
    case Op::equal:
      return *order_of == 0;
    case Op::not_equal:
      return *order_of != 0;
    case Op::less:
      return *order_of < 0;
    case Op::less_equal:
      return *order_of <= 0;
    case Op::greater:
      return *order_of > 0;
    default:
      return *order_of >= 0;
  }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the expression
Ways Planner::reach(NodeId id, const Want& want) {
  const Value value = machine_.eval(id);
  if (fits(value, want)) return nothing_to_do();
  const Node& node = plan_.nodes[id];
  if (is_condition(node.op) && want.limit.kind() == ValueKind::boolean)
    return hold(id, want.limit.as_bool() == (want.relation == Op::equal));
  switch (node.op) {
    case Op::constant:
      return {};
    case Op::now:
      return reach_clock(want);
    case Op::negate:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
      return reach_arithmetic(id, node, want);
    case Op::if_:
    case Op::choose:
      return reach_one_of(id, node, want);
    case Op::function:
      if (Ways ways = reach_function(id, node, want); !ways.empty()) return ways;
      break;
    case Op::history:
    case Op::previous:
      return none_of_history("it looks back on earlier snapshots, which are over: it takes later ones");
    case Op::window: {
      // What is so now has to become so first; then it takes its time.
      (void)none_of_history("it looks back on earlier snapshots, which are over: it takes later ones");
      const auto function = static_cast<Function>(node.detail);
      const bool is_of_one = function == Function::min || function == Function::max || function == Function::avg ||
                             function == Function::median || function == Function::percentile;
      return is_of_one ? reach(NodeId(plan_.operands[node.a]), want) : Ways{};
    }
    default:
      break;
  }
  // Evidence that is stale stays so, whatever is written into it.
  if (value.is_unknown())
    for (const Reason& reason : reasons_of(value))
      if (reason.code == ReasonCode::stale || reason.code == ReasonCode::other_subject) return renew(reason);
  if (const auto place = place_of(id)) return reach_place(*place, want);
  return value.is_unknown() ? know(value) : Ways{};
}

Ways Planner::reach_place(const Place& place, const Want& want) {
  Ways ways;
  int variant = 0;
  for (const auto& [value, bound] : candidates(place, want))
    if (auto way = put(place, value, bound)) {
      way->cost += variant++;
      ways = either(std::move(ways), {*std::move(way)});
    }
  return ways;
}

std::vector<std::pair<Value, Bound>> Planner::candidates(const Place& place, const Want& want) {
  const Value& limit = want.limit;
  std::vector<std::pair<Value, Bound>> found;
  const Bound bound = bound_of(want.relation);
  // One of a few, the nearest to what stands there first.
  const auto one_of = [&](std::int64_t first, std::int64_t size, std::int64_t at, const auto& make) {
    std::vector<std::int64_t> fitting;
    for (std::int64_t i = first; i < size; ++i)
      if (fits(make(i), want)) fitting.push_back(i);
    const std::int64_t near = bound == Bound::at_most ? size : bound == Bound::at_least ? 0 : at;
    std::ranges::stable_sort(fitting, {}, [&](std::int64_t i) { return i < near ? near - i : i - near; });
    for (const std::int64_t i : fitting) found.emplace_back(make(i), bound);
  };
  switch (limit.kind()) {
    case ValueKind::boolean:
      found.emplace_back(Value::boolean(limit.as_bool() == (want.relation == Op::equal)), Bound::exactly);
      break;
    case ValueKind::member: {
      const auto& members = plan_.enums[limit.member_enum()].members;
      const auto make = [&](std::int64_t i) {
        return Value::member(limit.member_enum(), static_cast<std::uint32_t>(i));
      };
      if (want.relation == Op::equal) return {{limit, Bound::exactly}};
      const auto fits_unordered = [&](std::int64_t i) { return i != limit.member_index(); };
      if (want.relation == Op::not_equal) {
        for (std::int64_t i = 0; i < static_cast<std::int64_t>(members.size()); ++i)
          if (fits_unordered(i)) found.emplace_back(make(i), Bound::exactly);
        break;
      }
      one_of(0, static_cast<std::int64_t>(members.size()), 0, make);
      break;
    }
    case ValueKind::level:
      one_of(1, 5, static_cast<std::int64_t>(limit.as_level()),
             [](std::int64_t i) { return Value::level(static_cast<base::Level>(i)); });
      break;
    case ValueKind::version:
      if (want.relation != Op::greater && want.relation != Op::less) {
        if (want.relation != Op::not_equal) found.emplace_back(limit, bound);
      } else if (const auto patch = limit.as_version().patch()) {
        std::int64_t next = *patch;
        auto major = limit.as_version().major(), minor = limit.as_version().minor();
        if (!major || !minor) break;
        if (want.relation == Op::greater || next > 0)
          next += want.relation == Op::greater ? 1 : -1;
        else if (*minor > 0)
          --*minor;
        else if (*major > 0)
          --*major;
        else
          break;
        if (auto version = base::Version::parse(std::to_string(*major) + "." + std::to_string(*minor) + "." +
                                                std::to_string(next)))
          found.emplace_back(machine_.memory().version(*std::move(version)), bound);
      }
      break;
    case ValueKind::string:
      if (want.relation == Op::not_equal)
        found.emplace_back(Value::string("another"), Bound::any);
      else
        found.emplace_back(limit, Bound::exactly);
      break;
    default: {
      if (!limit.is_numeric()) {
        if (want.relation == Op::equal) found.emplace_back(limit, Bound::exactly);
        break;
      }
      const auto* form = place.form ? &plan_.schema[place.form] : nullptr;
      const auto declared = form != nullptr ? kind_at(form->kind) : std::nullopt;
      const ValueKind kind = declared.value_or(place.current.is_numeric() ? place.current.kind() : limit.kind());
      const Decimal unit = unit_of(limit.with_kind(kind), form != nullptr ? form->wire : base::WireUnit::none);
      const bool whole = kind == ValueKind::date || kind == ValueKind::time || kind == ValueKind::size ||
                         (form != nullptr && form->kind == SchemaKind::integer);
      const int least = kind == ValueKind::ratio ? 1 : 0;
      const int current =
          place.current.is_numeric() ? decimals_of(base::divide(place.current.as_decimal(), unit).value) : 0;
      for (const Decimal& number :
           numbers(want.relation, limit.as_decimal(), unit, whole, std::clamp(current, least, 4)))
        found.emplace_back(machine_.memory().number(number, kind), bound);
      if (want.relation == Op::not_equal && !found.empty())
        found.emplace_back(machine_.memory().number(base::subtract(limit.as_decimal(), unit).value, kind), bound);
      break;
    }
  }
  return found;
}

/// The clock only goes forwards.
Ways Planner::reach_clock(const Want& want) {
  const bool later = want.relation == Op::greater || want.relation == Op::greater_equal;
  if (!later || !want.limit.is_numeric()) return none("the time for it is over");
  Decimal until = ceiling(want.limit.as_decimal());
  if (want.relation == Op::greater && until == want.limit.as_decimal()) until = base::add(until, Decimal(1)).value;
  if (until <= machine_.shown_now()) return {};
  Action action{.kind = ActionKind::wait, .document = 0, .pointer = {}, .json = {}};
  action.until = until;
  return {{{std::move(action)}, 1}};
}

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::reach_arithmetic(NodeId id, const Node& node, const Want& want) {
  if (!want.limit.is_numeric()) return {};
  const NodeId a(node.a), b(node.b);
  const Value left = machine_.eval(a);
  const auto number = [&](const base::ArithmeticResult& result, NodeId of, const Value& like) -> std::optional<Value> {
    if (result.error != base::ArithmeticError::none) return std::nullopt;
    ValueKind kind = like.is_numeric() ? like.kind() : want.limit.kind();
    if (const auto place = !like.is_numeric() ? place_of(of) : std::nullopt; place && place->form)
      kind = kind_at(plan_.schema[place->form].kind).value_or(kind);
    return machine_.memory().number(result.value, kind);
  };
  const auto go = [&](NodeId operand, const Value& like, Op relation, const base::ArithmeticResult& limit) {
    const auto value = number(limit, operand, like);
    return value ? reach(operand, {relation, *value}) : Ways{};
  };
  const Decimal limit = want.limit.as_decimal();
  if (node.op == Op::negate) return go(a, left, mirrored(want.relation), {-limit});
  const Value right = machine_.eval(b);
  if (left.is_unknown() && right.is_unknown()) return both(know(left), know(right));
  const auto flipped = [&](const Decimal& factor) {
    return factor.is_negative() ? mirrored(want.relation) : want.relation;
  };
  Ways ways;
  if (right.is_numeric()) {
    const Decimal r = right.as_decimal();
    switch (node.op) {
      case Op::add:
        ways = go(a, left, want.relation, base::subtract(limit, r));
        break;
      case Op::subtract:
        ways = go(a, left, want.relation, base::add(limit, r));
        break;
      case Op::multiply:
        if (!r.is_zero()) ways = go(a, left, flipped(r), base::divide(limit, r));
        break;
      default:
        if (r.is_zero()) return reach(b, {Op::greater, machine_.memory().number(Decimal(0), right.kind())});
        ways = go(a, left, flipped(r), base::multiply(limit, r));
    }
  }
  if (!left.is_numeric()) return ways;
  const Decimal l = left.as_decimal();
  switch (node.op) {
    case Op::add:
      return either(std::move(ways), go(b, right, want.relation, base::subtract(limit, l)));
    case Op::subtract:
      return either(std::move(ways), go(b, right, mirrored(want.relation), base::subtract(l, limit)));
    case Op::multiply:
      return l.is_zero() ? ways : either(std::move(ways), go(b, right, flipped(l), base::divide(limit, l)));
    default: {
      // What is divided by is usually a total, which nobody changes to look better, unless it is added up here.
      Ways shared = reach_boundary(id, want);
      const int dear = shared.empty() ? last_resort + 1 : 0;
      ways = either(std::move(shared), std::move(ways));
      if (limit.is_zero() || l.is_zero()) return ways;
      return either(std::move(ways), dearer(go(b, right, mirrored(want.relation), base::divide(l, limit)), dear));
    }
  }
}

/// A choice between values: the one that is taken, or another one that fits.
// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::reach_one_of(NodeId id, const Node& node, const Want& want) {
  if (node.op == Op::if_) {
    const Value condition = machine_.eval(NodeId(node.a));
    if (condition.is_unknown())
      return either(both(hold(node.a, true), reach(NodeId(node.b), want)),
                    both(hold(node.a, false), reach(NodeId(node.c), want)));
    const bool first = condition.as_bool();
    return either(reach(NodeId(first ? node.b : node.c), want),
                  dearer(both(hold(node.a, !first), reach(NodeId(first ? node.c : node.b), want)), 2));
  }
  const std::uint32_t begin = node.a + node.c, end = node.a + node.b;
  Ways ways, earlier_not = nothing_to_do();
  std::uint32_t at = begin;
  for (; at + 1 < end; at += 2) {
    const std::uint32_t condition = plan_.operands[at], result = plan_.operands[at + 1];
    if (fits(machine_.eval(NodeId(result)), want))
      ways = either(std::move(ways), both(earlier_not, hold(condition, true)));
    const Ways not_this = hold(condition, false);
    earlier_not = both(earlier_not, not_this);
  }
  if (at < end && fits(machine_.eval(NodeId(plan_.operands[at])), want)) ways = either(std::move(ways), earlier_not);
  const Value value = machine_.eval(id);
  return ways.empty() && value.is_unknown() ? know(value) : ways;
}

}  // namespace nexus::engine
