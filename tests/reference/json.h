#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexus::reference {

/// A JSON value. Numbers keep their text. Members stand in the order in which they are written, each key once.
struct Json {
  enum class Kind { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  bool boolean = false;
  std::string text;               ///< of a number its digits, of a string its characters
  std::vector<std::string> keys;  ///< of an object, beside `items`
  std::vector<Json> items;

  static Json of(bool value) { return {.kind = Kind::boolean, .boolean = value, .text = {}, .keys = {}, .items = {}}; }
  static Json number(std::string digits) {
    return {.kind = Kind::number, .boolean = false, .text = std::move(digits), .keys = {}, .items = {}};
  }
  static Json string(std::string text) {
    return {.kind = Kind::string, .boolean = false, .text = std::move(text), .keys = {}, .items = {}};
  }
  static Json array() { return {.kind = Kind::array, .boolean = false, .text = {}, .keys = {}, .items = {}}; }
  static Json object() { return {.kind = Kind::object, .boolean = false, .text = {}, .keys = {}, .items = {}}; }

  void add(std::string key, Json value) {
    keys.push_back(std::move(key));
    items.push_back(std::move(value));
  }
  /// The member of an object; null where there is none.
  [[nodiscard]] const Json* find(const std::string& key) const {
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (keys[i] == key) return &items[i];
    return nullptr;
  }
};

/// The value of a JSON text; nothing where it is none. What makes a text bad beyond its grammar is not looked for.
[[nodiscard]] std::optional<Json> parse_json(const std::string& text);
/// As JSON text on one line.
[[nodiscard]] std::string to_text(const Json& json);
/// A string in quotes, as JSON has it.
[[nodiscard]] std::string quoted(const std::string& text);

}  // namespace nexus::reference
