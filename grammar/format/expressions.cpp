#include "base/overloaded.h"
#include "grammar/format/layout.h"

#include <algorithm>
#include <type_traits>
#include <variant>

namespace nexus::grammar::layout {

namespace {

bool is_sum(ArithmeticOp op) { return op == ArithmeticOp::add || op == ArithmeticOp::subtract; }

}  // namespace

void Layout::expr(ExprId id, Hang hang) {
  const Expr& e = tree_[id];
  if (next().begin < e.span.begin) {  // a parenthesis: the span begins inside of it
    const auto group = doc_.group();
    take();
    {
      const auto nest = doc_.nest();
      doc_.line(Break::soft);
      expr(id, Hang::flush);
      above_closing(false);
    }
    doc_.line(Break::soft);
    return take();
  }
  std::visit(
      base::overloaded{[&](const ErrorExpr&) { words_to(e.span.end); },
                       [&](const Literal&) { take(); },
                       [&](const StringLiteral&) { take(); },
                       [&](const BoolLiteral&) { take(); },
                       [&](const NullLiteral&) { take(); },
                       [&](const NameRef&) { take(); },
                       [&](const RuleStatus&) { words_to(e.span.end); },
                       [&](const Access& n) { expr(n.base), take(), take(); },
                       [&](const Index& n) { expr(n.base), take(), expr(n.index), take(); },
                       [&](const Negate& n) { take(), expr(n.operand, hang); },
                       [&](const Not& n) { take(), doc_.space(), expr(n.operand, hang); },
                       [&](const Conversion& n) { expr(n.operand), doc_.space(), take(), doc_.space(), type(n.type); },
                       [&](const IsTest& n) { expr(n.operand, hang), doc_.space(), words_to(e.span.end); },
                       [&](const Logical& n) { chain(n.operands, hang); },
                       [&](const Default& n) { chain(n.operands, hang); },
                       [&](const Arithmetic&) { chain(operands_of(id), hang); },
                       [&](const Call& n) { node(n); },
                       [&](const ListLiteral& n) { node(n); },
                       [&](const RecordLiteral& n) { node(n); },
                       [&](const Comprehension& n) { node(n); },
                       [&](const auto& n) { node(n, hang); }},
      e.node);
}

bool Layout::hugs(ExprId id) const {
  const Expr& e = tree_[id];
  const auto is_one_of = [&]<class... Nodes>(std::type_identity<Nodes>...) {
    return (std::holds_alternative<Nodes>(e.node) || ...);
  };
  return !e.parenthesised &&
         !is_one_of(std::type_identity<Logical>(), std::type_identity<Default>(), std::type_identity<Arithmetic>(),
                    std::type_identity<Comparison>(), std::type_identity<Between>(), std::type_identity<IsTest>(),
                    std::type_identity<Not>(), std::type_identity<Conditional>(), std::type_identity<Quantifier>());
}

void Layout::value(ExprId id) {
  doc_.space();
  take();
  if (hugs(id)) return doc_.space(), expr(id);
  const auto group = doc_.group();
  const auto nest = doc_.nest();
  doc_.line(Break::space);
  expr(id, Hang::flush);
}

// ------------------------------------------------------------------------------------------------ operators

/// `a + b - c` from left to right: the parser makes a tree of it that leans to the left.
std::vector<ExprId> Layout::operands_of(ExprId id) const {
  const bool sum = is_sum(std::get<Arithmetic>(tree_[id].node).op);
  std::vector<ExprId> operands;
  for (bool first = true;; first = false) {
    const auto* node = std::get_if<Arithmetic>(&tree_[id].node);
    if (node == nullptr || is_sum(node->op) != sum || (!first && tree_[id].parenthesised)) break;
    operands.push_back(node->rhs);
    id = node->lhs;
  }
  operands.push_back(id);
  std::ranges::reverse(operands);
  return operands;
}

void Layout::chain(std::span<const ExprId> operands, Hang hang) {
  const auto group = doc_.group();
  expr(operands.front());
  const auto nest = hanging(hang);
  for (const ExprId operand : operands.subspan(1)) {
    line_with(1, operand);
  }
}

void Layout::node(const Comparison& comparison, Hang hang) {
  const auto group = doc_.group();
  expr(comparison.lhs);
  const auto nest = hanging(hang);
  const Expr& rhs = tree_[comparison.rhs];
  const bool is_list = std::holds_alternative<ListLiteral>(rhs.node) || std::holds_alternative<Comprehension>(rhs.node);
  if (is_list && !rhs.parenthesised)
    doc_.space();
  else
    doc_.line(Break::space);
  words_to(comparison.op_span.end);
  doc_.space();
  expr(comparison.rhs);
}

void Layout::node(const Between& between, Hang hang) {
  const auto group = doc_.group();
  expr(between.operand);
  const auto nest = hanging(hang);
  line_with(1, between.low);
  doc_.space();
  words_and(1, between.high);
}

void Layout::node(const Conditional& conditional, Hang hang) {
  const auto group = doc_.group();
  words_and(1, conditional.condition);
  const auto nest = hanging(hang);
  line_with(1, conditional.then_value);
  doc_.line(Break::space);
  take();
  doc_.space();
  expr(conditional.else_value, Hang::flush);
}

// ------------------------------------------------------------------------------------------------ items of lists

void Layout::ranges(const Ranges& ranges) {
  for (bool first = true; const Binder& binder : ranges.binders) {
    if (!first) take(), doc_.space();
    first = false;
    words_to(binder.second ? binder.second->span.end : binder.first.span.end);
    doc_.space();
    words_and(1, binder.list);
  }
  if (!ranges.where) return;
  line_with(1, ranges.where);
}

void Layout::node(const Quantifier& quantifier, Hang hang) {
  const auto group = doc_.group();
  const bool compares = quantifier.kind == QuantifierKind::at_least || quantifier.kind == QuantifierKind::at_most;
  words(compares ? 2 : 1);
  doc_.space();
  if (quantifier.count) expr(quantifier.count), doc_.space();
  const auto nest = hanging(hang);
  if (quantifier.distinct) {
    words_and(1, quantifier.distinct);
    doc_.line(Break::space);
    take();
    doc_.space();
  }
  ranges(quantifier.ranges);
  if (!quantifier.has) return;
  doc_.line(Break::space);
  if (quantifier.if_any) words(2), doc_.space();
  words_and(1, quantifier.has);
}

void Layout::node(const Comprehension& comprehension) {
  const auto group = doc_.group();
  take();
  {
    const auto nest = doc_.nest();
    item_line(true, is_next("{") ? Break::space : Break::soft);
    expr(comprehension.item);
    doc_.line(Break::space);
    take();
    doc_.space();
    ranges(comprehension.ranges);
    above_closing(false);
  }
  doc_.line(Break::soft);
  take();
}

// ------------------------------------------------------------------------------------------------ lists, records, calls

void Layout::node(const ListLiteral& list) {
  const auto is_number = [&](ExprId id) { return std::holds_alternative<Literal>(tree_[id].node); };
  if (are_rows(list.items)) return rows(list.items);
  items(list.items, std::ranges::all_of(list.items, is_number) ? Break::fill : Break::space,
        [this](ExprId id) { expr(id); });
}

void Layout::items(std::span<const ExprId> items, Break between, const std::function<void(ExprId)>& item) {
  bracketed({.inside = has_next(1, "{") ? Break::space : Break::soft, .between = between, .last = ","},
            [&item, each = items.begin()]() mutable { item(*each++); });
}

void Layout::node(const RecordLiteral& record) { this->record(record, nullptr); }

void Layout::record(const RecordLiteral& record, Cells* cells) {
  bracketed({.inside = Break::space, .last = ","}, [this, cells, entry = record.entries.begin()]() mutable {
    if (cells != nullptr && !cells->empty()) cells->back().padding = doc_.padding();
    const std::size_t begin = doc_.size();
    take();
    words_and(1, (entry++)->value);
    if (cells != nullptr) cells->push_back({.width = doc_.flat_width(begin, doc_.size())});
  });
}

void Layout::node(const Call& call) {
  expr(call.callee);
  bracketed({.may_stay_open = false}, [this, each = call.arguments.begin()]() mutable { argument(*each++); });
}

void Layout::argument(const Argument& argument) {
  const auto group = doc_.group();
  if (argument.value) expr(argument.value);
  const auto nest = doc_.nest();
  if (argument.ranges) {
    if (argument.value) doc_.line(Break::space), take(), doc_.space();
    ranges(*argument.ranges);
  }
  if (argument.window) window(*argument.window);
  if (!argument.by) return;
  line_with(1, argument.by);
}

void Layout::window(const Window& window) {
  line_with(1, window.duration);
  while (next().begin < window.span.end) {  // `needs at least N`, `max gap G`, in any order
    const bool is_gap = is_next("max");
    line_with(is_gap ? 2 : 3, is_gap ? window.max_gap : window.needs);
  }
}

}  // namespace nexus::grammar::layout
