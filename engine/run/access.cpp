#include "engine/run/machine.h"

#include <algorithm>

/// Reaching into records, lists, maps and JSON of undeclared shape; what is there and what is not.
namespace nexus::engine {

using plan::Node;
using plan::NodeId;
using plan::Op;

namespace {

std::string_view what_it_is_not(plan::SchemaKind kind) {
  switch (kind) {
    case plan::SchemaKind::boolean:
      return "neither true nor false";
    case plan::SchemaKind::integer:
      return "not a whole number";
    case plan::SchemaKind::number:
      return "not a number";
    case plan::SchemaKind::ratio:
      return "not a ratio";
    case plan::SchemaKind::duration:
      return "not a duration";
    case plan::SchemaKind::size:
      return "not a size";
    case plan::SchemaKind::time:
      return "not a time";
    case plan::SchemaKind::date:
      return "not a date";
    case plan::SchemaKind::string:
      return "not a string";
    case plan::SchemaKind::member:
      return "not a member of the enum";
    case plan::SchemaKind::version:
      return "not a version";
    case plan::SchemaKind::level:
      return "not a level";
    case plan::SchemaKind::list:
      return "not a list";
    case plan::SchemaKind::map:
    case plan::SchemaKind::record:
    case plan::SchemaKind::any:
      break;
  }
  return "not an object";
}

/// What to do about a bare number where a value of that kind is wanted.
std::string_view without_unit(plan::SchemaKind kind) {
  switch (kind) {
    case plan::SchemaKind::ratio:
      return "a number without a unit; write `as ratio in percent` or `as ratio`";
    case plan::SchemaKind::duration:
      return "a number without a unit; write `as duration in ms`, or what its unit is";
    case plan::SchemaKind::size:
      return "a number without a unit; write `as size in bytes`, or what its unit is";
    default:
      return "a number without a unit; write `as time in epoch s`, or what its unit is";
  }
}

/// Does a bare number become one of these once its unit is named?
bool takes_unit(plan::SchemaKind kind) {
  return kind == plan::SchemaKind::ratio || kind == plan::SchemaKind::duration || kind == plan::SchemaKind::size ||
         kind == plan::SchemaKind::time;
}

}  // namespace

Value Machine::no_such(plan::SchemaId place, const Frame* frame, std::string_view key, NodeId id) {
  return reasons_.unknown(
      {.code = ReasonCode::absent, .place = place, .frame = frame, .key = memory_.copy(key), .node = id, .detail = {}});
}

Value Machine::field(const Node& node, NodeId id) {
  const Value record = eval(node.a);
  if (record.is_unknown()) return record;
  for (const plan::Shape::Field& field : plan_.shapes[record.shape()].fields)
    if (field.name == node.b) return record.frame()->slots()[field.slot];
  return no_such(plan_.shapes[record.shape()].place, record.frame(), plan_.names[node.b], id);
}

Value Machine::any_field(const Node& node, NodeId id) {
  const Value object = eval(node.a);
  if (object.is_unknown()) return object;
  if (object.kind() == ValueKind::null) return unknown(ReasonCode::null, id);
  if (object.kind() != ValueKind::map) return unknown(ReasonCode::wrong_type, id, "not an object");
  return entry_at(object, Value::string(plan_.names[node.b]), id);
}

std::string_view Machine::key_text(const Value& key) const {
  return key.kind() == ValueKind::member ? std::string_view(plan_.enums[key.member_enum()].members[key.member_index()])
                                         : key.as_string();
}

Value Machine::entry_at(const Value& map, const Value& key, NodeId id) {
  if (map.is_unknown() || key.is_unknown()) return reasons_.merge(map, key);
  const MapData& data = map.as_map();
  const std::string_view wanted = key_text(key);
  const auto* const end = data.keys + data.size;
  const auto* const at = std::lower_bound(data.keys, end, wanted);
  if (at == end || *at != wanted) return no_such(data.place, data.frame, wanted, id);
  return data.values[at - data.keys];
}

Value Machine::item_at(const Value& list, const Value& index, NodeId id) {
  if (list.is_unknown() || index.is_unknown()) return reasons_.merge(list, index);
  const ListData& data = list.as_list();
  if (data.maybe != nullptr)  // which item stands where is not certain
    if (const Value why = reasons_in(data); why.is_unknown()) return why;
  const auto position = index.as_decimal().to_int64();
  const auto size = static_cast<std::int64_t>(data.size);
  if (!position || *position >= size || *position < -size)
    return no_such(data.place, data.frame, index.as_decimal().to_string(), id);
  return data.items[*position < 0 ? size + *position : *position];
}

Value Machine::any_at(const Node& node, NodeId id) {
  const Value base = eval(node.a), index = eval(node.b);
  if (base.is_unknown() || index.is_unknown()) return reasons_.merge(base, index);
  if (base.kind() == ValueKind::null) return unknown(ReasonCode::null, id);
  if (base.kind() == ValueKind::list && index.kind() == ValueKind::number) return item_at(base, index, id);
  if (base.kind() == ValueKind::map && index.kind() == ValueKind::string) return entry_at(base, index, id);
  if (base.kind() == ValueKind::list) return unknown(ReasonCode::wrong_type, id, "a list is indexed by a number");
  return unknown(ReasonCode::wrong_type, id,
                 base.kind() == ValueKind::map ? "an object is indexed by a string" : "neither a list nor an object");
}

/// JSON of undeclared shape where a type is wanted (docs/language.md, "JSON of undeclared shape").
// NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
Value Machine::convert(const Value& value, const plan::Conversion& to, NodeId id) {
  if (value.is_unknown()) return value;
  const WireForm form{.kind = to.kind, .wire = to.wire, .detail = to.detail};
  const auto misfit = [&](ReasonCode code) { return unknown(code, id, what_it_is_not(to.kind)); };
  const auto result = [&](const WireResult& read) {
    if (const auto* code = std::get_if<ReasonCode>(&read)) return misfit(*code);
    return std::get<Value>(read);
  };
  if (value.kind() == ValueKind::null && to.kind != plan::SchemaKind::any) return unknown(ReasonCode::null, id);
  switch (to.kind) {
    case plan::SchemaKind::any:
      return value;
    case plan::SchemaKind::list:
      if (value.kind() == ValueKind::list) return convert_items(value.as_list(), to, id);
      break;
    case plan::SchemaKind::map:
      if (value.kind() == ValueKind::map) return convert_entries(value.as_map(), to, id);
      break;
    case plan::SchemaKind::record:
      if (value.kind() == ValueKind::map) return convert_fields(value.as_map(), to, id);
      break;
    case plan::SchemaKind::boolean:
      return value.kind() == ValueKind::boolean ? value : misfit(ReasonCode::wrong_type);
    case plan::SchemaKind::integer:
    case plan::SchemaKind::number:
    case plan::SchemaKind::ratio:
    case plan::SchemaKind::duration:
    case plan::SchemaKind::size:
    case plan::SchemaKind::time:
    case plan::SchemaKind::date:
    case plan::SchemaKind::string:
    case plan::SchemaKind::member:
    case plan::SchemaKind::version:
    case plan::SchemaKind::level:
      break;
  }
  const bool has_parts =
      to.kind == plan::SchemaKind::list || to.kind == plan::SchemaKind::map || to.kind == plan::SchemaKind::record;
  if (has_parts) return misfit(ReasonCode::wrong_type);
  if (value.is_numeric()) {
    if (value.kind() == ValueKind::date && form.kind == plan::SchemaKind::time) return value.with_kind(ValueKind::time);
    if (value.kind() == ValueKind::ratio && form.kind == plan::SchemaKind::number)
      return value.with_kind(ValueKind::number);
    if (value.kind() != ValueKind::number) return value;  // it has its dimension already
    // A number whose unit nobody named stays a number: 83.5 must not pass for 8350 %.
    if (to.implicit && takes_unit(form.kind)) return unknown(ReasonCode::wrong_type, id, without_unit(form.kind));
    if (form.kind == plan::SchemaKind::ratio && form.wire == base::WireUnit::none)
      return value.with_kind(ValueKind::ratio);
    return result(read_number(value.as_decimal(), form, wire_, memory_));
  }
  if (value.kind() == ValueKind::string) return result(read_string(value.as_string(), form, wire_, memory_));
  return misfit(ReasonCode::wrong_type);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
Value Machine::convert_items(const ListData& list, const plan::Conversion& to, NodeId id) {
  if (to.parts.empty()) return Value::list(&list);
  auto* items = memory_.array<Value>(list.size);
  for (std::uint32_t i = 0; i < list.size; ++i) {
    step();
    items[i] = convert(list.items[i], plan_.conversions[to.parts.front()], id);
  }
  return Value::list(memory_.make(ListData{items, list.maybe, list.size, list.place, list.frame}));
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
Value Machine::convert_entries(const MapData& map, const plan::Conversion& to, NodeId id) {
  if (to.parts.empty()) return Value::map(&map);
  auto* values = memory_.array<Value>(map.size);
  for (std::uint32_t i = 0; i < map.size; ++i) {
    step();
    values[i] = convert(map.values[i], plan_.conversions[to.parts.front()], id);
  }
  return Value::map(memory_.make(MapData{map.keys, values, map.size, map.place, map.frame}));
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
Value Machine::convert_fields(const MapData& map, const plan::Conversion& to, NodeId id) {
  Frame* frame = memory_.frame(static_cast<std::uint32_t>(to.parts.size()));
  *frame = Frame{};
  for (const plan::Shape::Field& field : plan_.shapes[to.shape].fields) {
    step();
    const Value entry = entry_at(Value::map(&map), Value::string(plan_.names[field.name]), id);
    frame->slots()[field.slot] = convert(entry, plan_.conversions[to.parts[field.slot]], id);
  }
  return Value::record(to.shape, frame);
}

Value Machine::key_member(const Node& node, NodeId id) {
  const Value key = eval(node.a);
  if (key.is_unknown()) return key;
  const WireResult member = read_string(
      key.as_string(), {.kind = plan::SchemaKind::member, .wire = {}, .detail = plan_.conversions[node.b].detail},
      wire_, memory_);
  if (const auto* value = std::get_if<Value>(&member)) return *value;
  Reason reason{.code = std::get<ReasonCode>(member),
                .place = {},
                .frame = nullptr,
                .key = {},
                .node = id,
                .detail = what_it_is_not(plan::SchemaKind::member)};
  if (const Value map = eval(node.c); map.kind() == ValueKind::map && map.as_map().place && !key.as_string().empty()) {
    reason.place = map.as_map().place;
    reason.frame = map.as_map().frame;
    reason.key = memory_.copy(key.as_string());
  }
  return reasons_.unknown(reason);
}

/// Is what stands above the operand there, so that it is the operand itself that is unknown?
bool Machine::is_known_above(NodeId path) {
  const Node& node = plan_.nodes[path];
  switch (node.op) {
    case Op::field:
      return !eval(node.a).is_unknown();
    case Op::any_field:
      return eval(node.a).kind() == ValueKind::map;
    case Op::item_at:
    case Op::entry_at:
      return !eval(node.a).is_unknown() && !eval(node.b).is_unknown();
    case Op::any_at: {
      const ValueKind base = eval(node.a).kind(), index = eval(node.b).kind();
      return (base == ValueKind::list && index == ValueKind::number) ||
             (base == ValueKind::map && index == ValueKind::string);
    }
    case Op::convert:
      return !eval(node.a).is_unknown() || is_known_above(NodeId(node.a));
    default:
      return true;
  }
}

Value Machine::is_test(const Node& node) {
  const Value value = eval(node.a);
  if (node.op == Op::is_empty) {
    if (value.is_unknown()) return value;
    if (value.kind() == ValueKind::string) return Value::boolean(value.as_string().empty());
    if (value.kind() == ValueKind::map) return Value::boolean(value.as_map().size == 0);
    if (value.kind() == ValueKind::null) return unknown(ReasonCode::null, plan::NodeId(node.a));
    if (value.kind() != ValueKind::list)
      return unknown(ReasonCode::wrong_type, plan::NodeId(node.a), "only strings, lists and maps can be empty");
    const ListData& list = value.as_list();
    if (list.size == 0) return Value::boolean(true);
    for (std::uint32_t i = 0; i < list.size; ++i)
      if (list.maybe == nullptr || !list.maybe[i].is_unknown()) return Value::boolean(false);
    return reasons_in_membership(list);
  }
  const bool is_null = value.kind() == ValueKind::null;
  if (!value.is_unknown()) {
    if (node.op == Op::is_present) return Value::boolean(!is_null);
    return Value::boolean(node.op == Op::is_null && is_null);
  }
  const auto reasons = reasons_.reasons(value);
  // Stale evidence, or about something else, is neither there nor missing; nor is what nobody supplied.
  const auto is_doubtful = [](const Reason& reason) {
    return reason.code == ReasonCode::stale || reason.code == ReasonCode::other_subject ||
           reason.code == ReasonCode::no_history;
  };
  if (std::ranges::any_of(reasons, is_doubtful)) return value;
  const Node& operand = plan_.nodes[NodeId(node.a)];
  const bool is_place = operand.op == Op::input_slot || operand.op == Op::item_slot;
  const bool at_itself = is_place ? reasons.front().place == plan::SchemaId(operand.c) && reasons.front().key.empty()
                                  : is_known_above(NodeId(node.a));
  const bool absent = reasons_.all(value, ReasonClass::absence);
  const bool null_here = absent && at_itself && reasons.front().code == ReasonCode::null;
  if (!absent && !at_itself) return value;  // what stands above is no good: nobody can tell
  switch (node.op) {
    case Op::is_missing:
      return Value::boolean(absent && !null_here);
    case Op::is_null:
      return Value::boolean(null_here);
    default:
      return absent ? Value::boolean(false) : value;  // what stands here is no good: neither there nor not there
  }
}

}  // namespace nexus::engine
