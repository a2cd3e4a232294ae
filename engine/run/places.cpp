#include "engine/run/places.h"

#include "base/values/text.h"
#include "engine/read/locate.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace nexus::engine {

namespace {

bool is_word(std::string_view key) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !key.empty() && letter(key.front()) && std::ranges::all_of(key, [&](char c) { return letter(c) || digit(c); });
}

struct Step {
  std::string pointer;
  std::string path;
};

Step key_step(std::string_view key) { return {pointer_step(key), path_step(key)}; }

/// The step from a list or map to the item that `frame` is.
Step item_step(const plan::Plan& plan, const Frame& frame) {
  const plan::SchemaId container = plan.schema[frame.place].parent;
  if (plan.schema[container].kind == plan::SchemaKind::map) return {pointer_step(frame.key), "[" + base::quote_json(frame.key) + "]"};
  return {"/" + std::to_string(frame.position), "[" + std::to_string(frame.position) + "]"};
}

/// The step to something that is not there.
Step missing_step(const plan::Plan& plan, plan::SchemaId place, std::string_view key) {
  switch (plan.schema[place].kind) {
    case plan::SchemaKind::list: return {"/" + std::string(key), "[" + std::string(key) + "]"};
    case plan::SchemaKind::map: return {pointer_step(key), "[" + base::quote_json(key) + "]"};
    default: return key_step(key);
  }
}

}  // namespace

std::string path_step(std::string_view key) { return is_word(key) ? "." + std::string(key) : "." + base::quote_json(key); }

PlaceText place_text(const plan::Plan& plan, plan::SchemaId place, const Frame* frame, std::string_view key) {
  std::vector<Step> steps;  // innermost first
  if (!key.empty()) steps.push_back(missing_step(plan, place, key));
  while (true) {
    while (place != frame->place) {
      steps.push_back(key_step(plan.names[plan.schema[place].key]));
      place = plan.schema[place].parent;
    }
    if (frame->parent == nullptr) break;
    steps.push_back(item_step(plan, *frame));
    place = plan.schema[place].parent;
    frame = frame->parent;
  }
  PlaceText result;
  result.document = frame->position;
  result.path = plan.inputs[result.document].name;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    result.pointer += step->pointer;
    result.path += step->path;
  }
  if (result.path.starts_with('.')) result.path.erase(0, 1);
  if (result.path.empty()) result.path = "snapshot";
  return result;
}

}  // namespace nexus::engine
