#pragma once

#include "base/overloaded.h"
#include "grammar/syntax_tree.h"

#include <variant>

namespace nexus::grammar {

/// Calls `visit(ExprId)` for each expression directly inside of `ranges`.
template <class Visit>
void for_each_child(const Ranges& ranges, Visit visit) {
  for (const Binder& binder : ranges.binders) visit(binder.list);
  if (ranges.where) visit(ranges.where);
}

/// Calls `visit(ExprId)` for each expression directly inside of `e`, in source order; expressions in the types of
/// conversions (`fresh`, `about`) are not among them.
template <class Visit>
void for_each_child(const Expr& e, Visit visit) {
  const auto if_any = [&](ExprId id) {
    if (id) visit(id);
  };
  const auto all = [&](const auto& ids) {
    for (const ExprId id : ids) visit(id);
  };
  std::visit(
      base::overloaded{
          [](const ErrorExpr&) {}, [](const Literal&) {}, [](const BoolLiteral&) {}, [](const NullLiteral&) {},
          [](const NameRef&) {}, [](const RuleStatus&) {},
          [&](const StringLiteral& n) {
            for (const StringPiece& piece : n.pieces) if_any(piece.expr);
          },
          [&](const ListLiteral& n) { all(n.items); },
          [&](const RecordLiteral& n) {
            for (const RecordEntry& entry : n.entries) visit(entry.value);
          },
          [&](const Access& n) { visit(n.base); },
          [&](const Index& n) { visit(n.base), visit(n.index); },
          [&](const Call& n) {
            visit(n.callee);
            for (const Argument& argument : n.arguments) {
              if_any(argument.value);
              if (argument.ranges) for_each_child(*argument.ranges, visit);
              if (argument.window) {
                for (const ExprId id : {argument.window->duration, argument.window->needs, argument.window->max_gap}) if_any(id);
              }
              if_any(argument.by);
            }
          },
          [&](const Comprehension& n) { visit(n.item), for_each_child(n.ranges, visit); },
          [&](const Conversion& n) { visit(n.operand); }, [&](const Negate& n) { visit(n.operand); },
          [&](const Not& n) { visit(n.operand); }, [&](const Logical& n) { all(n.operands); },
          [&](const Default& n) { all(n.operands); },
          [&](const Arithmetic& n) { visit(n.lhs), visit(n.rhs); },
          [&](const Comparison& n) { visit(n.lhs), visit(n.rhs); },
          [&](const Between& n) { visit(n.operand), visit(n.low), visit(n.high); },
          [&](const IsTest& n) { visit(n.operand); },
          [&](const Conditional& n) { visit(n.condition), visit(n.then_value), visit(n.else_value); },
          [&](const Quantifier& n) {
            if_any(n.count), if_any(n.distinct);
            for_each_child(n.ranges, visit);
            if_any(n.has);
          }},
      e.node);
}

}  // namespace nexus::grammar
