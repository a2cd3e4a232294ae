#pragma once

#include "rules/typing/context.h"

namespace nexus::rules::typing {

/// Types every module's `let`s and `def`s, in the order that resolve found.
void type_definitions(Context& context);

/// Types the clauses of every gate, phase and trigger.
void type_rules(Context& context);

/// Follows which rule speaks of which, through `after`, `gates`, conditions, lets and defs; reports cycles, and phases that
/// come after one that is never done, and chains of rules that are too deep together. `depths` are those of all expressions.
void check_rule_graph(Context& context, const std::vector<std::uint64_t>& depths);

}  // namespace nexus::rules::typing
