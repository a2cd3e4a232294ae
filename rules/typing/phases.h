#pragma once

#include "rules/typing/scope.h"

namespace nexus::rules::typing {

/// `after a, (b or c)`: the phases a phase waits for. Reports what is no phase, and phases that are never done.
[[nodiscard]] std::vector<AfterNode> find_predecessors(Scope& scope, const grammar::PhaseDecl& phase);

/// The phases of an `only for`, each once.
[[nodiscard]] std::vector<PhaseId> find_phases(Scope& scope, const std::vector<grammar::Path>& paths);

/// `gates build, security.*`: each gate once, in source order.
[[nodiscard]] std::vector<GateId> find_gates(Scope& scope, const grammar::PhaseDecl& phase);

}  // namespace nexus::rules::typing
