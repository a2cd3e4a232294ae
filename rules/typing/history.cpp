#include "rules/typing/history.h"

#include "rules/typing/children.h"
#include "rules/typing/expressions.h"

#include <algorithm>
#include <string>

namespace nexus::rules::typing {

namespace {

/// Finds what a window cannot take to another snapshot: an item of a list that is bound right here, or an argument.
class BoundHere {
 public:
  explicit BoundHere(const Scope& scope) : scope_(scope) {}

  struct Found {
    std::string name;
    Span span;
    bool is_formal;
  };
  /// The name, and where it is used; nothing where the value is free of such.
  std::optional<Found> find(ExprId id) const {
    const Expr& expr = scope_.context.model[id];
    if (const auto* binder = std::get_if<BinderValue>(&expr.node)) {
      const auto first = scope_.bound.begin() + static_cast<std::ptrdiff_t>(std::min(scope_.bound_by_rule, scope_.bound.size()));
      const auto at = std::find_if(first, scope_.bound.end(), [&](const BoundName& bound) { return bound.binder == binder->binder; });
      if (at != scope_.bound.end()) return Found{std::string(at->name), expr.span, false};
    }
    if (const auto* formal = std::get_if<FormalValue>(&expr.node)) return Found{std::string(scope_.formals[formal->index].name.text), expr.span, true};
    std::optional<Found> found;
    for_each_child(expr, [&](ExprId child) {
      if (!found) found = find(child);
    });
    return found;
  }

 private:
  const Scope& scope_;
};

ExprId type_part(Scope& scope, grammar::ExprId part, TypeKind kind, std::string_view what) {
  return part ? type_as(scope, part, scope.context.scalar(kind), what) : ExprId{};
}

}  // namespace

ExprId type_window(Scope& scope, Function function, ExprId value, ExprId rank, const grammar::Window& window, TypeId type, Span span) {
  Context& context = scope.context;
  WindowNode node{.function = function, .value = value, .duration = {}, .needs = {}, .max_gap = {}, .rank = rank};
  node.duration = type_part(scope, window.duration, TypeKind::duration, "the window after `over`");
  node.needs = type_part(scope, window.needs, TypeKind::integer, "the number after `needs at least`");
  node.max_gap = type_part(scope, window.max_gap, TypeKind::duration, "the silence after `max gap`");
  for (const ExprId part : {value, rank, node.duration, node.needs, node.max_gap})
    if (part && context.kind(part) == TypeKind::error) return context.add_error(span);
  if (const auto bound = BoundHere(scope).find(value)) {
    context.report(diagnostics::window_over_item(bound->span, bound->name)
                       .with_help(bound->is_formal ? "what is handed over is one value, that of this snapshot; write the path itself, in a `let`"
                                                   : "bind it with `for each` in the rule's header: there each item is found again by its ID"));
    return context.add_error(span);
  }
  return context.add(node, type, span);
}

std::optional<LastingNode> type_lasting(Scope& scope, const std::optional<grammar::Lasting>& lasting) {
  if (!lasting) return std::nullopt;
  LastingNode node{.condition = {}, .amount = {}, .of_last = {}, .max_gap = {}};
  const bool counts = static_cast<bool>(lasting->of_last);
  node.amount = type_part(scope, lasting->amount, counts ? TypeKind::integer : TypeKind::duration, "what stands after `for`");
  node.of_last = type_part(scope, lasting->of_last, TypeKind::integer, "the number of snapshots");
  node.max_gap = type_part(scope, lasting->max_gap, TypeKind::duration, "the silence after `max gap`");
  return node;
}

ExprId with_lasting(Context& context, ExprId condition, std::optional<LastingNode> lasting) {
  if (!lasting || context.kind(condition) == TypeKind::error) return condition;
  lasting->condition = condition;
  return context.add(*lasting, TypeKind::boolean, context.span_of(condition));
}

}  // namespace nexus::rules::typing
