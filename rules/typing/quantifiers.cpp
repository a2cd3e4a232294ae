#include "rules/typing/quantifiers.h"

#include "rules/naming/syntax_walk.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"
#include "rules/typing/words.h"

namespace nexus::rules::typing {

namespace {

using grammar::QuantifierKind;

BinderId bind(Scope& scope, const grammar::Name& name, TypeId type, ExprId list) {
  Context& context = scope.context;
  const BinderId id = context.model.binders.add({std::string(name.text), type, name.span});
  context.binder_lists.push_back(list);
  scope.bound.push_back({name.text, id});
  return id;
}

/// The keys of a map: strings, or members of the enum that indexes it.
TypeId key_type(Context& context, const Type& map) {
  if (!map.key) return context.scalar(TypeKind::string);
  Type key;
  key.kind = TypeKind::enumeration;
  key.enumeration = map.key;
  return context.model.types.intern(key);
}

void report_not_iterable(Context& context, ExprId list) {
  base::Diagnostic diagnostic =
      diagnostics::not_a_collection(context.span_of(list), context.describe(context.plain_of(list)));
  diagnostic.label = operand_label(context, list);
  if (context.kind(list) == TypeKind::record)
    diagnostic.helps.emplace_back(
        "a record has fixed fields; an object with keys of any name is declared as a map, `{ [string]: T }`");
  context.report(std::move(diagnostic));
}

struct ItemTypes {
  TypeId key, value;
};

/// What the binders of a range over `list` are; both of the error type, with a report, where it holds no items.
ItemTypes item_types(Context& context, const grammar::Binder& binder, ExprId list) {
  const TypeId error = context.scalar(TypeKind::error), any = context.scalar(TypeKind::any);
  const Type type = context.type(context.type_of(list));
  if (type.kind == TypeKind::error) return {error, error};
  if (type.kind == TypeKind::any) return {any, any};
  if (type.kind == TypeKind::map) return {key_type(context, type), type.item};
  if (type.kind != TypeKind::list) {
    report_not_iterable(context, list);
    return {error, error};
  }
  if (binder.second) {
    context.report(diagnostics::keys_of_a_list(base::cover(binder.first.span, binder.second->span))
                       .with_help("a list takes one name, `" + std::string(binder.second->text) +
                                  " in …`; two names are for the keys and values of a map")
                       .with_label(context.span_of(list), operand_label(context, list)));
    return {error, type.item};
  }
  return {error, type.item};
}

BinderRange type_range(Scope& scope, const grammar::Binder& binder) {
  Context& context = scope.context;
  const ExprId list = type_expression(scope, binder.list);
  const ItemTypes types = item_types(context, binder, list);
  if (!binder.second) return {bind(scope, binder.first, types.value, list), {}, list};
  const BinderId key = bind(scope, binder.first, types.key, list);
  return {bind(scope, *binder.second, types.value, list), key, list};
}

/// How many items: a number of them, never a part.
ExprId type_count(Scope& scope, const grammar::Quantifier& node) {
  Context& context = scope.context;
  const TypeId wanted = context.scalar(TypeKind::integer);
  const ExprId count = type_expression(scope, node.count, wanted);
  if (context.kind(count) != TypeKind::ratio) return require_type(context, count, wanted, "the number of items");
  const grammar::Binder& binder = node.ranges.binders.front();
  const std::string list = context.text(scope.syntax(binder.list).span);
  context.report(diagnostics::wrong_type(context.span_of(count), "the number of items", "an int", "a ratio")
                     .with_help("a part of them is `count(" + std::string(binder.first.text) + " in " + list +
                                " where …) / length(" + list + ")`"));
  return context.add_error(context.span_of(count));
}

bool is_scalar(TypeKind kind) { return kind != TypeKind::list && kind != TypeKind::record && kind != TypeKind::map; }

ExprId type_distinct(Scope& scope, const grammar::Quantifier& node) {
  Context& context = scope.context;
  const ExprId distinct = type_expression(scope, node.distinct);
  if (node.kind != QuantifierKind::at_least)
    context.report(diagnostics::misplaced_distinct(context.span_of(distinct))
                       .with_help("count what is different with `length(unique([… for x in …]))`"));
  if (is_scalar(context.kind(distinct))) return distinct;
  base::Diagnostic diagnostic =
      diagnostics::distinct_of_composite(context.span_of(distinct), context.describe(context.plain_of(distinct)));
  diagnostic.helps.emplace_back("name a field of it that tells items apart, such as `x.id`");
  context.report(std::move(diagnostic));
  return distinct;
}

/// Notes every binder below a condition.
class BinderNotes : public naming::SyntaxVisitor {
 public:
  BinderNotes(std::vector<UnreachableName>& notes, const grammar::Quantifier* outermost, bool outermost_is_kept)
      : notes_(notes), outermost_(outermost), outermost_is_kept_(outermost_is_kept) {}

