#pragma once

#include "cli/arguments.h"
#include "cli/prepare.h"
#include "report/format.h"

#include <optional>
#include <vector>

namespace nexus::cli {

/// The reports on all snapshots that were named, in their order; on several threads. Nothing, and complaints, where one of them
/// has no verdict: half a result could be taken for all of it.
[[nodiscard]] std::optional<std::vector<engine::Report>> judge_snapshots(const EvalArguments& arguments,
                                                                         const Prepared& prepared);

}  // namespace nexus::cli
