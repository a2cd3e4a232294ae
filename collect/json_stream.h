#pragma once

#include "collect/json_value.h"
#include "collect/reader.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nexus::collect {

/// Objects and lists inside one another, the outermost counted: what the evaluator takes, too.
constexpr std::size_t greatest_depth = 512;

/// A part of a JSON text that a reader asks for.
struct JsonPart {
  /// Names of members from the top, and `*` for each item of a list: `runs/*/results/*`.
  std::string_view path;
  /// Given each value there, as a tree that is gone afterwards. Where it is not set, the value is entered, for the sake of parts inside it.
  std::function<void(const JsonView&)> take = {};
  /// Called when the object or list that was entered there is over.
  std::function<void()> leave = {};
  /// Called where there is a value, which is skipped then.
  std::function<void()> seen = {};
};

/// Reads a JSON text, which may be larger than one wants to hold, and hands over its parts in the order in which they stand there. What no part
/// asks for is checked and skipped. A member that is null is as good as absent. Gives what is wrong: broken JSON, a name that an
/// object has twice, depth, a list where parts want an object, or what a view refused.
[[nodiscard]] std::optional<Malformed> read_json_parts(Bytes& bytes, std::span<const JsonPart> parts);

/// A whole JSON text, without white space: every number, string and name as it is meant, in the same order.
[[nodiscard]] std::optional<Malformed> read_json_text(Bytes& bytes, std::string& json);

}  // namespace nexus::collect
