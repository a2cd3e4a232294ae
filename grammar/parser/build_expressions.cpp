#include "grammar/parser/build.h"
#include "grammar/parser/found.h"
#include "grammar/parser/mistakes.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace nexus::grammar::build {
namespace {

struct SymbolOp {
  std::string_view text;
  ComparisonOp op;
};
constexpr std::array symbol_ops = {
    SymbolOp{"==", ComparisonOp::equal},      SymbolOp{"!=", ComparisonOp::not_equal}, SymbolOp{"<=", ComparisonOp::less_equal},
    SymbolOp{">=", ComparisonOp::greater_equal}, SymbolOp{"<", ComparisonOp::less},    SymbolOp{">", ComparisonOp::greater},
};

ComparisonOp symbol_op(std::string_view text) {
  const auto found = std::ranges::find(symbol_ops, text, &SymbolOp::text);
  assert(found != symbol_ops.end());
  return found->op;
}

ArithmeticOp arithmetic_op(char c) {
  switch (c) {
    case '+': return ArithmeticOp::add;
    case '-': return ArithmeticOp::subtract;
    case '*': return ArithmeticOp::multiply;
    case '/': return ArithmeticOp::divide;
    default: return ArithmeticOp::remainder;
  }
}

/// The operator that begins at `begin` and stands before `rhs`.
base::Span operator_span(Builder& b, std::uint32_t begin, const Operand& rhs) {
  return b.span({begin, b.trivia().token_end(rhs.extent.begin)});
}

/// `a.b.c`, and not a value that was computed.
bool is_callable(const SyntaxTree& tree, ExprId id) {
  while (const auto* access = std::get_if<Access>(&tree[id].node)) id = access->base;
  return std::holds_alternative<NameRef>(tree[id].node);
}

/// Adds an operand to the chain `a OP b OP …` that ends with the operand on top, or begins one.
template <class Chain>
void extend_chain(Builder& b, Chain fresh) {
  const auto rhs = b.pop<Operand>();
  Operand& lhs = b.top<Operand>();
  Expr& left = b.expr(lhs.id);
  auto* chain = std::get_if<Chain>(&left.node);
  if constexpr (requires { fresh.op; }) {
    if (chain != nullptr && chain->op != fresh.op) chain = nullptr;
  }
  if (chain == nullptr || left.parenthesised) {
    fresh.operands = {lhs.id, rhs.id};
    const Extent whole{lhs.extent.begin, rhs.extent.end};
    static_cast<void>(b.pop<Operand>());
    return b.push_expr(std::move(fresh), whole);
  }
  chain->operands.push_back(rhs.id);
  left.span.end = rhs.extent.end;
  lhs.extent.end = rhs.extent.end;
  b.deepen(lhs.id, rhs.id);
}

template <class Prefixed>
void prefix(Builder& b, const PrefixChain& chain) {
  for (auto begin = chain.begins.rbegin(); begin != chain.begins.rend(); ++begin) {
    const auto operand = b.pop<Operand>();
    b.push_expr(Prefixed{operand.id}, {*begin, operand.extent.end});
  }
}

}  // namespace

// ------------------------------------------------------------------------------------------------ operands

void boolean(Builder& b, Extent e) { b.push_expr(BoolLiteral{b.source().byte(e.begin) == 't'}, e); }
void null(Builder& b, Extent e) { b.push_expr(NullLiteral{}, e); }
void name_ref(Builder& b, Extent e) { b.push_expr(NameRef{b.name_at(e)}, e); }
void absent(Builder& b, Extent e) { b.push(Operand{ExprId{}, e}); }

void string_text(Builder& b, Extent e) { b.current<StringLiteral>().pieces.push_back({b.decoded(e), ExprId{}}); }

void interpolation(Builder& b, StringPiece& piece, Extent e) {
  piece = {b.source().slice({e.begin + 1, e.end - 1}), b.pop_expr()};
  b.current<StringLiteral>().pieces.push_back(piece);
}

