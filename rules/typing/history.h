#pragma once

#include "rules/typing/scope.h"

#include <optional>

/// What looks at earlier snapshots: windows, and conditions that must last.
namespace nexus::rules::typing {

/// `f(e over W …)`. `value` is typed already; `rank` is a percentile's.
[[nodiscard]] ExprId type_window(Scope& scope, Function function, ExprId value, ExprId rank, const grammar::Window& window, TypeId type, Span span);

/// What stands after a clause's condition; its `condition` is left to the caller. Nothing where nothing stands there.
[[nodiscard]] std::optional<LastingNode> type_lasting(Scope& scope, const std::optional<grammar::Lasting>& lasting);

/// A condition with what stands after it, as one expression.
[[nodiscard]] ExprId with_lasting(Context& context, ExprId condition, std::optional<LastingNode> lasting);

}  // namespace nexus::rules::typing
