#include "engine/read/locate.h"

#include "engine/read/edited_text.h"
#include "engine/read/json_ranges.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace nexus::engine {

using read::byte_order_mark;
using read::Child;
using read::children_of;
using read::index_of;
using read::Ranges;
using read::steps_of;

namespace {

std::optional<std::size_t> position_of(const Ranges& ranges, char container, const std::vector<Child>& children,
                                       const std::string& step) {
  if (container == '{') {
    const auto found = std::find_if(children.begin(), children.end(),
                                    [&](const Child& child) { return ranges.string_in(*child.key) == step; });
    if (found == children.end()) return std::nullopt;
    return static_cast<std::size_t>(found - children.begin());
  }
  const auto index = container == '[' ? index_of(step) : std::nullopt;
  return index && *index < children.size() ? index : std::nullopt;
}

}  // namespace

std::optional<TextRange> locate(std::string_view json, std::string_view pointer, TextRange* key) {
  const auto steps = steps_of(pointer);
  if (!steps) return std::nullopt;
  const Ranges ranges(json);
  Child found{std::nullopt, ranges.root()};
  for (const std::string& step : *steps) {
    const char container = ranges.at(found.value.begin);
    if (container != '{' && container != '[') return std::nullopt;
    const auto children = children_of(ranges, found.value.begin);
    const auto position = position_of(ranges, container, children, step);
    if (!position) return std::nullopt;
    found = children[*position];
  }
  if (key != nullptr && found.key) *key = *found.key;
  return found.value;
}

// ---- the same again and again

/// A value that was looked at; what is in it is found when it is first asked for.
struct Locator::Node {
  TextRange range;
  bool opened = false;
  std::vector<Node> items;  // of a list, or the values of an object
  std::unordered_map<std::string, std::size_t> keys;

  void open(const Ranges& ranges) {
    opened = true;
    if (ranges.at(range.begin) != '{' && ranges.at(range.begin) != '[') return;
    for (const Child& child : children_of(ranges, range.begin)) {
      if (child.key) keys.emplace(ranges.string_in(*child.key), items.size());
      items.push_back({child.value, false, {}, {}});
    }
  }
  [[nodiscard]] Node* at(const Ranges& ranges, const std::string& step) {
    if (!opened) open(ranges);
    if (ranges.at(range.begin) == '{') {
      const auto found = keys.find(step);
      return found == keys.end() ? nullptr : &items[found->second];
    }
    const auto index = index_of(step);
    return index && *index < items.size() ? &items[*index] : nullptr;
  }
};

Locator::Locator(std::string_view json) : json_(json), root_(std::make_unique<Node>()) {
  root_->range = Ranges(json).root();
}
Locator::~Locator() = default;
Locator::Locator(Locator&&) noexcept = default;
Locator& Locator::operator=(Locator&&) noexcept = default;

std::optional<TextRange> Locator::locate(std::string_view pointer) {
  const auto steps = steps_of(pointer);
  if (!steps) return std::nullopt;
  const Ranges ranges(json_);
  Node* node = root_.get();
  for (const std::string& step : *steps) {
    node = node->at(ranges, step);
    if (node == nullptr) return std::nullopt;
  }
  return node->range;
}

base::LineColumn Locator::position(std::size_t offset) {
  constexpr std::size_t stride = 4096;
  const auto walk = [&](base::LineColumn from, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const auto byte = static_cast<unsigned char>(json_[i]);
      if (byte == '\n')
        from = {from.line + 1, 1};
      else if ((byte & 0xC0U) != 0x80U)
        ++from.column;
    }
    return from;
  };
  const std::size_t start = json_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  if (checkpoints_.empty()) checkpoints_.emplace_back();
  const auto begin_of = [&](std::size_t checkpoint) { return std::max(start, checkpoint * stride); };
  while (checkpoints_.size() <= offset / stride)
    checkpoints_.push_back(walk(checkpoints_.back(), begin_of(checkpoints_.size() - 1), checkpoints_.size() * stride));
  return walk(checkpoints_[offset / stride], begin_of(offset / stride), offset);
}

std::vector<std::string> keys_at(std::string_view json, std::string_view pointer) {
  std::vector<std::string> keys;
  const Ranges ranges(json);
  const auto object = locate(json, pointer);
  if (!object || ranges.at(object->begin) != '{') return keys;
  for (const Child& child : children_of(ranges, object->begin)) keys.push_back(ranges.string_in(*child.key));
  return keys;
}

std::optional<std::string> with_value_at(std::string_view json, std::string_view pointer, std::string_view value) {
  const auto steps = steps_of(pointer);
  if (!steps) return std::nullopt;
  read::EditedText text(json);
  return text.set(*steps, value) ? std::optional(text.text()) : std::nullopt;
}

std::optional<std::size_t> list_size_at(std::string_view json, std::string_view pointer) {
  const Ranges ranges(json);
  const auto list = locate(json, pointer);
  if (!list || ranges.at(list->begin) != '[') return std::nullopt;
  return children_of(ranges, list->begin).size();
}

std::optional<std::string> with_item_at(std::string_view json, std::string_view pointer, std::string_view value) {
  if (!list_size_at(json, pointer)) return std::nullopt;
  return with_value_at(json, std::string(pointer) + "/-", value);
}

std::string without_value_at(std::string_view json, std::string_view pointer) {
  const auto steps = steps_of(pointer);
  read::EditedText text(json);
  return steps && text.remove(*steps) ? text.text() : std::string(json);
}

std::string pointer_step(std::string_view key) {
  std::string step = "/";
  for (const char c : key) {
    if (c == '~')
      step += "~0";
    else if (c == '/')
      step += "~1";
    else
      step += c;
  }
  return step;
}

}  // namespace nexus::engine
