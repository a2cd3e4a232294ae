#include "engine/read/locate.h"

#include "base/values/text.h"
#include "engine/read/json_string.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace nexus::engine {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The keys and indices of a pointer, unescaped; nothing where it is not one.
std::optional<std::vector<std::string>> steps_of(std::string_view pointer) {
  std::vector<std::string> steps;
  if (!pointer.empty() && pointer.front() != '/') return std::nullopt;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      steps.emplace_back();
    } else if (pointer[i] != '~') {
      steps.back() += pointer[i];
    } else {
      const char code = ++i < pointer.size() ? pointer[i] : '\0';
      if (code != '0' && code != '1') return std::nullopt;
      steps.back() += code == '0' ? '~' : '/';
    }
  }
  return steps;
}

std::optional<std::size_t> index_of(std::string_view step) {
  if (step.empty() || (step.size() > 1 && step.front() == '0')) return std::nullopt;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc{} || end != step.data() + step.size()) return std::nullopt;
  return index;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Finds where things end in a text known to be valid JSON. On any other text the answers mean nothing, but it stays
/// within the text.
class Ranges {
 public:
  explicit Ranges(std::string_view json) : json_(json) {}

  [[nodiscard]] char at(std::size_t i) const { return i < json_.size() ? json_[i] : '\0'; }
  [[nodiscard]] std::size_t after_space(std::size_t i) const {
    while (is_space(at(i))) ++i;
    return i;
  }
  [[nodiscard]] TextRange root() const {
    const std::size_t begin = after_space(json_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    return {begin, end_of_value(begin)};
  }
  [[nodiscard]] std::size_t end_of_value(std::size_t begin) const {
    switch (at(begin)) {
      case '"':
        return end_of_string(begin);
      case '{':
      case '[':
        return end_of_container(begin);
      default:
        return end_of_word(begin);
    }
  }
  [[nodiscard]] std::size_t end_of_string(std::size_t quote) const {
    std::size_t i = quote + 1;
    while (i < json_.size() && json_[i] != '"') i += json_[i] == '\\' ? 2 : 1;
    return std::min(i + 1, json_.size());
  }
  /// The string in `range`, quotes included there, as it is meant.
  [[nodiscard]] std::string string_in(TextRange range) const {
    const auto inside = json_.substr(range.begin + 1, range.end - range.begin - 2);
    if (inside.find('\\') == std::string_view::npos) return std::string(inside);
    std::string text(inside.size(), '\0');
    const char* const end = read::unescape(inside.data(), inside.data() + inside.size(), text.data());
    text.resize(end == nullptr ? 0 : static_cast<std::size_t>(end - text.data()));
    return text;
  }

 private:
  /// By counting brackets; no recursion, however deep.
  [[nodiscard]] std::size_t end_of_container(std::size_t begin) const {
    std::size_t depth = 0;
    for (std::size_t i = begin; i < json_.size(); ++i) {
      switch (json_[i]) {
        case '{':
        case '[':
          ++depth;
          break;
        case '}':
        case ']':
          if (--depth == 0) return i + 1;
          break;
        case '"':
          i = end_of_string(i) - 1;
          break;
        default:
          break;
      }
    }
    return json_.size();
  }
  [[nodiscard]] std::size_t end_of_word(std::size_t begin) const {
    constexpr std::string_view ends = " \t\n\r,:[]{}";
    return std::min(json_.find_first_of(ends, begin), json_.size());
  }

  std::string_view json_;
};

struct Child {
  std::optional<TextRange> key;  ///< of a member
  TextRange value;
  [[nodiscard]] TextRange whole() const { return {key ? key->begin : value.begin, value.end}; }
};

/// The members or items of the object or list that begins at `begin`.
std::vector<Child> children_of(const Ranges& ranges, std::size_t begin) {
  const bool is_object = ranges.at(begin) == '{';
  std::vector<Child> children;
  for (std::size_t i = ranges.after_space(begin + 1);
       ranges.at(i) != '}' && ranges.at(i) != ']' && ranges.at(i) != '\0';) {
    Child child;
    if (is_object) {
      child.key = TextRange{i, ranges.end_of_string(i)};
      i = ranges.after_space(ranges.after_space(child.key->end) + 1);  // past the colon
    }
    child.value = {i, ranges.end_of_value(i)};
    children.push_back(child);
    i = ranges.after_space(child.value.end);
    if (ranges.at(i) != ',') break;
    i = ranges.after_space(i + 1);
  }
  return children;
}

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

/// How far a pointer leads.
struct Trail {
  TextRange value;               ///< of the last thing that is there
  std::optional<TextRange> key;  ///< its key, in an object
  std::vector<Child> siblings;   ///< it and what stands beside it; none for the root
  std::size_t position = 0;      ///< among them
  std::size_t steps = 0;         ///< how many of the pointer's
};

Trail follow(const Ranges& ranges, std::span<const std::string> steps) {
  Trail trail{ranges.root(), std::nullopt, {}, 0, 0};
  for (const std::string& step : steps) {
    const char container = ranges.at(trail.value.begin);
    if (container != '{' && container != '[') break;
    auto children = children_of(ranges, trail.value.begin);
    const auto position = position_of(ranges, container, children, step);
    if (!position) break;
    trail = {children[*position].value, children[*position].key, std::move(children), *position, trail.steps + 1};
  }
  return trail;
}

std::string replaced(std::string_view json, TextRange range, std::string_view text) {
  std::string result;
  result.reserve(json.size() - (range.end - range.begin) + text.size());
  result += json.substr(0, range.begin);
  result += text;
  result += json.substr(range.end);
  return result;
}

/// `"a":{"b":value}` for the steps a, b.
std::string new_member(std::span<const std::string> steps, std::string_view value) {
  std::string member;
  for (const std::string& step : steps) member += (member.empty() ? "" : "{") + base::quote_json(step) + ":";
  member += value;
  return member.append(steps.size() - 1, '}');
}

}  // namespace

