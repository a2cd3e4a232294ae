#pragma once

#include "collect/reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::collect {

/// A JSON value as a tree.
struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, number, string, list, object };
  Kind kind = Kind::null;
  bool truth = false;                   ///< of a boolean
  std::uint64_t line = 0;               ///< where it begins, from 1
  std::string text = {};                ///< of a string; of a number as it is written
  std::vector<JsonValue> items = {};    ///< of a list; of an object its values
  std::vector<std::string> names = {};  ///< of an object: one for each item, no two alike
};

/// "a number", as a message says it.
[[nodiscard]] std::string_view words_of(JsonValue::Kind kind);

/// A value in a tree, or nothing: what one asks of nothing is nothing, and `null` is nothing. A value of another kind
/// than asked for is nothing too, and becomes the mistake of the file, where there is none yet. Views point into the
/// tree, and to the mistake; names must outlive them.
class JsonView {
 public:
  JsonView(const JsonValue* value, std::string_view name, std::optional<Malformed>& mistake);

  /// A member of an object.
  [[nodiscard]] JsonView operator[](std::string_view name) const;
  /// The items of a list.
  [[nodiscard]] std::vector<JsonView> items() const;
  /// The text of a string; empty for nothing.
  [[nodiscard]] std::string string() const;
  /// A whole number, not negative.
  [[nodiscard]] std::optional<std::uint64_t> count() const;
  [[nodiscard]] std::optional<bool> boolean() const;
  /// A string that is a time, RFC 3339; where it lacks an offset, UTC is meant. Empty for nothing.
  [[nodiscard]] std::string time() const;

  [[nodiscard]] explicit operator bool() const { return value_ != nullptr; }
  /// The value as it is, of whatever kind; null for nothing.
  [[nodiscard]] const JsonValue* raw() const { return value_; }
  /// Makes `why` the mistake of the file, where there is none yet.
  void refuse(std::string why) const;

 private:
  [[nodiscard]] const JsonValue* as(JsonValue::Kind kind) const;

  const JsonValue* value_;
  std::string_view name_;
  std::optional<Malformed>* mistake_;
};

}  // namespace nexus::collect
