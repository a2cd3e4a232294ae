#pragma once

#include "engine/next_report.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Does what `nexus next` says, knowing JSON pointers and nothing of the planner.
namespace nexus::tests {

using Documents = std::map<std::string, std::optional<nlohmann::ordered_json>>;  // by input; none: not given

inline bool is_number(const std::string& step) {
  return !step.empty() && std::ranges::all_of(step, [](char c) { return c >= '0' && c <= '9'; });
}

/// Objects are made on the way, also where something else stands in it.
inline void put(nlohmann::ordered_json& document, const std::string& pointer, const nlohmann::ordered_json& value) {
  using Json = nlohmann::ordered_json;
  Json* at = &document;
  for (std::size_t begin = 1; begin <= pointer.size() && !pointer.empty();) {
    const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
    const std::string step = Json::json_pointer("/" + pointer.substr(begin, end - begin)).back();
    if (step == "-") {
      if (!at->is_array()) *at = Json::array();
      at->push_back(Json());
      at = &at->back();
    } else if (at->is_array() && is_number(step)) {
      at = &at->at(std::stoul(step));
    } else {
      if (!at->is_object()) *at = Json::object();
      at = &(*at)[step];
    }
    begin = end + 1;
  }
  *at = value;
}

inline void erase(nlohmann::ordered_json& document, const std::string& pointer) {
  const nlohmann::ordered_json::json_pointer place(pointer);
  if (!document.contains(place)) return;
  auto& parent = document.at(place.parent_pointer());
  if (parent.is_array())
    parent.erase(std::stoul(place.back()));
  else
    parent.erase(place.back());
}

/// Does all actions of the ways: places are those of the documents as they are, so items that go, go last. Gives the times to
/// wait for.
inline std::vector<std::string> do_ways(const std::vector<const engine::NextWay*>& ways, Documents& documents) {
  std::vector<std::string> times;
  std::vector<std::pair<std::string, std::string>> removals;
  for (const engine::NextWay* way : ways)
    for (const engine::NextAction& action : way->actions) {
      if (!action.until.empty()) {
        times.push_back(action.until);
        continue;
      }
      auto& document = documents[action.document];
      if (!document) document = nlohmann::ordered_json::object();
      if (action.kind == "remove")
        removals.emplace_back(action.document, action.pointer);
      else
        put(*document, action.pointer, nlohmann::ordered_json::parse(action.after));
    }
  const auto index_of = [](const std::string& pointer) {
    const std::string last = pointer.substr(pointer.rfind('/') + 1);
    return is_number(last) ? std::stoul(last) : 0;
  };
  std::ranges::stable_sort(removals,
                           [&](const auto& a, const auto& b) { return index_of(a.second) > index_of(b.second); });
  for (const auto& [name, pointer] : removals) erase(*documents[name], pointer);
  return times;
}

}  // namespace nexus::tests
