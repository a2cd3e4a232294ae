#include "workspace/graph.h"

#include "engine/explain/phase_graph.h"

namespace nexus::workspace {

engine::PhaseGraph phase_graph(const LoadedPolicy& policy, const engine::Report* report) { return engine::phase_graph(policy.plan(), report); }

}  // namespace nexus::workspace