void string(Builder& b, StringLiteral& node, Extent e) { b.push_expr(std::move(node), e); }

void raw_string(Builder& b, Extent e) {
  StringLiteral node{{}, true};
  const std::string_view inside = b.source().slice({e.begin + 1, e.end - 1});
  if (!inside.empty()) node.pieces.push_back({inside, ExprId{}});
  b.push_expr(std::move(node), e);
}

void parenthesised(Builder& b, Extent e) {
  Operand& operand = b.top<Operand>();
  operand.extent = e;
  b.expr(operand.id).parenthesised = true;
}

void list(Builder& b, ListParts& parts, Extent e) {
  if (parts.comprehension) return b.push_expr(Comprehension{parts.items.front(), b.pop<Ranges>()}, e);
  b.push_expr(ListLiteral{std::move(parts.items)}, e);
}

void record_entry(Builder& b, Extent) {
  const ExprId value = b.pop_expr();
  b.current<RecordLiteral>().entries.push_back({b.pop<Name>(), value});
}

void record(Builder& b, RecordLiteral& node, Extent e) { b.push_expr(std::move(node), e); }

void rule_status(Builder& b, RuleStatus& node, Extent e) {
  const char first = b.source().byte(e.begin);
  node.kind = first == 'g' ? RuleKind::gate : first == 'p' ? RuleKind::phase : RuleKind::trigger;
  node.status = b.pop<Path>();
  node.negated = b.pop<Flag>().set;
  node.rule = b.pop<Path>();
  b.push_expr(std::move(node), e);
}

// ------------------------------------------------------------------------------------------------ postfixes

void access(Builder& b, Extent e) {
  const auto base = b.pop<Operand>();
  b.push_expr(Access{base.id, b.pop<Name>()}, {base.extent.begin, e.end});
}

void index(Builder& b, Extent e) {
  const ExprId index = b.pop_expr();
  const auto base = b.pop<Operand>();
  b.push_expr(Index{base.id, index}, {base.extent.begin, e.end});
}

void conversion(Builder& b, Extent e) {
  const auto operand = b.pop<Operand>();
  b.push_expr(Conversion{operand.id, b.pop_type()}, {operand.extent.begin, e.end});
}

void call(Builder& b, Call& node, Extent e) {
  if (!is_callable(b.tree(), b.top<Operand>().id)) b.report(Mistake::not_a_function, e.begin);
  const auto callee = b.pop<Operand>();
  node.callee = callee.id;
  b.push_expr(std::move(node), {callee.extent.begin, e.end});
}

void binder_call(Builder& b, Call& node, Extent e) { call(b, node, e); }

void argument(Builder& b, Argument& node, Extent) {
  node.value = b.pop_expr();
  b.current<Call>().arguments.push_back(std::move(node));
}

void argument_ranges(Builder& b, Extent) { b.current<Argument>().ranges = b.pop<Ranges>(); }

void binder_argument(Builder& b, Argument& node, Extent e) {
  node.ranges = b.pop<Ranges>();
  if (node.window) {  // `x in L` is the condition that is counted
    const Binder first = node.ranges->binders.front();
    if (node.ranges->binders.size() > 1 || first.second) b.report(Mistake::window_over_ranges, e.begin);
    const std::uint32_t in = b.offset(b.trivia().skip(b.source().text.data() + first.first.span.end));
    const Extent name{first.first.span.begin, first.first.span.end};
    b.push_expr(NameRef{first.first}, name);
    const ExprId lhs = b.pop_expr();
    const Extent condition{e.begin, b.trivia().token_end(node.window->span.begin)};
    b.push_expr(Comparison{ComparisonOp::in, lhs, first.list, b.span({in, in + 2})}, condition);
    node.value = b.pop_expr();
    node.ranges.reset();
  }
  b.current<Call>().arguments.push_back(std::move(node));
}

