#include "engine/next/planner.h"

#include "base/values/quantity.h"
#include "base/values/text.h"
#include "base/values/time.h"
#include "engine/history/past.h"
#include "engine/read/locate.h"
#include "engine/run/compare.h"
#include "engine/run/places.h"
#include "engine/run/show.h"
#include "engine/run/wire_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

/// Places of the documents: which one an expression reads, what may be written there, and how a person calls it.
namespace nexus::engine {

using plan::Node;
using plan::NodeId;
using plan::Op;
using plan::SchemaId;
using plan::SchemaKind;

namespace {

/// Things that a team works off: they go away when they are resolved.
constexpr std::array<std::string_view, 14> resolvable{"finding", "issue",  "incident", "alert",   "vulnerability",
                                                      "bug",     "defect", "blocker",  "problem", "violation",
                                                      "failure", "error",  "thread",   "conflict"};
/// Fields that name an item, the best name first.
constexpr std::array<std::string_view, 9> naming{"id",    "name",   "key",  "title", "user",
                                                 "login", "number", "path", "ref"};
/// Fields that say who or what a thing is: changing them makes it another thing.
constexpr std::array<std::string_view, 14> identifying{"id",    "name", "key",   "title",  "user", "login", "number",
                                                       "email", "by",   "actor", "author", "role", "kind",  "type"};

std::string last_step(std::string_view pointer) {
  const std::size_t slash = pointer.rfind('/');
  std::string step;
  if (slash == std::string_view::npos) return step;
  for (std::size_t i = slash + 1; i < pointer.size(); ++i) {
    if (pointer[i] != '~') {
      step += pointer[i];
      continue;
    }
    step += i + 1 < pointer.size() && pointer[i + 1] == '1' ? '/' : '~';
    ++i;
  }
  return step;
}

std::string singular(std::string word) {
  if (word.ends_with("ies")) return word.replace(word.size() - 3, 3, "y");
  for (const std::string_view end : {"sses", "xes", "ches", "shes"})
    if (word.ends_with(end)) return word.substr(0, word.size() - 2);
  if (word.ends_with('s') && !word.ends_with("ss")) word.pop_back();
  std::ranges::replace(word, '_', ' ');
  return word;
}

std::string unquoted(std::string_view json) {
  return json.size() >= 2 && json.front() == '"' ? std::string(json.substr(1, json.size() - 2)) : std::string(json);
}

}  // namespace

// ------------------------------------------------------------------------------------------------ which place

bool Planner::is_earlier(const Frame* frame) const {
  const Past* past = machine_.past();
  if (past == nullptr || !past->supplied() || frame == nullptr) return false;
  while (frame->parent != nullptr) frame = frame->parent;
  for (const Document* document : documents_)
    if (document != nullptr && &document->root() == frame) return false;
  return past->record()->find(frame).has_value();
}

std::optional<Planner::Place> Planner::place_at(SchemaId place, const Frame* frame, std::string_view key,
                                                const Value& current) {
  if (!place || frame == nullptr) return std::nullopt;
  if (is_earlier(frame)) return (void)none("it stands in an earlier snapshot, which is over"), std::nullopt;
  const PlaceText text = place_text(plan_, place, frame, key);
  SchemaId form = place;
  if (!key.empty()) {
    const plan::SchemaNode& node = plan_.schema[place];
    form = node.kind == SchemaKind::list || node.kind == SchemaKind::map ? node.element : SchemaId{};
    for (const SchemaId child : node.children)
      if (plan_.names[plan_.schema[child].key] == key) form = child;
  }
  return Place{.form = form, .document = text.document, .pointer = text.pointer, .path = text.path, .current = current};
}

std::optional<Planner::Place> Planner::below(const Place& container, std::string_view key, bool is_item,
                                             const Value& current) {
  Place place{.form = {},
              .document = container.document,
              .pointer = container.pointer + pointer_step(key),
              .path = {},
              .current = current};
  if (container.form) place.form = plan_.schema[container.form].element;
  if (container.form && !place.form)
    for (const SchemaId child : plan_.schema[container.form].children)
      if (plan_.names[plan_.schema[child].key] == key) place.form = child;
  place.path = container.path + (is_item ? "[" + std::string(key) + "]" : path_step(key));
  return place;
}

/// The place that a node reads, with the registers as they stand; none for what is computed.
// NOLINTNEXTLINE(misc-no-recursion): as deep as a path
std::optional<Planner::Place> Planner::place_of(NodeId id) {
  const Node& node = plan_.nodes[id];
  const auto operand = [&](std::uint32_t index) { return place_of(NodeId(index)); };
  const Value value = machine_.eval(id);
  switch (node.op) {
    case Op::input_slot:
      return place_at(SchemaId(node.c), machine_.roots()[node.a], {}, value);
    case Op::item_slot: {
      const Value item = machine_.value_in(node.a);
      if (item.kind() != ValueKind::record || !item.frame()->place) return std::nullopt;
      return place_at(SchemaId(node.c), item.frame(), {}, value);
    }
    case Op::register_: {
      if (const auto noted = items_.find(node.a); noted != items_.end()) return noted->second;
      const Value item = machine_.value_in(node.a);
      if (item.kind() != ValueKind::record || !item.frame()->place) return std::nullopt;
      return place_at(item.frame()->place, item.frame(), {}, value);
    }
    case Op::field:
    case Op::any_field: {
      const Value record = machine_.eval(NodeId(node.a));
      if (node.op == Op::field && record.kind() == ValueKind::record && plan_.shapes[record.shape()].place)
        return place_at(plan_.shapes[record.shape()].place, record.frame(), plan_.names[node.b], value);
      const auto container = operand(node.a);
      return container ? below(*container, plan_.names[node.b], false, value) : std::nullopt;
    }
    case Op::item_at:
    case Op::entry_at:
    case Op::any_at: {
      const auto container = operand(node.a);
      const Value key = machine_.eval(NodeId(node.b)), in = machine_.eval(NodeId(node.a));
      if (!container || key.is_unknown()) return std::nullopt;
      if (key.kind() == ValueKind::member)
        return below(*container, plan_.enums[key.member_enum()].members[key.member_index()], false, value);
      if (key.kind() == ValueKind::string) return below(*container, key.as_string(), false, value);
      const std::int64_t at = key.as_decimal().to_int64().value_or(0);
      const std::int64_t size = in.kind() == ValueKind::list ? in.as_list().size : 0;
      if (at >= size || at < -size) return std::nullopt;
      return below(*container, std::to_string(at < 0 ? at + size : at), true, value);
    }
    case Op::convert: {
      auto place = operand(node.a);
      if (place) place->form = {}, place->current = value;
      return place;
    }
    case Op::default_: {
      auto place = operand(plan_.operands[node.a]);
      if (place) place->current = value;
      return place;
    }
    default:
      break;
  }
  if (value.kind() == ValueKind::record && value.frame()->place)
    return place_at(value.frame()->place, value.frame(), {}, value);
  if (value.kind() == ValueKind::list && value.as_list().place)
    return place_at(value.as_list().place, value.as_list().frame, {}, value);
  if (value.kind() == ValueKind::map && value.as_map().place)
    return place_at(value.as_map().place, value.as_map().frame, {}, value);
  return std::nullopt;
}

bool Planner::is_fresh(const Place& place) const {
  return std::ranges::any_of(fresh_, [&](const FreshItem& item) {
    return item.document == place.document &&
           (place.pointer == item.pointer || place.pointer.starts_with(item.pointer + "/"));
  });
}

// ------------------------------------------------------------------------------------------------ writing

Ways Planner::put_json(const Place& place, std::string json, std::string shown_value, Bound bound) {
  Action action{.kind = ActionKind::set, .document = place.document, .pointer = place.pointer, .json = std::move(json)};
  const std::string_view raw = text_at(place.document, place.pointer);
  action.path = spoken(place);
  action.field = last_step(place.pointer);
  action.verb = "change";
  action.to = std::move(shown_value);
  action.bound = bound;
  if (raw.empty() || raw == "null") {
    action.kind = ActionKind::provide;
  } else if (place.current.is_unknown()) {
    action.kind = ActionKind::correct;
    action.was = raw.size() > 40 ? std::string(raw.substr(0, 40)) + " …" : std::string(raw);
  } else {
    action.was = shown(place.current);
  }
  return {{{std::move(action)}, 1}};
}

std::optional<Way> Planner::put(const Place& place, const Value& value, Bound bound) {
  std::string json;
  if (!write_wire_json(json, value, place.form, plan_, machine_.reasons())) return std::nullopt;
  Way way = put_json(place, std::move(json), shown(value), bound).front();
  way.cost = cost_of(place, value, bound);
  Action& action = way.actions.front();
  const Value& was = place.current;
  const bool moment = value.kind() == ValueKind::time || value.kind() == ValueKind::date;
  if (const auto direction = was.is_unknown() ? std::nullopt : order(was, value);
      direction && value.kind() != ValueKind::string)
    action.verb = moment ? (*direction < 0 ? "too early" : "too late") : *direction < 0 ? "raise" : "lower";
  if (action.kind != ActionKind::set || !value.is_numeric() || !was.is_numeric()) return way;
  const auto difference = base::subtract(value.as_decimal(), was.as_decimal()).value.abs();
  if (value.kind() == ValueKind::ratio || was.kind() == ValueKind::ratio) {
    const std::string points = base::multiply(difference, base::Decimal(100)).value.to_string_rounded(4);
    action.apart = points + (points == "1" ? " point" : " points");
    const auto pair = base::format_apart(was.as_decimal(), value.as_decimal(), base::Dimension::ratio);
    action.was = pair.first;
    action.to = pair.second;
  } else if (!moment) {
    const auto pair = base::format_apart(was.as_decimal(), value.as_decimal(), value.dimension());
    action.was = pair.first;
    action.to = pair.second;
    if (value.kind() != ValueKind::number) action.apart = base::format_quantity(difference, value.dimension());
  }
  return way;
}

int Planner::cost_of(const Place& place, const Value& value, Bound bound) const {
  if (is_fresh(place)) return 0;
  // A document beside the snapshot is what others have found, or agreed on.
  const bool is_there = !place.current.is_unknown();
  const int elsewhere = place.document != 0 && is_there ? last_resort + 5 : 0;
  if (!is_there) return 1 + elsewhere;
  const std::string field = last_step(place.pointer);
  const bool who = std::ranges::find(identifying, field) != identifying.end();
  if (value.kind() == ValueKind::time || value.kind() == ValueKind::date) return 5 + elsewhere;
  if (value.kind() == ValueKind::string) return (who ? 6 : 4) + elsewhere;
  // A lower severity is a judgement, not work that was done.
  if (value.kind() == ValueKind::member && plan_.enums[value.member_enum()].ordered && bound == Bound::at_most)
    return 4 + elsewhere;
  return (who ? 5 : 1) + elsewhere;
}

bool Planner::write_item(std::string& json, const Value& value, const Place& list) const {
  const SchemaId item = list.form ? plan_.schema[list.form].element : SchemaId{};
  return write_wire_json(json, value, item, plan_, machine_.reasons());
}

/// Any value that fits a place. What it should be exactly is found out by evaluating with it.
Ways Planner::provide_any(const Place& place) {
  // Items are told apart: what is brought for the second one is another thing than that of the first.
  std::size_t number = 1;
  for (std::size_t at = 0; at < place.pointer.size();) {
    const std::size_t end = std::min(place.pointer.find('/', at + 1), place.pointer.size());
    const std::string step = place.pointer.substr(at + 1, end - at - 1);
    const bool is_index = !step.empty() && step.size() < 9 && step.find_first_not_of("0123456789") == std::string::npos;
    if (is_index) number = std::stoul(step) + 1;
    at = end;
  }
  return put_json(place, sample(place.form, last_step(place.pointer), number), {}, Bound::any);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
std::string Planner::sample(SchemaId form, std::string_view key, std::size_t number) const {
  const std::string word = base::quote_json(fmt::format("some-{}-{}", key.empty() ? "thing" : key, number));
  if (!form) return word;
  const plan::SchemaNode& node = plan_.schema[form];
  const bool as_text =
      node.wire == base::WireUnit::none || node.wire == base::WireUnit::text || node.wire == base::WireUnit::zoned;
  const base::Decimal& now = machine_.shown_now();
  switch (node.kind) {
    case SchemaKind::boolean:
      return "true";
    case SchemaKind::integer:
    case SchemaKind::number:
    case SchemaKind::ratio:
      return "1";
    case SchemaKind::duration:
      return as_text ? "\"1s\"" : "1";
    case SchemaKind::size:
      return as_text ? "\"1KiB\"" : "1";
    case SchemaKind::time:
      if (!as_text) return base::divide(now, base::wire_unit_factor(node.wire)).value.to_string();
      return base::quote_json(base::format_time(now));
    case SchemaKind::date:
      return base::quote_json(base::format_date(now));
    case SchemaKind::string:
      return word;
    case SchemaKind::member:
      return base::quote_json(plan_.enums[node.detail].members.front());
    case SchemaKind::version:
      return "\"1.0.0\"";
    case SchemaKind::level:
      return "\"warn\"";
    case SchemaKind::list:
      return "[]";
    case SchemaKind::map:
      return "{}";
    case SchemaKind::any:
      if (node.children.empty()) return word;
      break;
    case SchemaKind::record:
      break;
  }
  std::string json = "{";
  for (const SchemaId child : node.children) {
    const plan::SchemaNode& field = plan_.schema[child];
    if (field.optional) continue;
    const std::string& name = plan_.names[field.key];
    json += (json.size() > 1 ? "," : "") + base::quote_json(name) + ":" + sample(child, name, number);
  }
  return json + "}";
}

// ------------------------------------------------------------------------------------------------ words

std::string_view Planner::text_at(std::uint32_t document, std::string_view pointer) const {
  if (document >= documents_.size() || documents_[document] == nullptr) return {};
  const std::string_view text = documents_[document]->text();
  const auto range = locate(text, pointer);
  return range ? text.substr(range->begin, range->end - range->begin) : std::string_view();
}

std::string Planner::name_of_item(std::uint32_t document, const std::string& pointer) const {
  const std::string_view item = text_at(document, pointer);
  if (!item.starts_with('{')) return item.size() <= 60 ? unquoted(item) : std::string();
  for (const std::string_view field : naming)
    if (const std::string_view name = text_at(document, pointer + "/" + std::string(field));
        !name.empty() && (name.front() == '"' || (name.front() >= '0' && name.front() <= '9')))
      return base::printable(unquoted(name));
  return {};
}

std::string Planner::item_words(const Place& list, std::size_t index) const {
  const std::string noun = list.pointer.empty() ? "item" : singular(last_step(list.pointer));
  const std::string name = name_of_item(list.document, list.pointer + "/" + std::to_string(index));
  if (!name.empty()) return noun + " " + name;
  const std::string_view there = text_at(list.document, list.pointer + "/" + std::to_string(index));
  return there.empty() ? noun : fmt::format("{} number {}", noun, index + 1);
}

std::string Planner::removal_verb(std::string_view list_pointer) {
  const std::string noun = singular(last_step(list_pointer));
  const bool is_work = std::ranges::any_of(resolvable, [&](std::string_view word) { return noun.ends_with(word); });
  return is_work ? "resolve" : "remove";
}

Action Planner::removal(const Place& list, std::size_t index) const {
  Action action{.kind = ActionKind::remove,
                .document = list.document,
                .pointer = list.pointer + "/" + std::to_string(index),
                .json = {}};
  action.path = item_words(list, index);
  action.verb = removal_verb(list.pointer);
  return action;
}

std::string Planner::spoken(const Place& place) const {
  // The innermost item of a list on the way is what a person would name.
  for (std::size_t slash = place.pointer.rfind('/'); slash != std::string::npos && slash != 0;
       slash = place.pointer.rfind('/', slash - 1)) {
    const std::string list = place.pointer.substr(0, slash);
    if (!text_at(place.document, list).starts_with('[')) continue;
    const std::size_t end = std::min(place.pointer.find('/', slash + 1), place.pointer.size());
    const std::string item = place.pointer.substr(0, end);
    const std::string name = name_of_item(place.document, item);
    if (name.empty()) break;
    const std::string who = singular(last_step(list)) + " " + name;
    if (end == place.pointer.size()) return who;
    std::string field = place.pointer.substr(end + 1);
    std::ranges::replace(field, '/', '.');
    return field + " of " + who;
  }
  return place.path;
}

std::string Planner::shown(const Value& value) const {
  std::string text;
  show_text(text, value, plan_, machine_.reasons());
  return base::printable(text);
}

}  // namespace nexus::engine
