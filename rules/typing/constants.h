#pragma once

#include "rules/typing/context.h"

#include <compare>

/// Values that are known without a snapshot.
namespace nexus::rules::typing {

[[nodiscard]] base::ArithmeticResult apply(grammar::ArithmeticOp op, const base::Decimal& lhs,
                                           const base::Decimal& rhs);

/// The value of an expression made of constants alone; params do not count, for they can be tuned.
[[nodiscard]] std::optional<ConstantValue> fold(const CheckedModel& model, ExprId id);

/// The same for what may be tuned but is fixed for a run: params at the values in force, and lets of such values.
[[nodiscard]] std::optional<ConstantValue> fold_in_force(const CheckedModel& model, ExprId id);

/// The order of two constants of one ordered type; nothing for others.
[[nodiscard]] std::optional<std::strong_ordering> order_of(const ConstantValue& a, const ConstantValue& b);

/// The text of a string constant.
[[nodiscard]] const std::string* string_constant(const CheckedModel& model, ExprId id);

/// A constant as the language writes it: `80%`, `critical`.
[[nodiscard]] std::string written(const CheckedModel& model, const ConstantValue& value);

/// A string constant that would be a literal of the wanted kind without its quotes (`"200ms"` → `200ms`), or in the
/// function that makes one (`version("1.2")`).
[[nodiscard]] std::optional<std::string> unquoted(const Context& context, ExprId id, TypeKind wanted);

/// A number literal with the unit that the wanted quantity has on the wire (`200` for `duration in ms` → `200ms`), or that
/// stands in the literal `like`. Nothing where neither tells: to guess a unit is to be wrong by orders of magnitude.
[[nodiscard]] std::optional<std::string> with_unit(const Context& context, ExprId id, TypeId wanted, ExprId like = {});

/// What a number literal may mean where a duration or size is wanted and nothing tells the unit: "`500ms` or `500s`".
[[nodiscard]] std::optional<std::string> unit_examples(const Context& context, ExprId id, TypeId wanted);

}  // namespace nexus::rules::typing
