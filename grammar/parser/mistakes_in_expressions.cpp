#include "base/diagnostics/catalogue.h"
#include "grammar/parser/builder.h"
#include "grammar/parser/found.h"
#include "grammar/parser/mistakes.h"
#include "grammar/parser/mistakes_in.h"
#include "grammar/parser/phrases.h"
#include "grammar/parser/slips.h"
#include "grammar/words.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::grammar {

using base::Diagnostic;
namespace diagnostics = base::diagnostics;

namespace {

/// Where an operand begins that follows an operator: with its parentheses, if it has some.
std::uint32_t outer_begin(Builder& b, const Expr& e) {
  std::uint32_t begin = e.span.begin;
  while (e.parenthesised) {
    const std::uint32_t end = b.trivia().token_end(begin);
    if (end == 0 || b.source().text[end - 1] != '(') break;
    begin = end - 1;
  }
  return begin;
}

/// The expression with one part of it in parentheses; nothing where it is too long to be shown in a sentence.
std::optional<std::string> with_parentheses(const Source& source, Extent whole, Extent part) {
  constexpr std::uint32_t longest = 100;
  if (whole.end - whole.begin > longest || source.breaks_line(whole)) return std::nullopt;
  std::string text(source.slice(whole));
  text.insert(part.end - whole.begin, ")");
  text.insert(part.begin - whole.begin, "(");
  return text;
}

/// An expression that reads two ways: `left` is its first part, `inner` where the last operand of that begins.
Diagnostic with_both_readings(Diagnostic d, const Source& source, Extent whole, std::uint32_t left_end, std::uint32_t inner) {
  const auto first = with_parentheses(source, whole, {whole.begin, left_end});
  const auto second = with_parentheses(source, whole, {inner, whole.end});
  if (!first || !second) return std::move(d).with_help("put one of the two in parentheses");
  return std::move(d).with_help("write `" + *first + "`").with_help("or `" + *second + "`");
}

/// The operator behind the operand that ends at `end`.
Extent operator_behind(Builder& b, std::uint32_t end) {
  const char* const text = b.source().text.data();
  std::uint32_t at = b.offset(b.trivia().skip(text + end));
  while (b.source().byte(at) == ')') at = b.offset(b.trivia().skip(text + at + 1));
  return token_at(b.source(), at);
}

bool is_quantifier(const Expr& e) { return std::holds_alternative<Quantifier>(e.node) && !e.parenthesised; }

/// The suggested edit says it all.
Diagnostic write_instead(Diagnostic d, std::string_view text) {
  const base::Span span = d.span;
  return std::move(d).with_suggestion(span, std::string(text));
}

}  // namespace

Diagnostic mixed_and_or(Builder& b) {
  const Operand& whole = b.top<Operand>();
  const auto& outer = std::get<Logical>(b.expr(whole.id).node);
  const Expr& chain = b.expr(outer.operands.front());
  const auto& inner = std::get<Logical>(chain.node);
  const Extent op = operator_behind(b, chain.span.end);
  auto d = diagnostics::mixed_and_or(b.span(op)).with_label(
      b.span(operator_behind(b, b.expr(inner.operands.front()).span.end)), "mixed with this");
  return with_both_readings(std::move(d), b.source(), whole.extent, chain.span.end,
                            outer_begin(b, b.expr(inner.operands.back())));
}

Diagnostic parenthesise_default(Builder& b) {
  const Operand& whole = b.top<Operand>();
  const Expr& e = b.expr(whole.id);
  if (const auto* sum = std::get_if<Arithmetic>(&e.node)) {
    const Expr& chain = b.expr(sum->lhs);
    const std::uint32_t inner = outer_begin(b, b.expr(std::get<Default>(chain.node).operands.back()));
    const Extent op{sum->op_span.begin, sum->op_span.end};
    return with_both_readings(diagnostics::parenthesise_default(sum->op_span, b.source().slice(op)), b.source(), whole.extent,
                              chain.span.end, inner);
  }
  const Expr& left = b.expr(std::get<Default>(e.node).operands.front());
  const auto& sum = std::get<Arithmetic>(left.node);
  const Extent op{sum.op_span.begin, sum.op_span.end};
  return with_both_readings(
      diagnostics::parenthesise_default(b.span(operator_behind(b, left.span.end)), b.source().slice(op)), b.source(),
      whole.extent, left.span.end, outer_begin(b, b.expr(sum.rhs)));
}

Diagnostic comparisons_do_not_chain(Builder& b) {
  const Operand& whole = b.top<Operand>();
  const auto* second = std::get_if<Comparison>(&b.expr(whole.id).node);
  const auto* first = second ? std::get_if<Comparison>(&b.expr(second->lhs).node) : nullptr;
  if (first == nullptr) {
    return diagnostics::comparisons_do_not_chain(b.span(whole.extent)).with_help("join two comparisons with `and`");
  }
  auto d = diagnostics::comparisons_do_not_chain(second->op_span).with_label(first->op_span, "the first comparison");
  constexpr std::uint32_t longest = 100;
  if (whole.extent.end - whole.extent.begin > longest) return std::move(d).with_help("join two comparisons with `and`");

  const auto text = [&](std::uint32_t begin, std::uint32_t end) { return std::string(b.source().slice({begin, end})); };
  const std::uint32_t left_end = b.expr(second->lhs).span.end;
  const std::string low = text(whole.extent.begin, b.trivia().token_end(first->op_span.begin));
  const std::string middle = text(outer_begin(b, b.expr(first->rhs)), left_end);
  const std::string high = text(outer_begin(b, b.expr(second->rhs)), whole.extent.end);
  if (first->op == ComparisonOp::less_equal && second->op == ComparisonOp::less_equal) {
    return std::move(d).with_help("write `" + middle + " between " + low + " and " + high + "`");
  }
  return std::move(d).with_help("write `" + text(whole.extent.begin, left_end) + " and " + middle + " " +
                                text(second->op_span.begin, whole.extent.end) + "`");
}