void window(Builder& b, Window& node, Extent e) {
  node.duration = b.pop_expr();
  node.span = b.span(e);
  b.current<Argument>().window = node;
}

// ------------------------------------------------------------------------------------------------ operators

void prefix_word(Builder& b, Extent e) { b.current<PrefixChain>().begins.push_back(e.begin); }
void negated(Builder& b, PrefixChain& chain, Extent) { prefix<Not>(b, chain); }
void negative(Builder& b, PrefixChain& chain, Extent) { prefix<Negate>(b, chain); }

void arithmetic(Builder& b, Extent e) {
  const auto rhs = b.pop<Operand>();
  const auto lhs = b.pop<Operand>();
  const ArithmeticOp op = arithmetic_op(b.source().byte(e.begin));
  b.push_expr(Arithmetic{op, lhs.id, rhs.id, operator_span(b, e.begin, rhs)}, {lhs.extent.begin, rhs.extent.end});
}

void default_value(Builder& b, Extent) { extend_chain(b, Default{}); }
void join(Builder& b, LogicalOp op) { extend_chain(b, Logical{op, {}}); }

void compare(Builder& b, Extent e, ComparisonOp op) {
  const auto rhs = b.pop<Operand>();
  const auto lhs = b.pop<Operand>();
  b.push_expr(Comparison{op, lhs.id, rhs.id, operator_span(b, e.begin, rhs)}, {lhs.extent.begin, rhs.extent.end});
}

ComparisonOp symbol_operator(Builder& b, Extent e, const Operand& rhs) {
  const base::Span op = operator_span(b, e.begin, rhs);
  return symbol_op(b.source().slice({op.begin, op.end}));
}

void symbol_comparison(Builder& b, Extent e) { compare(b, e, symbol_operator(b, e, b.top<Operand>())); }

void is_test(Builder& b, Extent e) {
  constexpr std::array<std::pair<char, TestKind>, 4> kinds = {
      {{'p', TestKind::present}, {'m', TestKind::missing}, {'e', TestKind::empty}, {'n', TestKind::null}}};
  const char first = b.source().byte(token_ending_at(b.source(), e.end).begin);
  const auto kind = std::ranges::find(kinds, first, &std::pair<char, TestKind>::first);
  assert(kind != kinds.end());
  const auto operand = b.pop<Operand>();
  b.push_expr(IsTest{operand.id, b.pop<Flag>().set, kind->second}, {operand.extent.begin, e.end});
}

void between(Builder& b, Extent) {
  const auto high = b.pop<Operand>();
  const ExprId low = b.pop_expr();
  const auto operand = b.pop<Operand>();
  b.push_expr(Between{operand.id, low, high.id}, {operand.extent.begin, high.extent.end});
}

void conditional(Builder& b, Extent e) {
  const ExprId else_value = b.pop_expr();
  const ExprId then_value = b.pop_expr();
  b.push_expr(Conditional{b.pop_expr(), then_value, else_value}, e);
}

// ------------------------------------------------------------------------------------------------ quantifiers

void flag(Builder& b, Extent e) { b.push(Flag{e.begin != e.end}); }

void binder(Builder& b, Binder& node, Extent) {
  node.list = b.pop_expr();
  b.current<Ranges>().binders.push_back(node);
}

void where(Builder& b, Extent) {
  const ExprId condition = b.pop_expr();
  b.top<Ranges>().where = condition;
}

void quantifier(Builder& b, Quantifier& node, QuantifierKind kind, Extent e) {
  const bool counts = kind == QuantifierKind::at_least || kind == QuantifierKind::at_most || kind == QuantifierKind::exactly;
  node.kind = kind;
  if (kind == QuantifierKind::every) node.has = b.pop_expr();
  if (counts) node.distinct = b.pop_expr();
  if (counts) node.count = b.pop_expr();
  node.ranges = b.pop<Ranges>();
  b.push_expr(std::move(node), e);
}

}  // namespace nexus::grammar::build