std::optional<TextRange> locate(std::string_view json, std::string_view pointer, TextRange* key) {
  const auto steps = steps_of(pointer);
  if (!steps) return std::nullopt;
  const auto trail = follow(Ranges(json), *steps);
  if (trail.steps != steps->size()) return std::nullopt;
  if (key != nullptr && trail.key) *key = *trail.key;
  return trail.value;
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

Locator::Locator(std::string_view json) : json_(json), root_(std::make_unique<Node>()) { root_->range = Ranges(json).root(); }
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
  const Ranges ranges(json);
  const auto trail = follow(ranges, *steps);
  if (trail.steps == steps->size()) return replaced(json, trail.value, value);
  if (ranges.at(trail.value.begin) != '{') return std::nullopt;

  const auto member = new_member(std::span(*steps).subspan(trail.steps), value);
  const auto members = children_of(ranges, trail.value.begin);
  const std::size_t place = members.empty() ? trail.value.begin + 1 : members.back().value.end;
  return replaced(json, {place, place}, members.empty() ? member : "," + member);
}

std::optional<std::size_t> list_size_at(std::string_view json, std::string_view pointer) {
  const Ranges ranges(json);
  const auto list = locate(json, pointer);
  if (!list || ranges.at(list->begin) != '[') return std::nullopt;
  return children_of(ranges, list->begin).size();
}

std::optional<std::string> with_item_at(std::string_view json, std::string_view pointer, std::string_view value) {
  const Ranges ranges(json);
  const auto list = locate(json, pointer);
  if (!list || ranges.at(list->begin) != '[') return std::nullopt;
  const auto items = children_of(ranges, list->begin);
  const std::size_t place = items.empty() ? list->begin + 1 : items.back().value.end;
  return replaced(json, {place, place}, items.empty() ? std::string(value) : "," + std::string(value));
}

std::string without_value_at(std::string_view json, std::string_view pointer) {
  const auto steps = steps_of(pointer);
  if (!steps || steps->empty()) return std::string(json);
  const auto trail = follow(Ranges(json), *steps);
  if (trail.steps != steps->size()) return std::string(json);

  // One comma goes with it: the one behind it, else the one before.
  TextRange removed = trail.siblings[trail.position].whole();
  if (trail.position + 1 < trail.siblings.size()) {
    removed.end = trail.siblings[trail.position + 1].whole().begin;
  } else if (trail.position > 0) {
    removed.begin = trail.siblings[trail.position - 1].whole().end;
  }
  return replaced(json, removed, "");
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
