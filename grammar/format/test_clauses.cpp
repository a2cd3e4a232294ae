#include "grammar/format/layout.h"

namespace nexus::grammar::layout {

// ------------------------------------------------------------------------------------------------ fixtures

/// One value and what is in it; JSON has no tree.
void Layout::json() {
  if (is_next("{")) {
    return bracketed({.inside = Break::space}, [&] {
      take();
      take();
      doc_.space();
      json();
    });
  }
  if (!is_next("[")) return take();
  bool only_numbers = true;
  for (std::size_t i = at_ + 1; tokens_[i].text != "]"; ++i) {
    only_numbers =
        only_numbers && std::string_view("-0123456789,").find(tokens_[i].text.front()) != std::string_view::npos;
  }
  bracketed(
      {.inside = has_next(1, "{") ? Break::space : Break::soft, .between = only_numbers ? Break::fill : Break::space},
      [&] { json(); });
}

void Layout::fixture(const std::optional<JsonFixture>& fixture, std::uint32_t end) {
  if (!fixture || fixture->file) return words_to(end);
  words_to(fixture->span.begin);
  doc_.space();
  json();
}

void Layout::node(const GivenSnapshot& clause, std::uint32_t end) { fixture(clause.document, end); }
void Layout::node(const GivenInput& clause, std::uint32_t end) { fixture(clause.document, end); }
void Layout::node(const GivenHistory& clause, std::uint32_t end) { fixture(clause.document, end); }

void Layout::node(const GivenSeries& clause, std::uint32_t) {
  const auto group = doc_.group();
  words_and(3, clause.every);
  doc_.space();
  words_and(1, clause.from);
  doc_.space();
  take();
  const bool is_one = clause.series.size() == 1;
  const auto nest = doc_.nest(is_one ? 0 : 2);
  for (const HistorySeries& series : clause.series) {
    if (is_one)
      doc_.space();
    else
      doc_.line(Break::space);
    expr(series.path);
    value(series.values);
    if (is_next(",")) take();
  }
}

// ------------------------------------------------------------------------------------------------ what is given

void Layout::node(const WithClause& clause, std::uint32_t) {
  words_and(1, clause.path);
  value(clause.value);
}

void Layout::node(const WithoutClause& clause, std::uint32_t) { words_and(1, clause.path); }

void Layout::node(const TestParam& clause, std::uint32_t) {
  words_to(clause.param.back().span.end);
  value(clause.value);
}

void Layout::node(const AtClause& clause, std::uint32_t) { words_and(1, clause.time); }
void Layout::node(const AskingClause&, std::uint32_t end) { words_to(end); }

// ------------------------------------------------------------------------------------------------ what is expected

void Layout::expected_message(ExprId message) {
  if (!message) return;
  const auto nest = doc_.nest();
  line_with(3, message);
}

void Layout::node(const ExpectDecision& clause, std::uint32_t) { words_and(clause.negated ? 4 : 3, clause.level); }

void Layout::node(const ExpectRequirement& clause, std::uint32_t) {
  const auto group = doc_.group();
  words_to(clause.status.back().span.end);
  expected_message(clause.message);
}

void Layout::node(const ExpectFinding& clause, std::uint32_t) {
  const auto group = doc_.group();
  words_to(clause.finding.span.end);
  expected_message(clause.message);
}

void Layout::node(const ExpectObligation& clause, std::uint32_t end) {
  words_to(clause.record ? tree_[clause.record].span.begin : end);
  if (clause.record) doc_.space(), expr(clause.record);
}

void Layout::node(const ExpectThat& clause, std::uint32_t) {
  const auto group = doc_.group();
  words_and(1, clause.condition);
}

}  // namespace nexus::grammar::layout
