#include "engine/read/json_ranges.h"

#include "engine/read/json_string.h"

#include <algorithm>
#include <charconv>

namespace nexus::engine::read {

std::optional<std::vector<std::string>> steps_of(std::string_view pointer) {
  std::vector<std::string> steps;
  if (!pointer.empty() && pointer.front() != '/') return std::nullopt;
  steps.reserve(static_cast<std::size_t>(std::ranges::count(pointer, '/')));
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

TextRange Ranges::root() const {
  const std::size_t begin = after_space(json_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
  return {begin, end_of_value(begin)};
}

std::size_t Ranges::end_of_value(std::size_t begin) const {
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

std::size_t Ranges::end_of_string(std::size_t quote) const {
  std::size_t i = quote + 1;
  while (i < json_.size() && json_[i] != '"') i += json_[i] == '\\' ? 2 : 1;
  return std::min(i + 1, json_.size());
}

std::string Ranges::string_in(TextRange range) const {
  const auto inside = json_.substr(range.begin + 1, range.end - range.begin - 2);
  if (inside.find('\\') == std::string_view::npos) return std::string(inside);
  std::string text(inside.size(), '\0');
  const char* const end = unescape(inside.data(), inside.data() + inside.size(), text.data());
  text.resize(end == nullptr ? 0 : static_cast<std::size_t>(end - text.data()));
  return text;
}

std::size_t Ranges::end_of_container(std::size_t begin) const {
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

std::size_t Ranges::end_of_word(std::size_t begin) const {
  constexpr std::string_view ends = " \t\n\r,:[]{}";
  return std::min(json_.find_first_of(ends, begin), json_.size());
}

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

}  // namespace nexus::engine::read
