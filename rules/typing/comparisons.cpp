// `== != < <= > >=` and `between`.
#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"
#include "rules/typing/memberships.h"
#include "rules/typing/words.h"

#include "base/values/text.h"

namespace nexus::rules::typing {

namespace {

using grammar::ComparisonOp;

/// May values of the two (plain) types be asked whether they are equal?
bool are_alike(Context& context, TypeId a, TypeId b) { return static_cast<bool>(unify(context, a, b)); }

bool has_order(const Context& context, TypeId id) {
  const Type& type = context.type(id);
  switch (type.kind) {
    case TypeKind::integer:
    case TypeKind::number:
    case TypeKind::ratio:
    case TypeKind::duration:
    case TypeKind::size:
    case TypeKind::time:
    case TypeKind::date:
    case TypeKind::version:
    case TypeKind::level:
    case TypeKind::string:
    case TypeKind::any:
    case TypeKind::error:
      return true;
    case TypeKind::enumeration:
      return context.model.types[type.enumeration].ordered;
    case TypeKind::nothing:
    case TypeKind::boolean:
    case TypeKind::list:
    case TypeKind::record:
    case TypeKind::map:
      return false;
  }
  return false;
}

// ------------------------------------------------------------------------------------------------ mistakes

/// A literal of the type that is wanted, to show what one looks like: made from the literal that stands there, if it is one.
std::string example_of(const Context& context, TypeId wanted, ExprId instead) {
  const auto* constant = std::get_if<Constant>(&context.model[instead].node);
  const auto* quantity = constant != nullptr ? std::get_if<base::Quantity>(&constant->value) : nullptr;
  std::string digits = "5";
  if (quantity != nullptr && quantity->dimension == base::Dimension::ratio)
    digits = base::multiply(quantity->value, base::Decimal(100)).value.to_string();
  if (quantity != nullptr && quantity->dimension == base::Dimension::number) digits = quantity->value.to_string();
  const Type& type = context.type(wanted);
  switch (type.kind) {
    case TypeKind::ratio:
      return digits + "%";
    case TypeKind::duration:
      return digits + (base::wire_unit_name(type.wire).empty() ? "m" : std::string(base::wire_unit_name(type.wire)));
    case TypeKind::size:
      return digits + "MiB";
    case TypeKind::time:
      return "2026-12-31T18:00:00Z";
    case TypeKind::date:
      return "2026-12-31";
    case TypeKind::version:
      return "version(\"1.2.0\")";
    case TypeKind::integer:
    case TypeKind::number:
      return "5";
    case TypeKind::string:
      return "\"…\"";
    case TypeKind::boolean:
      return "true";
    case TypeKind::error:
    case TypeKind::nothing:
    case TypeKind::level:
    case TypeKind::enumeration:
    case TypeKind::list:
    case TypeKind::record:
    case TypeKind::map:
    case TypeKind::any:
      return {};
  }
  return {};
}

/// `coverage >= 80%` where `coverage` is a record: its fields that compare with the limit.
void add_field_help(Context& context, base::Diagnostic& diagnostic, ExprId record, ExprId limit) {
  const RecordShape shape = context.model.types[context.type(context.plain_of(record)).record];
  const std::string owner = context.text(context.span_of(record));
  std::vector<std::string> paths;
  for (const RecordField& field : shape.fields) {
    const TypeId type = context.model.types.plain(field.type);
    if (context.kind(type) != TypeKind::any && are_alike(context, type, context.plain_of(limit))) paths.push_back(owner + "." + field.name);
  }
  if (paths.empty() || paths.size() > 3) return;
  const std::vector<std::string_view> views(paths.begin(), paths.end());
  diagnostic.helps.push_back("did you mean " + quoted_list(views, "or") + "?");
  if (paths.size() == 1) diagnostic.suggestion = base::Suggestion{context.span_of(record), paths.front()};
}

/// The side that stands for the limit, and what it should have been: `5%` beside a duration.
void add_comparison_help(Context& context, base::Diagnostic& diagnostic, ExprId value, ExprId limit) {
  const TypeId wanted = context.type_of(value);
  const bool is_literal = unquoted(context, limit, context.kind(wanted)) || with_unit(context, limit, wanted) ||
                          ((context.kind(wanted) == TypeKind::duration || context.kind(wanted) == TypeKind::size) && unit_examples(context, limit, wanted));
  if (is_literal) {
    add_literal_help(context, diagnostic, limit, wanted);
    return;
  }
  const TypeKind kind = context.kind(wanted), other = context.kind(limit);
  if (kind == TypeKind::record) return add_field_help(context, diagnostic, value, limit);
  if (kind == TypeKind::string &&
      (other == TypeKind::version || is_moment(other) || other == TypeKind::integer || other == TypeKind::number)) {
    const std::string text = context.text(context.span_of(value));
    const std::string made = other == TypeKind::version ? "version(" + text + ")"
                             : is_moment(other)         ? text + " as time"
                                                        : "number(" + text + ")";
    const std::string limit_text = context.text(context.span_of(limit));
    if (other == TypeKind::integer || other == TypeKind::number) {
      if (std::holds_alternative<Constant>(context.model[limit].node))
        diagnostic.helps.push_back("as a text it is `\"" + limit_text + "\"`");
      diagnostic.helps.push_back("the number in the text is `" + made + "`");
      return;
    }
    diagnostic.helps.push_back("the text says one: compare `" + made + "`");
    return;
  }
  if (kind == TypeKind::enumeration && other == TypeKind::string) {
    diagnostic.helps.push_back("declare both with the same members, or compare as texts: `\"{" +
                               context.text(context.span_of(value)) + "}\"`");
    return;
  }
  if (kind == TypeKind::enumeration) {
    const std::vector<std::string>& members = context.model.types[context.type(wanted).enumeration].members;
    const std::vector<std::string_view> views(members.begin(), members.end());
    diagnostic.helps.push_back("its members are " + quoted_list(views, "and"));
    return;
  }
  if (const std::string example = example_of(context, wanted, limit); !example.empty())
    diagnostic.helps.push_back("compare it with " + context.describe(context.plain_of(value)) + ", such as `" +
                               example + "`");
}

void report_unlike(Context& context, Span op, ExprId lhs, ExprId rhs) {
  const TypeNames names = describe_apart(context, lhs, rhs);
  base::Diagnostic diagnostic = diagnostics::incomparable_types(op, names.first, names.second);
  diagnostic.labels.push_back({context.span_of(lhs), operand_label(context, lhs)});
  diagnostic.labels.push_back({context.span_of(rhs), operand_label(context, rhs)});
  // Whoever writes `5% < p95` has the same thing in mind as whoever writes `p95 > 5%`.
  const bool constant_left = fold(context.model, lhs).has_value() && !fold(context.model, rhs).has_value();
  add_comparison_help(context, diagnostic, constant_left ? rhs : lhs, constant_left ? lhs : rhs);
  context.report(std::move(diagnostic));
}

void report_unordered(Context& context, Span op, ExprId operand) {
  const TypeId plain = context.plain_of(operand);
  base::Diagnostic diagnostic = diagnostics::unordered_type(op, context.describe(plain));
  diagnostic.labels.push_back({context.span_of(operand), operand_label(context, operand)});
  if (context.kind(plain) == TypeKind::enumeration) {
    const EnumType& type = context.model.types[context.type(plain).enumeration];
    if (type.declared) diagnostic.labels.push_back({type.declared, "declared without an order"});
    diagnostic.helps.emplace_back(type.name.empty()
                                      ? "members have an order where they are declared with a name, and `<` between them: `enum E { low < high }`"
                                      : "an enum has an order where `<` stands between its members: `enum E { low < high }`");
  } else if (context.kind(plain) == TypeKind::list) {
    diagnostic.helps.emplace_back("did you mean `length(…)`?");
  }
  context.report(std::move(diagnostic));
}

/// `x == null`: whether null is there is asked in words.
bool report_null(Scope& scope, const grammar::Comparison& node, Span span) {
  Context& context = scope.context;
  const bool left = std::holds_alternative<grammar::NullLiteral>(scope.syntax(node.lhs).node);
  const bool right = std::holds_alternative<grammar::NullLiteral>(scope.syntax(node.rhs).node);
  if (!left && !right) return false;
  const Span operand = scope.syntax(left ? node.rhs : node.lhs).span;
  const std::string text = context.text(operand);
  const bool wants_value = node.op == ComparisonOp::not_equal;
  // `is not null` would hold for what is missing, too: who asks this wants to see a value.
  const std::string asked = text + (wants_value ? " is present" : " is null");
  base::Diagnostic diagnostic = diagnostics::comparison_with_null(span).with_suggestion(span, asked);
  diagnostic.helps.push_back(wants_value ? "write `" + asked + "`: there is a value, neither missing nor null"
                                         : "write `" + asked +
                                               "`, which holds for a null alone; `is missing` holds for what is not "
                                               "there at all, `is not present` for both");
  context.report(std::move(diagnostic));
  return true;
}

// ------------------------------------------------------------------------------------------------ comparing

struct Operands {
  ExprId lhs, rhs;
  bool good = true;
};

/// Gives undeclared operands the type of the other; false, with a report, where the two do not compare.
Operands reconcile(Context& context, Span op, ExprId lhs, ExprId rhs, bool ordered) {
  const TypeKind l = context.kind(lhs), r = context.kind(rhs);
  if (l == TypeKind::error || r == TypeKind::error) return {lhs, rhs};
  if (l == TypeKind::any && r != TypeKind::any) lhs = convert_any(context, lhs, context.type_of(rhs));
  if (r == TypeKind::any && l != TypeKind::any) rhs = convert_any(context, rhs, context.type_of(lhs));
  // A list or record written here takes the form of the value beside it.
  const bool is_written_out = std::holds_alternative<MakeList>(context.model[rhs].node) ||
                              std::holds_alternative<MakeRecord>(context.model[rhs].node);
  if (is_written_out && can_adapt(context, rhs, context.type_of(lhs))) rhs = adapt(context, rhs, context.type_of(lhs));
  if (!are_alike(context, context.plain_of(lhs), context.plain_of(rhs))) {
    report_unlike(context, op, lhs, rhs);
    return {lhs, rhs, false};
  }
  for (const ExprId operand : {lhs, rhs})
    if (ordered && !has_order(context, context.plain_of(operand))) {
      report_unordered(context, op, operand);
      return {lhs, rhs, false};
    }
  if (l == TypeKind::ratio && report_bare_number(context, rhs, lhs)) return {lhs, rhs, false};
  if (r == TypeKind::ratio && report_bare_number(context, lhs, rhs)) return {lhs, rhs, false};
  return {lhs, rhs};
}

ExprId type_relation(Scope& scope, const grammar::Comparison& node, Relation relation, Span span) {
  Context& context = scope.context;
  if (report_null(scope, node, span)) return context.add(Constant{false}, TypeKind::boolean, span);
  const TypedPair typed = type_pair(scope, node.lhs, node.rhs);
  return compare(context, {relation, typed.lhs, typed.rhs}, node.op_span, span);
}

}  // namespace

ExprId compare(Context& context, const CompareNode& node, Span op, Span span) {
  const bool ordered = node.relation != Relation::equal && node.relation != Relation::not_equal;
  const Operands operands = reconcile(context, op, node.lhs, node.rhs, ordered);
  return context.add(CompareNode{node.relation, operands.lhs, operands.rhs}, TypeKind::boolean, span);
}

ExprId type_comparison(Scope& scope, const grammar::Comparison& node, Span span) {
  switch (node.op) {
    case ComparisonOp::equal:
      return type_relation(scope, node, Relation::equal, span);
    case ComparisonOp::not_equal:
      return type_relation(scope, node, Relation::not_equal, span);
    case ComparisonOp::less:
      return type_relation(scope, node, Relation::less, span);
    case ComparisonOp::less_equal:
      return type_relation(scope, node, Relation::less_equal, span);
    case ComparisonOp::greater:
      return type_relation(scope, node, Relation::greater, span);
    case ComparisonOp::greater_equal:
      return type_relation(scope, node, Relation::greater_equal, span);
    case ComparisonOp::in:
      return type_membership(scope, {node.lhs, node.rhs, false}, node.op_span, span);
    case ComparisonOp::not_in:
      return type_membership(scope, {node.lhs, node.rhs, true}, node.op_span, span);
    case ComparisonOp::contains:
      return type_contains(scope, node, span);
    case ComparisonOp::starts_with:
    case ComparisonOp::ends_with:
    case ComparisonOp::like:
      return type_string_test(scope, node, span);
    case ComparisonOp::matches:
      return type_matches(scope, node, span);
    case ComparisonOp::subset_of:
      return type_subset(scope, node, span);
  }
  return scope.context.add_error(span);
}

ExprId type_between(Scope& scope, const grammar::Between& node, Span span) {
  Context& context = scope.context;
  const TypedPair first = type_pair(scope, node.operand, node.low);
  const ExprId high = type_expression(scope, node.high, context.plain_of(first.lhs));
  const Span op = base::cover(context.span_of(first.lhs), context.span_of(high));
  const Operands low_side = reconcile(context, op, first.lhs, first.rhs, true);
  if (!low_side.good) return context.add(Constant{false}, TypeKind::boolean, span);
  const Operands high_side = reconcile(context, op, low_side.lhs, high, true);
  return context.add(BetweenNode{low_side.lhs, low_side.rhs, high_side.rhs}, TypeKind::boolean, span);
}

}  // namespace nexus::rules::typing
