#pragma once

#include "rules/typing/scope.h"

namespace nexus::rules::typing {

/// Types `x in L, y in M where C` and binds its names in `scope`; a Binding around it unbinds them.
[[nodiscard]] RangesNode type_ranges(Scope& scope, const grammar::Ranges& ranges);

/// The value binder of the first range: what `the` gives, what `sort` sorts.
[[nodiscard]] ExprId first_item(Scope& scope, const RangesNode& ranges, Span span);

/// Notes the binders that stand in `condition` but are not to be had outside it, so that a message can say why.
/// `kept` is the quantifier whose binders are (null: none).
void note_unreachable(Scope& scope, grammar::ExprId condition, const grammar::Quantifier* kept);

}  // namespace nexus::rules::typing
