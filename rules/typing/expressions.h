#pragma once

#include "rules/typing/scope.h"

/// Syntax → typed expressions. Every function reports what is wrong and goes on: what it gives back is never none, and has
/// TypeKind::error where it was reported. They recurse as deep as the syntax does, which grammar::max_tree_depth bounds.
namespace nexus::rules::typing {

/// `hint` is the type the surroundings would like (none: they do not care). Only what has no type of its own listens to it:
/// bare words, string constants, list and record literals.
[[nodiscard]] ExprId type_expression(Scope& scope, grammar::ExprId id, TypeId hint = {});

/// The same, and the value must be of the hinted type. `what` says what it is: `the default of `max_load``; the unit of
/// `like` tells what a bare number means.
[[nodiscard]] ExprId type_as(Scope& scope, grammar::ExprId id, TypeId wanted, std::string_view what, ExprId like = {});

/// A value that is true or false.
[[nodiscard]] ExprId type_condition(Scope& scope, grammar::ExprId id);

/// Has the expression no type of its own, so that it takes the one beside it?
[[nodiscard]] bool leans(const Scope& scope, grammar::ExprId id);

/// Two operands of one operator, each hinting at the type of the other.
struct TypedPair {
  ExprId lhs, rhs;
};
[[nodiscard]] TypedPair type_pair(Scope& scope, grammar::ExprId lhs, grammar::ExprId rhs);

/// `lhs == rhs` …, of operands that are typed; reported where they do not compare.
[[nodiscard]] ExprId compare(Context& context, const CompareNode& node, Span op, Span span);

// One function a construct; `expr` is the node with its span.
[[nodiscard]] ExprId type_literal(Scope& scope, const grammar::Literal& literal, Span span);
[[nodiscard]] ExprId type_string(Scope& scope, const grammar::StringLiteral& literal, Span span, TypeId hint);
[[nodiscard]] ExprId type_null(Scope& scope, Span span);
[[nodiscard]] ExprId type_list(Scope& scope, const grammar::ListLiteral& list, Span span, TypeId hint);
[[nodiscard]] ExprId type_record(Scope& scope, const grammar::RecordLiteral& record, Span span, TypeId hint);
[[nodiscard]] ExprId type_name(Scope& scope, const grammar::NameRef& name, Span span, TypeId hint);
[[nodiscard]] ExprId type_access(Scope& scope, const grammar::Access& access, Span span);
[[nodiscard]] ExprId type_index(Scope& scope, const grammar::Index& index, Span span);
[[nodiscard]] ExprId type_call(Scope& scope, const grammar::Call& call, Span span);
[[nodiscard]] ExprId type_comprehension(Scope& scope, const grammar::Comprehension& comprehension, Span span,
                                        TypeId hint);
[[nodiscard]] ExprId type_conversion(Scope& scope, const grammar::Conversion& conversion, Span span);
[[nodiscard]] ExprId type_negate(Scope& scope, const grammar::Negate& negate, Span span);
[[nodiscard]] ExprId type_default(Scope& scope, const grammar::Default& node, Span span, TypeId hint);
[[nodiscard]] ExprId type_arithmetic(Scope& scope, const grammar::Arithmetic& arithmetic, Span span);
[[nodiscard]] ExprId type_comparison(Scope& scope, const grammar::Comparison& comparison, Span span);
[[nodiscard]] ExprId type_between(Scope& scope, const grammar::Between& between, Span span);
[[nodiscard]] ExprId type_is_test(Scope& scope, const grammar::IsTest& test, Span span);
[[nodiscard]] ExprId type_conditional(Scope& scope, const grammar::Conditional& conditional, Span span, TypeId hint);
[[nodiscard]] ExprId type_quantifier(Scope& scope, const grammar::Quantifier& quantifier, Span span);
[[nodiscard]] ExprId type_rule_status(Scope& scope, const grammar::RuleStatus& status, Span span);

}  // namespace nexus::rules::typing
