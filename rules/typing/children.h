#pragma once

#include "base/overloaded.h"
#include "rules/checked_model.h"

namespace nexus::rules::typing {

namespace inside {

template <class Visit>
void ranges(const RangesNode& node, Visit& visit) {
  for (const BinderRange& range : node.ranges) visit(range.list);
  if (node.where) visit(node.where);
}

template <class Visit>
void optional(ExprId id, Visit& visit) {
  if (id) visit(id);
}

template <class Visit>
void all(const std::vector<ExprId>& ids, Visit& visit) {
  for (const ExprId id : ids) optional(id, visit);
}

}  // namespace inside

/// Calls `visit` for the expressions directly inside one, in source order. Lets and defs it names are not inside it.
template <class Visit>
void for_each_child(const Expr& expr, Visit visit) {
  std::visit(base::overloaded{
                 [](const Constant&) {},
                 [](const InputDocument&) {},
                 [](const BinderValue&) {},
                 [](const LetValue&) {},
                 [](const ParamValue&) {},
                 [](const FormalValue&) {},
                 [](const Now&) {},
                 [](const HistoryValue&) {},
                 [](const PreviousValue&) {},
                 [](const RuleStatusNode&) {},
                 [&](const Template& e) {
                   for (const TemplatePiece& piece : e.pieces) inside::optional(piece.expr, visit);
                 },
                 [&](const MakeList& e) { inside::all(e.items, visit); },
                 [&](const MakeRecord& e) { inside::all(e.fields, visit); },
                 [&](const MakeMap& e) { inside::all(e.values, visit); },
                 [&](const FieldOf& e) { visit(e.base); },
                 [&](const ItemAt& e) { visit(e.base), visit(e.index); },
                 [&](const EntryAt& e) { visit(e.base), visit(e.key); },
                 [&](const AnyAt& e) { visit(e.base), visit(e.index); },
                 [&](const DefCall& e) { inside::all(e.arguments, visit); },
                 [&](const ChooseNode& e) {
                   inside::all(e.conditions, visit);
                   inside::all(e.results, visit);
                   inside::optional(e.otherwise, visit);
                 },
                 [&](const Convert& e) { visit(e.operand); },
                 [&](const NegateNode& e) { visit(e.operand); },
                 [&](const NotNode& e) { visit(e.operand); },
                 [&](const LogicalNode& e) { inside::all(e.operands, visit); },
                 [&](const DefaultNode& e) { inside::all(e.operands, visit); },
                 [&](const ArithmeticNode& e) { visit(e.lhs), visit(e.rhs); },
                 [&](const CompareNode& e) { visit(e.lhs), visit(e.rhs); },
                 [&](const BetweenNode& e) { visit(e.operand), visit(e.low), visit(e.high); },
                 [&](const MembershipNode& e) { visit(e.needle), visit(e.haystack); },
                 [&](const StringTestNode& e) { visit(e.lhs), visit(e.rhs); },
                 [&](const MatchesNode& e) { visit(e.operand); },
                 [&](const SubsetNode& e) { visit(e.lhs), visit(e.rhs); },
                 [&](const IsNode& e) { visit(e.operand); },
                 [&](const IfNode& e) { visit(e.condition), visit(e.then_value), visit(e.else_value); },
                 [&](const QuantifierNode& e) {
                   inside::optional(e.count, visit);
                   inside::ranges(e.ranges, visit);
                   inside::optional(e.distinct, visit);
                   inside::optional(e.has, visit);
                 },
                 [&](const ComprehensionNode& e) {
                   inside::ranges(e.ranges, visit);
                   visit(e.item);
                 },
                 [&](const WindowNode& e) { inside::all({e.rank, e.value, e.duration, e.needs, e.max_gap}, visit); },
                 [&](const LastingNode& e) { inside::all({e.condition, e.amount, e.of_last, e.max_gap}, visit); },
                 [&](const CallNode& e) {
                   if (e.ranges) inside::ranges(*e.ranges, visit);
                   inside::all(e.arguments, visit);
                   inside::optional(e.key, visit);
                 },
             },
             expr.node);
}

}  // namespace nexus::rules::typing
