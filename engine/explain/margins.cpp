#include "base/values/quantity.h"
#include "engine/explain/explainer.h"
#include "engine/run/compare.h"

#include <fmt/format.h>

/// How far quantities are from the limits they are compared with (docs/language.md, "Margins").
namespace nexus::engine {

using plan::Node;
using plan::NodeId;
using plan::Op;

namespace {

std::string_view relation_text(Op op) {
  switch (op) {
    case Op::equal: return "==";
    case Op::not_equal: return "!=";
    case Op::less: return "<";
    case Op::less_equal: return "<=";
    case Op::greater: return ">";
    default: return ">=";
  }
}

bool is_factor(const Value& v) { return v.kind() == ValueKind::number || v.kind() == ValueKind::ratio; }
bool is_moment(const Value& v) { return v.kind() == ValueKind::time || v.kind() == ValueKind::date; }

bool comparable(const Value& a, const Value& b) {
  if (!a.is_numeric() || !b.is_numeric()) return false;
  return a.kind() == b.kind() || (is_factor(a) && is_factor(b)) || (is_moment(a) && is_moment(b));
}

/// What is not zero does not look like it.
std::string apart_from_zero(const base::Decimal& size, base::Dimension dimension) { return base::format_apart(size, base::Decimal(0), dimension).first; }

/// `-5.8pt`, `+40ms`: signed, in the value's unit; between ratios in percentage points.
std::string signed_difference(const base::Decimal& difference, const Value& value, const Value& limit) {
  const std::string sign = difference.is_negative() ? "-" : "+";
  const base::Decimal size = difference.abs();
  if (value.kind() == ValueKind::ratio || limit.kind() == ValueKind::ratio) {
    const base::ArithmeticResult points = base::multiply(size, base::Decimal(100));
    return sign + apart_from_zero(points.value, base::Dimension::number) + "pt";
  }
  return sign + apart_from_zero(size, is_moment(value) ? base::Dimension::duration : value.dimension());
}

}  // namespace

void Explainer::margin_of(NodeId value_node, const Value& value, const Value& limit, std::string_view relation, bool holds, std::vector<MarginReport>& out) {
  if (!comparable(value, limit)) return;
  const base::ArithmeticResult difference = base::subtract(value.as_decimal(), limit.as_decimal());
  if (difference.error != base::ArithmeticError::none) return;
  const bool ratio = value.kind() == ValueKind::ratio || limit.kind() == ValueKind::ratio;
  const base::FormattedPair shown = base::format_apart(value.as_decimal(), limit.as_decimal(), ratio ? base::Dimension::ratio : value.dimension());
  MarginReport margin{.subject = node_text(value_node),
                      .value = shown.first,
                      .relation = std::string(relation),
                      .limit = shown.second,
                      .difference = signed_difference(difference.value, value, limit),
                      .exact_difference = difference.value.to_string(),
                      .holds = holds,
                      .evidence = {}};
  if (const auto place = place_of(value_node)) margin.evidence = evidence_place(*place);
  out.push_back(std::move(margin));
}

/// Both sides of every comparison that a condition is made of.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void Explainer::compared_values(NodeId id, std::vector<Value>& out) {
  const Node& node = plan_.nodes[id];
  switch (node.op) {
    case Op::and_:
    case Op::or_:
      for (std::uint32_t i = 0; i < node.b; ++i) compared_values(NodeId(plan_.operands[node.a + i]), out);
      return;
    case Op::not_: return compared_values(NodeId(node.a), out);
    case Op::between:
      out.push_back(machine_.eval(NodeId(node.c)));
      [[fallthrough]];
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      out.push_back(machine_.eval(NodeId(node.a)));
      out.push_back(machine_.eval(NodeId(node.b)));
      return;
    default: return;
  }
}

/// Every comparison of quantities that a condition is made of, as far as its operands are known.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void Explainer::margins(NodeId id, std::vector<MarginReport>& out) {
  const Node& node = plan_.nodes[id];
  switch (node.op) {
    case Op::and_:
    case Op::or_:
      for (std::uint32_t i = 0; i < node.b; ++i) margins(NodeId(plan_.operands[node.a + i]), out);
      return;
    case Op::not_: return margins(NodeId(node.a), out);
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: {
      // What is measured is the side that is no constant: `80% <= coverage` speaks of coverage too.
      const bool swapped = plan_.nodes[NodeId(node.a)].op == Op::constant && plan_.nodes[NodeId(node.b)].op != Op::constant;
      const NodeId value(swapped ? node.b : node.a), limit(swapped ? node.a : node.b);
      const Value holds = machine_.eval(id);
      if (holds.is_unknown()) return;
      const Op op = swapped ? mirrored(node.op) : node.op;
      return margin_of(value, machine_.eval(value), machine_.eval(limit), relation_text(op), holds.as_bool(), out);
    }
    case Op::between: {
      const NodeId value(node.a), low(node.b), high(node.c);
      const Value x = machine_.eval(value), from = machine_.eval(low), to = machine_.eval(high);
      if (x.is_unknown() || from.is_unknown() || to.is_unknown() || !comparable(x, from) || !comparable(x, to)) return;
      margin_of(value, x, from, ">=", x.as_decimal() >= from.as_decimal(), out);
      margin_of(value, x, to, "<=", x.as_decimal() <= to.as_decimal(), out);
      return;
    }
    default: return;
  }
}

}  // namespace nexus::engine
