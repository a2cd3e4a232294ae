#include "rules/typing/expressions.h"

#include "base/overloaded.h"
#include "rules/typing/fits.h"
#include "rules/typing/names.h"
#include "rules/typing/words.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

/// `status == "a" or "b"`: true if it was that, which was reported then.
bool report_lone_value(Scope& scope, const grammar::Logical& logical, std::size_t index) {
  Context& context = scope.context;
  const grammar::Expr& value = scope.syntax(logical.operands[index]);
  const auto* asked = std::get_if<grammar::Comparison>(&scope.syntax(logical.operands[index - 1]).node);
  const bool is_literal = std::holds_alternative<grammar::StringLiteral>(value.node) || std::holds_alternative<grammar::Literal>(value.node);
  const bool is_choice = logical.op == grammar::LogicalOp::disjunction;
  if (!is_literal || asked == nullptr || asked->op != (is_choice ? grammar::ComparisonOp::equal : grammar::ComparisonOp::not_equal)) return false;
  const std::string kind = context.describe(context.plain_of(type_expression(scope, logical.operands[index])));
  const Span first = scope.syntax(asked->rhs).span;
  const std::string listed = context.text(scope.syntax(asked->lhs).span) + (is_choice ? " in [" : " not in [") + context.text(first) + ", " + context.text(value.span) + "]";
  base::Diagnostic diagnostic = diagnostics::not_a_condition(value.span, kind);
  const Span whole{value.span.file, scope.syntax(asked->lhs).span.begin, value.span.end};
  if (logical.operands.size() == 2 && !scope.syntax(logical.operands[0]).parenthesised) diagnostic.suggestion = base::Suggestion{whole, listed};
  else diagnostic.helps.push_back("write `" + context.text(scope.syntax(asked->lhs).span) + (is_choice ? " in […]`" : " not in […]`"));
  context.report(std::move(diagnostic));
  return true;
}

ExprId type_logical(Scope& scope, const grammar::Logical& logical, Span span) {
  LogicalNode node{logical.op, {}};
  for (std::size_t i = 0; i < logical.operands.size(); ++i) {
    if (i > 0 && report_lone_value(scope, logical, i)) return scope.context.add_error(span);
    node.operands.push_back(type_condition(scope, logical.operands[i]));
  }
  return scope.context.add(std::move(node), TypeKind::boolean, span);
}

ExprId dispatch(Scope& scope, const grammar::Expr& expr, TypeId hint) {
  const Span span = expr.span;
  Context& context = scope.context;
  return std::visit(
      base::overloaded{
          [&](const grammar::ErrorExpr&) { return context.add_error(span); },
          [&](const grammar::Literal& e) { return type_literal(scope, e, span); },
          [&](const grammar::StringLiteral& e) { return type_string(scope, e, span, hint); },
          [&](const grammar::BoolLiteral& e) { return context.add(Constant{e.value}, TypeKind::boolean, span); },
          [&](const grammar::NullLiteral&) { return type_null(scope, span); },
          [&](const grammar::ListLiteral& e) { return type_list(scope, e, span, hint); },
          [&](const grammar::RecordLiteral& e) { return type_record(scope, e, span, hint); },
          [&](const grammar::NameRef& e) { return type_name(scope, e, span, hint); },
          [&](const grammar::Access& e) { return type_access(scope, e, span); },
          [&](const grammar::Index& e) { return type_index(scope, e, span); },
          [&](const grammar::Call& e) { return type_call(scope, e, span); },
          [&](const grammar::Comprehension& e) { return type_comprehension(scope, e, span, hint); },
          [&](const grammar::Conversion& e) { return type_conversion(scope, e, span); },
          [&](const grammar::Negate& e) { return type_negate(scope, e, span); },
          [&](const grammar::Not& e) {
            const ExprId operand = type_condition(scope, e.operand);
            return context.add(NotNode{operand}, TypeKind::boolean, span);
          },
          [&](const grammar::Logical& e) { return type_logical(scope, e, span); },
          [&](const grammar::Default& e) { return type_default(scope, e, span, hint); },
          [&](const grammar::Arithmetic& e) { return type_arithmetic(scope, e, span); },
          [&](const grammar::Comparison& e) { return type_comparison(scope, e, span); },
          [&](const grammar::Between& e) { return type_between(scope, e, span); },
          [&](const grammar::IsTest& e) { return type_is_test(scope, e, span); },
          [&](const grammar::Conditional& e) { return type_conditional(scope, e, span, hint); },
          [&](const grammar::Quantifier& e) { return type_quantifier(scope, e, span); },
          [&](const grammar::RuleStatus& e) { return type_rule_status(scope, e, span); },
      },
      expr.node);
}

