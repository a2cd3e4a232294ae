#pragma once

#include "grammar/parser/mistakes.h"
#include "grammar/pegtl/rules.h"

/// What was expected where a rule behind a cut fails, in words that a newcomer understands.
namespace nexus::grammar {

using Kind = Expectation::Kind;

template <class Rule>
struct expectation;  // a rule behind `must` without an entry does not compile

constexpr Expectation part(std::string_view what, std::string_view help = {}) { return {Kind::part, what, help}; }
constexpr Expectation value_of(std::string_view what = "a value", std::string_view help = {}) { return {Kind::value, what, help}; }
constexpr Expectation keyword(std::string_view word, std::string_view help = {}) { return {Kind::keyword, word, help}; }
constexpr Expectation symbol(std::string_view what, std::string_view help = {}) { return {Kind::symbol, what, help}; }
constexpr Expectation closer(std::string_view what) { return {Kind::closer, what}; }

// clang-format off
template <rules::Text Word>   struct expectation<rules::kw<Word>>   { static constexpr Expectation value = keyword(Word.view()); };
template <rules::Text Symbol> struct expectation<rules::sym<Symbol>> { static constexpr Expectation value = symbol(Symbol.view()); };

#define NEXUS_EXPECTED(RULE, ...) \
  template <> struct expectation<rules::RULE> { static constexpr Expectation value = __VA_ARGS__; }

// Symbols.
NEXUS_EXPECTED(EQ,                    symbol("="));
NEXUS_EXPECTED(CloseParen,            closer(")"));
NEXUS_EXPECTED(CloseBracket,          closer("]"));
NEXUS_EXPECTED(CloseBrace,            closer("}"));
NEXUS_EXPECTED(RecordEnd,             closer("}"));
NEXUS_EXPECTED(EnumEnd,               closer("}"));
NEXUS_EXPECTED(JsonObjectEnd,         closer("}"));
NEXUS_EXPECTED(JsonArrayEnd,          closer("]"));
NEXUS_EXPECTED(OpenBlock,             symbol("{"));
NEXUS_EXPECTED(InputColon,            symbol(":", "the shape of a further document is written `input NAME: { … }`"));

// Names and texts.
NEXUS_EXPECTED(Ident,                 part("a name"));
NEXUS_EXPECTED(RuleName,              part("a name"));
NEXUS_EXPECTED(TableName,             part("a name"));
NEXUS_EXPECTED(PATH,                  part("a name"));
NEXUS_EXPECTED(PathPart,              part("a name"));
NEXUS_EXPECTED(RefPath,               part("the name of a phase"));
NEXUS_EXPECTED(OnlyForPhase,          part("the name of a phase"));
NEXUS_EXPECTED(AfterPath,             part("the name of a phase"));
NEXUS_EXPECTED(AfterItemRule,         part("the name of a phase"));
NEXUS_EXPECTED(OrPaths,               keyword("or", "`after a, b` waits for both, `after (a or b)` for either"));
NEXUS_EXPECTED(GateRefRule,           part("the name of a gate"));
NEXUS_EXPECTED(ReqRef,                part("the name of a requirement"));
NEXUS_EXPECTED(ReqPart,               part("the name or number of a requirement"));
NEXUS_EXPECTED(FieldName,             part("the name of a field"));
NEXUS_EXPECTED(FieldPathRule,         part("the name of a field"));
NEXUS_EXPECTED(DataPath,              part("the path of a field"));
NEXUS_EXPECTED(SeriesItem,            part("the path of a field"));
NEXUS_EXPECTED(ImportSource,          part("the name of a module or a file in quotes"));
NEXUS_EXPECTED(PlainString,           part("a text in quotes"));
NEXUS_EXPECTED(WaiverTitle,           part("a title in quotes", "the title of a waiver says why it is given"));
NEXUS_EXPECTED(TestTitle,             part("a title in quotes"));
NEXUS_EXPECTED(ElseMessage,           part("a message in quotes"));
NEXUS_EXPECTED(ThenMessage,           part("a message in quotes"));
NEXUS_EXPECTED(ElseWords,             part("a level or a message in quotes"));

// Expressions.
NEXUS_EXPECTED(Expr,                  value_of());
NEXUS_EXPECTED(Not,                   value_of());
NEXUS_EXPECTED(NotOperand,            value_of());
NEXUS_EXPECTED(Arith,                 value_of());
NEXUS_EXPECTED(Term,                  value_of());
NEXUS_EXPECTED(Unary,                 value_of());
NEXUS_EXPECTED(Postfix,               value_of());
NEXUS_EXPECTED(CellVal,               value_of());
NEXUS_EXPECTED(CellAtom,              value_of());
NEXUS_EXPECTED(OutCell,               value_of());
NEXUS_EXPECTED(InCell,                value_of("a value to compare with", "a cell is a value, a comparison, a range, `in [ … ]` or `_`"));
NEXUS_EXPECTED(Body,                  value_of());
NEXUS_EXPECTED(ListItem,              value_of());
NEXUS_EXPECTED(Arg,                   value_of());
NEXUS_EXPECTED(ElseFile,              value_of());
NEXUS_EXPECTED(ElseLine,              value_of());
NEXUS_EXPECTED(Cond,                  value_of("a condition"));
NEXUS_EXPECTED(Count,                 part("a number"));
NEXUS_EXPECTED(Counted,               part("what is counted", "write `at least 2 x in LIST where CONDITION`"));
NEXUS_EXPECTED(Binders,               part("a name for each item", "write `x in LIST`"));
NEXUS_EXPECTED(Where,                 keyword("where", "`the x in LIST where CONDITION` is the one item that meets it"));
NEXUS_EXPECTED(IfElse,                keyword("else", "an `if` in an expression needs both: `if CONDITION then VALUE else VALUE`"));
NEXUS_EXPECTED(List,                  part("a list in brackets"));
NEXUS_EXPECTED(Record,                part("a record in braces"));
NEXUS_EXPECTED(Entry,                 part("a key"));
NEXUS_EXPECTED(Override,              part("a parameter and its value"));
NEXUS_EXPECTED(EndOfExpression,       part("an operator or the end of the expression"));

// Types.
NEXUS_EXPECTED(Type,                  part("a type"));
NEXUS_EXPECTED(TypeAtom,              part("a type"));
NEXUS_EXPECTED(TableResult,           part("a type"));
NEXUS_EXPECTED(InputShape,            part("`{` or a name", "write `input { … }`, or `input NAME: TYPE` for a further document"));
NEXUS_EXPECTED(Formals,               symbol("("));
NEXUS_EXPECTED(TableFormals,          symbol("("));
NEXUS_EXPECTED(FormalRule,            part("a name and its type"));
NEXUS_EXPECTED(Member,                part("a member"));

// Clauses.
NEXUS_EXPECTED(Level,                 part("a level", "the levels are `allow`, `warn`, `hold`, `block` and `rollback`"));
NEXUS_EXPECTED(OnLevel,               part("a level", "the levels are `allow`, `warn`, `hold`, `block` and `rollback`"));
NEXUS_EXPECTED(Moment,                part("a date", "a date is written `2026-01-05`, a time `2026-01-05T10:00:00Z`"));
NEXUS_EXPECTED(FailOrMissing,         part("`fail` or `missing`"));
NEXUS_EXPECTED(WhenOrAt,              part("`when` or `at`"));
NEXUS_EXPECTED(TheLast,               part("`the last`", "write `for 3 of the last 5 snapshots`"));
NEXUS_EXPECTED(SnapshotBody,          part("a JSON object or `file \"NAME\"`"));
NEXUS_EXPECTED(GivenWhat,             part("the name of a snapshot or a JSON object"));
NEXUS_EXPECTED(ExpectWhat,            value_of("a condition"));
NEXUS_EXPECTED(Status,                part("a status", "such as `pass`, `fail`, `done`, or a value that holds one"));

// JSON and the file.
NEXUS_EXPECTED(JsonMember,            {Kind::json_member, "a key in double quotes"});
NEXUS_EXPECTED(JsonValue,             part("a JSON value"));
NEXUS_EXPECTED(EndOfFile,             part("a declaration"));

#undef NEXUS_EXPECTED
// clang-format on

}  // namespace nexus::grammar
