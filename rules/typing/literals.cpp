#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"
#include "rules/typing/names.h"
#include "rules/typing/words.h"

#include "base/values/quantity.h"
#include "base/values/time.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

ExprId report_bad_literal(Context& context, Span span, std::string_view text, std::string_view why) {
  context.report(diagnostics::bad_literal(span, text, why));
  return context.add_error(span);
}

bool is_integer_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
}

ExprId type_number(Context& context, std::string_view text, Span span) {
  bool out_of_range = false;
  const auto value = base::Decimal::parse(text, nullptr, &out_of_range);
  if (!value)
    return report_bad_literal(context, span, text,
                              out_of_range ? "is beyond what a number can hold" : "is not a number");
  if (!is_integer_text(text))
    return context.add(Constant{base::Quantity{base::Dimension::number, *value}}, TypeKind::number, span);
  if (!value->to_int64()) {
    context.report(diagnostics::bad_literal(span, text, "does not fit an int, which has 64 bits")
                       .with_help("with a decimal point it is a number: `" + std::string(text) + ".0`"));
    return context.add_error(span);
  }
  return context.add(Constant{base::Quantity{base::Dimension::number, *value}}, TypeKind::integer, span);
}

ExprId type_quantity(Context& context, std::string_view text, Span span) {
  const auto quantity = base::parse_literal(text);
  if (!quantity) return report_bad_literal(context, span, text, "is beyond what a number can hold");
  return context.add(Constant{*quantity}, kind_of(quantity->dimension), span);
}

ExprId type_moment(Context& context, std::optional<base::Decimal> seconds, base::Dimension dimension,
                   std::string_view text, Span span) {
  if (!seconds)
    return report_bad_literal(
        context, span, text,
        dimension == base::Dimension::date ? "is no day of the calendar" : "is no time of the calendar");
  return context.add(Constant{base::Quantity{dimension, *seconds}}, kind_of(dimension), span);
}

/// Types the items so that those without a type of their own take it from the others, or from `hint`.
std::vector<ExprId> type_items(Scope& scope, const std::vector<grammar::ExprId>& items, TypeId hint) {
  std::vector<ExprId> typed(items.size());
  if (!hint) {
    const auto first = std::ranges::find_if(items, [&](grammar::ExprId item) { return !leans(scope, item); });
    if (first != items.end()) {
      ExprId& known = typed[static_cast<std::size_t>(first - items.begin())];
      known = type_expression(scope, *first);
      hint = scope.context.plain_of(known);
    }
  }
  for (std::size_t i = 0; i < items.size(); ++i)
    if (!typed[i]) typed[i] = type_expression(scope, items[i], hint);
  return typed;
}

/// Items that have no type in common: held against the wanted type where there is one, else against the first item.
void report_mixed(Context& context, const std::vector<ExprId>& items, std::size_t odd_one, TypeId wanted) {
  if (wanted) {
    for (const ExprId item : items) static_cast<void>(require_type(context, item, wanted, "an item of this list"));
    return;
  }
  const ExprId odd = items[odd_one], first = items.front();
  const TypeNames names = describe_apart(context, odd, first);
  base::Diagnostic diagnostic = diagnostics::mixed_list(context.span_of(odd), names.first, names.second);
  diagnostic.labels.push_back({context.span_of(first), operand_label(context, first)});
  add_literal_help(context, diagnostic, odd, context.type_of(first));
  context.report(std::move(diagnostic));
}

}  // namespace

ExprId type_literal(Scope& scope, const grammar::Literal& literal, Span span) {
  Context& context = scope.context;
  switch (literal.kind) {
    case grammar::LiteralKind::number:
      return type_number(context, literal.text, span);
    case grammar::LiteralKind::ratio:
    case grammar::LiteralKind::duration:
    case grammar::LiteralKind::size:
      return type_quantity(context, literal.text, span);
    case grammar::LiteralKind::time:
      return type_moment(context, base::parse_time(literal.text), base::Dimension::time, literal.text, span);
    case grammar::LiteralKind::date:
      return type_moment(context, base::parse_date(literal.text), base::Dimension::date, literal.text, span);
  }
  return context.add_error(span);
}