/// How a condition on a value of that kind goes on after the value; empty where there is nothing to show.
std::string_view example_condition(TypeKind kind) {
  switch (kind) {
    case TypeKind::integer:
    case TypeKind::number:
      return " > 0";
    case TypeKind::ratio:
      return " >= 80%";
    case TypeKind::duration:
      return " < 5m";
    case TypeKind::size:
      return " < 10MiB";
    case TypeKind::time:
    case TypeKind::date:
      return " < now";
    case TypeKind::version:
      return " >= version(\"1.0\")";
    case TypeKind::string:
    case TypeKind::enumeration:
    case TypeKind::level:
      return " == \"…\"";
    case TypeKind::list:
    case TypeKind::map:
      return " is not empty";
    case TypeKind::record:
      return " is present";
    case TypeKind::error:
    case TypeKind::nothing:
    case TypeKind::boolean:
    case TypeKind::any:
      return {};
  }
  return {};
}

/// Can an operator follow the expression as it is written? Behind `if … else x` or `a + b` it would join the last part alone.
bool stands_alone(const CheckedModel& model, ExprId id) {
  const auto& node = model[id].node;
  return !std::holds_alternative<IfNode>(node) && !std::holds_alternative<ArithmeticNode>(node) &&
         !std::holds_alternative<DefaultNode>(node) && !std::holds_alternative<NegateNode>(node) &&
         !std::holds_alternative<Convert>(node);
}

ExprId report_no_condition(Context& context, ExprId value) {
  const Span span = context.span_of(value);
  base::Diagnostic diagnostic = diagnostics::not_a_condition(span, context.describe(context.plain_of(value)));
  diagnostic.label = operand_label(context, value);
  const std::string_view example = example_condition(context.kind(value));
  const bool is_short = !short_text(context, span, "").empty();
  if (!example.empty() && is_short) {
    const std::string text = context.text(span);
    const std::string operand = stands_alone(context.model, value) ? text : "(" + text + ")";
    diagnostic.helps.push_back("say what is asked of it, such as `" + operand + std::string(example) + "`");
  }
  context.report(std::move(diagnostic));
  return context.add_error(span);
}

}  // namespace

ExprId type_expression(Scope& scope, grammar::ExprId id, TypeId hint) {
  const grammar::Expr& expr = scope.syntax(id);
  return dispatch(scope, expr, hint);
}

ExprId type_as(Scope& scope, grammar::ExprId id, TypeId wanted, std::string_view what, ExprId like) {
  const ExprId typed = type_expression(scope, id, scope.context.model.types.plain(wanted));
  return require_type(scope.context, typed, wanted, what, like);
}

ExprId type_condition(Scope& scope, grammar::ExprId id) {
  Context& context = scope.context;
  const ExprId typed = type_expression(scope, id);
  const TypeKind kind = context.kind(typed);
  if (kind == TypeKind::boolean || kind == TypeKind::error) return typed;
  if (kind == TypeKind::any) return convert_any(context, typed, context.scalar(TypeKind::boolean));
  return report_no_condition(context, typed);
}

bool leans(const Scope& scope, grammar::ExprId id) {
  const auto all_lean = [&](const std::vector<grammar::ExprId>& ids) {
    return std::ranges::all_of(ids, [&](grammar::ExprId each) { return leans(scope, each); });
  };
  const grammar::Expr& expr = scope.syntax(id);
  if (const auto* name = std::get_if<grammar::NameRef>(&expr.node)) return !is_value(scope, name->name.text);
  if (std::holds_alternative<grammar::StringLiteral>(expr.node)) return true;
  if (const auto* list = std::get_if<grammar::ListLiteral>(&expr.node)) return all_lean(list->items);
  if (const auto* node = std::get_if<grammar::Default>(&expr.node)) return all_lean(node->operands);
  if (const auto* node = std::get_if<grammar::Conditional>(&expr.node))
    return leans(scope, node->then_value) && leans(scope, node->else_value);
  return false;
}

TypedPair type_pair(Scope& scope, grammar::ExprId lhs, grammar::ExprId rhs) {
  if (leans(scope, lhs) && !leans(scope, rhs)) {
    const ExprId right = type_expression(scope, rhs);
    return {type_expression(scope, lhs, scope.context.plain_of(right)), right};
  }
  const ExprId left = type_expression(scope, lhs);
  return {left, type_expression(scope, rhs, scope.context.plain_of(left))};
}

}  // namespace nexus::rules::typing