Diagnostic use_and(Builder& b, std::uint32_t at) { return write_instead(diagnostics::use_and(b.span({at, at + 2})), "and"); }

Diagnostic use_or(Builder& b, std::uint32_t at) { return write_instead(diagnostics::use_or(b.span({at, at + 2})), "or"); }

Diagnostic use_not(Builder& b, std::uint32_t at) { return write_instead(diagnostics::use_not(b.span({at, at + 1})), "not "); }

Diagnostic use_equals_equals(Builder& b, std::uint32_t at) {
  const char next = b.source().byte(at + 1);
  if (next == '~') return write_instead(diagnostics::not_an_operator(b.span({at, at + 2}), "=~"), "matches");
  if (next == '<') return write_instead(diagnostics::not_an_operator(b.span({at, at + 2}), "=<"), "<=");
  auto d = diagnostics::use_equals_equals(b.span({at, at + 1})).with_help("`=` gives a name its value; to compare write `==`");
  return write_instead(std::move(d), "==");
}

Diagnostic use_greater_equal(Builder& b, std::uint32_t at) {
  if (auto lambda = everyday_slip(b, at)) return std::move(*lambda);
  auto d = diagnostics::use_greater_equal(b.span({at, at + 2}));
  if (Nearby(b, at).is_number(1) || is_digit(b.source().byte(Nearby(b, at)[1].begin))) return write_instead(std::move(d), ">=");
  return std::move(d).with_help("to compare write `>=`; that `a` implies `b` is written `not a or b`");
}

Diagnostic use_equals_equals_not_is(Builder& b, std::uint32_t at) {
  const std::uint32_t end = b.trivia().token_end(at);
  const Extent last = token_ending_at(b.source(), end);
  const bool negated = b.source().slice(last) == "not";
  const Extent is = negated ? token_ending_at(b.source(), b.trivia().token_end(last.begin)) : last;
  if (const auto phrase = phrase_at(Nearby(b, at))) {
    const Extent words{is.begin, phrase->words.end};
    return write_instead(diagnostics::use_equals_equals_not_is(b.span(words), b.source().slice(words)),
                         negated ? opposite(phrase->meant) : phrase->meant);
  }
  const Extent both{is.begin, end};
  auto d = diagnostics::use_equals_equals_not_is(b.span(both), b.source().slice(both))
               .with_help("`is` asks for `present`, `missing`, `empty` or `null`, each with or without `not`");
  const char found = b.source().byte(at);
  const bool value_follows = is_word_byte(found) || found == '"' || found == '\'';
  if (!value_follows || b.source().breaks_line({end, at})) return d;
  return write_instead(std::move(d), negated ? "!=" : "==");
}

Diagnostic every_needs_has(Builder& b, std::uint32_t at) {
  const Extent whole{b.begin_of<Quantifier>(), b.trivia().token_end(at)};
  auto d = diagnostics::every_needs_has(b.span({whole.begin, whole.begin + 5})).with_help("write `every x in LIST has CONDITION`");
  const Ranges& ranges = b.top<Ranges>();
  const char sign = b.source().byte(at);
  if (!ranges.where && (sign == ':' || sign == '|'))
    return std::move(d).with_suggestion(b.span({whole.end, at + 1}), " has");
  if (!ranges.where) return d;
  const std::uint32_t list_end = b.expr(ranges.binders.back().list).span.end;
  const Extent where = operator_behind(b, list_end);
  if (b.source().slice(where) != "where") return d;
  return std::move(d)
      .with_label(b.span(where), "this only picks the items that are judged")
      .with_suggestion(b.span(where), "has");
}

Diagnostic only_every_has(Builder& b, std::uint32_t at) {
  auto d = diagnostics::only_every_has(b.span({at, at + 3}));
  if (b.count<Operand>() == 0 || !is_quantifier(b.expr(b.top<Operand>().id))) return d;
  const auto& quantifier = std::get<Quantifier>(b.expr(b.top<Operand>().id).node);
  const bool has_where = static_cast<bool>(quantifier.ranges.where);
  return write_instead(std::move(d), has_where ? "and" : "where");
}

Diagnostic not_a_function(Builder& b) {
  const Extent callee = b.top<Operand>().extent;
  return diagnostics::not_a_function(b.span(callee)).with_help("if the parenthesis begins something new, an operator is missing before it");
}

Diagnostic window_over_ranges(Builder& b) {
  return diagnostics::window_over_ranges(b.current<Argument>().window->span).with_help("write `count(CONDITION over DURATION)`");
}

}  // namespace nexus::grammar
