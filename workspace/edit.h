#pragma once

#include "base/expected.h"
#include "workspace/workspace.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nexus::workspace {

/// One `--set path=value`: what becomes of a snapshot before it is evaluated.
struct Edit {
  std::string assignment;  ///< as it was given
  std::string path;        ///< as the language writes it
  std::string pointer;
  std::optional<std::string> json;  ///< the new value; none: what stands there is taken away
};

/// Reads `coverage.line=79.9%`: a path as the language writes it, and a JSON value or a literal of the language, which
/// takes the form that the policy declares for that place (79.9 for `ratio in percent`). Other words are strings. `origin` is
/// what messages call the text.
[[nodiscard]] base::Expected<Edit, Mistakes> parse_edit(const LoadedPolicy& policy, std::string assignment,
                                                        std::string_view origin = "--set");
/// Reads a path alone: what stands there is taken away.
[[nodiscard]] base::Expected<Edit, Mistakes> parse_removal(const LoadedPolicy& policy, std::string path,
                                                           std::string_view origin);

/// The snapshot, which may be as deep as `limits` say, with all edits, in their order.
[[nodiscard]] base::Expected<std::string, RunFailure> edited(std::span<const Edit> edits, const Text& snapshot,
                                                             const base::Limits& limits);

}  // namespace nexus::workspace
