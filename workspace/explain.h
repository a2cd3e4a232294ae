#pragma once

#include "base/expected.h"
#include "workspace/workspace.h"

#include <string>

namespace nexus::workspace {

/// Why rules came out as they did: the report of a run with the conditions behind it, of one rule or a part of one
/// (`coverage.floor`, `tests[api]`), or, where `asked` is empty, of every rule that does not pass. The runner is one of `traced`, and
/// has its further documents.
[[nodiscard]] base::Expected<engine::Report, Mistakes> explain(const TracedPolicy& traced, Runner& runner,
                                                               const Text& snapshot, const Question& question,
                                                               const std::string& asked);

}  // namespace nexus::workspace
