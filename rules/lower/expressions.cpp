#include "rules/lower/expressions.h"

#include "base/overloaded.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace nexus::rules::lowering {

namespace {

Op op_of(Relation relation) {
  switch (relation) {
    case Relation::equal:
      return Op::equal;
    case Relation::not_equal:
      return Op::not_equal;
    case Relation::less:
      return Op::less;
    case Relation::less_equal:
      return Op::less_equal;
    case Relation::greater:
      return Op::greater;
    case Relation::greater_equal:
      break;
  }
  return Op::greater_equal;
}

Op op_of(StringRelation relation) {
  switch (relation) {
    case StringRelation::contains:
      return Op::string_contains;
    case StringRelation::starts_with:
      return Op::starts_with;
    case StringRelation::ends_with:
      return Op::ends_with;
    case StringRelation::like:
      break;
  }
  return Op::like;
}

Op op_of(grammar::ArithmeticOp op) {
  switch (op) {
    case grammar::ArithmeticOp::add:
      return Op::add;
    case grammar::ArithmeticOp::subtract:
      return Op::subtract;
    case grammar::ArithmeticOp::multiply:
      return Op::multiply;
    case grammar::ArithmeticOp::divide:
      return Op::divide;
    case grammar::ArithmeticOp::remainder:
      break;
  }
  return Op::remainder;
}

Op op_of(grammar::TestKind kind) {
  switch (kind) {
    case grammar::TestKind::present:
      return Op::is_present;
    case grammar::TestKind::missing:
      return Op::is_missing;
    case grammar::TestKind::empty:
      return Op::is_empty;
    case grammar::TestKind::null:
      break;
  }
  return Op::is_null;
}

void add_new(std::vector<SchemaId>& to, const std::vector<SchemaId>& from) {
  for (const SchemaId id : from)
    if (std::ranges::find(to, id) == to.end()) to.push_back(id);
}

Lowered just(NodeId node) { return {.place = std::nullopt, .node = node, .origins = {}}; }

}  // namespace

NodeId Expressions::value(ExprId id, std::uint16_t depth) {
  if (!id) return {};
  return materialise(lower(id, depth), model_[id].span);
}

NodeId Expressions::whole_value(ExprId id, std::uint16_t depth) {
  if (!id) return {};
  const Lowered lowered = lower(id, depth);
  if (holds_records(model_[id].type)) want_all(lowered);
  return materialise(lowered, model_[id].span);
}

NodeId Expressions::materialise(const Lowered& lowered, base::Span span) {
  if (!lowered.place) return lowered.node;
  const Place& place = *lowered.place;
  schema_.want(place.schema);
  if (!place.in_register) return nodes_.input_slot(span, place.root, place.schema);
  const auto reg = static_cast<std::uint16_t>(place.root);
  // Slot 0 of an item's frame is the item itself, which the register holds already.
  if (plan_.schema[place.schema].slot == 0) return nodes_.reg(span, reg);
  return nodes_.item_slot(span, reg, place.schema);
}

void Expressions::want_all(const Lowered& lowered) {
  for (const SchemaId place : self_origins(lowered)) schema_.want_all(place);
  for (const SchemaId place : lowered.origins.items) schema_.want_all(place);
}

std::vector<SchemaId> Expressions::self_origins(const Lowered& lowered) {
  return lowered.place ? std::vector<SchemaId>{lowered.place->schema} : lowered.origins.self;
}

Origins Expressions::element_origins(const Lowered& list) {
  Origins result{.self = list.origins.items, .items = {}, .made = list.origins.made};
  for (const SchemaId place : self_origins(list))
    if (!schema_.is_any(place)) add_new(result.self, {schema_.element(place)});
  return result;
}

void Expressions::add_origins(Origins& to, const Lowered& value) {
  add_new(to.self, self_origins(value));
  add_new(to.items, value.origins.items);
  to.made |= value.origins.made;
}

void Expressions::add_element_origins(Origins& to, const Lowered& list) {
  add_new(to.items, element_origins(list).self);
  to.made |= list.origins.made;
}

bool Expressions::holds_records(TypeId type) const {
  const Type& t = model_.types[type];
  if (t.kind == TypeKind::record || t.kind == TypeKind::any) return true;
  return (t.kind == TypeKind::list || t.kind == TypeKind::map) && holds_records(t.item);
}

// ------------------------------------------------------------------------------------------------ expressions

