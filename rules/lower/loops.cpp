#include "rules/lower/expressions.h"
#include "rules/lower/functions.h"

#include <algorithm>
#include <string_view>

/// Quantifiers, comprehensions, functions: whatever runs over the items of a list.
namespace nexus::rules::lowering {

namespace {

Op op_of(grammar::QuantifierKind kind, bool distinct) {
  switch (kind) {
    case grammar::QuantifierKind::every: return Op::every;
    case grammar::QuantifierKind::some: return Op::some;
    case grammar::QuantifierKind::no: return Op::no;
    case grammar::QuantifierKind::at_least: return distinct ? Op::at_least_distinct : Op::at_least;
    case grammar::QuantifierKind::at_most: return distinct ? Op::at_most_distinct : Op::at_most;
    case grammar::QuantifierKind::exactly: return distinct ? Op::exactly_distinct : Op::exactly;
    case grammar::QuantifierKind::the: break;
  }
  return Op::the;
}

/// Functions that compare whole items with one another.
bool compares_items(Function function) {
  return function == Function::unique || function == Function::union_ || function == Function::intersection || function == Function::difference;
}

}  // namespace

plan::Loop Expressions::bind(const RangesNode& ranges, std::uint16_t& depth, bool keep_keys) {
  plan::Loop loop;
  for (const BinderRange& range : ranges.ranges) {
    const Lowered list = lower(range.list, depth);
    plan::Range bound{.list = materialise(list, model_[range.list].span), .value = depth++, .key = std::nullopt};
    const Origins origins = element_origins(list);
    Lowered item;
    // All items come from one place of the input: their fields can be read by slot.
    if (origins.self.size() == 1 && !origins.made && schema_.is_record(origins.self.front()))
      item.place = Place{.in_register = true, .root = bound.value, .schema = origins.self.front()};
    else
      item = {.place = std::nullopt, .node = nodes_.reg(model_.binders[range.value].declared, bound.value), .origins = origins};
    binders_[range.value.index()] = item;
    if (range.key) {
      bound.key = depth++;
      binders_[range.key.index()] = {.place = std::nullopt, .node = key_of(range, bound), .origins = {}};
    }
    if (!range.key && keep_keys && kind(range.list) == TypeKind::map) bound.key = depth++;
    loop.ranges.push_back(bound);
  }
  plan_.registers = std::max(plan_.registers, depth);
  loop.where = value(ranges.where, depth);
  return loop;
}

/// The key that stands in a register: a string, or the member of the enum that indexes the map.
NodeId Expressions::key_of(const BinderRange& range, const plan::Range& bound) {
  const BinderInfo& binder = model_.binders[range.key];
  const NodeId text = nodes_.reg(binder.declared, *bound.key);
  const Type& type = model_.types[binder.type];
  if (type.kind != TypeKind::enumeration) return text;
  return nodes_.key_member(binder.declared, text, bound.list, type.enumeration.index());
}

Lowered Expressions::lower_quantifier(const QuantifierNode& node, const Expr& expr, std::uint16_t depth) {
  const NodeId count = value(node.count, depth);
  std::uint16_t inner = depth;
  const plan::Loop loop = bind(node.ranges, inner);
  const Op op = op_of(node.kind, static_cast<bool>(node.distinct));
  Lowered result;
  if (node.kind == grammar::QuantifierKind::the) add_origins(result.origins, binders_.at(node.ranges.ranges.back().value.index()));
  const NodeId body = node.kind == grammar::QuantifierKind::every ? value(node.has, inner) : count;
  result.node = nodes_.loop(op, expr.span, loop, depth, body, value(node.distinct, inner), node.if_any ? 1 : 0);
  return result;
}

NodeId Expressions::collect(const RangesNode& ranges, ExprId item, base::Span span, std::uint16_t depth, Origins* items) {
  std::uint16_t inner = depth;
  const plan::Loop loop = bind(ranges, inner);
  NodeId node;
  if (item) {
    const Lowered lowered = lower(item, inner);
    node = materialise(lowered, model_[item].span);
    if (items != nullptr) *items = {.self = {}, .items = self_origins(lowered), .made = lowered.origins.made};
  } else {  // `count(x in L where C)`: the item itself
    const Lowered& lowered = binders_.at(ranges.ranges.back().value.index());
    node = materialise(lowered, span);
    if (items != nullptr) *items = {.self = {}, .items = self_origins(lowered), .made = lowered.origins.made};
  }
  return nodes_.loop(Op::collect, span, loop, depth, node);
}

Lowered Expressions::lower_comprehension(const ComprehensionNode& node, const Expr& expr, std::uint16_t depth) {
  Lowered result;
  result.node = collect(node.ranges, node.item, expr.span, depth, &result.origins);
  return result;
}

Lowered Expressions::lower_function(const CallNode& call, const Expr& expr, std::uint16_t depth) {
  Lowered result;
  std::vector<NodeId> arguments;
  std::size_t next = 0;
  if (call.ranges) {
    // The items, then what they are sorted by; the other arguments follow.
    const ExprId item = call.function == Function::count ? ExprId{} : call.arguments.at(next++);
    arguments.push_back(collect(*call.ranges, item, expr.span, depth, &result.origins));
    if (call.key) arguments.push_back(collect(*call.ranges, call.key, expr.span, depth));
    if (call.function == Function::latest) arguments.push_back(collect(*call.ranges, call.arguments.at(next++), expr.span, depth));
  }
  for (; next < call.arguments.size(); ++next) {
    const ExprId id = call.arguments[next];
    const Lowered lowered = lower(id, depth);
    if (compares_items(call.function) && holds_records(model_[id].type)) want_all(lowered);
    if (kind(id) == TypeKind::list) add_element_origins(result.origins, lowered);
    arguments.push_back(materialise(lowered, model_[id].span));
  }
  if (model_.types[expr.type].kind != TypeKind::list) result.origins = {};
  if (call.function == Function::weekday) plan_.weekdays = model_.types[expr.type].enumeration.index();
  const bool integer = model_.types[expr.type].kind == TypeKind::integer;
  const Type& type = model_.types[expr.type];
  const auto dimension = dimension_of(type.kind).value_or(base::Dimension::number);
  const std::uint32_t form = type.kind == TypeKind::record ? schema_.shape_of(model_.types[type.record]).index() : static_cast<std::uint32_t>(dimension);
  result.node = nodes_.list(Op::function, expr.span, arguments, form, static_cast<std::uint8_t>(function_of(call.function, integer)));
  return result;
}

std::vector<NodeId> Expressions::identity(const RangesNode& ranges, const plan::Loop& loop) {
  const BinderRange& range = ranges.ranges.front();
  const base::Span span = model_[range.list].span;
  if (const auto key = loop.ranges.front().key) return {nodes_.reg(span, *key)};
  const Lowered& item = binders_.at(range.value.index());
  const Type& type = model_.types[model_.binders[range.value].type];
  if (type.kind != TypeKind::record) return {materialise(item, span)};
  std::vector<NodeId> candidates;
  for (const std::string name : {"id", "name"})
    if (model_.types[type.record].find(name) != nullptr) candidates.push_back(materialise(field_of(item, false, name, span), span));
  return candidates;
}

}  // namespace nexus::rules::lowering
