#include "engine/run/machine.h"

/// Sums, products and the like of quantities (docs/language.md, "Numbers").
namespace nexus::engine {

using base::Dimension;
using plan::Node;
using plan::NodeId;
using plan::Op;

namespace {

bool is_factor(Dimension d) { return d == Dimension::number || d == Dimension::ratio; }
bool is_moment(Dimension d) { return d == Dimension::time || d == Dimension::date; }

/// What comes of two dimensions, for JSON of undeclared shape; policies with types were checked before they ran.
std::optional<Dimension> dimension_of(Op op, Dimension a, Dimension b) {
  switch (op) {
    case Op::add:
    case Op::subtract:
      if (is_factor(a) && is_factor(b)) return a == b ? a : Dimension::ratio;
      if (is_moment(a) && b == Dimension::duration) return Dimension::time;
      if (op == Op::subtract && is_moment(a) && is_moment(b)) return Dimension::duration;
      if (a == b && !is_moment(a)) return a;
      return std::nullopt;
    case Op::multiply:
      if (is_factor(a)) return is_factor(b) && a != b ? Dimension::number : (is_moment(b) ? std::nullopt : std::optional(b));
      if (is_factor(b) && !is_moment(a)) return a;
      return std::nullopt;
    case Op::divide:
      if (is_moment(a) || is_moment(b)) return std::nullopt;
      if (b == Dimension::number) return a;
      if (a == b) return Dimension::number;
      if (b == Dimension::ratio) return a;
      return std::nullopt;
    case Op::remainder:
      if (a == b && !is_moment(a)) return a;
      return is_factor(a) && is_factor(b) ? std::optional(a) : std::nullopt;
    default: return std::nullopt;
  }
}

base::ArithmeticResult apply(Op op, const base::Decimal& a, const base::Decimal& b) {
  switch (op) {
    case Op::add: return base::add(a, b);
    case Op::subtract: return base::subtract(a, b);
    case Op::multiply: return base::multiply(a, b);
    case Op::divide: return base::divide(a, b);
    default: return base::remainder(a, b);
  }
}

}  // namespace

Value Machine::result(const base::ArithmeticResult& r, const plan::Arithmetic& detail, NodeId id) {
  if (r.error == base::ArithmeticError::division_by_zero) return unknown(ReasonCode::division_by_zero, id);
  if (r.error == base::ArithmeticError::overflow || (detail.integer && !r.value.to_int64())) return unknown(ReasonCode::overflow, id);
  return memory_.number(r.value, Value::kind_of(detail.dimension));
}

Value Machine::arithmetic(const Node& node, NodeId id) {
  const bool read = clock_read_;
  const Value a = eval(node.a), b = eval(node.b);
  if (a.is_unknown() || b.is_unknown()) {
    forget_clock(node, a, b, read);
    return reasons_.merge(a, b);
  }
  plan::Arithmetic detail = plan::Arithmetic::unpack(node.detail);
  if (detail.any) {
    if (!a.is_numeric() || !b.is_numeric()) return unknown(ReasonCode::wrong_type, id, "not a number");
    const auto dimension = dimension_of(node.op, a.dimension(), b.dimension());
    if (!dimension) return unknown(ReasonCode::wrong_type, id, "unlike units");
    detail.dimension = *dimension;
  }
  return result(apply(node.op, a.as_decimal(), b.as_decimal()), detail, id);
}

Value Machine::negate(const Node& node, NodeId id) {
  const Value a = eval(node.a);
  if (a.is_unknown()) return a;
  plan::Arithmetic detail = plan::Arithmetic::unpack(node.detail);
  if (!a.is_numeric() || is_moment(a.dimension())) return unknown(ReasonCode::wrong_type, id, "not a number");
  detail.dimension = a.dimension();
  return result({.value = -a.as_decimal(), .error = base::ArithmeticError::none}, detail, id);
}

}  // namespace nexus::engine
