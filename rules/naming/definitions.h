#pragma once

#include "base/diagnostics/diagnostic.h"
#include "rules/resolved_model.h"

#include <span>
#include <vector>

namespace nexus::rules::naming {

/// Lets and defs of all modules, each after those it uses; cycles are reported with their path.
[[nodiscard]] std::vector<DeclRef> order_definitions(const ResolvedModel& model, base::DiagnosticSink& sink);

/// The `let`s of one rule in an order in which each stands after those it uses; cycles are reported.
[[nodiscard]] std::vector<std::uint32_t> order_local_lets(const grammar::SyntaxTree& tree,
                                                          std::span<const grammar::Let> lets,
                                                          base::DiagnosticSink& sink);

}  // namespace nexus::rules::naming
