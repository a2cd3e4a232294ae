#include "base/values/text.h"
#include "engine/run/compare.h"
#include "engine/run/find_text.h"
#include "engine/run/machine.h"

#include <re2/re2.h>

#include <algorithm>
#include <vector>

/// Equality, order, membership and tests of strings (docs/language.md, "Operators").
namespace nexus::engine {

using plan::Node;
using plan::NodeId;
using plan::Op;

namespace {

constexpr std::string_view unlike_kinds = "the two sides are of unlike kinds";

/// From here on it pays to sort a list before looking up many things in it.
constexpr std::uint32_t worth_sorting = 16;

/// Comparing shorter ones takes no time that counts.
constexpr std::size_t long_text = 256;

/// A glob of which text and pattern have no more than so many combinations costs less than the step it is.
constexpr std::size_t glob_for_nothing = 4096;

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion): as deep as documents and types, which have limits
Value Machine::equal(const Value& a, const Value& b, NodeId id) {
  if (a.is_unknown() || b.is_unknown()) return reasons_.merge(a, b);
  if (a.kind() == ValueKind::string && a.as_string().size() >= long_text) spend_on(a.as_string().size());
  if (const auto scalar = order(a, b)) return Value::boolean(*scalar == 0);
  if (a.kind() != b.kind()) return unknown(ReasonCode::wrong_type, id, unlike_kinds);
  switch (a.kind()) {
    case ValueKind::list: return equal_lists(a.as_list(), b.as_list(), id);
    case ValueKind::map: return equal_maps(a.as_map(), b.as_map(), id);
    case ValueKind::record: return equal_records(a, b, id);
    default: return unknown(ReasonCode::wrong_type, id, unlike_kinds);
  }
}

// NOLINTNEXTLINE(misc-no-recursion)
Value Machine::equal_lists(const ListData& a, const ListData& b, NodeId id) {
  const Value maybe = a.maybe != nullptr || b.maybe != nullptr ? reasons_.merge(reasons_in_membership(a), reasons_in_membership(b)) : Value();
  if (!maybe.is_unknown() && a.size != b.size) return Value::boolean(false);
  Value unknown = maybe;
  for (std::uint32_t i = 0; i < std::min(a.size, b.size); ++i) {
    step();
    const Value same = equal(a.items[i], b.items[i], id);
    if (same.is_unknown())
      unknown = reasons_.merge(unknown, same);
    else if (!same.as_bool() && !maybe.is_unknown())
      return same;
  }
  return unknown.is_unknown() ? unknown : Value::boolean(true);
}

// NOLINTNEXTLINE(misc-no-recursion)
Value Machine::equal_maps(const MapData& a, const MapData& b, NodeId id) {
  if (!std::equal(a.keys, a.keys + a.size, b.keys, b.keys + b.size)) return Value::boolean(false);
  Value unknown;
  for (std::uint32_t i = 0; i < a.size; ++i) {
    const Value same = equal(a.values[i], b.values[i], id);
    if (same.is_unknown())
      unknown = reasons_.merge(unknown, same);
    else if (!same.as_bool())
      return same;
  }
  return unknown.is_unknown() ? unknown : Value::boolean(true);
}

// NOLINTNEXTLINE(misc-no-recursion)
Value Machine::equal_records(const Value& a, const Value& b, NodeId id) {
  const auto& right = plan_.shapes[b.shape()].fields;
  Value unknown;
  for (const plan::Shape::Field& field : plan_.shapes[a.shape()].fields) {
    const auto other = std::ranges::find(right, field.name, &plan::Shape::Field::name);
    const Value same = other == right.end() ? no_such(plan_.shapes[b.shape()].place, b.frame(), plan_.names[field.name], id)
                                            : equal(a.frame()->slots()[field.slot], b.frame()->slots()[other->slot], id);
    if (same.is_unknown())
      unknown = reasons_.merge(unknown, same);
    else if (!same.as_bool())
      return same;
  }
  return unknown.is_unknown() ? unknown : Value::boolean(true);
}

Value Machine::relation(const Node& node, NodeId id) {
  const bool read = clock_read_;
  const Value a = eval(node.a), b = eval(node.b);
  if (a.is_unknown() || b.is_unknown()) {
    forget_clock(node, a, b, read);
    return reasons_.merge(a, b);
  }
  const auto o = order(a, b);
  if (!o) return unknown(ReasonCode::wrong_type, id, unlike_kinds);
  switch (node.op) {
    case Op::less: return Value::boolean(*o < 0);
    case Op::less_equal: return Value::boolean(*o <= 0);
    case Op::greater: return Value::boolean(*o > 0);
    default: return Value::boolean(*o >= 0);
  }
}

/// What is unknown anyway does not depend on what the time is.
void Machine::forget_clock(const Node& node, const Value& a, const Value& b, bool read_before) {
  const auto is_now = [&](std::uint32_t operand) { return plan_.nodes[NodeId(operand)].op == Op::now; };
  if ((a.is_unknown() && is_now(node.b)) || (b.is_unknown() && is_now(node.a))) clock_read_ = read_before;
}

/// `a <= x and x <= b`.
Value Machine::between(const Node& node, NodeId id) {
  const Value x = eval(node.a), low = eval(node.b), high = eval(node.c);
  const auto side = [&](const Value& a, const Value& b) {
    if (a.is_unknown() || b.is_unknown()) return reasons_.merge(a, b);
    const auto o = order(a, b);
    return o ? Value::boolean(*o <= 0) : unknown(ReasonCode::wrong_type, id, unlike_kinds);
  };
  const Value above = side(low, x);
  if (!above.is_unknown() && !above.as_bool()) return above;
  const Value below = side(x, high);
  if (!below.is_unknown() && !below.as_bool()) return below;
  return above.is_unknown() || below.is_unknown() ? reasons_.merge(above, below) : below;
}

Value Machine::in_list(const Value& needle, const Value& list, NodeId id) {
  if (list.is_unknown()) return reasons_.merge(needle, list);
  if (list.kind() != ValueKind::list) return unknown(ReasonCode::wrong_type, id, "not a list");
  const ListData& data = list.as_list();
  Value unknown;
  for (std::uint32_t i = 0; i < data.size; ++i) {
    step();
    const Value same = equal(needle, data.items[i], id);
    const bool certain = data.maybe == nullptr || !data.maybe[i].is_unknown();
    if (same.is_unknown())
      unknown = reasons_.merge(unknown, certain ? same : reasons_.merge(data.maybe[i], same));
    else if (same.as_bool()) {
      if (certain) return same;
      unknown = reasons_.merge(unknown, data.maybe[i]);
    }
  }
  return unknown.is_unknown() ? unknown : Value::boolean(false);
}

/// A key is there even where its value is unknown.
Value Machine::in_map(const Value& key, const Value& map) {
  if (key.is_unknown() || map.is_unknown()) return reasons_.merge(key, map);
  const MapData& data = map.as_map();
  return Value::boolean(std::binary_search(data.keys, data.keys + data.size, key_text(key)));
}

/// `every a in A if any has a in B`.
Value Machine::subset(const Value& a, const Value& b, NodeId id) {
  if (a.kind() == ValueKind::list && a.as_list().size == 0) return Value::boolean(true);  // whatever the other is
  if (a.is_unknown() || b.is_unknown()) return reasons_.merge(a, b);
  if (a.kind() != ValueKind::list || b.kind() != ValueKind::list) return unknown(ReasonCode::wrong_type, id, "not a list");
  const ListData& data = a.as_list();
  if (data.size > worth_sorting && b.as_list().size > worth_sorting && wholly_known(a, plan_) && wholly_known(b, plan_)) {
    const ListData& in = b.as_list();
    const auto before = [&](const Value& x, const Value& y) { return any_order(x, y, plan_) < 0; };
    std::vector<Value> sorted(in.items, in.items + in.size);
    std::ranges::sort(sorted, before);
    return Value::boolean(std::all_of(data.items, data.items + data.size, [&](const Value& v) { return std::ranges::binary_search(sorted, v, before); }));
  }
  Value unknown;
  for (std::uint32_t i = 0; i < data.size; ++i) {
    const Value found = in_list(data.items[i], b, id);
    const bool certain = data.maybe == nullptr || !data.maybe[i].is_unknown();
    if (found.is_unknown())
      unknown = reasons_.merge(unknown, certain ? found : reasons_.merge(data.maybe[i], found));
    else if (!found.as_bool() && certain)
      return found;
    else if (!found.as_bool())
      unknown = reasons_.merge(unknown, data.maybe[i]);
  }
  return unknown.is_unknown() ? unknown : Value::boolean(true);
}

Value Machine::string_test(const Node& node, NodeId id) {
  const Value a = eval(node.a), b = eval(node.b);
  if (a.is_unknown() || b.is_unknown()) return reasons_.merge(a, b);
  if (a.kind() == ValueKind::list && node.op == Op::string_contains) return in_list(b, a, id);
  if (a.kind() == ValueKind::map && node.op == Op::string_contains) return in_map(b, a);
  if (a.kind() != ValueKind::string || b.kind() != ValueKind::string) return unknown(ReasonCode::wrong_type, id, "not a string");
  const std::string_view text = a.as_string(), part = b.as_string();
  switch (node.op) {
    case Op::string_contains: return Value::boolean(find_text(text, part) != std::string_view::npos);
    case Op::starts_with: return Value::boolean(text.starts_with(part));
    case Op::ends_with: return Value::boolean(text.ends_with(part));
    default: break;
  }
  // Each character of the text may stand before any part of the pattern.
  if (text.size() > glob_for_nothing / (part.size() + 1)) spend_on(text.size() * part.size());
  const auto matched = base::glob_match(part, text);
  return matched ? Value::boolean(*matched) : unknown(ReasonCode::bad_form, id, "not a glob pattern");
}

Value Machine::matches(const Node& node, NodeId id) {
  const Value text = eval(node.a);
  if (text.is_unknown()) return text;
  if (text.kind() != ValueKind::string) return unknown(ReasonCode::wrong_type, id, "not a string");
  spend_on(text.as_string().size());
  auto& pattern = patterns_[node.b];
  if (!pattern) {
    re2::RE2::Options options(re2::RE2::Quiet);
    pattern = std::make_unique<re2::RE2>(plan_.patterns[node.b], options);
  }
  return Value::boolean(re2::RE2::PartialMatch(re2::StringPiece(text.as_string().data(), text.as_string().size()), *pattern));
}

}  // namespace nexus::engine
