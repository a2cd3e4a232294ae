#include "rules/lower/expressions.h"
#include "rules/lower/functions.h"

#include <array>

/// What looks at earlier snapshots. They are read like the one at hand: along the same schema.
namespace nexus::rules::lowering {

SchemaId Expressions::earlier_snapshot() {
  const SchemaId root = schema_.root(InputId(0));
  schema_.want(root);
  plan_.looks_back = true;
  return root;
}

Lowered Expressions::lower_history(base::Span span) {
  Lowered result;
  result.node = nodes_.node(Op::history, span);
  result.origins.items = {earlier_snapshot()};
  return result;
}

Lowered Expressions::lower_previous(base::Span span) {
  Lowered result;
  result.node = nodes_.node(Op::previous, span);
  result.origins.self = {earlier_snapshot()};
  return result;
}

NodeId Expressions::lower_window(const WindowNode& window, const Expr& expr, std::uint16_t depth) {
  plan_.looks_back = true;
  const NodeId value = this->value(window.value, depth);
  const std::array<NodeId, 5> parts{value, this->value(window.duration, depth), this->value(window.needs, depth), this->value(window.max_gap, depth),
                                    this->value(window.rank, depth)};
  const bool integer = model_.types[expr.type].kind == TypeKind::integer;
  // What does not depend on the item is the same for all of them.
  const std::uint32_t instances = nodes_.scope(value) == 0 ? plan::none : instances_;
  return nodes_.list(Op::window, expr.span, parts, instances, static_cast<std::uint8_t>(function_of(window.function, integer)));
}

NodeId Expressions::lower_lasting(const LastingNode& lasting, base::Span span, std::uint16_t depth) {
  plan_.looks_back = true;
  const std::array<NodeId, 4> parts{value(lasting.condition, depth), value(lasting.amount, depth), value(lasting.of_last, depth),
                                    value(lasting.max_gap, depth)};
  // It asks for the item at each snapshot, even where the condition does not speak of it.
  const auto item = instances_ == plan::none ? std::nullopt : std::optional<std::uint16_t>(rule_depth_ - 1);
  return nodes_.list(Op::lasting, span, parts, instances_, 0, item);
}

}  // namespace nexus::rules::lowering
