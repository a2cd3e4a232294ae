#include "engine/read/layout.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace nexus::engine::read {
namespace {

using base::WireUnit;
using plan::SchemaId;
using plan::SchemaKind;
using plan::SchemaNode;

bool has_fields(SchemaKind kind) { return kind == SchemaKind::record || kind == SchemaKind::any; }
bool has_items(SchemaKind kind) { return kind == SchemaKind::list || kind == SchemaKind::map; }

/// A number in that unit, in the unit of the dimension.
struct Scale {
  std::int16_t shift = 0;
  std::int64_t factor = 1;
};
Scale scale_of(WireUnit unit) {
  const auto value = base::wire_unit_factor(unit);
  return {static_cast<std::int16_t>(value.exponent()), static_cast<std::int64_t>(value.coefficient())};
}

NumberForm scaled(ValueKind kind, WireUnit unit) {
  const auto scale = scale_of(unit);
  return {.accepted = true, .kind = kind, .shift = scale.shift, .factor = scale.factor};
}

/// INVARIANT (one meaning): where this accepts a number, the result is that of `read_number`.
NumberForm number_form(const SchemaNode& node) {
  switch (node.kind) {
    case SchemaKind::any:
      return {.accepted = true};
    case SchemaKind::number:
      return scaled(ValueKind::number, WireUnit::none);
    case SchemaKind::integer:
      return {.accepted = true, .integral = true};
    case SchemaKind::ratio: {
      auto form = scaled(ValueKind::ratio, node.wire);
      form.fraction = node.wire != WireUnit::any_percent;
      return form;
    }
    case SchemaKind::duration:
    case SchemaKind::size: {
      if (node.wire == WireUnit::none || node.wire == WireUnit::text) return {};
      return scaled(node.kind == SchemaKind::size ? ValueKind::size : ValueKind::duration, node.wire);
    }
    case SchemaKind::time: {
      const bool epoch = node.wire == WireUnit::epoch_seconds || node.wire == WireUnit::epoch_milliseconds;
      return epoch ? scaled(ValueKind::time, node.wire) : NumberForm{};
    }
    case SchemaKind::boolean:
    case SchemaKind::date:
    case SchemaKind::string:
    case SchemaKind::member:
    case SchemaKind::version:
    case SchemaKind::level:
    case SchemaKind::list:
    case SchemaKind::map:
    case SchemaKind::record:
      break;
  }
  return {};
}

/// So many more keys are remembered of a record, if they are short: enough for what programs write, too few to fill
/// memory with what hostile ones do.
constexpr std::size_t most_learned = 16;
constexpr std::size_t longest_learned = 64;

/// Such a key can only be written with an escape.
bool needs_escape(std::string_view key) {
  return std::any_of(key.begin(), key.end(),
                     [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
}

Field make_field(std::string_view key) {
  Field field;
  field.key = key.data();
  field.length = static_cast<std::uint32_t>(key.size());
  if (needs_escape(key)) {
    field.head = 1;  // with an empty mask: equal to nothing
    return field;
  }
  const auto written = std::string("\"").append(key).append("\":");
  std::array<char, 16> bytes{};
  std::array<char, 16> mask{};
  const auto kept = std::min(written.size(), bytes.size());
  std::copy_n(written.begin(), kept, bytes.begin());
  std::fill_n(mask.begin(), kept, static_cast<char>(0xFF));
  field.head = load8(bytes.data());
  field.tail = load8(bytes.data() + 8);
  field.head_mask = load8(mask.data());
  field.tail_mask = load8(mask.data() + 8);
  return field;
}

void collect_slots(const plan::Plan& plan, SchemaId id, FrameForm& form) {
  const auto& node = plan.schema[id];
  if (node.slot < form.slots.size()) form.slots[node.slot] = id;
  for (const auto child : node.children) collect_slots(plan, child, form);
}

}  // namespace

bool Field::is_rest_at(const char* quote, std::uint32_t room) const {
  const char* const begin = quote + 1;
  return room == length + 2 && begin[length + 1] == ':' && std::memcmp(begin, key, length) == 0;
}

Fields::Fields(std::vector<std::string_view> keys) : size_(static_cast<std::uint32_t>(keys.size())) {
  fields_.reserve(keys.size() + most_learned);  // learning moves none of them
  for (std::uint32_t i = 0; i < size_; ++i) {
    fields_.push_back(make_field(keys[i]));
    fields_.back().number = i;
  }
  // The order of declaration, until documents show another one.
  for (std::uint32_t i = 0; i < size_; ++i) fields_[i].next = &fields_[(i + 1) % size_];
  if (size_ != 0) first_ = fields_.data();
  keys_ = KeyTable(std::move(keys));
}

Field* Fields::find_or_learn(const Key& key) {
  const auto number = keys_.find(key);
  if (number != KeyTable::none) return &fields_[number];
  for (std::size_t i = 0; i < learned_hashes_.size(); ++i) {
    if (learned_hashes_[i] == key.hash && learned_[i] == key.text()) return &fields_[size_ + i];
  }
  return learned_.size() < most_learned && key.length <= longest_learned ? learn(key) : nullptr;
}

Field* Fields::learn(const Key& key) {
  learned_hashes_.push_back(key.hash);
  fields_.push_back(make_field(learned_.emplace_back(key.text())));
  fields_.back().next = first_;
  return &fields_.back();
}

Layout::Layout(const plan::Plan& plan) : plan_(plan) {
  enums_.reserve(plan.enums.size());
  for (const auto& enumeration : plan.enums)
    enums_.emplace_back(std::vector<std::string_view>(enumeration.members.begin(), enumeration.members.end()));

  frames_.reserve(plan.frames.size());
  for (const auto& frame : plan.frames) {
    FrameForm form{frame.root, std::vector<SchemaId>(frame.slots, frame.root)};
    if (frame.root) {
      for (const auto child : plan.schema[frame.root].children) collect_slots(plan, child, form);
    }
    frames_.push_back(std::move(form));
  }

  // INVARIANT (places stay): each node of the schema has one parent, so there never are more places than nodes.
  places_.reserve(plan.schema.size());
  for (const auto& input : plan.inputs) {
    Root root;
    if (input.root) {
      Place* const place = add_places(1);
      fill(*place, input.root, 0);
      root = {place, frame_of(input.root)};
    }
    roots_.push_back(root);
  }
  known_fields_.clear();
}

Place* Layout::add_places(std::size_t count) {
  assert(places_.size() + count <= places_.capacity());
  const std::size_t first = places_.size();
  places_.resize(first + count);
  return places_.data() + first;
}

const FrameForm* Layout::frame_of(SchemaId id) const {
  const auto frame = plan_.schema[id].frame;
  return frame ? &frames_[frame.index()] : nullptr;
}

void Layout::fill(Place& place, SchemaId id, unsigned level) {
  const SchemaNode& node = plan_.schema[id];
  place.kind = node.kind;
  place.wire = node.wire;
  place.whole = node.whole;
  place.slot = node.slot;
  place.id = id;
  place.detail = node.kind == SchemaKind::record ? node.shape.index() : node.detail;
  place.number = number_form(node);
  if (node.kind == SchemaKind::member) place.members = &enums_[node.detail];
  if (has_fields(node.kind)) fill_fields(place, node, level);
  if (has_items(node.kind)) fill_element(place, node, level);
}

void Layout::fill_fields(Place& place, const SchemaNode& node, unsigned level) {
  std::vector<std::string_view> keys;
  for (const auto child : node.children) keys.push_back(plan_.names[plan_.schema[child].key]);
  place.fields = fields_of(level, std::move(keys));

  Place* const children = add_places(node.children.size());
  place.children = children;
  for (std::size_t i = 0; i < node.children.size(); ++i) fill(children[i], node.children[i], level + 1);
}

Fields* Layout::fields_of(unsigned level, std::vector<std::string_view> keys) {
  auto [known, is_new] = known_fields_.try_emplace({level, std::move(keys)}, nullptr);
  if (is_new) known->second = &fields_.emplace_back(known->first.second);
  return known->second;
}

void Layout::fill_element(Place& place, const SchemaNode& node, unsigned level) {
  place.item_frame = frame_of(node.element);
  Place* const element = add_places(1);
  place.children = element;
  fill(*element, node.element, level + 1);
  // Fields go into the slots of an item's own frame. Where it has none, none are read.
  if (place.item_frame == nullptr && element->fields != nullptr) element->fields = fields_of(level + 1, {});
}

}  // namespace nexus::engine::read
