#pragma once

#include "rules/typing/scope.h"

/// Which types stand where which are wanted (docs/language.md, "Types").
namespace nexus::rules::typing {

[[nodiscard]] inline bool is_dimensionless(TypeKind kind) {
  return kind == TypeKind::integer || kind == TypeKind::number || kind == TypeKind::ratio;
}
[[nodiscard]] inline bool is_moment(TypeKind kind) { return kind == TypeKind::time || kind == TypeKind::date; }

/// May a value of one type stand where the other is wanted? `any` and reported types fit everywhere; an int is a number, a
/// number a ratio, a date the time of its midnight.
[[nodiscard]] bool fits(Context& context, TypeId from, TypeId wanted);

/// Can the expression be made one of the wanted type? Literals of lists and records can, where their items can.
[[nodiscard]] bool can_adapt(Context& context, ExprId id, TypeId wanted);

/// Makes it one, after `can_adapt`: converts `any`, numbers to ratios, dates to times; puts the fields of a record literal
/// in the wanted order. Reports a bare number where a ratio is wanted.
[[nodiscard]] ExprId adapt(Context& context, ExprId id, TypeId wanted);

/// The same, reporting that `what` must be of the wanted type where it does not fit. `like` is a value beside it whose unit
/// tells what a bare number means.
[[nodiscard]] ExprId require_type(Context& context, ExprId id, TypeId wanted, std::string_view what, ExprId like = {});

/// What `any` becomes beside a value of a known type: as that type, but never taking a bare number for a quantity.
[[nodiscard]] ExprId convert_any(Context& context, ExprId id, TypeId wanted);

/// Adds what to write instead of a literal of another kind: without its quotes, with its unit, in quotes.
void add_literal_help(Context& context, base::Diagnostic& diagnostic, ExprId literal, TypeId wanted, ExprId like = {});

/// The type both fit; none where there is none.
[[nodiscard]] TypeId unify(Context& context, TypeId a, TypeId b);

/// The type all of `items` can be adapted to; none where there is none, and then `odd_one` is the first that does not fit.
[[nodiscard]] TypeId unify_all(Context& context, const std::vector<ExprId>& items, std::size_t& odd_one);

/// The value of an expression made of number literals alone.
[[nodiscard]] std::optional<base::Decimal> bare_number(const CheckedModel& model, ExprId id);

/// Reports a number literal other than 0 and 1 where a ratio is wanted, or `beside` one; true if it did.
bool report_bare_number(Context& context, ExprId id, ExprId beside = {});

}  // namespace nexus::rules::typing
