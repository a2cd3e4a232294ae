#include "report/json_parts.h"

#include <array>
#include <string_view>

namespace nexus::report {

namespace {

void write_line_and_column(JsonWriter& json, std::uint64_t line, std::uint64_t column) {
  if (line == 0) {
    json.key("line").null().key("column").null();
  } else {
    json.key("line").number(line).key("column").number(column);
  }
}

std::string_view kind_name(engine::PartKind kind) {
  static constexpr std::array<std::string_view, 4> names{"expression", "item", "sample", "more"};
  return names[static_cast<std::size_t>(kind)];
}

void write(JsonWriter& json, const engine::PartReport& part) {
  json.begin_object();
  json.key("text").string(part.text);
  json.key("value").string(part.value);
  json.key("depth").number(std::uint64_t{part.depth});
  json.key("known").boolean(part.is_known);
  json.key("kind").string(kind_name(part.kind));
  json.key("decides").boolean(part.decides);
  json.key("origin").string_or_null(part.origin);
  json.key("declared");
  report::write(json, part.declared);
  json.key("evidence");
  report::write(json, part.evidence);
  json.key("margins").begin_array();
  for (const engine::MarginReport& margin : part.margins) report::write(json, margin);
  json.end_array();
  json.end_object();
}

}  // namespace

void write(JsonWriter& json, const engine::PolicyPlace& place) {
  if (place.line == 0) {
    json.null();
    return;
  }
  json.begin_object().key("file").string(place.file);
  write_line_and_column(json, place.line, place.column);
  json.end_object();
}

void write(JsonWriter& json, const engine::EvidencePlace& place) {
  if (place.document.empty()) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("document").string(place.document);
  json.key("file").string_or_null(place.file);
  json.key("pointer").string(place.pointer);
  write_line_and_column(json, place.line, place.column);
  json.end_object();
}

void write(JsonWriter& json, const engine::MarginReport& margin) {
  json.begin_object();
  json.key("subject").string(margin.subject);
  json.key("value").string(margin.value);
  json.key("relation").string(margin.relation);
  json.key("limit").string(margin.limit);
  json.key("difference").string(margin.difference);
  json.key("exact_difference").string(margin.exact_difference);
  json.key("holds").boolean(margin.holds);
  json.key("evidence");
  write(json, margin.evidence);
  json.end_object();
}

void write_parts(JsonWriter& json, const std::vector<engine::PartReport>& parts) {
  json.begin_array();
  for (const engine::PartReport& part : parts) write(json, part);
  json.end_array();
}

void write_conditions(JsonWriter& json, const std::vector<engine::ConditionReport>& conditions) {
  json.begin_array();
  for (const engine::ConditionReport& condition : conditions) {
    json.begin_object();
    json.key("id").string(condition.id);
    json.key("clause").string(condition.clause);
    json.key("status").string(condition.status);
    json.key("text").string(condition.text);
    json.key("policy");
    write(json, condition.policy);
    write_parts(json.key("parts"), condition.parts);
    json.end_object();
  }
  json.end_array();
}

}  // namespace nexus::report
