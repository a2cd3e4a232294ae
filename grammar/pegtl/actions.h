#pragma once

#include "grammar/parser/build.h"
#include "grammar/pegtl/expectations.h"
#include "grammar/pegtl/rules.h"

#include <type_traits>

/// Which rule of the grammar does what (grammar/build.h), and how PEGTL is told.
namespace nexus::grammar {

// ------------------------------------------------------------------------------------------------ mechanics

struct no_action {};
/// What a rule does on success; the table below says it of those that do something.
template <class Rule>
struct action : no_action {};

/// Rules without an action are matched without ceremony, which spares the compiler thousands of empty functions.
template <class Rule>
struct control : tao::pegtl::normal<Rule> {
  static constexpr bool enable = tao::pegtl::normal<Rule>::enable && !std::is_base_of_v<no_action, action<Rule>>;

  /// The rule failed behind a cut.
  template <class Input>
  [[noreturn]] static void raise(const Input& in, Builder& b) {
    b.fail(expectation<Rule>::value, b.offset(in.current()));
  }
};

/// Calls `Do` with the extent of what the rule matched, less the spacing behind it.
template <auto Do>
struct does {
  template <class Input>
  static void apply(const Input& in, Builder& b) {
    Do(b, b.extent(in.begin(), in.end()));
  }
};

/// Calls `Do` with all that the rule matched: inside of strings, blanks are not spacing.
template <auto Do>
struct does_raw {
  template <class Input>
  static void apply(const Input& in, Builder& b) {
    Do(b, Extent{b.offset(in.begin()), b.offset(in.end())});
  }
};

/// Opens a Node for the rule's parts to fill in, and calls `Finish` once they have.
template <class Node, auto Finish>
struct builds {
  template <class Rule, tao::pegtl::apply_mode A, tao::pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static bool match(Input& in, Builder& b) {
    if constexpr (A == tao::pegtl::apply_mode::nothing) {
      return tao::pegtl::match<Rule, A, M, Action, Control>(in, b);
    } else {
      const char* const begin = in.current();
      Node node{};
      const Builder::Opened<Node> opened(b, node, b.offset(begin));
      if (!match_parts<Rule, M, Action, Control>(in, b, node)) return false;
      Finish(b, node, b.extent(begin, in.current()));
      return true;
    }
  }