Lowered Expressions::lower(ExprId id, std::uint16_t depth) {
  const Expr& expr = model_[id];
  // INVARIANT (sound): what could not be typed was reported, and nobody lowers it.
  assert(model_.types[expr.type].kind != TypeKind::error);
  const auto operand = [&](ExprId e) { return value(e, depth); };
  const auto list = [&](const std::vector<ExprId>& ids) {
    std::vector<NodeId> result;
    for (const ExprId e : ids) result.push_back(operand(e));
    return result;
  };
  return std::visit(
      base::overloaded{
          [&](const Constant& node) { return just(lower_constant(node.value, expr.span)); },
          [&](const Template& node) { return just(lower_template(node, expr.span, depth)); },
          [&](const MakeList& node) {
            Lowered result;
            std::vector<NodeId> items;
            for (const ExprId item : node.items) {
              const Lowered lowered = lower(item, depth);
              add_new(result.origins.items, self_origins(lowered));
              result.origins.made |= lowered.origins.made;
              items.push_back(materialise(lowered, model_[item].span));
            }
            result.node = nodes_.list(Op::make_list, expr.span, items);
            return result;
          },
          [&](const MakeRecord& node) { return lower_record(node, expr, depth); },
          [&](const MakeMap& node) { return lower_map(node, expr, depth); },
          [&](const InputDocument& node) {
            Lowered result;
            result.place = Place{.in_register = false, .root = node.input.index(), .schema = schema_.root(node.input)};
            return result;
          },
          [&](const FieldOf& node) {
            return field_of(lower(node.base, depth), kind(node.base) == TypeKind::any, node.name, expr.span);
          },
          [&](const ItemAt& node) { return lower_element(Op::item_at, node.base, node.index, expr, depth); },
          [&](const EntryAt& node) { return lower_element(Op::entry_at, node.base, node.key, expr, depth); },
          [&](const AnyAt& node) {
            return just(nodes_.node(Op::any_at, expr.span, operand(node.base), operand(node.index)));
          },
          [&](const BinderValue& node) { return binders_.at(node.binder.index()); },
          [&](const LetValue& node) {
            if (!lets_[node.let.index()]) {
              const LetDefinition& let = model_.lets[node.let];
              lets_[node.let.index()] = lower(let.value, depth_of(let));
            }
            // Whoever reads the rule finds the name there.
            if (const NodeId value = lets_[node.let.index()]->node) nodes_.stands_also_at(value, expr.span);
            return *lets_[node.let.index()];
          },
          [&](const ParamValue& node) {
            if (!params_[node.param.index()]) params_[node.param.index()] = lower(model_.params[node.param].value, 0);
            return *params_[node.param.index()];
          },
          [&](const FormalValue& node) { return (*formals_)[node.index]; },
          [&](const DefCall& node) { return lower_call(node, depth); },
          [&](const ChooseNode& node) { return lower_choice(node, expr, depth); },
          [&](const Now&) { return just(nodes_.node(Op::now, expr.span)); },
          [&](const Convert& node) { return lower_convert(node, expr, depth); },
          [&](const NegateNode& node) {
            return just(nodes_.node(Op::negate, expr.span, operand(node.operand), {}, {},
                                    arithmetic_detail(expr.type, {node.operand})));
          },
          [&](const NotNode& node) { return just(nodes_.node(Op::not_, expr.span, operand(node.operand))); },
          [&](const LogicalNode& node) {
            const Op op = node.op == grammar::LogicalOp::conjunction ? Op::and_ : Op::or_;
            return just(nodes_.list(op, expr.span, list(node.operands)));
          },
          [&](const DefaultNode& node) { return lower_default(node, expr, depth); },
          [&](const ArithmeticNode& node) { return just(lower_arithmetic(node, expr, depth)); },
          [&](const CompareNode& node) {
            return just(nodes_.node(op_of(node.relation), expr.span, whole_value(node.lhs, depth),
                                    whole_value(node.rhs, depth)));
          },
          [&](const BetweenNode& node) {
            return just(
                nodes_.node(Op::between, expr.span, operand(node.operand), operand(node.low), operand(node.high)));
          },
          [&](const MembershipNode& node) { return just(lower_membership(node, expr, depth)); },
          [&](const StringTestNode& node) {
            return just(nodes_.node(op_of(node.relation), expr.span, operand(node.lhs), operand(node.rhs)));
          },
          [&](const MatchesNode& node) { return just(nodes_.matches(expr.span, operand(node.operand), node.pattern)); },
          [&](const SubsetNode& node) {
            return just(nodes_.node(Op::subset, expr.span, whole_value(node.lhs, depth), whole_value(node.rhs, depth)));
          },
          [&](const IsNode& node) {
            const NodeId test = nodes_.node(op_of(node.kind), expr.span, operand(node.operand));
            return just(node.negated ? nodes_.node(Op::not_, expr.span, test) : test);
          },
          [&](const IfNode& node) { return lower_if(node, expr, depth); },
          [&](const QuantifierNode& node) { return lower_quantifier(node, expr, depth); },
          [&](const ComprehensionNode& node) { return lower_comprehension(node, expr, depth); },
          [&](const CallNode& node) { return lower_function(node, expr, depth); },
          [&](const HistoryValue&) { return lower_history(expr.span); },
          [&](const PreviousValue&) { return lower_previous(expr.span); },
          [&](const WindowNode& node) { return just(lower_window(node, expr, depth)); },
          [&](const LastingNode& node) { return just(lower_lasting(node, expr.span, depth)); },
          [&](const RuleStatusNode& node) {
            const NodeId test = nodes_.status(expr.span, {.rule = {kind_of(node.rule.kind), *numbers_.of(node.rule)},
                                                          .instance = node.instance,
                                                          .status = node.status});
            return just(node.negated ? nodes_.node(Op::not_, expr.span, test) : test);
          },
      },
      expr.node);
}

