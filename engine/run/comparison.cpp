#include "base/values/text.h"
#include "engine/run/compare.h"
#include "engine/run/find_text.h"
#include "engine/run/machine.h"

#include <re2/re2.h>

#include <algorithm>
#include <bit>
#include <optional>
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

/// A glob of which text and pattern have no more than so many combinations costs less than the step it is.
constexpr std::size_t glob_for_nothing = 4096;

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion): as deep as documents and types, which have limits
Value Machine::equal(const Value& a, const Value& b, NodeId id) {
  if (a.is_unknown() || b.is_unknown()) return reasons_.merge(a, b);
  if (a.kind() == ValueKind::string) look_at(a.as_string());
  if (const auto scalar = order(a, b)) return Value::boolean(*scalar == 0);
  if ((a.kind() == ValueKind::null) != (b.kind() == ValueKind::null)) return unknown(ReasonCode::null, id);
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
  if (a.size != b.size) return Value::boolean(false);
  for (std::uint32_t i = 0; i < a.size; ++i) {
    step();
    look_at(a.keys[i]);
    if (a.keys[i] != b.keys[i]) return Value::boolean(false);
  }
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
  look_at_both(a, b);
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
    look_at_both(a, b);
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
  if (list.kind() == ValueKind::null) return reasons_.merge(needle, unknown(ReasonCode::null, id));
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

std::optional<bool> Machine::subset_of_known(const ListData& a, const ListData& b) {
  if (a.size <= worth_sorting || b.size <= worth_sorting) return std::nullopt;
  const auto size = known_size(a, plan_);
  if (looked_up_.list != &b) looked_up_ = {.list = &b, .size = known_size(b, plan_), .sorted = {}};
  if (!size || !looked_up_.size) return std::nullopt;
  const auto before = [this](const Value& x, const Value& y) { return any_order(x, y, plan_) < 0; };
  const bool is_sorted = !looked_up_.sorted.empty();
  // Sorting, and looking up, halve the list again and again; at most that takes what looking through it for each takes.
  const std::size_t halves = std::bit_width(b.size);
  spend(std::min((*size + (is_sorted ? 0 : *looked_up_.size)) * halves, *size * *looked_up_.size));
  if (!is_sorted) {
    looked_up_.sorted.assign(b.items, b.items + b.size);
    std::ranges::sort(looked_up_.sorted, before);
  }
  return std::all_of(a.items, a.items + a.size,
                     [&](const Value& v) { return std::ranges::binary_search(looked_up_.sorted, v, before); });
}

/// `every a in A if any has a in B`.
Value Machine::subset(const Value& a, const Value& b, NodeId id) {
  if (a.kind() == ValueKind::list && a.as_list().size == 0) return Value::boolean(true);  // whatever the other is
  if (a.is_unknown() || b.is_unknown()) return reasons_.merge(a, b);
  if (a.kind() != ValueKind::list || b.kind() != ValueKind::list) return unknown(ReasonCode::wrong_type, id, "not a list");
  const ListData& data = a.as_list();
  if (const auto decided = subset_of_known(data, b.as_list())) return Value::boolean(*decided);
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
    case Op::string_contains:
      look_at(text);
      return Value::boolean(find_text(text, part) != std::string_view::npos);
    case Op::starts_with:
      look_at_both(a, b);
      return Value::boolean(text.starts_with(part));
    case Op::ends_with:
      look_at_both(a, b);
      return Value::boolean(text.ends_with(part));
    default:
      break;
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
  auto& pattern = patterns_[node.b];
  if (!pattern) {
    re2::RE2::Options options(re2::RE2::Quiet);
    pattern = std::make_unique<re2::RE2>(plan_.patterns[node.b], options);
  }
  // At worst every instruction is tried at each character, a few of them in the time of one.
  constexpr std::size_t instructions_at_once = 32;
  const auto instructions = static_cast<std::size_t>(std::max(pattern->ProgramSize(), 0));
  spend_on(text.as_string().size() * std::max<std::size_t>(instructions / instructions_at_once, 1));
  return Value::boolean(
      re2::RE2::PartialMatch(re2::StringPiece(text.as_string().data(), text.as_string().size()), *pattern));
}

}  // namespace nexus::engine
