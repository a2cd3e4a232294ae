#pragma once

#include "engine/phase_graph.h"
#include "engine/report.h"
#include "rules/plan/plan.h"

namespace nexus::engine {

/// The phases of the plan in their order. Statuses and notes come from `report`, which may be null.
[[nodiscard]] PhaseGraph phase_graph(const plan::Plan& plan, const Report* report);

}  // namespace nexus::engine