NodeId Expressions::lower_constant(const ConstantValue& value, base::Span span) {
  return nodes_.constant(
      span, std::visit(base::overloaded{
                           [](bool b) -> plan::Constant { return b; },
                           [](const base::Quantity& q) -> plan::Constant { return q; },
                           [](const std::string& s) -> plan::Constant { return s; },
                           [](const EnumConstant& e) -> plan::Constant {
                             return plan::Member{e.type.index(), e.index};
                           },
                           [](base::Level level) -> plan::Constant { return level; },
                           [](const VersionConstant& v) -> plan::Constant { return *base::Version::parse(v.text); },
                       },
                       value));
}

NodeId Expressions::lower_template(const Template& node, base::Span span, std::uint16_t depth) {
  std::vector<NodeId> pieces;
  for (const TemplatePiece& piece : node.pieces)
    pieces.push_back(piece.expr ? whole_value(piece.expr, depth) : nodes_.constant(span, piece.text));
  return nodes_.list(Op::template_, span, pieces);
}

Lowered Expressions::lower_record(const MakeRecord& node, const Expr& expr, std::uint16_t depth) {
  std::vector<NodeId> fields;
  for (const ExprId field : node.fields) fields.push_back(field ? whole_value(field, depth) : NodeId{});
  const RecordShape& record = model_.types[model_.types[expr.type].record];
  Lowered result;
  result.origins.made = true;
  result.node = nodes_.list(Op::make_record, expr.span, fields, schema_.shape_of(record).index());
  return result;
}

Lowered Expressions::lower_map(const MakeMap& node, const Expr& expr, std::uint16_t depth) {
  std::vector<NodeId> entries;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    entries.push_back(nodes_.constant(expr.span, node.keys[i]));
    entries.push_back(whole_value(node.values[i], depth));
  }
  Lowered result;
  result.origins.made = true;
  result.node = nodes_.list(Op::make_map, expr.span, entries);
  return result;
}

Lowered Expressions::lower_convert(const Convert& node, const Expr& expr, std::uint16_t depth) {
  const auto holds_any = [&](TypeId type) {
    const Type& t = model_.types[type];
    return t.kind == TypeKind::any ||
           ((t.kind == TypeKind::list || t.kind == TypeKind::map) && model_.types[t.item].kind == TypeKind::any);
  };
  const TypeId from = model_[node.operand].type;
  // What has the type already stays where it stands.
  if (const TypeKind to = model_.types[expr.type].kind;
      !holds_any(from) && (to == TypeKind::record || to == TypeKind::list || to == TypeKind::map))
    return lower(node.operand, depth);
  // Written `e as T` it names the unit; where `any` merely meets a type nobody did, and a bare JSON number takes no
  // dimension then: 83.5 must not pass for 8350 %.
  const bool implicit = holds_any(from) && expr.span == model_[node.operand].span;
  Lowered result = just(nodes_.convert(expr.span, value(node.operand, depth), schema_.conversion(expr.type, implicit)));
  result.origins.made = true;
  return result;
}

NodeId Expressions::lower_membership(const MembershipNode& node, const Expr& expr, std::uint16_t depth) {
  const auto op = [&] {
    switch (kind(node.haystack)) {
      case TypeKind::map:
        return Op::in_map;
      case TypeKind::any:
        return Op::any_in;
      default:
        return Op::in_list;  // a list, or `[]`
    }
  }();
  const NodeId test = nodes_.node(op, expr.span, whole_value(node.needle, depth), whole_value(node.haystack, depth));
  return node.negated ? nodes_.node(Op::not_, expr.span, test) : test;
}

std::uint8_t Expressions::arithmetic_detail(TypeId type, std::initializer_list<ExprId> operands) const {
  plan::Arithmetic detail;
  const TypeKind result = model_.types[type].kind;
  detail.dimension = dimension_of(result).value_or(base::Dimension::number);
  detail.integer = result == TypeKind::integer;
  detail.any =
      result == TypeKind::any || std::ranges::any_of(operands, [&](ExprId id) { return kind(id) == TypeKind::any; });
  return detail.pack();
}

