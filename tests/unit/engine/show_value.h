#pragma once

#include "base/values/text.h"
#include "engine/memory.h"
#include "engine/read/document.h"
#include "engine/read/locate.h"
#include "engine/value.h"
#include "rules/plan/plan.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

/// Values as text, so that a test can say in one line what it expects: `{build: {passed: true}, line: ratio 0.87}`, unknown
/// ones with the pointer of their place: `?absent /coverage`.
namespace nexus::test {

inline std::string_view code_name(engine::ReasonCode code) {
  constexpr std::array<std::string_view, 17> names{
      "absent",           "null",     "wrong_type",  "bad_form", "not_a_member",     "out_of_range", "overflow",
      "division_by_zero", "bad_zone", "bad_version", "too_few",  "nothing_to_judge", "several",      "no_row",
      "two_rows",         "stale",    "other_subject"};
  return names[static_cast<std::size_t>(code)];
}

/// Where `place` stands in the document, by what frames remember.
inline std::string pointer_of(const plan::Plan& plan, plan::SchemaId place, const engine::Frame* frame) {
  const auto& node = plan.schema[place];
  if (!node.parent) return "";
  const auto kind = plan.schema[node.parent].kind;
  if (kind == plan::SchemaKind::list || kind == plan::SchemaKind::map) {
    REQUIRE(frame != nullptr);
    REQUIRE(frame->place == place);
    const auto step = kind == plan::SchemaKind::map ? std::string(frame->key) : std::to_string(frame->position);
    return pointer_of(plan, node.parent, frame->parent) + engine::pointer_step(step);
  }
  return pointer_of(plan, node.parent, frame) + engine::pointer_step(plan.names[node.key]);
}

std::string show(const plan::Plan& plan, const engine::Value& value);

inline std::string show_record(const plan::Plan& plan, const engine::Value& value) {
  std::string text;
  for (const auto& field : plan.shapes[value.shape()].fields)
    text += (text.empty() ? "" : ", ") + plan.names[field.name] + ": " + show(plan, value.frame()->slots()[field.slot]);
  return "{" + text + "}";
}

inline std::string show_list(const plan::Plan& plan, const engine::ListData& list) {
  std::string text;
  for (std::uint32_t i = 0; i < list.size; ++i) text += (i == 0 ? "" : ", ") + show(plan, list.items[i]);
  return "[" + text + "]";
}

inline std::string show_map(const plan::Plan& plan, const engine::MapData& map) {
  std::string text;
  for (std::uint32_t i = 0; i < map.size; ++i)
    text += (i == 0 ? "" : ", ") + base::quote_json(map.keys[i]) + ": " + show(plan, map.values[i]);
  return "{" + text + "}";
}

inline std::string show(const plan::Plan& plan, const engine::Value& value) {
  using engine::ValueKind;
  const bool is_canonical = !value.is_numeric() || !value.is_small() || value.small_coefficient() % 10 != 0 ||
                            (value.small_coefficient() == 0 && value.small_exponent() == 0);
  CHECK(is_canonical);
  const auto number = [&value](std::string_view kind) {
    return fmt::format("{} {}", kind, value.as_decimal().to_string());
  };
  switch (value.kind()) {
    case ValueKind::unknown:
      return fmt::format("?{} {}", code_name(value.code()),
                         pointer_of(plan, value.place(), static_cast<const engine::Frame*>(value.frame())));
    case ValueKind::boolean:
      return value.as_bool() ? "true" : "false";
    case ValueKind::number:
      return value.as_decimal().to_string();
    case ValueKind::ratio:
      return number("ratio");
    case ValueKind::duration:
      return number("duration");
    case ValueKind::size:
      return number("size");
    case ValueKind::time:
      return number("time");
    case ValueKind::date:
      return number("date");
    case ValueKind::string:
      return base::quote_json(value.as_string());
    case ValueKind::member:
      return "member " + plan.enums[value.member_enum()].members[value.member_index()];
    case ValueKind::level:
      return "level " + std::string(base::level_name(value.as_level()));
    case ValueKind::version:
      return "version " + value.as_version().text();
    case ValueKind::list:
      return show_list(plan, value.as_list());
    case ValueKind::record:
      return show_record(plan, value);
    case ValueKind::map:
      return show_map(plan, value.as_map());
    case ValueKind::null:
      return "null";
  }
  return "";
}

/// The document as the policy sees it, or why it is refused: `offset: message`.
inline std::string read(const plan::Plan& plan, std::string_view text) {
  engine::Reader reader(plan);
  const auto document = reader.read(0, text);
  if (!document) return fmt::format("{}: {}", document.error().offset, document.error().message);
  return show(plan, document->root().slots()[0]);
}

}  // namespace nexus::test
