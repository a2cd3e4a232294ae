#pragma once

#include "rules/typing/scope.h"

/// Functions over lists: `count(x in L where C)`, `sum(e for x in L)`, `union(a, b)`, `sort(x in L by e)` ….
namespace nexus::rules::typing {

[[nodiscard]] bool is_collection_function(std::string_view name);
[[nodiscard]] ExprId call_collection_function(Scope& scope, std::string_view name, const grammar::Call& call,
                                              Span span);

/// Reports a call whose arguments have not the shape the function wants, showing the right one.
[[nodiscard]] ExprId report_shape(Scope& scope, std::string_view function, Span span);

}  // namespace nexus::rules::typing
