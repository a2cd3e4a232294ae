#pragma once

#include <optional>
#include <string>
#include <vector>

namespace nexus::fuzz {

/// An edit of a JSON text at a JSON pointer; without a value, what stands there is removed.
struct TextEdit {
  std::string pointer;
  std::optional<std::string> value;
};

/// What makes `last` of `first`, place by place, values as they are written; one that replaces all where there would be too many, or another
/// library cannot read them. Both are JSON.
[[nodiscard]] std::vector<TextEdit> edits_between(const std::string& first, const std::string& last);

/// Are these the same JSON, as far as another library can tell?
[[nodiscard]] bool are_same(const std::string& one, const std::string& other);

}  // namespace nexus::fuzz
