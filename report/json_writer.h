#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nexus::report {

/// Writes JSON text in the order in which it is told. Not nlohmann/json, because reports carry values as JSON text that
/// must come out digit for digit, and because a stream of results should not build a tree a line.
class JsonWriter {
 public:
  enum class Layout : std::uint8_t { compact, indented };

  JsonWriter(std::string& out, Layout layout) : out_(out), layout_(layout) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& string(std::string_view text);
  JsonWriter& number(std::uint64_t value);
  JsonWriter& number(std::int64_t value);
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }
  /// `json` must be a JSON value.
  JsonWriter& raw(std::string_view json);
  /// The string, or null for an empty one: what an absent text is in our output.
  JsonWriter& string_or_null(std::string_view text) { return text.empty() ? null() : string(text); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void before_value();
  void quote(std::string_view text);
  void line_break();

  std::string& out_;
  Layout layout_;
  std::size_t depth_ = 0;
  bool first_ = true;       // nothing stands in the innermost object or array yet
  bool after_key_ = false;
};

}  // namespace nexus::report
