#include "rules/lower/tracer.h"

#include "base/overloaded.h"

#include <algorithm>

namespace nexus::rules::lowering {

namespace {

/// Says nothing that its own text does not say.
bool is_literal(const Expr& expr) {
  return std::holds_alternative<Constant>(expr.node) || std::holds_alternative<MakeRecord>(expr.node) || std::holds_alternative<MakeMap>(expr.node) || std::holds_alternative<Template>(expr.node);
}

}  // namespace

plan::Trace Tracer::trace(ExprId condition, std::uint16_t depth) {
  const auto first = static_cast<std::uint32_t>(into_.points.size());
  point(condition, depth, plan::none, Role::condition);
  return {first, static_cast<std::uint32_t>(into_.points.size()) - first};
}

Tracer::Role Tracer::role_of(ExprId id) const {
  return model_.types[model_[id].type].kind == TypeKind::boolean ? Role::condition : Role::value;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void Tracer::point(ExprId id, std::uint16_t depth, std::uint32_t parent, Role role, plan::LoopId loop) {
  // A literal is no part that anybody must be told of, but may be a whole condition; no test can see the other value of it.
  const bool literal = id && is_literal(model_[id]);
  if (!id || (literal && parent != plan::none)) return;
  // Where `any` meets a type, or a number becomes a ratio, the author wrote one thing.
  if (const auto* convert = std::get_if<Convert>(&model_[id].node); convert != nullptr && model_[convert->operand].span == model_[id].span && role == Role::value)
    return point(convert->operand, depth, parent, role, loop);
  const auto self = static_cast<std::uint32_t>(into_.points.size());
  into_.points.push_back({.node = expressions_.value(id, depth), .span = model_[id].span, .parent = parent, .loop = loop, .is_condition = role == Role::condition && !literal});
  name_origin(id, into_.points.back());
  parts(id, depth, self);
}

void Tracer::name_origin(ExprId id, plan::TracePoint& point) const {
  if (const auto* let = std::get_if<LetValue>(&model_[id].node)) {
    point.origin = "let";
    point.declared = model_.lets[let->let].declared;
  } else if (const auto* use = std::get_if<ParamValue>(&model_[id].node)) {
    const Param& param = model_.params[use->param];
    point.origin = "param, " + param.origin;
    point.declared = param.declared;
  }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void Tracer::parts(ExprId id, std::uint16_t depth, std::uint32_t self) {
  const auto value = [&](ExprId part) { point(part, depth, self, Role::value); };
  const auto condition = [&](ExprId part) { point(part, depth, self, Role::condition); };
  const auto values = [&](const std::vector<ExprId>& ids) {
    for (const ExprId part : ids) value(part);
  };
  const Expr& expr = model_[id];
  std::visit(base::overloaded{
                 [&](const LogicalNode& e) {
                   for (const ExprId operand : e.operands) condition(operand);
                 },
                 [&](const NotNode& e) { condition(e.operand); },
                 [&](const LastingNode& e) { value(e.condition); },
                 [&](const IfNode& e) {
                   condition(e.condition);
                   point(e.then_value, depth, self, role_of(e.then_value));
                   point(e.else_value, depth, self, role_of(e.else_value));
                 },
                 [&](const QuantifierNode& e) { quantifier(e, into_.points[self].node, depth, self); },
                 [&](const LetValue& e) {
                   const LetDefinition& let = model_.lets[e.let];
                   point(let.value, expressions_.depth_of(let), self, role_of(let.value));
                 },
                 [&](const CompareNode& e) { value(e.lhs), value(e.rhs); },
                 [&](const BetweenNode& e) { value(e.operand), value(e.low), value(e.high); },
                 [&](const MembershipNode& e) { value(e.needle), value(e.haystack); },
                 [&](const StringTestNode& e) { value(e.lhs), value(e.rhs); },
                 [&](const MatchesNode& e) { value(e.operand); },
                 [&](const SubsetNode& e) { value(e.lhs), value(e.rhs); },
                 [&](const IsNode& e) { value(e.operand); },
                 [&](const ArithmeticNode& e) { value(e.lhs), value(e.rhs); },
                 [&](const NegateNode& e) { value(e.operand); },
                 [&](const DefaultNode& e) { values(e.operands); },
                 [&](const Convert& e) { value(e.operand); },
                 [&](const DefCall& e) { values(e.arguments); },
                 [&](const ComprehensionNode& e) {
                   value(e.ranges.ranges.front().list);
                   filter(e.ranges.where, into_.points[self].node, depth, self);
                 },
                 [&](const CallNode& e) {
                   if (!e.ranges) return values(e.arguments);
                   value(e.ranges->ranges.front().list);
                   filter(e.ranges->where, into_.points[self].node, depth, self);
                 },
                 [](const auto&) {},  // a place, a name, a status: it has no parts
             },
             expr.node);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void Tracer::quantifier(const QuantifierNode& node, plan::NodeId lowered, std::uint16_t depth, std::uint32_t self) {
  point(node.count, depth, self, Role::value);
  point(node.ranges.ranges.front().list, depth, self, Role::value);
  const plan::LoopId loop(plan_.nodes[lowered].a);
  const Items items = unfiltered(loop, depth);
  if (node.ranges.where) point(node.ranges.where, items.depth, self, Role::condition, items.loop);
  if (node.has) point(node.has, items.depth, self, Role::condition, loop);
}

/// What decides which items an aggregate or a comprehension takes.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void Tracer::filter(ExprId where, plan::NodeId lowered, std::uint16_t depth, std::uint32_t self) {
  const plan::Node* node = &plan_.nodes[lowered];
  if (node->op == plan::Op::function) node = &plan_.nodes[plan::NodeId(plan_.operands[node->a])];
  if (!where || node->op != plan::Op::collect) return;
  const Items items = unfiltered(plan::LoopId(node->a), depth);
  point(where, items.depth, self, Role::value, items.loop);
}

/// A filter has judged what it leaves out, too: the loop without it, and the first register that is free in there.
Tracer::Items Tracer::unfiltered(plan::LoopId loop, std::uint16_t depth) {
  plan::Loop all = plan_.loops[loop.index()];
  all.where = {};
  for (const plan::Range& range : all.ranges) depth = std::max(depth, static_cast<std::uint16_t>(std::max(range.value, range.key.value_or(0)) + 1));
  return {nodes_.loop_of(all), depth};
}

}  // namespace nexus::rules::lowering