  bool enter(grammar::ExprId, const grammar::Expr&) override { return true; }
  void bind(const grammar::Name& name) override {
    const bool is_outermost = outermost_ != nullptr && belongs_to(*outermost_, name);
    if (is_outermost && outermost_is_kept_) return;
    notes_.push_back(
        {name.text, name.span, outermost_ == nullptr || is_outermost ? OutOfReach::no_witness : OutOfReach::inner});
  }

 private:
  static bool belongs_to(const grammar::Quantifier& quantifier, const grammar::Name& name) {
    for (const grammar::Binder& binder : quantifier.ranges.binders)
      if (binder.first.span == name.span || (binder.second && binder.second->span == name.span)) return true;
    return false;
  }

  std::vector<UnreachableName>& notes_;
  const grammar::Quantifier* outermost_;
  bool outermost_is_kept_;
};

}  // namespace

RangesNode type_ranges(Scope& scope, const grammar::Ranges& ranges) {
  RangesNode node;
  for (const grammar::Binder& binder : ranges.binders) node.ranges.push_back(type_range(scope, binder));
  if (ranges.where) node.where = type_condition(scope, ranges.where);
  return node;
}

ExprId first_item(Scope& scope, const RangesNode& ranges, Span span) {
  const BinderId binder = ranges.ranges.front().value;
  return scope.context.add(BinderValue{binder}, scope.context.model.binders[binder].type, span);
}

void note_unreachable(Scope& scope, grammar::ExprId condition, const grammar::Quantifier* kept) {
  const auto* outermost = std::get_if<grammar::Quantifier>(&scope.syntax(condition).node);
  BinderNotes notes(scope.unreachable, outermost, kept != nullptr && kept == outermost);
  naming::walk(scope.tree, condition, notes);
}

ExprId type_quantifier(Scope& scope, const grammar::Quantifier& node, Span span) {
  Context& context = scope.context;
  QuantifierNode quantifier{
      .kind = node.kind, .ranges = {}, .count = {}, .distinct = {}, .has = {}, .if_any = node.if_any};
  if (node.count) quantifier.count = type_count(scope, node);
  const Binding binding(scope);
  quantifier.ranges = type_ranges(scope, node.ranges);
  if (node.distinct) quantifier.distinct = type_distinct(scope, node);
  if (node.has) quantifier.has = type_condition(scope, node.has);
  if (node.kind != QuantifierKind::the) return context.add(std::move(quantifier), TypeKind::boolean, span);

  if (node.ranges.binders.size() > 1) {
    context.report(
        diagnostics::the_takes_one_list(span).with_help("filter the inner list in the `where` of the outer one"));
    return context.add_error(span);
  }
  const TypeId item = context.model.binders[quantifier.ranges.ranges.front().value].type;
  return context.add(std::move(quantifier), item, span);
}

ExprId type_comprehension(Scope& scope, const grammar::Comprehension& node, Span span, TypeId hint) {
  Context& context = scope.context;
  TypeId item_hint;
  if (hint && context.kind(hint) == TypeKind::list) item_hint = context.type(hint).item;
  const Binding binding(scope);
  RangesNode ranges = type_ranges(scope, node.ranges);
  const ExprId item = type_expression(scope, node.item, item_hint);
  const TypeId type = context.model.types.list_of(context.type_of(item));
  return context.add(ComprehensionNode{std::move(ranges), item}, type, span);
}

}  // namespace nexus::rules::typing
