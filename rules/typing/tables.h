#pragma once

#include "rules/typing/scope.h"

namespace nexus::rules::typing {

/// Types a decision table (docs/language.md, "Decision tables") as the body of the def that it is, and notes it in
/// `model.tables`. Reports rows of the wrong shape, rows that overlap, and combinations that no row covers.
[[nodiscard]] ExprId type_table(Scope& scope, const grammar::TableDecl& decl, DefId def);

}  // namespace nexus::rules::typing
