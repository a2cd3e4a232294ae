#include "rules/typing/constants.h"

#include "grammar/units.h"
#include "rules/typing/fits.h"

#include "base/overloaded.h"
#include "base/values/text.h"
#include "base/values/time.h"
#include "base/values/version.h"

namespace nexus::rules::typing {

namespace {

using grammar::ArithmeticOp;

std::optional<ConstantValue> fold_arithmetic(const CheckedModel& model, const Expr& expr, const ArithmeticNode& node) {
  const auto lhs = fold(model, node.lhs), rhs = fold(model, node.rhs);
  if (!lhs || !rhs) return std::nullopt;
  const auto* a = std::get_if<base::Quantity>(&*lhs);
  const auto* b = std::get_if<base::Quantity>(&*rhs);
  const auto dimension = dimension_of(model.types[expr.type].kind);
  if (a == nullptr || b == nullptr || !dimension) return std::nullopt;
  const base::ArithmeticResult result = apply(node.op, a->value, b->value);
  if (result.error != base::ArithmeticError::none) return std::nullopt;
  return base::Quantity{*dimension, result.value};
}

std::optional<ConstantValue> fold_logical(const CheckedModel& model, const LogicalNode& node) {
  const bool deciding = node.op == grammar::LogicalOp::disjunction;
  bool all_known = true;
  for (const ExprId operand : node.operands) {
    const auto value = fold(model, operand);
    const bool* known = value ? std::get_if<bool>(&*value) : nullptr;
    if (known == nullptr)
      all_known = false;
    else if (*known == deciding)
      return deciding;
  }
  return all_known ? std::optional<ConstantValue>(!deciding) : std::nullopt;
}

bool holds(Relation relation, std::strong_ordering order) {
  switch (relation) {
    case Relation::equal:
      return order == 0;
    case Relation::not_equal:
      return order != 0;
    case Relation::less:
      return order < 0;
    case Relation::less_equal:
      return order <= 0;
    case Relation::greater:
      return order > 0;
    case Relation::greater_equal:
      return order >= 0;
  }
  return false;
}

std::optional<ConstantValue> fold_comparison(const CheckedModel& model, const CompareNode& node) {
  const auto lhs = fold(model, node.lhs), rhs = fold(model, node.rhs);
  if (!lhs || !rhs) return std::nullopt;
  if (const auto order = order_of(*lhs, *rhs)) return holds(node.relation, *order);
  return std::nullopt;
}

std::optional<ConstantValue> fold_between(const CheckedModel& model, const BetweenNode& node) {
  const auto value = fold(model, node.operand), low = fold(model, node.low), high = fold(model, node.high);
  if (!value || !low || !high) return std::nullopt;
  const auto above = order_of(*low, *value), below = order_of(*value, *high);
  if (!above || !below) return std::nullopt;
  return *above <= 0 && *below <= 0;
}

std::optional<ConstantValue> fold_if(const CheckedModel& model, const IfNode& node) {
  const auto condition = fold(model, node.condition);
  const bool* known = condition ? std::get_if<bool>(&*condition) : nullptr;
  if (known == nullptr) return std::nullopt;
  return fold(model, *known ? node.then_value : node.else_value);
}

std::optional<ConstantValue> negated(std::optional<ConstantValue> value) {
  if (!value) return value;
  if (const bool* b = std::get_if<bool>(&*value)) return !*b;
  if (const auto* q = std::get_if<base::Quantity>(&*value)) return base::Quantity{q->dimension, -q->value};
  return std::nullopt;
}

/// Would `text` without its quotes be a literal of that kind?
bool is_literal_of(TypeKind kind, std::string_view text) {
  if (kind == TypeKind::integer || kind == TypeKind::number) return base::Decimal::parse(text).has_value();
  if (kind == TypeKind::time) return base::parse_time(text).has_value();
  if (kind == TypeKind::date) return base::parse_date(text).has_value();
  if (kind != TypeKind::ratio && kind != TypeKind::duration && kind != TypeKind::size) return false;
  const auto quantity = base::parse_literal(text);
  return quantity && quantity->dimension == dimension_of(kind);
}

}  // namespace

base::ArithmeticResult apply(ArithmeticOp op, const base::Decimal& lhs, const base::Decimal& rhs) {
  switch (op) {
    case ArithmeticOp::add:
      return base::add(lhs, rhs);
    case ArithmeticOp::subtract:
      return base::subtract(lhs, rhs);
    case ArithmeticOp::multiply:
      return base::multiply(lhs, rhs);
    case ArithmeticOp::divide:
      return base::divide(lhs, rhs);
    case ArithmeticOp::remainder:
      return base::remainder(lhs, rhs);
  }
  return {};
}

std::optional<ConstantValue> fold(const CheckedModel& model, ExprId id) {
  const Expr& expr = model[id];
  if (const auto* constant = std::get_if<Constant>(&expr.node)) return constant->value;
  if (const auto* node = std::get_if<NegateNode>(&expr.node)) return negated(fold(model, node->operand));
  if (const auto* node = std::get_if<NotNode>(&expr.node)) return negated(fold(model, node->operand));
  if (const auto* node = std::get_if<ArithmeticNode>(&expr.node)) return fold_arithmetic(model, expr, *node);
  if (const auto* node = std::get_if<LogicalNode>(&expr.node)) return fold_logical(model, *node);
  if (const auto* node = std::get_if<CompareNode>(&expr.node)) return fold_comparison(model, *node);
  if (const auto* node = std::get_if<BetweenNode>(&expr.node)) return fold_between(model, *node);
  if (const auto* node = std::get_if<IfNode>(&expr.node)) return fold_if(model, *node);
  return std::nullopt;
}

std::optional<ConstantValue> fold_in_force(const CheckedModel& model, ExprId id) {
  if (const auto* param = std::get_if<ParamValue>(&model[id].node)) return fold(model, model.params[param->param].value);
  if (const auto* let = std::get_if<LetValue>(&model[id].node)) return fold_in_force(model, model.lets[let->let].value);
  return fold(model, id);
}

std::optional<std::strong_ordering> order_of(const ConstantValue& a, const ConstantValue& b) {
  if (a.index() != b.index()) return std::nullopt;
  return std::visit(
      base::overloaded{
          [&](bool x) -> std::optional<std::strong_ordering> { return x <=> std::get<bool>(b); },
          [&](const base::Quantity& x) -> std::optional<std::strong_ordering> {
            return x.value <=> std::get<base::Quantity>(b).value;
          },
          [&](const std::string& x) -> std::optional<std::strong_ordering> { return x <=> std::get<std::string>(b); },
          [&](const EnumConstant& x) -> std::optional<std::strong_ordering> {
            return x.index <=> std::get<EnumConstant>(b).index;
          },
          [&](base::Level x) -> std::optional<std::strong_ordering> { return x <=> std::get<base::Level>(b); },
          [&](const VersionConstant& x) -> std::optional<std::strong_ordering> {
            const auto first = base::Version::parse(x.text),
                       second = base::Version::parse(std::get<VersionConstant>(b).text);
            return first && second ? std::optional(*first <=> *second) : std::nullopt;
          },
      },
      a);
}

const std::string* string_constant(const CheckedModel& model, ExprId id) {
  const auto* constant = std::get_if<Constant>(&model[id].node);
  return constant != nullptr ? std::get_if<std::string>(&constant->value) : nullptr;
}

std::string written(const CheckedModel& model, const ConstantValue& value) {
  return std::visit(base::overloaded{
                        [](bool b) { return std::string(b ? "true" : "false"); },
                        [](const base::Quantity& q) { return base::format_exact(q.value, q.dimension); },
                        [](const std::string& s) { return base::quote_json(s); },
                        [&](const EnumConstant& e) { return model.types[e.type].members[e.index]; },
                        [](base::Level level) { return std::string(base::level_name(level)); },
                        [](const VersionConstant& v) { return v.text; },
                    },
                    value);
}

std::optional<std::string> unquoted(const Context& context, ExprId id, TypeKind wanted) {
  const std::string* text = string_constant(context.model, id);
  if (text == nullptr) return std::nullopt;
  if (is_literal_of(wanted, *text)) return *text;
  const bool is_bool = wanted == TypeKind::boolean && (*text == "true" || *text == "false");
  if (is_bool) return *text;
  if (wanted == TypeKind::version && base::Version::parse(*text)) return "version(" + base::quote_json(*text) + ")";
  return std::nullopt;
}

namespace {

/// The value of a literal that is a plain number.
const base::Quantity* plain_number(const Context& context, ExprId id) {
  const auto* constant = std::get_if<Constant>(&context.model[id].node);
  const auto* number = constant != nullptr ? std::get_if<base::Quantity>(&constant->value) : nullptr;
  return number != nullptr && number->dimension == base::Dimension::number ? number : nullptr;
}

/// The unit that a text ends with: `800ms` → `ms`.
std::string unit_of(const std::string& literal) {
  const std::size_t last_digit = literal.find_last_of("0123456789");
  const std::string unit = last_digit == std::string::npos ? std::string() : literal.substr(last_digit + 1);
  return grammar::unit_meant(unit) == unit ? unit : std::string();
}

}  // namespace

std::optional<std::string> with_unit(const Context& context, ExprId id, TypeId wanted, ExprId like) {
  const base::Quantity* number = plain_number(context, id);
  const Type& type = context.type(wanted);
  if (number == nullptr || (type.kind != TypeKind::duration && type.kind != TypeKind::size)) return std::nullopt;
  std::string unit(base::wire_unit_name(type.wire));
  if (unit == "bytes") unit = "B";
  if (unit.empty() && like) unit = unit_of(context.text(context.span_of(like)));
  return unit.empty() ? std::nullopt : std::optional(number->value.to_string() + unit);
}

std::optional<std::string> unit_examples(const Context& context, ExprId id, TypeId wanted) {
  const base::Quantity* number = plain_number(context, id);
  if (number == nullptr) return std::nullopt;
  const std::string digits = number->value.to_string();
  const auto either = [&](std::string_view first, std::string_view second) {
    return "`" + digits + std::string(first) + "` or `" + digits + std::string(second) + "`";
  };
  if (context.kind(wanted) == TypeKind::duration) return "`" + digits + "ms`, " + either("s", "h");
  if (context.kind(wanted) == TypeKind::size) return either("KB", "MiB");
  if (is_moment(context.kind(wanted))) return either("d", "h");
  return std::nullopt;
}

}  // namespace nexus::rules::typing
