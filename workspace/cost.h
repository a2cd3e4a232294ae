#pragma once

#include "engine/cost_report.h"
#include "workspace/workspace.h"

namespace nexus::workspace {

/// What each rule in force can take, dearest first. `snapshot` is null, or a valid JSON document that says how long the
/// lists are.
[[nodiscard]] engine::CostReport cost_of(const LoadedPolicy& policy, const Text* snapshot);

}  // namespace nexus::workspace
