#include "base/diagnostics/catalogue.h"
#include "base/values/time.h"
#include "workspace/replay.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string>

namespace nexus::workspace {

namespace {

using Json = nlohmann::json;

/// RFC 3339, or as the Numenta Anomaly Benchmark writes it: `2014-02-26 13:45:00.000000`, in UTC.
std::optional<base::Decimal> label_time(const Json& json) {
  if (!json.is_string()) return std::nullopt;
  auto text = json.get<std::string>();
  if (const auto time = base::parse_time(text)) return time;
  std::ranges::replace(text, ' ', 'T');
  return base::parse_time(text + "Z");
}

std::optional<engine::LabelReplay> label(const Json& json) {
  const bool pair = json.is_array() && json.size() == 2, object = json.is_object() && json.contains("start") && json.contains("end");
  if (!pair && !object) return std::nullopt;
  const auto start = label_time(pair ? json[0] : json["start"]), end = label_time(pair ? json[1] : json["end"]);
  if (!start || !end || *end < *start) return std::nullopt;
  return engine::LabelReplay{.start = *start, .end = *end, .caught_by = {}, .caught_at = {}};
}

std::string stem(std::string_view file) { return std::filesystem::path(file).stem().string(); }

/// The list that is about `file`, where there are several; null where there is none.
const Json* list_for(const Json& json, std::string_view file) {
  if (json.is_array()) return &json;
  if (!json.is_object()) return nullptr;
  for (const auto& [key, value] : json.items())
    if (stem(key) == stem(file) && value.is_array()) return &value;
  return nullptr;
}

}  // namespace

base::Expected<std::vector<engine::LabelReplay>, base::Diagnostic> read_labels(std::string_view json, std::string_view name, std::string_view file) {
  const auto bad = [&](std::string_view why) { return base::Unexpected{base::diagnostics::bad_labels({}, name, why)}; };
  const Json parsed = Json::parse(json.begin(), json.end(), nullptr, false);
  if (parsed.is_discarded()) return bad("it is not JSON");
  const Json* list = list_for(parsed, file);
  if (list == nullptr) return bad(parsed.is_object() ? "it has no list for `" + stem(file) + "`" : "a list was expected");
  std::vector<engine::LabelReplay> labels;
  for (const Json& item : *list) {
    const auto window = label(item);
    if (!window) return bad("item " + std::to_string(labels.size() + 1) + " is no window with a start and an end, such as {\"start\": \"2026-11-02T10:00:00Z\", \"end\": \"2026-11-02T11:00:00Z\"}");
    labels.push_back(*window);
  }
  return labels;
}

}  // namespace nexus::workspace
