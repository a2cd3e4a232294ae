#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nexus::workspace {

/// A JSON value as far as params can hold one: numbers keep their digits, strings are decoded.
struct JsonValue {
  enum class Kind { null, boolean, number, string, list, object };
  Kind kind = Kind::null;
  std::string text;              ///< of a bool, number or string
  std::vector<JsonValue> items;  ///< of a list
};
/// `null`, `an object` …
[[nodiscard]] std::string_view describe(JsonValue::Kind kind);

struct JsonParam {
  std::string name;
  JsonValue value;
};

/// The members of a JSON object, in its order. `text` is valid JSON; nothing where it is not an object.
[[nodiscard]] bool read_json_params(std::string_view text, std::vector<JsonParam>& into);

}  // namespace nexus::workspace
