#pragma once

#include "engine/phase_graph.h"
#include "workspace/workspace.h"

namespace nexus::workspace {

/// The phases of a sound policy. `report` says how far each is; null where nothing was judged.
[[nodiscard]] engine::PhaseGraph phase_graph(const LoadedPolicy& policy, const engine::Report* report);

}  // namespace nexus::workspace
