// JSON of undeclared shape: read as it is, without a trie; or only passed through on the way to the children.

#include "engine/read/value_reader.h"

#include <algorithm>

namespace nexus::engine::read {

using plan::SchemaId;

Cursor ValueReader::any(Cursor at, const Place& place, Frame* frame, Value& out, unsigned depth) {
  const char c = first(at);
  if (!place.whole) {
    if (c == '{') {
      out = Value::boolean(true);  // that an object stands here is all that is asked
      return record(at + 1, place, frame, depth + 1);
    }
    out = Value::unknown_at(c == 'n' ? ReasonCode::null : ReasonCode::wrong_type, place.id, frame);
    return skip(at, depth);
  }
  at = json(at, place, frame, out, depth, place.id);
  if (at == nullptr) return nullptr;
  if (out.kind() == ValueKind::null) out = Value::unknown_at(ReasonCode::null, place.id, frame);
  if (out.kind() == ValueKind::map) spread(out.as_map(), place, frame);
  return at;
}

/// `container` is the place of the list or object that may stand here. What is inside an undeclared value has none;
/// numbers that are out of range are unknown because of the whole.
Cursor ValueReader::json(Cursor at, const Place& place, const Frame* frame, Value& out, unsigned depth,
                         SchemaId container) {
  const char* const p = token(at);
  switch (*p) {
    case '"': {
      std::string_view text;
      if (!read_string_at(at, text)) return nullptr;
      out = Value::string(text);
      return at + 1;
    }
    case '{':
      return json_object(at + 1, place, frame, out, depth + 1, container);
    case '[':
      return json_list(at + 1, place, frame, out, depth + 1, container);
    case 't':
      out = Value::boolean(true);
      return is_true(p) ? at + 1 : nullptr;
    case 'f':
      out = Value::boolean(false);
      return is_false(p) ? at + 1 : nullptr;
    case 'n':
      out = Value::null();
      return is_null(p) ? at + 1 : nullptr;
    default:
      return json_number(at, place, frame, out);
  }
}

Cursor ValueReader::json_list(Cursor at, const Place& place, const Frame* frame, Value& out, unsigned depth,
                              SchemaId container) {
  if (depth > max_depth_) return nullptr;
  const std::size_t first_item = items_.size();
  bool more = first(at) != ']';
  if (!more) ++at;
  while (more) {
    Value read;
    at = json(at, place, frame, read, depth, {});
    if (at == nullptr) return nullptr;
    items_.push_back(read);
    const char separator = first(at);
    ++at;
    if (separator != ']' && separator != ',') return nullptr;
    more = separator == ',';
  }
  out = take_items(first_item, container, frame);
  return at;
}

Cursor ValueReader::json_object(Cursor at, const Place& place, const Frame* frame, Value& out, unsigned depth,
                                SchemaId container) {
  if (depth > max_depth_) return nullptr;
  const std::size_t first_entry = entries_.size();
  bool more = first(at) != '}';
  if (!more) ++at;
  while (more) {
    Entry entry;
    if (!begin_entry(at, entry)) return nullptr;
    at = json(at + 2, place, frame, entry.value, depth, {});
    if (at == nullptr) return nullptr;
    entries_.push_back(entry);
    const char separator = first(at);
    ++at;
    if (separator != '}' && separator != ',') return nullptr;
    more = separator == ',';
  }
  return take_entries(first_entry, container, frame, out) ? at : nullptr;
}

/// Fills the slots of the children out of a value that was read whole.
void ValueReader::spread(const MapData& object, const Place& place, Frame* frame) {
  const std::string_view* const end = object.keys + object.size;
  for (std::uint32_t i = 0; i < place.fields->size(); ++i) {
    const std::string_view key = (*place.fields)[i].text();
    const std::string_view* const found = std::lower_bound(object.keys, end, key);
    if (found != end && *found == key) spread_to(object.values[found - object.keys], place.children[i], frame);
  }
}

void ValueReader::spread_to(const Value& found, const Place& place, Frame* frame) {
  Value& slot = frame->slots()[place.slot];
  const bool is_object = found.kind() == ValueKind::map;
  if (found.kind() == ValueKind::null) {
    slot = Value::unknown_at(ReasonCode::null, place.id, frame);
  } else if (found.is_unknown()) {
    slot = Value::unknown_at(found.code(), place.id, frame);
  } else if (place.whole) {
    slot = found;
  } else {
    slot = is_object ? Value::boolean(true) : Value::unknown_at(ReasonCode::wrong_type, place.id, frame);
  }
  if (is_object) spread(found.as_map(), place, frame);
}

}  // namespace nexus::engine::read