NodeId Expressions::lower_arithmetic(const ArithmeticNode& node, const Expr& expr, std::uint16_t depth) {
  return nodes_.node(op_of(node.op), expr.span, value(node.lhs, depth), value(node.rhs, depth), {},
                     arithmetic_detail(expr.type, {node.lhs, node.rhs}));
}

// ------------------------------------------------------------------------------------------------ access

Lowered Expressions::field_of(const Lowered& base, bool any, const std::string& name, base::Span span) {
  Lowered result;
  // The fields of a document are places. So are those of JSON of undeclared shape, but not of its items: nobody reads
  // them into slots.
  if (base.place && (schema_.is_record(base.place->schema) || (any && !base.place->in_register))) {
    result.place = *base.place;
    result.place->schema = schema_.child(base.place->schema, name);
    return result;
  }
  if (!any)
    for (const SchemaId origin : self_origins(base)) {
      const SchemaId child = schema_.child(origin, name);
      schema_.want(child);
      add_new(result.origins.self, {child});
    }
  result.origins.made = base.origins.made;
  result.node = nodes_.field(any ? Op::any_field : Op::field, span, materialise(base, span), nodes_.name(name));
  return result;
}

Lowered Expressions::lower_element(Op op, ExprId base, ExprId index, const Expr& expr, std::uint16_t depth) {
  const Lowered list = lower(base, depth);
  Lowered result;
  result.origins = element_origins(list);
  result.node = nodes_.node(op, expr.span, materialise(list, model_[base].span), value(index, depth));
  return result;
}

Lowered Expressions::lower_call(const DefCall& call, std::uint16_t depth) {
  std::vector<Lowered> arguments;
  std::vector<std::uint64_t> key{call.def.index()};
  std::uint16_t free = shared_depth_;  // the first register no argument depends on
  for (const ExprId argument : call.arguments) {
    Lowered lowered = lower(argument, depth);
    if (lowered.place) {
      if (lowered.place->in_register) free = std::max(free, static_cast<std::uint16_t>(lowered.place->root + 1));
      key.push_back((std::uint64_t{1} << 63) | (std::uint64_t{lowered.place->in_register} << 62) |
                    (std::uint64_t{lowered.place->root} << 32) | lowered.place->schema.index());
    } else {
      const std::uint16_t scope = nodes_.scope(lowered.node);
      free = std::max(free, scope == plan::no_memo ? depth : scope);
      key.push_back(lowered.node.index());
    }
    arguments.push_back(std::move(lowered));
  }
  key.push_back(free);
  if (const auto known = calls_.find(key); known != calls_.end()) return known->second;
  const auto* outer = std::exchange(formals_, &arguments);
  Lowered result = lower(model_.defs[call.def].body, free);
  formals_ = outer;
  calls_.emplace(std::move(key), result);
  return result;
}

Lowered Expressions::lower_choice(const ChooseNode& choice, const Expr& expr, std::uint16_t depth) {
  Lowered result;
  std::vector<NodeId> operands;
  for (const ExprId input : choice.inputs) operands.push_back(value(input, depth));
  const auto add_result = [&](ExprId id) {
    const Lowered lowered = lower(id, depth);
    add_origins(result.origins, lowered);
    operands.push_back(materialise(lowered, model_[id].span));
  };
  for (std::size_t row = 0; row < choice.conditions.size(); ++row) {
    operands.push_back(value(choice.conditions[row], depth));
    add_result(choice.results[row]);
  }
  if (choice.otherwise) add_result(choice.otherwise);
  result.node = nodes_.list(Op::choose, expr.span, operands, static_cast<std::uint32_t>(choice.inputs.size()),
                            choice.first_match ? 1 : 0);
  return result;
}

Lowered Expressions::lower_if(const IfNode& branch, const Expr& expr, std::uint16_t depth) {
  const Lowered yes = lower(branch.then_value, depth), no = lower(branch.else_value, depth);
  Lowered result;
  add_origins(result.origins, yes);
  add_origins(result.origins, no);
  result.node =
      nodes_.node(Op::if_, expr.span, value(branch.condition, depth), materialise(yes, model_[branch.then_value].span),
                  materialise(no, model_[branch.else_value].span));
  return result;
}

Lowered Expressions::lower_default(const DefaultNode& node, const Expr& expr, std::uint16_t depth) {
  Lowered result;
  std::vector<NodeId> operands;
  for (const ExprId id : node.operands) {
    const Lowered lowered = lower(id, depth);
    add_origins(result.origins, lowered);
    operands.push_back(materialise(lowered, model_[id].span));
  }
  result.node = nodes_.list(Op::default_, expr.span, operands);
  return result;
}

}  // namespace nexus::rules::lowering
