#pragma once

#include "grammar/pegtl/rules.h"

/// Second half of the grammar: expressions, loosest first, and the JSON of fixtures.
namespace nexus::grammar::rules {

// ------------------------------------------------------------------------------------------------ logic

struct Not;
struct AndMore : seq<kw<"and">, not_at<LabelNext>, must<Not>> {};
struct OrMore : seq<kw<"or">, not_at<LabelNext>, must<Not>> {};
// The part that does not fit is read too, so that the message can show both readings of all of it.
struct MixedOr : seq<OrMore, fails<Mistake::mixed_and_or>> {};
struct MixedAnd : seq<AndMore, fails<Mistake::mixed_and_or>> {};
struct AndChain : seq<plus<AndMore>, opt<MixedOr>> {};
struct OrChain : seq<plus<OrMore>, opt<MixedAnd>> {};
struct UseAnd : refuses<pegtl::string<'&', '&'>, Mistake::use_and> {};
struct UseOr : refuses<pegtl::string<'|', '|'>, Mistake::use_or> {};
struct ExprBody : seq<Not, opt<sor<AndChain, OrChain, UseAnd, UseOr>>> {};
struct Expr : nested<ExprBody> {};

struct Quant;
struct IfExpr;
struct Compare;
struct NotOperand : sor<Quant, IfExpr, Compare> {};
struct NotWord : seq<kw<"not">> {};
struct Negated : seq<plus<NotWord>, must<NotOperand>> {};  // iterative: a million `not` need no stack
struct Not : sor<Negated, NotOperand> {};

// ------------------------------------------------------------------------------------------------ quantifiers

struct FirstVar : seq<NAME> {};
struct SecondVar : seq<NAME> {};
struct Vars : seq<FirstVar, opt<sym<",">, SecondVar>> {};
struct VarsIn : seq<Vars, kw<"in">> {};
struct BinderRule : seq<Vars, must<kw<"in">, Arith>> {};  // Arith: `some x in L and y` is `(some x in L) and y`
struct Binders : seq<BinderRule, star<at<sym<",">, VarsIn>, sym<",">, BinderRule>> {};
struct Where : seq<kw<"where">, must<Expr>> {};

struct Counted;
struct DistinctRule : seq<kw<"distinct">, not_at<sor<kw<"in">, one<','>>>, must<Arith, kw<"for">, Binders>, opt<Where>> {};
struct PlainCounted : seq<Absent, Binders, opt<Where>> {};
struct Counted : sor<DistinctRule, PlainCounted> {};
struct CountName : seq<PlainName> {};
struct CountPath : seq<CountName, star<DottedMore>> {};
struct Parenthesised;
struct Count : sor<NUMBER, CountPath, Parenthesised> {};

struct EveryIfAny : seq<IfAny> {};
struct EveryHas : sor<kw<"has">, fails<Mistake::every_needs_has>> {};
struct Every : seq<kw<"every">, must<Binders>, opt<Where>, opt<EveryIfAny>, EveryHas, must<Expr>> {};
struct Some : seq<kw<"some">, must<Binders>, opt<Where>> {};  // no `has`: it would steal that of an `every` around it
struct No : seq<kw<"no">, must<Binders>, opt<Where>> {};
struct AtLeast : seq<kw<"at">, kw<"least">, must<Count, Counted>> {};
struct AtMost : seq<kw<"at">, kw<"most">, must<Count, Counted>> {};
struct Exactly : seq<kw<"exactly">, at<sor<digit, PlainName>>, not_at<DeclHead>, must<Count, Counted>> {};  // `exactly == 3` is a field
struct The : seq<at<kw<"the">, VarsIn>, kw<"the">, Binders, must<Where>> {};                                // `the` alone is a field
struct Quant : sor<Every, Some, No, AtLeast, AtMost, Exactly, The> {};

struct IfElse : kw<"else"> {};
struct IfExpr : seq<kw<"if">, must<Expr, kw<"then">, Expr, IfElse, Expr>> {};

// ------------------------------------------------------------------------------------------------ comparisons

struct SymCmp : sor<pegtl::string<'=', '='>, pegtl::string<'!', '='>, pegtl::string<'<', '='>, pegtl::string<'>', '='>, one<'<', '>'>> {};
struct SymbolComparison : seq<SymCmp, Spacing, must<Arith>> {};

template <ComparisonOp Op, class... Words>
struct WordComparison : seq<Words..., not_at<LabelNext>, must<Arith>> {};
struct WordComparisons
    : sor<WordComparison<ComparisonOp::in, kw<"in">>, WordComparison<ComparisonOp::not_in, kw<"not">, kw<"in">>,
          WordComparison<ComparisonOp::contains, kw<"contains">>, WordComparison<ComparisonOp::starts_with, kw<"starts">, kw<"with">>,
          WordComparison<ComparisonOp::ends_with, kw<"ends">, kw<"with">>, WordComparison<ComparisonOp::matches, kw<"matches">>,
          WordComparison<ComparisonOp::like, kw<"like">>, WordComparison<ComparisonOp::subset_of, kw<"subset">, kw<"of">>> {};
struct IsWhat : sor<kw<"present">, kw<"missing">, kw<"empty">, kw<"null">, fails<Mistake::use_equals_equals_not_is>> {};
struct IsTestRule : seq<kw<"is">, not_at<LabelNext>, Negation, IsWhat> {};
struct BetweenRule : seq<kw<"between">, not_at<LabelNext>, must<Arith, kw<"and">, Arith>> {};  // its own `and`, before Expr sees it
struct WordCmp : sor<WordComparisons, IsTestRule, BetweenRule> {};
struct UseGreaterEqual : refuses<pegtl::string<'=', '>'>, Mistake::use_greater_equal> {};
struct UseEqualsEquals : refuses<one<'='>, Mistake::use_equals_equals> {};  // `=` never follows an expression
struct CmpTail : sor<SymbolComparison, UseGreaterEqual, UseEqualsEquals, WordCmp> {};
struct CmpAhead : sor<SymCmp, seq<sor<kw<"in">, seq<kw<"not">, kw<"in">>, kw<"is">, kw<"contains">, kw<"matches">, kw<"like">, kw<"between">,
                                      seq<sor<kw<"starts">, kw<"ends">>, kw<"with">>, seq<kw<"subset">, kw<"of">>>,
                                  not_at<LabelNext>>> {};
struct ChainedComparison : seq<at<CmpAhead>, CmpTail, fails<Mistake::comparisons_do_not_chain>> {};
struct Compare : seq<Arith, opt<CmpTail, opt<ChainedComparison>>> {};

// ------------------------------------------------------------------------------------------------ arithmetic

struct Unary;
struct Term;
struct DefaultMore : seq<sym<"??">, must<Unary>> {};
struct Percent : sor<Unary, fails<Mistake::unit_touches_its_number>> {};
struct Multiplied : sor<seq<one<'*', '/'>, Spacing, must<Unary>>, seq<sym<"%">, Percent>> {};  // `80%` is taken by NUMBER first
struct Added : seq<one<'+', '-'>, Spacing, must<Term>> {};  // `a` newline `- b` is one subtraction: no clause starts with '-'
struct DefaultThenArith : seq<at<one<'-', '+', '*', '/', '%'>>, sor<Added, Multiplied>, fails<Mistake::parenthesise_default>> {};
struct ArithThenDefault : seq<DefaultMore, fails<Mistake::parenthesise_default>> {};
struct Defaults : seq<plus<DefaultMore>, opt<DefaultThenArith>> {};
struct Sum : seq<star<Multiplied>, star<Added>, opt<ArithThenDefault>> {};
struct Arith : seq<Unary, sor<Defaults, Sum>> {};
struct Term : seq<Unary, star<Multiplied>> {};
struct Minus : seq<one<'-'>, Spacing> {};
struct Negative : seq<plus<Minus>, must<Postfix>> {};
struct Unary : sor<Negative, Postfix> {};

// ------------------------------------------------------------------------------------------------ postfixes

struct Primary;
struct Call;
struct Conversion : seq<kw<"as">, not_at<LabelNext>, must<Type>> {};
struct FieldName : seq<IdentOrString> {};
struct Access : seq<one<'.'>, not_at<one<'.'>>, Spacing, must<FieldName>> {};  // after '.', every word is a name
struct Index : seq<sym<"[">, must<Expr, CloseBracket>> {};
struct PostTail : sor<Access, Index, Call, Conversion> {};
struct Postfix : seq<Primary, star<PostTail>> {};

struct NeedsRule : seq<kw<"needs">, must<kw<"at">, kw<"least">, Postfix>> {};
struct WindowGap : seq<MaxGap> {};
struct Over : seq<kw<"over">, must<Postfix>, star<sor<NeedsRule, WindowGap>>> {};
struct ArgBy : seq<kw<"by">, must<Expr>> {};
struct ArgFor : seq<kw<"for">, must<Binders>, opt<Where>> {};
struct Arg : seq<Expr, opt<sor<ArgFor, Over, ArgBy>>> {};
struct Call : seq<sym<"(">, opt<Arg, more_until<Arg, ')'>, opt<sym<",">>>, must<CloseParen>> {};
// count(x in L where C) looks like an argument `x in L`; the look-ahead is two names, so time stays linear.
struct OverItems : sor<kw<"count">, kw<"sort">, kw<"latest">> {};
struct BinderArg : seq<Binders, opt<sor<Where, Over>>, opt<ArgBy>> {};
struct BinderCall : seq<at<OverItems, sym<"(">, VarsIn>, OverItems, sym<"(">, BinderArg, star<sym<",">, must<Arg>>, must<CloseParen>> {};

// ------------------------------------------------------------------------------------------------ operands

struct Parenthesised : seq<sym<"(">, must<Expr, CloseParen>> {};
struct True : seq<kw<"true">> {};
struct False : seq<kw<"false">> {};
struct Null : seq<kw<"null">> {};
struct NameUse : seq<NAME> {};
struct UseNot : refuses<seq<one<'!'>, not_at<one<'='>>>, Mistake::use_not> {};
struct RawString : seq<RAW> {};
struct STRINGOrRAW : sor<STRING, RawString> {};
struct Literals : sor<NUMBER, STRINGOrRAW, True, False, Null> {};
struct RuleRef;
struct Primary : sor<Literals, Parenthesised, List, Record, BinderCall, RuleRef, NameUse, UseNot> {};

struct RuleWord : sor<kw<"gate">, kw<"phase">, kw<"trigger">> {};
struct RuleInstance : seq<Instance> {};
struct RuleRefHead : seq<RuleWord, PATHNC, opt<RuleInstance>, kw<"is">> {};
struct RuleRef : seq<at<RuleRefHead>, RuleRefHead, Negation, must<Status>> {};  // `gate is missing` stays a field: `is` is reserved

// Left-factored: two alternatives that share the first Expr would cost 2^depth.
struct ListItem : seq<Expr> {};
struct ComprehensionTail : seq<kw<"for">, must<Binders>, opt<Where>> {};
struct ListMore : plus<sym<",">, not_at<one<']'>>, must<ListItem>> {};
struct ListBody : seq<not_at<one<']'>>, must<ListItem>, opt<sor<ComprehensionTail, ListMore>>, opt<sym<",">>> {};
struct List : seq<sym<"[">, opt<ListBody>, must<CloseBracket>> {};
struct Entry : seq<IdentOrString, must<sym<":">, Expr>> {};  // keys are labels: any word
struct Record : seq<sym<"{">, opt<Entry, more_until<Entry, '}'>, opt<sym<",">>>, must<CloseBrace>> {};

// ------------------------------------------------------------------------------------------------ JSON fixtures

// Strict JSON (comments may stand between its tokens); nothing interpolates.
struct JsonValue;
struct JsonNumber : seq<opt<one<'-'>>, DEC, opt<Exponent>, not_at<sor<IdChar, one<'%'>>>, Spacing> {};
struct JsonEsc : Escape<'"', '\\', '/', 'b', 'f', 'n', 'r', 't'> {};
struct JsonString : seq<one<'"'>, star<sor<plus<not_one<'"', '\\', '\r', '\n'>>, JsonEsc>>, ClosingQuote, Spacing> {};
struct JsonKey : sor<JsonString, refuses<IdChar, Mistake::json_key_needs_quotes>> {};
struct JsonMember : seq<JsonKey, must<sym<":">, JsonValue>> {};
struct JsonObjectEnd : sym<"}"> {};
struct JsonArrayEnd : sym<"]"> {};
struct JsonObject : seq<sym<"{">, opt<not_at<one<'}'>>, must_several<JsonMember>>, must<JsonObjectEnd>> {};
struct JsonArray : seq<sym<"[">, opt<not_at<one<']'>>, must_several<JsonValue>>, must<JsonArrayEnd>> {};
struct JsonAtom : sor<JsonObject, JsonArray, JsonString, JsonNumber, kw<"true">, kw<"false">, kw<"null">, fails<Mistake::json_value_expected>> {};
struct JsonValue : nested<JsonAtom> {};

}  // namespace nexus::grammar::rules