 private:
  template <class Rule, tao::pegtl::rewind_mode M, template <class...> class Action, template <class...> class Control,
            class Input>
  static bool match_parts(Input& in, Builder& b, Node& node) {
    constexpr auto act = tao::pegtl::apply_mode::action;
    if constexpr (requires { node.head; }) {  // gates, phases and triggers share clauses
      const Builder::Opened<RuleHead> head(b, node.head, b.offset(in.current()));
      return tao::pegtl::match<Rule, act, M, Action, Control>(in, b);
    } else {
      if constexpr (std::is_same_v<Node, Decl>) b.open_decl(b.offset(in.current()));
      return tao::pegtl::match<Rule, act, M, Action, Control>(in, b);
    }
  }
};

// ------------------------------------------------------------------------------------------------ the table

// clang-format off
#define NEXUS_ACTION(RULE, ...) template <> struct action<rules::RULE> : __VA_ARGS__ {}

using namespace build;  // NOLINT: this header is included by one translation unit

// Names.
NEXUS_ACTION(Ident,                 does<ident>);
NEXUS_ACTION(PlainString,           does<ident>);
NEXUS_ACTION(PathHead,              does<path_part>);
NEXUS_ACTION(PathPart,              does<path_part>);
NEXUS_ACTION(PATH,                  builds<Path, push_node<Path>>);
NEXUS_ACTION(PATHNC,                builds<Path, push_node<Path>>);
NEXUS_ACTION(StatusHead,            does<path_part>);
NEXUS_ACTION(Status,                builds<Path, push_node<Path>>);
NEXUS_ACTION(FieldPathRule,         builds<Path, push_node<Path>>);
NEXUS_ACTION(Instance,              does<instance>);
NEXUS_ACTION(ReqHead,               does<req_part>);
NEXUS_ACTION(ReqPart,               does<req_part>);
NEXUS_ACTION(ReqInstance,           does<req_instance>);
NEXUS_ACTION(ReqRef,                builds<RequirementRef, push_with_span<RequirementRef>>);

// Literals.
NEXUS_ACTION(TIME,                  does<literal<LiteralKind::time>>);
NEXUS_ACTION(DATE,                  does<literal<LiteralKind::date>>);
NEXUS_ACTION(DURATION,              does<literal<LiteralKind::duration>>);
NEXUS_ACTION(SIZE,                  does<literal<LiteralKind::size>>);
NEXUS_ACTION(RATIO,                 does<literal<LiteralKind::ratio>>);
NEXUS_ACTION(PLAINNUM,              does<literal<LiteralKind::number>>);
NEXUS_ACTION(True,                  does<boolean>);
NEXUS_ACTION(False,                 does<boolean>);
NEXUS_ACTION(Null,                  does<null>);
NEXUS_ACTION(StringText,            does_raw<string_text>);
NEXUS_ACTION(Interp,                builds<StringPiece, interpolation>);
NEXUS_ACTION(STRING,                builds<StringLiteral, string>);
NEXUS_ACTION(RawString,             does<raw_string>);

// Operands.
NEXUS_ACTION(Absent,                does<absent>);
NEXUS_ACTION(Negation,              does<flag>);
NEXUS_ACTION(NoMark,                does<flag>);
NEXUS_ACTION(NameUse,               does<name_ref>);
NEXUS_ACTION(DataRoot,              does<name_ref>);
NEXUS_ACTION(CountName,             does<name_ref>);
NEXUS_ACTION(OverItems,             does<name_ref>);
NEXUS_ACTION(DottedHead,            does<name_ref>);
NEXUS_ACTION(LevelWord,             does<name_ref>);
NEXUS_ACTION(DottedMore,            does<access>);
NEXUS_ACTION(Parenthesised,         does<parenthesised>);
NEXUS_ACTION(ListItem,              does<append_expr<&ListParts::items>>);
NEXUS_ACTION(ComprehensionTail,     does<set_true<&ListParts::comprehension>>);
NEXUS_ACTION(List,                  builds<ListParts, list>);
NEXUS_ACTION(Entry,                 does<record_entry>);
NEXUS_ACTION(Record,                builds<RecordLiteral, record>);
NEXUS_ACTION(RuleInstance,          does<take_name<&RuleStatus::instance>>);
NEXUS_ACTION(RuleRef,               builds<RuleStatus, rule_status>);

// Postfixes.
NEXUS_ACTION(Access,                does<access>);
NEXUS_ACTION(Index,                 does<index>);
NEXUS_ACTION(Conversion,            does<conversion>);
NEXUS_ACTION(Call,                  builds<Call, call>);
NEXUS_ACTION(BinderCall,            builds<Call, binder_call>);
NEXUS_ACTION(Arg,                   builds<Argument, argument>);
NEXUS_ACTION(BinderArg,             builds<Argument, binder_argument>);
NEXUS_ACTION(ArgFor,                does<argument_ranges>);
NEXUS_ACTION(ArgBy,                 does<take_expr<&Argument::by>>);
NEXUS_ACTION(Over,                  builds<Window, window>);
NEXUS_ACTION(NeedsRule,             does<take_expr<&Window::needs>>);
NEXUS_ACTION(WindowGap,             does<take_expr<&Window::max_gap>>);

// Operators.
NEXUS_ACTION(NotWord,               does<prefix_word>);
NEXUS_ACTION(Minus,                 does<prefix_word>);
NEXUS_ACTION(Negated,               builds<PrefixChain, negated>);
NEXUS_ACTION(Negative,              builds<PrefixChain, negative>);
NEXUS_ACTION(NegativeCell,          builds<PrefixChain, negative>);
NEXUS_ACTION(Added,                 does<arithmetic>);
NEXUS_ACTION(Multiplied,            does<arithmetic>);
NEXUS_ACTION(DefaultMore,           does<default_value>);
NEXUS_ACTION(SymbolComparison,      does<symbol_comparison>);
NEXUS_ACTION(IsTestRule,            does<is_test>);
NEXUS_ACTION(BetweenRule,           does<between>);
NEXUS_ACTION(AndMore,               does<logical<LogicalOp::conjunction>>);
NEXUS_ACTION(OrMore,                does<logical<LogicalOp::disjunction>>);
NEXUS_ACTION(IfExpr,                does<conditional>);
template <ComparisonOp Op, class... Words> struct action<rules::WordComparison<Op, Words...>> : does<word_comparison<Op>> {};

// Quantifiers.
NEXUS_ACTION(FirstVar,              does<name_of_binder<&Binder::first>>);
NEXUS_ACTION(SecondVar,             does<name_of_binder<&Binder::second>>);
NEXUS_ACTION(BinderRule,            builds<Binder, binder>);
NEXUS_ACTION(Binders,               builds<Ranges, push_node<Ranges>>);
NEXUS_ACTION(Where,                 does<where>);
NEXUS_ACTION(EveryIfAny,            does<set_true<&Quantifier::if_any>>);
NEXUS_ACTION(Every,                 builds<Quantifier, quantifier<QuantifierKind::every>>);
NEXUS_ACTION(Some,                  builds<Quantifier, quantifier<QuantifierKind::some>>);
NEXUS_ACTION(No,                    builds<Quantifier, quantifier<QuantifierKind::no>>);
NEXUS_ACTION(The,                   builds<Quantifier, quantifier<QuantifierKind::the>>);
NEXUS_ACTION(AtLeast,               builds<Quantifier, quantifier<QuantifierKind::at_least>>);
NEXUS_ACTION(AtMost,                builds<Quantifier, quantifier<QuantifierKind::at_most>>);
NEXUS_ACTION(Exactly,               builds<Quantifier, quantifier<QuantifierKind::exactly>>);

// Types.
NEXUS_ACTION(TypeMore,              does<type_alternative>);
NEXUS_ACTION(StringTypeRule,        does<string_type>);
NEXUS_ACTION(ListTypeRule,          does<list_type>);
NEXUS_ACTION(MapTypeRule,           does<map_type>);
NEXUS_ACTION(RecordTypeRule,        builds<RecordType, record_type>);
NEXUS_ACTION(NullTypeRule,          does<null_type>);
NEXUS_ACTION(RatioType,             does<quantity_type>);
NEXUS_ACTION(DurationType,          does<quantity_type>);
NEXUS_ACTION(SizeType,              does<quantity_type>);
NEXUS_ACTION(TimeType,              does<quantity_type>);
NEXUS_ACTION(PercentTypeRule,       does<percent_type>);
NEXUS_ACTION(NamedTypeRule,         does<named_type>);
NEXUS_ACTION(FieldOptional,         does<set_true<&Field::optional>>);
NEXUS_ACTION(FieldRule,             builds<Field, field>);
NEXUS_ACTION(FreshRule,             does<fresh>);
NEXUS_ACTION(AboutRule,             does<about>);
NEXUS_ACTION(Evidences,             builds<Evidence, push_node<Evidence>>);

// Clauses that several blocks have.
NEXUS_ACTION(LastingGap,            does<take_expr<&Lasting::max_gap>>);
NEXUS_ACTION(OfTheLast,             does<take_expr<&Lasting::of_last>>);
NEXUS_ACTION(LastingRule,           builds<Lasting, lasting>);
NEXUS_ACTION(Cond,                  builds<Condition, condition>);
NEXUS_ACTION(LetRule,               does<let_rule>);
NEXUS_ACTION(LetOfRule,             does<let_of_rule>);
NEXUS_ACTION(ForEachIfAny,          does<set_true<&ForEach::if_any>>);
NEXUS_ACTION(ForEachRule,           builds<ForEach, for_each>);
NEXUS_ACTION(RuleForEach,           does<for_each_of_rule>);
NEXUS_ACTION(TestForEach,           does<test_for_each>);
NEXUS_ACTION(RuleName,              does<take_name<&RuleHead::name>>);
NEXUS_ACTION(RuleTitle,             does<take_name<&RuleHead::title>>);
NEXUS_ACTION(Applies,               does<set_condition<&RuleHead::applies>>);
NEXUS_ACTION(OwnerRule,             does<set_text<&RuleHead::owner>>);
NEXUS_ACTION(TagsRule,              does<tags>);
NEXUS_ACTION(RemedyRule,            does<remedy>);
NEXUS_ACTION(OpenBlock,             does<open_block>);

// Clauses of gates and requirements.
NEXUS_ACTION(OnFail,                does<set_clause<&GateDecl::on_fail>>);
NEXUS_ACTION(OnMissing,             does<set_clause<&GateDecl::on_missing>>);
NEXUS_ACTION(OnlyForPhase,          does<append<&OnlyFor::phases, Path>>);
NEXUS_ACTION(OnlyForRule,           builds<OnlyFor, only_for>);
NEXUS_ACTION(ExcusedRule,           does<excused>);
NEXUS_ACTION(ScoreRule,             does<score>);
NEXUS_ACTION(RemedyOfGate,          does<remedy_of<GateDecl>>);
NEXUS_ACTION(RequireLabel,          does<require_label>);
NEXUS_ACTION(Require,               builds<Requirement, requirement>);
NEXUS_ACTION(ReqWhen,               does<set_clause<&Requirement::when>>);
NEXUS_ACTION(ReqWeight,             does<set_clause<&Requirement::weight>>);
NEXUS_ACTION(ReqKey,                does<set_span<&Requirement::key>>);
NEXUS_ACTION(ReqWarnWhen,           does<set_clause<&Requirement::warn_when>>);
NEXUS_ACTION(ReqRemedy,             does<remedy_of<Requirement>>);
NEXUS_ACTION(ReqFrom,               does<set_clause<&Requirement::from>>);
NEXUS_ACTION(ReqUntil,              does<set_clause<&Requirement::until>>);
NEXUS_ACTION(NotWaivable,           does<set_span<&Requirement::not_waivable>>);
NEXUS_ACTION(ElseMessage,           does<take_expr<&Else::message>>);
NEXUS_ACTION(ElseLevel,             does<take_expr<&Else::level>>);
NEXUS_ACTION(ElseFile,              does<take_expr<&Else::file>>);
NEXUS_ACTION(ElseLine,              does<take_expr<&Else::line>>);
NEXUS_ACTION(ElseRule,              builds<Else, otherwise>);

// Clauses of phases and triggers.
NEXUS_ACTION(AfterPath,             does<append<&AfterItem::alternatives, Path>>);
NEXUS_ACTION(AfterItemRule,         builds<AfterItem, after_item>);
NEXUS_ACTION(AfterClause,           builds<std::vector<AfterItem>, after>);
NEXUS_ACTION(GateRefPath,           builds<Path, path_of_gate_ref>);
NEXUS_ACTION(AllGates,              does<set_true<&GateRef::all>>);
NEXUS_ACTION(GateRefRule,           builds<GateRef, gate_ref>);
NEXUS_ACTION(GatesClause,           builds<std::vector<GateRef>, gates>);
NEXUS_ACTION(StartedWhen,           does<milestone_when<&PhaseDecl::started>>);
NEXUS_ACTION(StartedAt,             does<milestone_at<&PhaseDecl::started>>);
NEXUS_ACTION(DoneWhen,              does<milestone_when<&PhaseDecl::done>>);
NEXUS_ACTION(DoneAt,                does<milestone_at<&PhaseDecl::done>>);
NEXUS_ACTION(Fires,                 does<set_condition<&TriggerDecl::fires>>);
NEXUS_ACTION(ThenRule,              does<then_clause>);
NEXUS_ACTION(KeepFor,               does<set_clause<&TriggerDecl::keep_for>>);
NEXUS_ACTION(TriggerOnMissing,      does<set_clause<&TriggerDecl::on_missing>>);
NEXUS_ACTION(RemedyOfTrigger,       does<remedy_of<TriggerDecl>>);

// Waivers, fixtures and tests.
NEXUS_ACTION(WaiverTitle,           does<take_name<&WaiverDecl::title>>);
NEXUS_ACTION(WaivesWhere,           does<take_expr<&WaiverDecl::where>>);
NEXUS_ACTION(Waives,                does<waives>);
NEXUS_ACTION(WaiverUntil,           does<set_clause<&WaiverDecl::until>>);
NEXUS_ACTION(Approved,              does<set_text<&WaiverDecl::approved_by>>);
NEXUS_ACTION(ObjectFixture,         does<fixture>);
NEXUS_ACTION(ArrayFixture,          does<fixture>);
NEXUS_ACTION(FromFile,              does<fixture_file>);
NEXUS_ACTION(TestTitle,             does<take_name<&TestDecl::title>>);
NEXUS_ACTION(TestClauseRule,        builds<TestClause, test_clause>);
NEXUS_ACTION(GivenFile,             does<given_document>);
NEXUS_ACTION(GivenDocument,         does<given_document>);
NEXUS_ACTION(GivenHistoryRule,      does<given_history>);
NEXUS_ACTION(SeriesItem,            does<series_item>);
NEXUS_ACTION(GivenSeriesRule,       builds<GivenSeries, given_series>);
NEXUS_ACTION(GivenFixture,          does<take<&GivenInput::document, JsonFixture>>);
NEXUS_ACTION(GivenOther,            does<take_path<&GivenInput::snapshot>>);
NEXUS_ACTION(GivenNamed,            builds<GivenInput, given_named>);
NEXUS_ACTION(With,                  does<with>);
NEXUS_ACTION(Without,               does<without>);
NEXUS_ACTION(TestParamRule,         does<test_param>);
NEXUS_ACTION(TestAt,                does<test_at>);
NEXUS_ACTION(Asking,                does<asking>);
NEXUS_ACTION(ExpectDecisionRule,    does<expect_decision>);
NEXUS_ACTION(ExpectRequirementRule, does<expect_requirement>);
NEXUS_ACTION(ExpectFindingRule,     does<expect_finding>);
NEXUS_ACTION(ExpectObligationRule,  does<expect_obligation>);
NEXUS_ACTION(ExpectThatRule,        does<expect_that>);

// Declarations.
NEXUS_ACTION(Zone,                  does<take_name<&ModuleHeader::zone>>);
NEXUS_ACTION(Policy,                builds<ModuleHeader, module_header>);
NEXUS_ACTION(DeclRule,              builds<Decl, declaration>);
NEXUS_ACTION(ImportFile,            does<take_name<&ImportDecl::file>>);
NEXUS_ACTION(ImportModule,          does<take_path<&ImportDecl::module>>);
NEXUS_ACTION(ImportAlias,           does<take_name<&ImportDecl::alias>>);
NEXUS_ACTION(Import,                builds<ImportDecl, finish<ImportDecl>>);
NEXUS_ACTION(EnforceLevel,          does<take_expr<&EnforceDecl::level>>);
NEXUS_ACTION(Override,              does<parameter_override>);
NEXUS_ACTION(Enforce,               builds<EnforceDecl, enforce>);
NEXUS_ACTION(Member,                does<enum_member>);
NEXUS_ACTION(OrderedMember,         does<set_true<&EnumDecl::ordered>>);
NEXUS_ACTION(Enum,                  builds<EnumDecl, enum_decl>);
NEXUS_ACTION(TypeDeclRule,          does<type_decl>);
NEXUS_ACTION(ParamRange,            does<param_range>);
NEXUS_ACTION(Param,                 builds<ParamDecl, param>);
NEXUS_ACTION(InputName,             does<take_name<&InputDecl::name>>);
NEXUS_ACTION(InputOptional,         does<set_true<&InputDecl::optional>>);
NEXUS_ACTION(NamedInput,            does<input_evidence>);
NEXUS_ACTION(Input,                 builds<InputDecl, input>);
NEXUS_ACTION(LetOfModule,           does<let_of_module>);
NEXUS_ACTION(FormalRule,            does<formal>);
NEXUS_ACTION(Formals,               builds<std::vector<Formal>, push_node<std::vector<Formal>>>);
NEXUS_ACTION(Def,                   does<def>);
NEXUS_ACTION(Snapshot,              does<snapshot>);
NEXUS_ACTION(Gate,                  builds<GateDecl, finish<GateDecl>>);
NEXUS_ACTION(Phase,                 builds<PhaseDecl, finish<PhaseDecl>>);
NEXUS_ACTION(Trigger,               builds<TriggerDecl, finish<TriggerDecl>>);
NEXUS_ACTION(Waiver,                builds<WaiverDecl, finish<WaiverDecl>>);
NEXUS_ACTION(Test,                  builds<TestDecl, finish<TestDecl>>);
NEXUS_ACTION(TableName,             does<take_name<&TableDecl::name>>);
NEXUS_ACTION(TableFormals,          does<take<&TableDecl::formals, std::vector<Formal>>>);
NEXUS_ACTION(TableResult,           does<table_result>);
NEXUS_ACTION(FirstMatch,            does<set_true<&TableDecl::first_match>>);
NEXUS_ACTION(AnyCell,               does<any_cell>);
NEXUS_ACTION(ComparisonCell,        does<comparison_cell>);
NEXUS_ACTION(ListCell,              does<list_cell>);
NEXUS_ACTION(ValueCell,             does<value_cell>);
NEXUS_ACTION(InCell,                builds<TableCell, table_cell>);
NEXUS_ACTION(OutCell,               does<append_expr<&TableRow::outputs>>);
NEXUS_ACTION(ElseRow,               does<set_true<&TableRow::otherwise>>);
NEXUS_ACTION(Row,                   builds<TableRow, table_row>);
NEXUS_ACTION(Table,                 builds<TableDecl, finish<TableDecl>>);

#undef NEXUS_ACTION
// clang-format on

}  // namespace nexus::grammar
