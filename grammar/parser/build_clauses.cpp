#include "base/diagnostics/catalogue.h"
#include "grammar/parser/build.h"
#include "grammar/parser/found.h"

#include <string>
#include <utility>

namespace nexus::grammar::build {
namespace {

/// The words that name a clause: `owner`, `on missing`, `done when`.
std::string clause_name(Builder& b, Extent clause) {
  const Source& source = b.source();
  const Extent first = token_at(source, clause.begin);
  const Extent second = token_at(source, b.offset(b.trivia().skip(source.text.data() + first.end)));
  const std::string_view word = source.slice(first);
  const bool two = word == "on" || word == "done" || word == "started" || word == "applies" || word == "fires" ||
                   word == "keep" || word == "excused" || word == "only" || word == "warn" || word == "approved" || word == "not";
  return std::string(word) + (two ? " " + std::string(source.slice(second)) : "");
}

template <class Node>
void set_node(Builder& b, Node node) {
  b.current<TestClause>().node = std::move(node);
}

}  // namespace

void report_second(Builder& b, Extent second, base::Span first) {
  b.emit(base::diagnostics::clause_given_twice(b.span(second), clause_name(b, second)).with_label(first, "given here first"));
}

// ------------------------------------------------------------------------------------------------ names

void ident(Builder& b, Extent e) { b.push(b.name_at(e)); }
void path_part(Builder& b, Extent e) { b.current<Path>().push_back(b.name_at(e)); }

void instance(Builder& b, Extent e) {
  const std::uint32_t begin = b.offset(b.trivia().skip(b.source().text.data() + e.begin + 1));
  b.push(b.name_at({begin, b.trivia().token_end(e.end - 1)}));
}

// ------------------------------------------------------------------------------------------------ clauses of rules

void condition(Builder& b, Condition& node, Extent) {
  node.expr = b.pop_expr();
  b.push(std::move(node));
}

void lasting(Builder& b, Lasting& node, Extent e) {
  node.amount = b.pop_expr();
  node.span = b.span(e);
  b.current<Condition>().lasting = node;
}

void let_rule(Builder& b, Extent e) {
  const ExprId value = b.pop_expr();
  b.push(Let{b.pop<Name>(), value, b.span(e), b.doc_before(e.begin)});
}

void let_of_rule(Builder& b, Extent) { b.current<RuleHead>().lets.push_back(b.pop<Let>()); }

void for_each(Builder& b, ForEach& node, Extent e) {
  node.ranges = b.pop<Ranges>();
  node.span = b.span(e);
  b.push(std::move(node));
}

void for_each_of_rule(Builder& b, Extent) { b.current<RuleHead>().for_each = b.pop<ForEach>(); }

void tags(Builder& b, Extent e) { set_once(b, b.current<RuleHead>().tags, Tags{b.pop_expr(), b.span(e)}, e); }

void remedy(Builder& b, Extent e) {
  const ExprId when = b.pop_expr();
  const ExprId record = b.pop_expr();
  b.push(Remedy{b.pop<Name>(), record, when, b.span(e)});
}

void otherwise(Builder& b, Else& node, Extent e) {
  node.span = b.span(e);
  set_once(b, b.current<Requirement>().otherwise, node, e);
}

void require_label(Builder& b, Extent e) { b.current<Requirement>().label = b.name_at(token_at(b.source(), e.begin)); }

void requirement(Builder& b, Requirement& node, Extent e) {
  node.condition = b.pop<Condition>();
  node.span = b.span(e);
  node.doc = b.doc_before(e.begin);
  auto& requirements = b.inside<GateDecl>() ? b.current<GateDecl>().requirements : b.current<PhaseDecl>().requirements;
  requirements.push_back(std::move(node));
}

void only_for(Builder& b, OnlyFor& node, Extent e) {
  node.span = b.span(e);
  set_once(b, b.current<GateDecl>().only_for, std::move(node), e);
}

void excused(Builder& b, Extent e) {
  const ExprId because = b.pop_expr();
  const ExprId by = b.pop_expr();
  set_once(b, b.current<GateDecl>().excused, Excused{b.pop<Condition>(), by, because, b.span(e)}, e);
}

void score(Builder& b, Extent e) {
  const ExprId warn = b.pop_expr();
  set_once(b, b.current<GateDecl>().score, Score{b.pop_expr(), warn, b.span(e)}, e);
}

void after_item(Builder& b, AfterItem& node, Extent e) {
  node.span = b.span(e);
  b.current<std::vector<AfterItem>>().push_back(std::move(node));
}

void after(Builder& b, std::vector<AfterItem>& items, Extent e) {
  auto& after = b.current<PhaseDecl>().after;
  if (!after.empty()) return report_second(b, e, after.front().span);
  after = std::move(items);
}

void path_of_gate_ref(Builder& b, Path& path, Extent) { b.current<GateRef>().path = std::move(path); }

void gate_ref(Builder& b, GateRef& node, Extent e) {
  node.span = b.span(e);
  b.current<std::vector<GateRef>>().push_back(std::move(node));
}

void gates(Builder& b, std::vector<GateRef>& refs, Extent e) {
  auto& gates = b.current<PhaseDecl>().gates;
  if (!gates.empty()) return report_second(b, e, gates.front().span);
  gates = std::move(refs);
}

void then_clause(Builder& b, Extent e) {
  const ExprId message = b.pop_expr();
  set_once(b, b.current<TriggerDecl>().then, Then{b.pop_expr(), message, b.span(e)}, e);
}

void req_part(Builder& b, Extent e) { b.current<RequirementRef>().parts.push_back({b.name_at(e), std::nullopt}); }
void req_instance(Builder& b, Extent) { b.current<RequirementRef>().parts.back().instance = b.pop<Name>(); }

void waives(Builder& b, Extent e) { set_once(b, b.current<WaiverDecl>().waives, b.pop<RequirementRef>(), e); }

// ------------------------------------------------------------------------------------------------ fixtures and tests

void fixture(Builder& b, Extent e) { b.push(JsonFixture{b.source().slice(e), std::nullopt, b.span(e)}); }
void fixture_file(Builder& b, Extent e) { b.push(JsonFixture{{}, b.pop<Name>(), b.span(e)}); }

void test_clause(Builder& b, TestClause& node, Extent e) {
  node.span = b.span(e);
  b.current<TestDecl>().clauses.push_back(std::move(node));
}

void given_document(Builder& b, Extent) { set_node(b, GivenSnapshot{{}, b.pop<JsonFixture>()}); }
void given_history(Builder& b, Extent) { set_node(b, GivenHistory{b.pop<JsonFixture>()}); }

void series_item(Builder& b, Extent) {
  const ExprId values = b.pop_expr();
  b.current<GivenSeries>().series.push_back({b.pop_expr(), values});
}

void given_series(Builder& b, GivenSeries& node, Extent) {
  node.from = b.pop_expr();
  node.every = b.pop_expr();
  set_node(b, std::move(node));
}

void given_named(Builder& b, GivenInput& node, Extent) {
  Path path = b.pop<Path>();
  if (!node.document && node.snapshot.empty()) return set_node(b, GivenSnapshot{std::move(path), std::nullopt});
  node.input = std::move(path);
  set_node(b, std::move(node));
}

void with(Builder& b, Extent) {
  const ExprId value = b.pop_expr();
  set_node(b, WithClause{b.pop_expr(), value});
}
void without(Builder& b, Extent) { set_node(b, WithoutClause{b.pop_expr()}); }
void test_param(Builder& b, Extent) {
  const ExprId value = b.pop_expr();
  set_node(b, TestParam{b.pop<Path>(), value});
}
void test_at(Builder& b, Extent) { set_node(b, AtClause{b.pop_expr()}); }
void asking(Builder& b, Extent) { set_node(b, AskingClause{b.pop<Path>()}); }

void expect_decision(Builder& b, Extent) {
  const ExprId level = b.pop_expr();
  set_node(b, ExpectDecision{b.pop<Flag>().set, level});
}

void expect_requirement(Builder& b, Extent) {
  ExpectRequirement node;
  node.message = b.pop_expr();
  node.status = b.pop<Path>();
  node.negated = b.pop<Flag>().set;
  node.requirement = b.pop<RequirementRef>();
  set_node(b, std::move(node));
}

void expect_finding(Builder& b, Extent) {
  const ExprId message = b.pop_expr();
  const bool negated = b.pop<Flag>().set;
  set_node(b, ExpectFinding{negated, b.pop<RequirementRef>(), message});
}

void expect_obligation(Builder& b, Extent) {
  const ExprId record = b.pop_expr();
  const bool negated = b.pop<Flag>().set;
  set_node(b, ExpectObligation{negated, b.pop<Path>(), record});
}

void expect_that(Builder& b, Extent) { set_node(b, ExpectThat{b.pop_expr()}); }

}  // namespace nexus::grammar::build
