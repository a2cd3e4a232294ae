// `+ - * / %`, `??`, `if`, `is present`, `as`.
#include "rules/typing/constants.h"
#include "rules/typing/evidence.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"
#include "rules/typing/type_syntax.h"
#include "rules/typing/words.h"

namespace nexus::rules::typing {

namespace {

using grammar::ArithmeticOp;

// ------------------------------------------------------------------------------------------------ arithmetic

bool is_exact(TypeKind kind) { return kind == TypeKind::integer; }
bool is_measure(TypeKind kind) { return kind == TypeKind::duration || kind == TypeKind::size; }
bool is_plain_number(TypeKind kind) { return kind == TypeKind::integer || kind == TypeKind::number; }

TypeKind number_of(TypeKind l, TypeKind r) { return is_exact(l) && is_exact(r) ? TypeKind::integer : TypeKind::number; }

/// The table of docs/language.md, "Units": what `+ - * / %` give for two kinds; nothing where they make no sense.
std::optional<TypeKind> sum_kind(ArithmeticOp op, TypeKind l, TypeKind r) {
  const bool plus = op == ArithmeticOp::add;
  if (is_dimensionless(l) && is_dimensionless(r))
    return l == TypeKind::ratio || r == TypeKind::ratio ? TypeKind::ratio : number_of(l, r);
  if (is_measure(l) && l == r) return l;
  if (is_moment(l) && r == TypeKind::duration) return TypeKind::time;
  if (plus && l == TypeKind::duration && is_moment(r)) return TypeKind::time;
  if (!plus && is_moment(l) && is_moment(r)) return TypeKind::duration;
  return std::nullopt;
}
std::optional<TypeKind> product_kind(TypeKind l, TypeKind r) {
  if (l == TypeKind::ratio && r == TypeKind::ratio) return TypeKind::ratio;
  if (is_dimensionless(l) && is_dimensionless(r))
    return l == TypeKind::ratio || r == TypeKind::ratio ? TypeKind::number : number_of(l, r);
  if (is_dimensionless(l) && is_measure(r)) return r;
  if (is_measure(l) && is_dimensionless(r)) return l;
  return std::nullopt;
}
std::optional<TypeKind> quotient_kind(TypeKind l, TypeKind r) {
  if (is_measure(l) && l == r) return TypeKind::number;
  if (is_measure(l) && is_dimensionless(r)) return l;
  if (l == TypeKind::ratio && is_plain_number(r)) return TypeKind::ratio;
  if (is_dimensionless(l) && is_dimensionless(r)) return TypeKind::number;
  return std::nullopt;
}
std::optional<TypeKind> remainder_kind(TypeKind l, TypeKind r) {
  if (is_plain_number(l) && is_plain_number(r)) return number_of(l, r);
  const bool has_remainder = is_measure(l) || l == TypeKind::ratio;
  return has_remainder && l == r ? std::optional(l) : std::nullopt;
}
std::optional<TypeKind> result_kind(ArithmeticOp op, TypeKind l, TypeKind r) {
  switch (op) {
    case ArithmeticOp::add:
    case ArithmeticOp::subtract:
      return sum_kind(op, l, r);
    case ArithmeticOp::multiply:
      return product_kind(l, r);
    case ArithmeticOp::divide:
      return quotient_kind(l, r);
    case ArithmeticOp::remainder:
      return remainder_kind(l, r);
  }
  return std::nullopt;
}

/// `add a duration and a ratio`.
std::string arithmetic_words(ArithmeticOp op, const std::string& l, const std::string& r) {
  switch (op) {
    case ArithmeticOp::add:
      return "add " + l + " and " + r;
    case ArithmeticOp::subtract:
      return "subtract " + r + " from " + l;
    case ArithmeticOp::multiply:
      return "multiply " + l + " by " + r;
    case ArithmeticOp::divide:
      return "divide " + l + " by " + r;
    case ArithmeticOp::remainder:
      return "take the remainder of " + l + " by " + r;
  }
  return {};
}

/// What to write instead of `+` between strings: both in one string.
std::string interpolated(Context& context, ExprId lhs, ExprId rhs) {
  const auto part = [&](ExprId id) {
    const std::string text = context.text(context.span_of(id));
    const bool is_literal = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    return is_literal ? text.substr(1, text.size() - 2) : "{" + text + "}";
  };
  return "\"" + part(lhs) + part(rhs) + "\"";
}

ExprId report_arithmetic(Context& context, const grammar::Arithmetic& node, ExprId lhs, ExprId rhs, Span span) {
  const TypeKind l = context.kind(lhs), r = context.kind(rhs);
  base::Diagnostic diagnostic = diagnostics::bad_arithmetic(
      node.op_span,
      arithmetic_words(node.op, context.describe(context.plain_of(lhs)), context.describe(context.plain_of(rhs))));
  diagnostic.labels.push_back({context.span_of(lhs), operand_label(context, lhs)});
  diagnostic.labels.push_back({context.span_of(rhs), operand_label(context, rhs)});
  const bool adds = node.op == ArithmeticOp::add;
  if (adds && (l == TypeKind::string || r == TypeKind::string)) {
    const std::string joined = interpolated(context, lhs, rhs);
    diagnostic.helps.push_back("a string takes values in braces: `" + joined + "`");
    if (joined.find('\n') == std::string::npos) diagnostic.suggestion = base::Suggestion{span, joined};
  } else if (adds && l == TypeKind::list && r == TypeKind::list) {
    diagnostic.helps.emplace_back(
        "`concat(a, b)` appends a list to another, `union(a, b)` also drops what is there twice");
  } else if (const auto unit = with_unit(context, rhs, context.type_of(lhs))) {
    diagnostic.helps.push_back("a number needs its unit here, such as `" + *unit + "`");
  } else if (const auto other = with_unit(context, lhs, context.type_of(rhs))) {
    diagnostic.helps.push_back("a number needs its unit here, such as `" + *other + "`");
  } else if (const auto examples = unit_examples(context, rhs, context.type_of(lhs))) {
    diagnostic.helps.push_back("a number needs its unit here, such as " + *examples);
  } else if (const auto others = unit_examples(context, lhs, context.type_of(rhs))) {
    diagnostic.helps.push_back("a number needs its unit here, such as " + *others);
  }
  context.report(std::move(diagnostic));
  return context.add_error(span);
}

/// What a value of undeclared type becomes in arithmetic with `other`.
TypeKind any_beside(ArithmeticOp op, TypeKind other) {
  const bool sum = op == ArithmeticOp::add || op == ArithmeticOp::subtract;
  if (sum && (other == TypeKind::ratio || is_measure(other))) return other;
  return TypeKind::number;
}

/// `t - x` with a time and something undeclared may be a duration or a time: the author must say which.
bool report_ambiguous_any(Context& context, const grammar::Arithmetic& node, ExprId lhs, ExprId rhs) {
  const bool sum = node.op == ArithmeticOp::add || node.op == ArithmeticOp::subtract;
  const bool left = context.kind(lhs) == TypeKind::any && is_moment(context.kind(rhs));
  const bool right = is_moment(context.kind(lhs)) && context.kind(rhs) == TypeKind::any;
  if (!sum || !(left || right)) return false;
  const Span unknown = context.span_of(left ? lhs : rhs);
  const std::string text = short_text(context, unknown, "");
  const std::string operand = text.empty() ? "…" : text.substr(1, text.size() - 2);
  context.report(diagnostics::undeclared_operand(unknown).with_help("say which: `" + operand + " as time` or `" +
                                                                    operand + " as duration`"));
  return true;
}

/// `2 * r`, `r * factor`: a ratio made larger or smaller is a ratio still, while `total * 1%` is a part of a number
/// (docs/decisions/0005).
bool scales_ratio(const Context& context, ExprId lhs, ExprId rhs) {
  const auto is_factor = [&](ExprId id) {
    return is_plain_number(context.kind(id)) &&
           (bare_number(context.model, id) || std::holds_alternative<ParamValue>(context.model[id].node));
  };
  const auto is_ratio = [&](ExprId id) {
    return context.kind(id) == TypeKind::ratio && !std::holds_alternative<Constant>(context.model[id].node);
  };
  return (is_factor(lhs) && is_ratio(rhs)) || (is_ratio(lhs) && is_factor(rhs));
}

bool is_constant_zero(const Context& context, ExprId id) {
  const auto value = fold(context.model, id);
  const auto* quantity = value ? std::get_if<base::Quantity>(&*value) : nullptr;
  return quantity != nullptr && quantity->value.is_zero();
}

// ------------------------------------------------------------------------------------------------ branches

/// The common type of values that stand for one another; reports the first that does not fit.
template <class Report>
TypeId common_type(Context& context, const std::vector<ExprId>& values, Report report) {
  std::size_t odd_one = 0;
  const TypeId type = unify_all(context, values, odd_one);
  if (!type) report(values[odd_one], values.front());
  return type;
}

/// Types values that stand for one another, those that lean on the others last.
std::vector<ExprId> type_alternatives(Scope& scope, const std::vector<grammar::ExprId>& alternatives, TypeId hint) {
  std::vector<ExprId> typed(alternatives.size());
  for (std::size_t i = 0; i < alternatives.size(); ++i) {
    if (leans(scope, alternatives[i])) continue;
    typed[i] = type_expression(scope, alternatives[i], hint);
    if (!hint) hint = scope.context.plain_of(typed[i]);
  }
  for (std::size_t i = 0; i < alternatives.size(); ++i)
    if (!typed[i]) typed[i] = type_expression(scope, alternatives[i], hint);
  return typed;
}

}  // namespace

ExprId type_arithmetic(Scope& scope, const grammar::Arithmetic& node, Span span) {
  Context& context = scope.context;
  ExprId lhs = type_expression(scope, node.lhs), rhs = type_expression(scope, node.rhs);
  if (context.kind(lhs) == TypeKind::error || context.kind(rhs) == TypeKind::error) return context.add_error(span);
  if (report_ambiguous_any(context, node, lhs, rhs)) return context.add_error(span);
  if (context.kind(lhs) == TypeKind::any)
    lhs = convert_any(context, lhs, context.scalar(any_beside(node.op, context.kind(rhs))));
  if (context.kind(rhs) == TypeKind::any)
    rhs = convert_any(context, rhs, context.scalar(any_beside(node.op, context.kind(lhs))));

  auto kind = result_kind(node.op, context.kind(lhs), context.kind(rhs));
  if (!kind) return report_arithmetic(context, node, lhs, rhs, span);
  const bool sum = node.op == ArithmeticOp::add || node.op == ArithmeticOp::subtract;
  if (sum && context.kind(lhs) == TypeKind::ratio && report_bare_number(context, rhs)) return context.add_error(span);
  if (sum && context.kind(rhs) == TypeKind::ratio && report_bare_number(context, lhs)) return context.add_error(span);
  const bool divides = node.op == ArithmeticOp::divide || node.op == ArithmeticOp::remainder;
  if (divides && is_constant_zero(context, rhs)) {
    context.report(diagnostics::constant_zero_divisor(context.span_of(rhs))
                       .with_help("divide by a value of the snapshot, or by a number other than 0"));
    return context.add_error(span);
  }
  if (node.op == ArithmeticOp::multiply && scales_ratio(context, lhs, rhs)) kind = TypeKind::ratio;
  return context.add(ArithmeticNode{node.op, lhs, rhs}, *kind, span);
}

ExprId type_default(Scope& scope, const grammar::Default& node, Span span, TypeId hint) {
  Context& context = scope.context;
  std::vector<ExprId> operands = type_alternatives(scope, node.operands, hint);
  const TypeId type = common_type(context, operands, [&](ExprId odd, ExprId first) {
    const TypeNames names = describe_apart(context, odd, first);
    base::Diagnostic diagnostic = diagnostics::default_of_other_type(context.span_of(odd), names.first, names.second);
    diagnostic.labels.push_back({context.span_of(first), operand_label(context, first)});
    add_literal_help(context, diagnostic, odd, context.plain_of(first), first);
    context.report(std::move(diagnostic));
  });
  if (!type) return context.add_error(span);
  for (ExprId& operand : operands) operand = adapt(context, operand, type);
  return context.add(DefaultNode{std::move(operands)}, type, span);
}

ExprId type_conditional(Scope& scope, const grammar::Conditional& node, Span span, TypeId hint) {
  Context& context = scope.context;
  const ExprId condition = type_condition(scope, node.condition);
  std::vector<ExprId> branches = type_alternatives(scope, {node.then_value, node.else_value}, hint);
  const TypeId type = common_type(context, branches, [&](ExprId odd, ExprId first) {
    const TypeNames names = describe_apart(context, first, odd);
    context.report(diagnostics::branches_differ(context.span_of(odd), names.first, names.second)
                       .with_label(context.span_of(first), operand_label(context, first)));
  });
  if (!type) return context.add_error(span);
  for (ExprId& branch : branches) branch = adapt(context, branch, type);
  return context.add(IfNode{condition, branches[0], branches[1]}, type, span);
}

ExprId type_is_test(Scope& scope, const grammar::IsTest& test, Span span) {
  Context& context = scope.context;
  const ExprId operand = type_expression(scope, test.operand);
  const TypeKind kind = context.kind(operand);
  const bool can_be_empty = kind == TypeKind::string || kind == TypeKind::list || kind == TypeKind::map ||
                            kind == TypeKind::any || kind == TypeKind::error;
  if (test.kind == grammar::TestKind::empty && !can_be_empty) {
    base::Diagnostic diagnostic =
        diagnostics::never_empty(context.span_of(operand), context.describe(context.plain_of(operand)));
    diagnostic.label = operand_label(context, operand);
    diagnostic.helps.push_back(kind == TypeKind::record ? "whether a record is there is asked with `is present`"
                                                        : "only strings, lists and maps can be empty");
    context.report(std::move(diagnostic));
    return context.add_error(span);
  }
  return context.add(IsNode{operand, test.kind, test.negated}, TypeKind::boolean, span);
}

// ------------------------------------------------------------------------------------------------ conversions

namespace {

enum class ConversionVerdict : std::uint8_t { good, needs_unit, senseless };

bool is_read_from_text(TypeKind kind) {
  return kind == TypeKind::ratio || is_measure(kind) || is_moment(kind) || kind == TypeKind::enumeration;
}

ConversionVerdict judge_conversion(const Type& from, const Type& to, bool same) {
  if (from.kind == TypeKind::any || from.kind == TypeKind::error || to.kind == TypeKind::error || same)
    return ConversionVerdict::good;
  if (from.kind == TypeKind::string && is_read_from_text(to.kind)) return ConversionVerdict::good;
  if (from.kind == TypeKind::date && to.kind == TypeKind::time) return ConversionVerdict::good;
  if (!is_dimensionless(from.kind)) return ConversionVerdict::senseless;
  if (to.kind == TypeKind::ratio || to.kind == TypeKind::number) return ConversionVerdict::good;
  if (!is_measure(to.kind) && to.kind != TypeKind::time) return ConversionVerdict::senseless;
  return to.wire == base::WireUnit::text || to.wire == base::WireUnit::zoned ? ConversionVerdict::needs_unit
                                                                             : ConversionVerdict::good;
}

std::string conversion_help(const Type& from, const Type& to) {
  if (from.kind == TypeKind::string && to.kind == TypeKind::version) return "a version is made with `version(…)`";
  if (from.kind == TypeKind::string && is_plain_number(to.kind)) return "a number is read with `number(…)`";
  if (to.kind == TypeKind::string) return "a string with the value in it is written `\"{…}\"`";
  if (from.kind == TypeKind::time && to.kind == TypeKind::date)
    return "the date of a time depends on the zone: `date(…, \"UTC\")`";
  if (from.kind == TypeKind::duration && is_plain_number(to.kind)) return "divide by a unit: `… / 1s`";
  if (from.kind == TypeKind::size && is_plain_number(to.kind)) return "divide by a unit: `… / 1B`";
  return {};
}

std::string_view example_unit(TypeKind kind) {
  if (kind == TypeKind::duration) return "duration in s";
  if (kind == TypeKind::size) return "size in bytes";
  return "time in epoch s";
}

}  // namespace

ExprId type_conversion(Scope& scope, const grammar::Conversion& conversion, Span span) {
  Context& context = scope.context;
  const ExprId operand = type_expression(scope, conversion.operand);
  const TypeId wanted = read_type(context, scope.module, scope.tree, conversion.type);
  const Type from = context.type(context.plain_of(operand)), to = context.type(wanted);
  const bool same = context.plain_of(operand) == context.model.types.plain(wanted);
  switch (judge_conversion(from, to, same)) {
    case ConversionVerdict::good:
      if (!same && context.kind(wanted) != TypeKind::error &&
          says_evidence(context, scope.module, scope.tree, conversion.type)) {
        context.report(
            diagnostics::evidence_of_conversion(scope.tree[conversion.type].span,
                                                context.text(scope.tree[conversion.type].span))
                .with_help("declare it in the `input` block: there it is looked at, wherever the value is read"));
        break;
      }
      return context.add(Convert{operand}, wanted, span);
    case ConversionVerdict::needs_unit:
      context.report(
          diagnostics::conversion_needs_unit(scope.tree[conversion.type].span,
                                             context.describe(context.plain_of(operand)),
                                             context.describe(context.model.types.plain(wanted)))
              .with_help("say in which unit the number counts: `as " + std::string(example_unit(to.kind)) + "`"));
      break;
    case ConversionVerdict::senseless: {
      base::Diagnostic diagnostic = diagnostics::no_conversion(span, context.describe(context.plain_of(operand)),
                                                               context.model.types.spell(wanted));
      diagnostic.labels.push_back({context.span_of(operand), operand_label(context, operand)});
      if (std::string help = conversion_help(from, to); !help.empty()) diagnostic.helps.push_back(std::move(help));
      context.report(std::move(diagnostic));
      break;
    }
  }
  return context.add(Convert{operand},
                     context.kind(wanted) == TypeKind::error ? wanted : context.scalar(TypeKind::error), span);
}

}  // namespace nexus::rules::typing
