#pragma once

#include "rules/typing/scope.h"

/// `in`, `contains`, `starts with`, `ends with`, `like`, `matches`, `subset of`.
namespace nexus::rules::typing {

struct Membership {
  grammar::ExprId needle, haystack;
  bool negated;
};
[[nodiscard]] ExprId type_membership(Scope& scope, const Membership& membership, Span op, Span span);
/// `needle in list`, of operands that are typed.
[[nodiscard]] ExprId member_of_list(Context& context, ExprId needle, ExprId list, bool negated, Span span);
[[nodiscard]] ExprId type_contains(Scope& scope, const grammar::Comparison& node, Span span);
[[nodiscard]] ExprId type_string_test(Scope& scope, const grammar::Comparison& node, Span span);
[[nodiscard]] ExprId type_matches(Scope& scope, const grammar::Comparison& node, Span span);
[[nodiscard]] ExprId type_subset(Scope& scope, const grammar::Comparison& node, Span span);

}  // namespace nexus::rules::typing
