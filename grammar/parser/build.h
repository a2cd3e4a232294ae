#pragma once

#include "grammar/parser/builder.h"

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

/// What the grammar's actions do: each function takes the parts of one construct off the builder's stacks and leaves the
/// construct there, or puts it into the one under way. The table of which rule calls what is grammar/pegtl/actions.h.
namespace nexus::grammar::build {

// ------------------------------------------------------------------------------------------------ by the name of a member

template <auto Member>
struct MemberOf;
template <class Owner_, class Value_, Value_ Owner_::*Member>
struct MemberOf<Member> {
  using Owner = Owner_;
  using Value = Value_;
};
template <auto Member>
[[nodiscard]] typename MemberOf<Member>::Value& member(Builder& b) {
  return b.current<typename MemberOf<Member>::Owner>().*Member;
}

/// Moves the value on top of its stack into the construct under way.
template <auto Member, class Value>
void take(Builder& b, Extent) {
  member<Member>(b) = b.pop<Value>();
}
template <auto Member>
void take_name(Builder& b, Extent) {
  take<Member, Name>(b, {});
}
template <auto Member>
void take_path(Builder& b, Extent) {
  take<Member, Path>(b, {});
}
template <auto Member>
void take_expr(Builder& b, Extent) {
  member<Member>(b) = b.pop_expr();
}
template <auto Member, class Value>
void append(Builder& b, Extent) {
  member<Member>(b).push_back(b.pop<Value>());
}
template <auto Member>
void append_expr(Builder& b, Extent) {
  member<Member>(b).push_back(b.pop_expr());
}
template <auto Member>
void set_true(Builder& b, Extent) {
  member<Member>(b) = true;
}
template <auto Member>
void set_span(Builder& b, Extent e);

/// A clause that may stand once: a second one is reported, and the first counts.
template <class Clause>
void set_once(Builder& b, std::optional<Clause>& slot, Clause clause, Extent e);
void report_second(Builder& b, Extent second, base::Span first);

inline base::Span span_of(base::Span s) { return s; }
template <class Clause>
base::Span span_of(const Clause& c) {
  return c.span;
}
template <class Clause>
void set_once(Builder& b, std::optional<Clause>& slot, Clause clause, Extent e) {
  if (slot) return report_second(b, e, span_of(*slot));
  slot = std::move(clause);
}
template <auto Member>
void set_span(Builder& b, Extent e) {
  set_once(b, member<Member>(b), b.span(e), e);
}
template <auto Member>
void set_clause(Builder& b, Extent e) {
  set_once(b, member<Member>(b), ExprClause{b.pop_expr(), b.span(e)}, e);
}
template <auto Member>
void set_condition(Builder& b, Extent e) {
  set_once(b, member<Member>(b), ConditionClause{b.pop<Condition>(), b.span(e)}, e);
}
template <auto Member>
void set_text(Builder& b, Extent e) {
  set_once(b, member<Member>(b), TextClause{b.pop<Name>(), b.span(e)}, e);
}

/// Leaves a finished construct on its stack.
template <class Node>
void push_node(Builder& b, Node& node, Extent) {
  b.push(std::move(node));
}
template <class Node>
void push_with_span(Builder& b, Node& node, Extent e) {
  node.span = b.span(e);
  b.push(std::move(node));
}

// ------------------------------------------------------------------------------------------------ names

void ident(Builder& b, Extent e);
void path_part(Builder& b, Extent e);
void instance(Builder& b, Extent e);
template <auto Member>
void name_of_binder(Builder& b, Extent e) {
  member<Member>(b) = b.name_at(e);
}

// ------------------------------------------------------------------------------------------------ expressions

template <LiteralKind Kind>
void literal(Builder& b, Extent e) {
  b.push_expr(Literal{Kind, b.source().slice(e)}, e);
}
void boolean(Builder& b, Extent e);
void null(Builder& b, Extent e);
void string_text(Builder& b, Extent e);
void interpolation(Builder& b, StringPiece& piece, Extent e);
void string(Builder& b, StringLiteral& node, Extent e);
void raw_string(Builder& b, Extent e);
void name_ref(Builder& b, Extent e);
void absent(Builder& b, Extent e);
void parenthesised(Builder& b, Extent e);
void list(Builder& b, ListParts& parts, Extent e);
void record_entry(Builder& b, Extent e);
void record(Builder& b, RecordLiteral& node, Extent e);
void rule_status(Builder& b, RuleStatus& node, Extent e);

void access(Builder& b, Extent e);
void index(Builder& b, Extent e);
void conversion(Builder& b, Extent e);
void call(Builder& b, Call& node, Extent e);
void binder_call(Builder& b, Call& node, Extent e);
void argument(Builder& b, Argument& node, Extent e);
void binder_argument(Builder& b, Argument& node, Extent e);
void argument_ranges(Builder& b, Extent e);
void window(Builder& b, Window& node, Extent e);

void prefix_word(Builder& b, Extent e);
void negated(Builder& b, PrefixChain& chain, Extent e);
void negative(Builder& b, PrefixChain& chain, Extent e);
void arithmetic(Builder& b, Extent e);
void default_value(Builder& b, Extent e);
/// The operator that `e` begins with and that stands before `rhs`.
[[nodiscard]] ComparisonOp symbol_operator(Builder& b, Extent e, const Operand& rhs);
void symbol_comparison(Builder& b, Extent e);
void compare(Builder& b, Extent e, ComparisonOp op);
template <ComparisonOp Op>
void word_comparison(Builder& b, Extent e) {
  compare(b, e, Op);
}
void is_test(Builder& b, Extent e);
void between(Builder& b, Extent e);
void join(Builder& b, LogicalOp op);
template <LogicalOp Op>
void logical(Builder& b, Extent) {
  join(b, Op);
}
void conditional(Builder& b, Extent e);

void flag(Builder& b, Extent e);
void binder(Builder& b, Binder& node, Extent e);
void where(Builder& b, Extent e);
void quantifier(Builder& b, Quantifier& node, QuantifierKind kind, Extent e);
template <QuantifierKind Kind>
void quantifier(Builder& b, Quantifier& node, Extent e) {
  quantifier(b, node, Kind, e);
}

// ------------------------------------------------------------------------------------------------ types

void type_alternative(Builder& b, Extent e);
void string_type(Builder& b, Extent e);
void list_type(Builder& b, Extent e);
void map_type(Builder& b, Extent e);
void record_type(Builder& b, RecordType& node, Extent e);
void null_type(Builder& b, Extent e);
void quantity_type(Builder& b, Extent e);
void percent_type(Builder& b, Extent e);
void named_type(Builder& b, Extent e);
void field(Builder& b, Field& node, Extent e);
void fresh(Builder& b, Extent e);
void about(Builder& b, Extent e);

// ------------------------------------------------------------------------------------------------ clauses

void condition(Builder& b, Condition& node, Extent e);
void lasting(Builder& b, Lasting& node, Extent e);
void let_rule(Builder& b, Extent e);
void let_of_rule(Builder& b, Extent e);
void for_each(Builder& b, ForEach& node, Extent e);
void for_each_of_rule(Builder& b, Extent e);
void tags(Builder& b, Extent e);
void remedy(Builder& b, Extent e);
template <class Owner>
void remedy_of(Builder& b, Extent) {
  b.current<Owner>().remedies.push_back(b.pop<Remedy>());
}
void otherwise(Builder& b, Else& node, Extent e);
void require_label(Builder& b, Extent e);
void requirement(Builder& b, Requirement& node, Extent e);
void only_for(Builder& b, OnlyFor& node, Extent e);
void excused(Builder& b, Extent e);
void score(Builder& b, Extent e);
template <Milestone PhaseDecl::*Which>
void milestone_when(Builder& b, Extent e) {
  set_once(b, (b.current<PhaseDecl>().*Which).when, ConditionClause{b.pop<Condition>(), b.span(e)}, e);
}
template <Milestone PhaseDecl::*Which>
void milestone_at(Builder& b, Extent e) {
  set_once(b, (b.current<PhaseDecl>().*Which).at, ExprClause{b.pop_expr(), b.span(e)}, e);
}
void after_item(Builder& b, AfterItem& node, Extent e);
void after(Builder& b, std::vector<AfterItem>& items, Extent e);
void path_of_gate_ref(Builder& b, Path& path, Extent e);
void gate_ref(Builder& b, GateRef& node, Extent e);
void gates(Builder& b, std::vector<GateRef>& refs, Extent e);
void then_clause(Builder& b, Extent e);
void req_part(Builder& b, Extent e);
void req_instance(Builder& b, Extent e);
void waives(Builder& b, Extent e);
void fixture(Builder& b, Extent e);
void fixture_file(Builder& b, Extent e);

// ------------------------------------------------------------------------------------------------ clauses of tests

void test_clause(Builder& b, TestClause& node, Extent e);
void given_document(Builder& b, Extent e);
void given_history(Builder& b, Extent e);
void given_series(Builder& b, GivenSeries& node, Extent e);
void series_item(Builder& b, Extent e);
void given_named(Builder& b, GivenInput& node, Extent e);
void with(Builder& b, Extent e);
void without(Builder& b, Extent e);
void test_param(Builder& b, Extent e);
void test_at(Builder& b, Extent e);
void asking(Builder& b, Extent e);
void expect_decision(Builder& b, Extent e);
void expect_requirement(Builder& b, Extent e);
void expect_finding(Builder& b, Extent e);
void expect_obligation(Builder& b, Extent e);
void expect_that(Builder& b, Extent e);

// ------------------------------------------------------------------------------------------------ declarations

void open_block(Builder& b, Extent e);
void module_header(Builder& b, ModuleHeader& node, Extent e);
void declaration(Builder& b, Decl& node, Extent e);
/// For declarations that are complete as they are.
template <class Node>
void finish(Builder& b, Node& node, Extent) {
  b.current<Decl>().node = std::move(node);
}
void let_of_module(Builder& b, Extent e);
void enforce(Builder& b, EnforceDecl& node, Extent e);
void parameter_override(Builder& b, Extent e);
void enum_member(Builder& b, Extent e);
void enum_decl(Builder& b, EnumDecl& node, Extent e);
void type_decl(Builder& b, Extent e);
void param_range(Builder& b, Extent e);
void param(Builder& b, ParamDecl& node, Extent e);
void input(Builder& b, InputDecl& node, Extent e);
void input_evidence(Builder& b, Extent e);
void def(Builder& b, Extent e);
void formal(Builder& b, Extent e);
void snapshot(Builder& b, Extent e);
void table_result(Builder& b, Extent e);
void table_row(Builder& b, TableRow& node, Extent e);
void table_cell(Builder& b, TableCell& node, Extent e);
void any_cell(Builder& b, Extent e);
void comparison_cell(Builder& b, Extent e);
void list_cell(Builder& b, Extent e);
void value_cell(Builder& b, Extent e);
void test_for_each(Builder& b, Extent e);

}  // namespace nexus::grammar::build
