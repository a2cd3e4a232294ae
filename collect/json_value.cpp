#include "collect/json_value.h"

#include "base/values/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nexus::collect {

std::string_view words_of(JsonValue::Kind kind) {
  switch (kind) {
    case JsonValue::Kind::null:
      return "null";
    case JsonValue::Kind::boolean:
      return "true or false";
    case JsonValue::Kind::number:
      return "a number";
    case JsonValue::Kind::string:
      return "a string";
    case JsonValue::Kind::list:
      return "a list";
    case JsonValue::Kind::object:
      return "an object";
  }
  return "";
}

JsonView::JsonView(const JsonValue* value, std::string_view name, std::optional<Malformed>& mistake)
    : value_(value != nullptr && value->kind != JsonValue::Kind::null ? value : nullptr),
      name_(name),
      mistake_(&mistake) {}

void JsonView::refuse(std::string why) const {
  if (!*mistake_) *mistake_ = Malformed{value_ == nullptr ? 0 : value_->line, std::move(why)};
}

const JsonValue* JsonView::as(JsonValue::Kind kind) const {
  if (value_ == nullptr || value_->kind == kind) return value_;
  refuse(fmt::format("`{}` is {}, not {}", name_, words_of(value_->kind), words_of(kind)));
  return nullptr;
}

JsonView JsonView::operator[](std::string_view name) const {
  const JsonValue* member = nullptr;
  if (const auto* object = as(JsonValue::Kind::object)) {
    const auto found = std::ranges::find(object->names, name);
    if (found != object->names.end()) member = &object->items[static_cast<std::size_t>(found - object->names.begin())];
  }
  return {member, name, *mistake_};
}

std::vector<JsonView> JsonView::items() const {
  std::vector<JsonView> views;
  if (const auto* list = as(JsonValue::Kind::list))
    for (const auto& item : list->items) views.emplace_back(&item, name_, *mistake_);
  return views;
}

std::string JsonView::string() const {
  const auto* value = as(JsonValue::Kind::string);
  return value == nullptr ? std::string() : value->text;
}

std::optional<std::uint64_t> JsonView::count() const {
  const auto* value = as(JsonValue::Kind::number);
  if (value == nullptr) return std::nullopt;
  std::uint64_t number = 0;
  const char* const end = value->text.data() + value->text.size();
  const auto [stop, error] = std::from_chars(value->text.data(), end, number);
  if (error == std::errc() && stop == end) return number;
  refuse(fmt::format("`{}` is {}, not a whole number", name_, value->text));
  return std::nullopt;
}

std::string JsonView::time() const {
  auto text = string();
  if (text.empty()) return text;
  const auto time = base::parse_local_time(text);
  if (!time) refuse(fmt::format("`{}` is `{}`, not a time such as `2026-11-02T10:00:00Z`", name_, text));
  return !time || time->has_offset ? text : text + "Z";
}

std::optional<bool> JsonView::boolean() const {
  const auto* value = as(JsonValue::Kind::boolean);
  return value == nullptr ? std::nullopt : std::optional(value->truth);
}

}  // namespace nexus::collect
