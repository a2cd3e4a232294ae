#pragma once

#include "base/expected.h"
#include "workspace/workspace.h"

#include <span>
#include <string>
#include <string_view>

namespace nexus::workspace {

/// One `--set path=value`: what becomes of a snapshot before it is evaluated.
struct Edit {
  std::string assignment;  ///< as it was given
  std::string path;        ///< as the language writes it
  std::string pointer;
  std::string json;        ///< the new value
};

/// Reads `coverage.line=79.9%`: a path as the language writes it, and a JSON value or a literal of the language, which
/// takes the form that the policy declares for that place (79.9 for `ratio in percent`). Other words are strings.
[[nodiscard]] base::Expected<Edit, Mistakes> parse_edit(const LoadedPolicy& policy, std::string assignment);

/// The snapshot with all edits, in their order.
[[nodiscard]] base::Expected<std::string, RunFailure> edited(std::span<const Edit> edits, const Text& snapshot);

}  // namespace nexus::workspace
