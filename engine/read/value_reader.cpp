#include "engine/read/value_reader.h"

#include "base/overloaded.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <variant>

namespace nexus::engine::read {
namespace {

using plan::SchemaId;
using plan::SchemaKind;

bool begins_number(char c) { return c == '-' || is_digit(c); }

constexpr auto powers_of_ten = [] {
  std::array<std::int64_t, 19> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

bool within_int64(const ScannedNumber& number) {
  std::int64_t product = 0;
  return number.exponent < static_cast<std::int32_t>(powers_of_ten.size()) &&
         !__builtin_mul_overflow(number.coefficient, powers_of_ten[static_cast<std::size_t>(number.exponent)],
                                 &product);
}

/// Within 0…1. The number is canonical, so one with a positive exponent is at least 10.
bool is_fraction(const ScannedNumber& number) {
  if (number.coefficient < 0 || number.exponent > 0) return number.coefficient == 0;
  const auto places = static_cast<std::size_t>(-number.exponent);
  return places >= powers_of_ten.size() || number.coefficient <= powers_of_ten[places];
}

}  // namespace

void ValueReader::begin(std::string_view text, Memory& memory) {
  start(text.data(), text.size(), memory);
  items_.clear();
  entries_.clear();
  rounded_numbers_ = 0;
}

Frame* ValueReader::read(std::size_t input, std::string_view text, const StructureScanner& tokens, Memory& memory) {
  begin(text, memory);
  const Place* const root = layout_.root(input);
  const FrameForm* const form = layout_.root_frame(input);
  const Origin origin{nullptr, static_cast<std::uint32_t>(input), {}};
  Frame* const frame = form != nullptr ? open_frame(*form, origin) : memory.frame(1);
  Value document = Value::boolean(true);
  const Cursor end = root != nullptr ? value(tokens.begin(), *root, frame, document, 0) : skip(tokens.begin(), 0);
  if (end != tokens.end()) return nullptr;
  frame->slots()[0] = document;
  return frame;
}

bool ValueReader::is_valid(std::string_view text, const StructureScanner& tokens, unsigned depth, Memory& memory) {
  begin(text, memory);
  return skip(tokens.begin(), depth) == tokens.end();
}

void ValueReader::read_again(const Place& place, Frame* root, std::string_view text, const StructureScanner& tokens,
                             unsigned depth, Memory& memory) {
  clear(place, root);
  begin(text, memory);
  [[maybe_unused]] const Cursor end = value(tokens.begin(), place, root, root->slots()[place.slot], depth);
  assert(end == tokens.end() && "what stands in a valid text is valid");
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
void ValueReader::clear(const Place& place, Frame* root) {
  root->slots()[place.slot] = Value::unknown_at(ReasonCode::absent, place.id, root);
  for (std::uint32_t i = 0; place.fields != nullptr && i < place.fields->size(); ++i) clear(place.children[i], root);
}

Frame* ValueReader::bare_frame(SchemaId place, const Origin& origin) {
  Frame* const frame = memory_->frame(0);
  frame->parent = origin.parent;
  frame->place = place;
  frame->position = origin.position;
  frame->key = origin.key;
  return frame;
}

Frame* ValueReader::open_frame(const FrameForm& form, const Origin& origin) {
  Frame* const frame = memory_->frame(static_cast<std::uint32_t>(form.slots.size()));
  frame->parent = origin.parent;
  frame->place = form.root;
  frame->position = origin.position;
  frame->key = origin.key;
  Value* slot = frame->slots();
  for (const SchemaId place : form.slots) *slot++ = Value::unknown_at(ReasonCode::absent, place, frame);
  return frame;
}

/// The forms that nearly all evidence has are read here; whatever is left over, `uncommon_value` sees to.
Cursor ValueReader::value(Cursor at, const Place& place, Frame* frame, Value& out, unsigned depth) {
  const char* const p = token(at);
  switch (place.kind) {
    case SchemaKind::string:
      if (*p != '"' || may_have_escape(at)) break;
      out = Value::string(raw_string(at));
      return at + 1;
    case SchemaKind::member: {
      Key key;
      if (*p != '"' || may_have_escape(at) || !read_key(at, key)) break;
      const auto index = place.members->find(key);
      if (index == KeyTable::none) break;
      out = Value::member(place.detail, index);
      return at + 1;
    }
    case SchemaKind::boolean:
      if (!(*p == 't' && is_true(p)) && !(*p == 'f' && is_false(p))) break;
      out = Value::boolean(*p == 't');
      return at + 1;
    case SchemaKind::record:
      if (*p != '{') break;
      out = Value::record(place.shape(), frame);
      return record(at + 1, place, frame, depth + 1);
    case SchemaKind::list:
      if (*p != '[') break;
      return list(at + 1, place, frame, out, depth + 1);
    case SchemaKind::map:
      if (*p != '{') break;
      return map(at + 1, place, frame, out, depth + 1);
    case SchemaKind::any:
      return any(at, place, frame, out, depth);
    case SchemaKind::integer:
    case SchemaKind::number:
    case SchemaKind::ratio:
    case SchemaKind::duration:
    case SchemaKind::size:
    case SchemaKind::time:
    case SchemaKind::date:
      if (!place.number.accepted || !begins_number(*p)) break;
      return number_value(at, place, frame, out);
    case SchemaKind::version:
    case SchemaKind::level:
      break;
  }
  return uncommon_value(at, place, frame, out, depth);
}

/// Null, the wrong type of JSON, and strings that must be looked into.
Cursor ValueReader::uncommon_value(Cursor at, const Place& place, const Frame* frame, Value& out, unsigned depth) {
  if (first(at) == '"') return string_value(at, place, frame, out);
  if (begins_number(first(at))) return json_number(at, place, frame, out);
  const auto code = first(at) == 'n' ? ReasonCode::null : ReasonCode::wrong_type;
  out = Value::unknown_at(code, place.id, frame);
  return skip(at, depth);
}

Value ValueReader::read_back(const WireResult& result, const Place& place, const Frame* frame) const {
  return std::visit(base::overloaded{[](const Value& value) { return value; },
                                     [&](ReasonCode code) { return Value::unknown_at(code, place.id, frame); }},
                    result);
}

Cursor ValueReader::string_value(Cursor at, const Place& place, const Frame* frame, Value& out) {
  std::string_view text;
  if (!read_string_at(at, text)) return nullptr;
  out = read_back(read_string(text, place.form(), context_, *memory_), place, frame);
  return at + 1;
}

// ---- numbers ----------------------------------------------------------------------------------------------------------

Cursor ValueReader::number_value(Cursor at, const Place& place, const Frame* frame, Value& out) {
  const char* const begin = token(at);
  ScannedNumber number;
  const char* const end = scan_number(begin, number);
  if (end == nullptr) return nullptr;
  const bool done = number.small && place.number.accepted && small_number(number, place, frame, out);
  if (!done) out = long_number({begin, static_cast<std::size_t>(end - begin)}, place, frame);
  return at + 1;
}

Cursor ValueReader::json_number(Cursor at, const Place& place, const Frame* frame, Value& out) {
  return number_value(at, place, frame, out);
}

/// Applies unit and range by integer arithmetic. False where the result needs more than 64 bits.
bool ValueReader::small_number(ScannedNumber number, const Place& place, const Frame* frame, Value& out) const {
  const NumberForm& form = place.number;
  if (number.coefficient != 0) number.exponent += form.shift;
  if (form.factor != 1) {
    if (__builtin_mul_overflow(number.coefficient, form.factor, &number.coefficient)) return false;
    if (number.coefficient != 0) strip_zeros(number);
  }
  if (form.integral && (number.exponent < 0 || !within_int64(number))) {
    out = Value::unknown_at(number.exponent < 0 ? ReasonCode::wrong_type : ReasonCode::overflow, place.id, frame);
  } else if (form.fraction && !is_fraction(number)) {
    out = Value::unknown_at(ReasonCode::out_of_range, place.id, frame);
  } else {
    out = Value::small_number(form.kind, number.coefficient, static_cast<std::int16_t>(number.exponent));
  }
  return true;
}

Value ValueReader::long_number(std::string_view text, const Place& place, const Frame* frame) {
  bool rounded = false;
  const auto number = base::Decimal::parse(text, &rounded);
  // The scanner checked the grammar, so a number that cannot be read is one out of range.
  if (!number && place.number.accepted) return Value::unknown_at(ReasonCode::overflow, place.id, frame);
  if (!number) return read_back(read_number({}, place.form(), context_, *memory_), place, frame);
  const bool cut_to_integer = place.kind == SchemaKind::integer && rounded && number->to_int64();
  rounded_numbers_ += rounded ? 1 : 0;
  if (cut_to_integer) return Value::unknown_at(ReasonCode::wrong_type, place.id, frame);
  return read_back(read_number(*number, place.form(), context_, *memory_), place, frame);
}

// ---- records ----------------------------------------------------------------------------------------------------------

Cursor ValueReader::record(Cursor at, const Place& place, Frame* frame, unsigned depth) {
  Fields& fields = *place.fields;
  if (fields.size() == 0) return skip_object(at, depth);
  if (depth > max_depth_) return nullptr;
  if (first(at) == '}') return at + 1;
  const std::uint64_t object = fields.open();
  UniqueKeys::Object unknown;
  Field** expected = &fields.first();
  for (;;) {
    Field* field = *expected;
    if (!field->is_at(token(at), at[1] - at[0])) {
      if (!other_field(at, fields, field, unknown)) return nullptr;
      if (field != nullptr) *expected = field;
    }
    const Place* child = nullptr;
    if (field != nullptr) {
      if (field->met_in == object) return nullptr;
      field->met_in = object;
      expected = &field->next;
      if (field->number != Field::unread) child = place.children + field->number;
    }
    at = child != nullptr ? value(at + 2, *child, frame, frame->slots()[child->slot], depth) : skip(at + 2, depth);
    if (at == nullptr) return nullptr;
    const char separator = first(at);
    ++at;
    if (separator == '}') return unique_.close(unknown) ? at : nullptr;
    if (separator != ',') return nullptr;
  }
}

/// The field at `at`, which does not stand there as it was expected; null where it is not known. False where there is no
/// key, or one with broken escapes.
bool ValueReader::other_field(Cursor at, Fields& fields, Field*& found, UniqueKeys::Object& unknown) {
  Key key;
  if (first(at) != '"' || first(at + 1) != ':' || !read_key(at, key)) return false;
  found = fields.find_or_learn(key);
  if (found == nullptr) unique_.add(unknown, key);
  return true;
}

// ---- lists and maps ---------------------------------------------------------------------------------------------------

/// An item that is unknown, or holds items itself, gets a frame of its own even if it is no record: only so can its
/// place in the document be told later.
Cursor ValueReader::item(Cursor at, const Place& container, const Origin& origin, Value& out, unsigned depth) {
  const Place& element = *container.children;
  const char c = first(at);
  if (container.item_frame != nullptr && c == '{') {
    Frame* const frame = open_frame(*container.item_frame, origin);
    at = value(at, element, frame, out, depth);
    frame->slots()[0] = out;
    return at;
  }
  if (c == '{' || c == '[') return value(at, element, bare_frame(element.id, origin), out, depth);
  at = value(at, element, nullptr, out, depth);
  if (at != nullptr && out.is_unknown())
    out = Value::unknown_at(out.code(), element.id, bare_frame(element.id, origin));
  return at;
}

Cursor ValueReader::list(Cursor at, const Place& place, Frame* frame, Value& out, unsigned depth) {
  if (depth > max_depth_) return nullptr;
  const std::size_t first_item = items_.size();
  if (first(at) == ']') {
    out = take_items(first_item, place.id, frame);
    return at + 1;
  }
  for (Origin origin{frame, 0, {}};; ++origin.position) {
    Value read;
    at = item(at, place, origin, read, depth);
    if (at == nullptr) return nullptr;
    items_.push_back(read);
    const char separator = first(at);
    ++at;
    if (separator == ']') break;
    if (separator != ',') return nullptr;
  }
  out = take_items(first_item, place.id, frame);
  return at;
}

Cursor ValueReader::map(Cursor at, const Place& place, Frame* frame, Value& out, unsigned depth) {
  if (depth > max_depth_) return nullptr;
  const std::size_t first_entry = entries_.size();
  bool more = first(at) != '}';
  if (!more) ++at;
  for (std::uint32_t position = 0; more; ++position) {
    Entry entry;
    if (!begin_entry(at, entry)) return nullptr;
    at = item(at + 2, place, {frame, position, entry.key}, entry.value, depth);
    if (at == nullptr) return nullptr;
    entries_.push_back(entry);
    const char separator = first(at);
    ++at;
    if (separator != '}' && separator != ',') return nullptr;
    more = separator == ',';
  }
  return take_entries(first_entry, place.id, frame, out) ? at : nullptr;
}

void ValueReader::sort(std::span<Entry> entries) {
  constexpr std::size_t few = 24;
  if (entries.size() > few) {
    std::sort(entries.begin(), entries.end());
    return;
  }
  for (std::size_t i = 1; i < entries.size(); ++i) {
    if (!(entries[i] < entries[i - 1])) continue;
    const Entry entry = entries[i];
    std::size_t place = i;
    for (; place > 0 && entry < entries[place - 1]; --place) entries[place] = entries[place - 1];
    entries[place] = entry;
  }
}

Value ValueReader::take_items(std::size_t first, SchemaId place, const Frame* frame) {
  const std::size_t size = items_.size() - first;
  Value* const items = memory_->array<Value>(size);
  std::copy_n(items_.begin() + static_cast<std::ptrdiff_t>(first), size, items);
  items_.resize(first);
  return Value::list(memory_->make(ListData{items, nullptr, static_cast<std::uint32_t>(size), place, frame}));
}

/// Puts the entries of a map into the order of their keys, which also brings equal keys together: false if there are any.
bool ValueReader::take_entries(std::size_t first, SchemaId place, const Frame* frame, Value& out) {
  const auto entries = std::span(entries_).subspan(first);
  const auto not_before = [](const Entry& a, const Entry& b) { return !(a < b); };
  if (std::adjacent_find(entries.begin(), entries.end(), not_before) != entries.end()) {
    sort(entries);
    if (std::adjacent_find(entries.begin(), entries.end(), not_before) != entries.end()) return false;
  }
  const std::size_t size = entries.size();
  auto* const keys = memory_->array<std::string_view>(size);
  auto* const values = memory_->array<Value>(size);
  for (std::size_t i = 0; i < size; ++i) {
    new (keys + i) std::string_view(entries[i].key);
    values[i] = entries[i].value;
  }
  entries_.resize(first);
  out = Value::map(memory_->make(MapData{keys, values, static_cast<std::uint32_t>(size), place, frame}));
  return true;
}

}  // namespace nexus::engine::read