ExprId type_negate(Scope& scope, const grammar::Negate& negate, Span span) {
  Context& context = scope.context;
  // The least int has no positive twin, so a minus before a number is part of it.
  if (const auto* literal = std::get_if<grammar::Literal>(&scope.syntax(negate.operand).node);
      literal != nullptr && literal->kind == grammar::LiteralKind::number)
    return type_number(context, "-" + std::string(literal->text), span);
  ExprId operand = type_expression(scope, negate.operand);
  const TypeKind kind = context.kind(operand);
  if (kind == TypeKind::error) return operand;
  if (kind == TypeKind::any) operand = convert_any(context, operand, context.scalar(TypeKind::number));
  const bool has_sign =
      is_dimensionless(kind) || kind == TypeKind::duration || kind == TypeKind::size || kind == TypeKind::any;
  if (has_sign) return context.add(NegateNode{operand}, context.plain_of(operand), span);
  base::Diagnostic diagnostic = diagnostics::no_negative(span, context.describe(context.plain_of(operand)));
  if (kind == TypeKind::boolean) diagnostic.helps.emplace_back("the opposite of a condition is written `not …`");
  context.report(std::move(diagnostic));
  return context.add_error(span);
}

ExprId type_string(Scope& scope, const grammar::StringLiteral& literal, Span span, TypeId hint) {
  Context& context = scope.context;
  const bool is_constant = std::ranges::none_of(
      literal.pieces, [](const grammar::StringPiece& piece) { return static_cast<bool>(piece.expr); });
  if (!is_constant) {
    Template words;
    for (const grammar::StringPiece& piece : literal.pieces)
      words.pieces.push_back(piece.expr ? TemplatePiece{"", type_expression(scope, piece.expr)}
                                        : TemplatePiece{std::string(piece.text), {}});
    return context.add(std::move(words), TypeKind::string, span);
  }
  std::string text;
  for (const grammar::StringPiece& piece : literal.pieces) text += piece.text;
  const TypeKind wanted = hint ? context.kind(hint) : TypeKind::string;
  if (wanted != TypeKind::enumeration && wanted != TypeKind::level)
    return context.add(Constant{std::move(text)}, TypeKind::string, span);
  if (const auto member = member_of(scope, hint, text)) {
    if (const auto* level = std::get_if<base::Level>(&*member)) return type_level_word(scope, *level, span);
    return context.add(Constant{*member}, context.model.types.plain(hint), span);
  }
  report_not_a_member(scope, span, text, hint);
  return context.add_error(span);
}

ExprId type_null(Scope& scope, Span span) {
  scope.context.report(diagnostics::null_is_no_value(span).with_help(
      "whether something is null is asked with `is null`; a default is given with `??`"));
  return scope.context.add_error(span);
}

ExprId type_list(Scope& scope, const grammar::ListLiteral& list, Span span, TypeId hint) {
  Context& context = scope.context;
  TypeId item_hint;
  if (hint && context.kind(hint) == TypeKind::list) item_hint = context.type(hint).item;
  std::vector<ExprId> items = type_items(scope, list.items, item_hint);
  std::size_t odd_one = 0;
  const TypeId own = unify_all(context, items, odd_one);
  const bool has_hint =
      item_hint && context.kind(item_hint) != TypeKind::any && context.kind(item_hint) != TypeKind::nothing;
  if (!own) {
    report_mixed(context, items, odd_one, has_hint ? item_hint : TypeId{});
    return context.add_error(span);
  }
  const bool takes_hint =
      has_hint && std::ranges::all_of(items, [&](ExprId item) { return can_adapt(context, item, item_hint); });
  const TypeId item = takes_hint ? context.model.types.plain(item_hint) : own;
  for (ExprId& each : items) each = adapt(context, each, item);
  return context.add(MakeList{std::move(items)}, context.model.types.list_of(item), span);
}

ExprId type_record(Scope& scope, const grammar::RecordLiteral& literal, Span span, TypeId hint) {
  Context& context = scope.context;
  MakeRecord record;
  RecordShape shape;
  for (const grammar::RecordEntry& entry : literal.entries) {
    TypeId field_hint;
    if (hint && context.kind(hint) == TypeKind::record)
      if (const RecordField* field = context.model.types[context.type(hint).record].find(entry.key.text))
        field_hint = field->type;
    if (hint && context.kind(hint) == TypeKind::map) field_hint = context.type(hint).item;
    const ExprId value = type_expression(scope, entry.value, field_hint);
    record.fields.push_back(value);
    shape.fields.push_back({std::string(entry.key.text), context.plain_of(value), false, entry.key.span});
  }
  const TypeId type = context.model.types.record_of(std::move(shape));
  const ExprId id = context.add(std::move(record), type, span);
  context.record_literals.emplace(id, &literal);
  return id;
}

}  // namespace nexus::rules::typing
