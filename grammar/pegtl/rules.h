#pragma once

#include "grammar/pegtl/recovery_rules.h"
#include "grammar/pegtl/tokens.h"

/// The grammar of the language: docs/grammar.peg rule by rule, in its order. A rule named beyond those of the PEG is
/// there for an action (pegtl/actions.h) or a message (pegtl/expectations.h) of its own; `must` is the PEG's cut.
///
/// INVARIANT (commit before acting): no rule that has an action is entered where it may still be backtracked out of,
/// except one whose whole success is the act; look-ahead (`at`, `not_at`) never acts.
namespace nexus::grammar::rules {

struct Arith;
struct Postfix;
struct List;
struct Record;
struct Type;
struct RecordTypeRule;
struct MapTypeRule;
struct Level;
struct DottedName;
struct Require;
struct FromFile;
struct JsonObject;
struct JsonArray;
struct Binders;
struct Where;
struct WhereMore;
struct Access;
struct Index;
struct Call;
struct Parenthesised;
struct SymCmp;
struct Formals;
struct Stray;
struct DeclStart;
struct DeclWord;

struct CloseParen : sym<")"> {};
struct CloseBracket : sym<"]"> {};
struct CloseBrace : sym<"}"> {};
struct OpenBlock : sym<"{"> {};

// ------------------------------------------------------------------------------------------------ module

struct TopLevel;
using AtDecl = resume_at<pegtl::failure, DeclStart, seq<AtMargin, DeclStart>, false>;

struct EndOfFile : eof {};
struct EndOfExpression : eof {};
struct Zone : seq<kw<"zone">, must<PlainString>> {};
struct Policy : seq<sor<kw<"policy">, kw<"library">>, must<PATH>, opt<Zone>> {};
struct Module : seq<opt<BOM>, Spacing, opt<recovering<AtDecl, Policy>>, star<recovering<AtDecl, TopLevel>>, must<EndOfFile>> {};
struct OneExpr : seq<opt<BOM>, Spacing, must<Expr, EndOfExpression>> {};

struct ImportFile : seq<PlainString> {};
struct ImportModule : seq<PATH> {};
struct ImportSource : sor<ImportFile, ImportModule> {};
struct ImportAlias : seq<kw<"as">, must<Ident>> {};
struct Import : seq<kw<"import">, must<ImportSource>, opt<ImportAlias>> {};

struct Override : seq<Ident, must<EQ, Expr>> {};
struct EnforceLevel : seq<kw<"as">, must<Level>> {};
struct EnforceWith : seq<kw<"with">, must<sym<"{">>, opt<Override, more_until<Override, '}'>, opt<sym<",">>>, must<CloseBrace>> {};
struct Enforce : seq<kw<"enforce">, must<PATH>, opt<sor<EnforceLevel, EnforceWith>>> {};

struct Member : seq<IdentOrString> {};
struct OrderedMember : seq<LESS, must<Member>> {};
struct EnumEnd : sor<CloseBrace, refuses<one<'<', ','>, Mistake::enum_mixes_order_and_list>> {};
struct MoreMembers : sor<plus<OrderedMember>, more_until<Member, '}'>> {};
struct Enum : seq<kw<"enum">, must<Ident, sym<"{">, Member>, MoreMembers, opt<sym<",">, at<one<'}'>>>, must<EnumEnd>> {};

struct TypeDeclRule : seq<kw<"type">, must<Ident, EQ, Type>> {};
struct ParamRange : seq<kw<"in">, must<Arith, sym<"..">, Arith>> {};
struct Param : seq<kw<"param">, must<Ident, sym<":">, Type>, opt<ParamRange>, must<EQ, Expr>> {};

struct Evidences;
struct InputColon : sym<":"> {};
struct InputOptional : seq<OptMark> {};
struct InputName : seq<Ident> {};
struct NamedInput : seq<InputName, opt<InputOptional>, must<InputColon, Type>, Evidences> {};
struct InputShape : sor<MapTypeRule, RecordTypeRule, NamedInput> {};
struct Input : seq<kw<"input">, must<InputShape>> {};

struct Body : seq<Expr, opt<Stray>> {};
struct LetRule : seq<kw<"let">, must<Ident, EQ, Body>> {};
struct LetOfModule : seq<LetRule> {};
struct LetOfRule : seq<LetRule> {};
struct Def : seq<kw<"def">, must<Ident, Formals, EQ, Body>> {};
struct FormalRule : seq<Ident, must<sym<":">, Type>> {};
struct Formals : seq<sym<"(">, opt<several<FormalRule>>, must<CloseParen>> {};

struct ObjectFixture : seq<JsonObject> {};
struct ArrayFixture : seq<JsonArray> {};
struct SnapshotBody : sor<FromFile, ObjectFixture> {};
struct Snapshot : seq<kw<"snapshot">, must<Ident, SnapshotBody>> {};

struct NoHyphen : sor<not_at<one<'-'>>, fails<Mistake::no_hyphen_in_names>> {};
struct RuleName : seq<Ident, NoHyphen> {};
struct RuleTitle : seq<PlainString> {};
struct IfAny : seq<kw<"if">, kw<"any">> {};
struct ForEachIfAny : seq<IfAny> {};
struct ForEachRule : seq<kw<"for">, must<kw<"each">, Binders>, opt<Where>, opt<ForEachIfAny>> {};
struct RuleForEach : seq<ForEachRule> {};
struct TestForEach : seq<ForEachRule> {};
struct WaiverTitle : seq<PlainString> {};
struct TestTitle : seq<PlainString> {};

// Nothing but a rule's `let` looks like a declaration where a clause may stand, so that a missing `}` is found at the
// next other declaration.
struct BlockOver : seq<sor<eof, DeclStart, seq<sor<kw<"enforce">, kw<"import">>, WORD>>> {};
struct BlockEnd : sor<CloseBrace, reports<Mistake::missing_brace>> {};
struct Separator : sor<seq<at<one<','>>, reports<Mistake::no_comma_between_clauses>, one<','>, Spacing>,
                       seq<at<one<';'>>, reports<Mistake::no_semicolons>, one<';'>, Spacing>> {};
struct ForEachInside : refuses<seq<kw<"for">, kw<"each">>, Mistake::for_each_stands_in_the_header> {};
struct BetweenDigits : refuses<seq<one<','>, Spacing, sor<digit, Quote>>, Mistake::decimal_comma> {};
struct Misplaced : seq<not_at<sor<one<'}'>, BlockOver>>, sor<BetweenDigits, Separator, Stray, ForEachInside, fails<Mistake::clause_expected>>> {};

struct Gate;
struct Phase;
struct Trigger;
struct Waiver;
struct Test;
struct Table;

struct PolicyBelow : refuses<sor<kw<"policy">, kw<"library">>, Mistake::policy_stands_first> {};
struct StraySemicolon : seq<at<one<';'>>, reports<Mistake::no_semicolons>, one<';'>, Spacing> {};
struct StrayBrace : seq<at<one<'}'>>, reports<Mistake::closes_nothing>, one<'}'>, Spacing> {};
struct DeclRule : sor<Gate, Phase, Trigger, Waiver, Snapshot, Test, LetOfModule, Def, Param, TypeDeclRule, Input, Enum, Table, Import,
                      Enforce> {};  // order is free: each starts with its own keyword, and commits on it
struct NoDecl : seq<not_at<eof>, sor<StraySemicolon, StrayBrace, PolicyBelow, fails<Mistake::declaration_expected>>> {};
struct TopLevel : sor<DeclRule, NoDecl> {};

// ------------------------------------------------------------------------------------------------ blocks

// A word that is followed by ':', '=', '.' and their like is a label or a field of that name, and starts no clause.
struct FieldAhead : sor<LabelNext, one<'=', '.', ',', ')', ']', '}', '<', '>', '+', '/', '%', '|', '?'>, pegtl::string<'!', '='>> {};
template <const auto& Words>
struct clause_start : seq<kw_of<Words>, not_at<FieldAhead>> {};
struct LetStart : seq<kw<"let">, WORD, EQ> {};
struct ReservedStart : clause_start<words::reserved_starts> {};

struct GateStart : sor<clause_start<words::gate_starts>, LetStart> {};
struct PhaseStart : sor<clause_start<words::phase_starts>, LetStart> {};
struct TriggerStart : sor<clause_start<words::trigger_starts>, LetStart> {};
struct WaiverStart : clause_start<words::waiver_clauses> {};
struct TestStart : seq<not_at<kw<"at">, sor<kw<"least">, kw<"most">>>, clause_start<words::test_clauses>> {};
struct RowStart : sor<kw<"case">, seq<kw<"else">, at<pegtl::string<'=', '>'>>>> {};

template <class Start>
using at_clause = resume_at<ReservedStart, sor<Start, BlockOver>, sor<Start, BlockOver>, true>;

struct GateClause;
struct LateClause;
struct PhaseClause;
struct TriggerClause;
struct WaiverClause;
struct TestClauseRule;
struct Row;

struct BeforeRequire : sor<GateClause, seq<not_at<kw<"require">>, Misplaced>> {};
struct FromRequire : sor<Require, LateClause, Misplaced> {};
struct GateBody : seq<star<recovering<at_clause<GateStart>, BeforeRequire>>, star<recovering<at_clause<GateStart>, FromRequire>>> {};
template <class Clause, class Start>
struct Clauses : star<recovering<at_clause<Start>, sor<Clause, Misplaced>>> {};

struct GateHeader : header<GateStart, must<RuleName>, opt<RuleTitle>, opt<RuleForEach>, must<OpenBlock>> {};
struct PhaseHeader : header<PhaseStart, must<RuleName>, opt<RuleTitle>, must<OpenBlock>> {};
struct TriggerHeader : header<TriggerStart, must<RuleName>, opt<RuleTitle>, opt<RuleForEach>, must<OpenBlock>> {};
struct WaiverHeader : header<WaiverStart, must<WaiverTitle>, must<OpenBlock>> {};
struct TestHeader : header<TestStart, must<TestTitle>, opt<TestForEach>, must<OpenBlock>> {};

struct Gate : seq<kw<"gate">, GateHeader, GateBody, BlockEnd> {};
struct Phase : seq<kw<"phase">, PhaseHeader, Clauses<PhaseClause, PhaseStart>, BlockEnd> {};
struct Trigger : seq<kw<"trigger">, TriggerHeader, Clauses<TriggerClause, TriggerStart>, BlockEnd> {};
struct Waiver : seq<kw<"waiver">, WaiverHeader, Clauses<WaiverClause, WaiverStart>, BlockEnd> {};
struct Test : seq<kw<"test">, TestHeader, Clauses<TestClauseRule, TestStart>, BlockEnd> {};

// ------------------------------------------------------------------------------------------------ clauses

struct Cond;
struct RemedyRule;
struct OnLevel;

struct Applies : seq<kw<"applies">, must<kw<"when">, Cond>> {};
struct OwnerRule : seq<kw<"owner">, must<PlainString>> {};
struct TagsRule : seq<kw<"tags">, must<List>> {};
struct SayAppliesWhen : refuses<kw<"when">, Mistake::say_applies_when> {};
struct SayFiresWhen : refuses<kw<"when">, Mistake::say_fires_when> {};
struct Shared : sor<Applies, LetOfRule, OwnerRule, TagsRule> {};

struct FailOrMissing : sor<kw<"fail">, kw<"missing">> {};
struct OnFail : seq<kw<"on">, kw<"fail">, must<Level>> {};
struct OnMissing : seq<kw<"on">, kw<"missing">, must<OnLevel>> {};
struct OnWhat : seq<kw<"on">, must<FailOrMissing>> {};
struct OnlyForPhase;
struct OnlyForRule : seq<kw<"only">, must<kw<"for">>, must_several<OnlyForPhase>> {};
struct ExcusedRule : seq<kw<"excused">, must<kw<"when">, Cond, kw<"by">, Expr, kw<"because">, Expr>> {};
struct ScoreWarn : seq<kw<"warn">, must<Postfix>> {};
struct ScoreRule : seq<kw<"score">, must<kw<"pass">, Postfix>, maybe<ScoreWarn>> {};
struct RemedyOfGate : seq<RemedyRule> {};
struct GateClause : sor<Shared, OnFail, OnMissing, OnWhat, OnlyForRule, ExcusedRule, ScoreRule, RemedyOfGate, SayAppliesWhen> {};
struct LateLet : seq<at<LetStart>, Indented> {};
struct LateWord : sor<seq<not_at<kw<"require">>, kw_of<words::gate_starts>>, LateLet> {};
struct LateClause : refuses<LateWord, Mistake::stands_before_the_first_require> {};

struct AfterItemRule;
struct GateRefRule;
struct BareOr : refuses<sor<kw<"or">, kw<"and">>, Mistake::after_takes_commas_and_parentheses> {};
struct AfterClause : seq<kw<"after">, must_several<AfterItemRule>, opt<BareOr>> {};
struct GatesClause : seq<kw<"gates">, must_several<GateRefRule>> {};
struct WhenOrAt : sor<kw<"when">, kw<"at">> {};
struct StartedWhen : seq<kw<"started">, kw<"when">, must<Cond>> {};
struct StartedAt : seq<kw<"started">, kw<"at">, must<Arith>> {};
struct DoneWhen : seq<kw<"done">, kw<"when">, must<Cond>> {};
struct DoneAt : seq<kw<"done">, kw<"at">, must<Arith>> {};
struct MilestoneWhat : seq<sor<kw<"started">, kw<"done">>, must<WhenOrAt>> {};
struct MilestoneRule : sor<StartedWhen, StartedAt, DoneWhen, DoneAt, MilestoneWhat> {};
struct PhaseClause : sor<Shared, AfterClause, GatesClause, Require, MilestoneRule, SayAppliesWhen> {};

struct Message;
struct ThenMessage : seq<Message> {};
struct ThenRule : seq<kw<"then">, must<Level, ThenMessage>> {};
struct Fires : seq<kw<"fires">, must<kw<"when">, Cond>> {};
struct KeepFor : seq<kw<"keep">, must<kw<"for">, Postfix>> {};
struct TriggerOnMissing : seq<kw<"on">, must<kw<"missing">, OnLevel>> {};
struct RemedyOfTrigger : seq<RemedyRule> {};
struct TriggerClause : sor<Shared, Fires, ThenRule, KeepFor, TriggerOnMissing, RemedyOfTrigger, SayFiresWhen> {};

struct ReqMod;
struct RequireLabel : seq<WORD, sym<":">> {};  // cannot be an expression, so that any word may be a label, `in:` too
struct Require : seq<kw<"require">, opt<RequireLabel>, must<Cond>, star<ReqMod>> {};
struct ElseRule;
struct Moment;
struct ReqWhen : seq<kw<"when">, must<Expr>> {};
struct ReqWeight : seq<kw<"weight">, must<Postfix>> {};
struct ReqKey : seq<kw<"key">> {};
struct ReqWarnWhen : seq<kw<"warn">, must<kw<"when">, Expr>> {};
struct ReqRemedy : seq<RemedyRule> {};
struct ReqFrom : seq<kw<"from">, must<Moment>> {};
struct ReqUntil : seq<kw<"until">, must<Moment>> {};
struct NotWaivable : seq<kw<"not">, must<kw<"waivable">>> {};
struct StrayInRequire : seq<at<one<',', ';'>, Spacing, kw_of<words::requirement_parts>>, Separator> {};
struct ReqPartOf : sor<ReqWhen, ReqWeight, ReqKey, ReqWarnWhen, ElseRule, ReqRemedy, ReqFrom, ReqUntil, NotWaivable> {};
struct ReqMod : seq<opt<StrayInRequire>, ReqPartOf> {};

struct TheLast : seq<kw<"the">, kw<"last">> {};
struct OfTheLast : seq<kw<"of">, must<TheLast, Postfix, kw<"snapshots">>> {};
struct MaxGap : seq<kw<"max">, must<kw<"gap">, Postfix>> {};
struct LastingGap : seq<MaxGap> {};
struct SpelledUnit : refuses<kw_of<words::spelled_units>, Mistake::unit_touches_its_number> {};
struct LastingRule : seq<kw<"for">, not_at<kw<"each">>, must<Postfix>, opt<sor<SpelledUnit, OfTheLast, LastingGap>>> {};
struct Cond : seq<Expr, opt<Stray>, opt<LastingRule>> {};
struct Stray : refuses<kw<"has">, Mistake::only_every_has> {};  // not in Quant, where it may be the `has` of an `every` around it

struct STRINGOrRAW;
struct Message : seq<STRINGOrRAW> {};
struct ElseMessage : seq<Message> {};
struct ElseLevel : seq<Level> {};
struct ElseWords : sor<ElseMessage, seq<ElseLevel, must<ElseMessage>>> {};
struct ElseFile : seq<Expr> {};
struct ElseLine : seq<Expr> {};
struct ElseAt : seq<kw<"at">, must<ElseFile>, opt<sym<",">, must<ElseLine>>> {};
struct ElseRule : seq<kw<"else">, must<ElseWords>, opt<ElseAt>> {};
struct RemedyWhen : seq<kw<"when">, must<Expr>> {};
struct RemedyRule : seq<kw<"remedy">, must<Ident, Record>, maybe<RemedyWhen>> {};
struct OnLevel : sor<refuses<kw<"pass">, Mistake::say_allow>, Level> {};
struct TimeOrDate : seq<sor<TIME, DATE>, Spacing> {};
struct Moment : sor<TimeOrDate, refuses<digit, Mistake::bad_date>, DottedName> {};  // not Arith: `until 2026 12-31`

struct RefPath : seq<not_at<ClauseHead>, PATH> {};
struct OnlyForPhase : seq<RefPath> {};
struct AfterPath : seq<RefPath> {};
struct OrPaths : plus<kw<"or">, must<AfterPath>> {};
struct AfterItemRule : sor<seq<sym<"(">, must<AfterPath, OrPaths, CloseParen>>, AfterPath> {};
struct AllGates : sor<sym<"*">> {};
struct GateRefPath : seq<not_at<ClauseHead>, PathHead, star<sym<".">, not_at<one<'*'>>, must<PathPart>>> {};
struct GateRefRule : sor<AllGates, seq<GateRefPath, opt<sym<".">, AllGates>>> {};
struct ORDINAL : seq<range<'1', '9'>, star<digit>, not_at<IdChar>, Spacing> {};
struct InstanceWord : seq<IdChar, star<sor<IdChar, one<'.', '-'>>>, Spacing> {};
struct InstanceString : seq<PLAIN> {};
struct Instance : seq<sym<"[">, sor<InstanceString, InstanceWord>, sym<"]">> {};  // an item as it stands in an ID
struct ReqHead : seq<PlainName> {};
struct ReqPart : sor<WORD, ORDINAL> {};
struct ReqInstance : seq<Instance> {};
struct ReqRef : seq<not_at<ClauseHead>, ReqHead, opt<ReqInstance>, star<sym<".">, must<ReqPart>, opt<ReqInstance>>> {};

struct WaivesWhere : seq<kw<"where">, must<Expr>> {};
struct Waives : seq<kw<"waives">, must<ReqRef>, opt<WaivesWhere>> {};
struct WaiverUntil : seq<kw<"until">, must<Moment>> {};
struct Approved : seq<kw<"approved">, must<kw<"by">, PlainString>> {};
struct WaiverClause : sor<Waives, WaiverUntil, Approved> {};

// ------------------------------------------------------------------------------------------------ tests

struct FromFile : seq<kw<"file">, PlainString> {};  // no cut: `given file { .. }` is the document of an input called file
struct DataRoot : seq<PlainName> {};
struct DataPath : seq<DataRoot, star<sor<Access, Index>>> {};
struct GivenFile : seq<FromFile> {};
struct GivenDocument : seq<ObjectFixture> {};
struct SeriesItem : seq<DataPath, must<EQ, List>> {};
struct GivenSeriesRule : seq<kw<"history">, kw<"every">, must<Postfix, kw<"from">, Moment, kw<"of">>, must_several<SeriesItem>> {};
struct GivenHistoryRule : seq<kw<"history">, sor<ArrayFixture, FromFile>> {};
struct TestWord : sor<kw<"with">, kw<"without">, kw<"param">, kw<"at">, kw<"asking">> {};
struct GivenFixture : sor<ObjectFixture, ArrayFixture, FromFile> {};
struct AfterGiven : sor<one<'}'>, BlockOver, TestStart> {};
struct GivenOther : seq<not_at<sor<TestWord, DeclStart>>, at<RefPath, AfterGiven>, RefPath> {};  // not a misspelt clause
struct GivenNamed : seq<RefPath, opt<sor<GivenFixture, GivenOther>>> {};  // a `snapshot`, or a further input and its document
struct GivenWhat : sor<GivenFile, GivenSeriesRule, GivenHistoryRule, GivenDocument, GivenNamed> {};
struct Given : seq<kw<"given">, must<GivenWhat>> {};
struct With : seq<kw<"with">, must<DataPath, EQ, Expr>> {};
struct Without : seq<kw<"without">, must<DataPath>> {};
struct TestParamRule : seq<kw<"param">, not_at<WORD, sym<":">>, must<PATH, EQ, Expr>> {};
struct TestAt : seq<kw<"at">, must<Arith>> {};
struct Asking : seq<kw<"asking">, must<RefPath>> {};

struct Status;
struct Negation : opt<kw<"not">> {};
struct NoMark : opt<kw<"no">> {};
struct WithMessage : seq<kw<"with">, kw<"message">, kw<"containing">, must<Postfix>> {};
struct ExpectDecisionRule : seq<kw<"decision">, kw<"is">, Negation, must<Level>> {};
struct RequirementIs : seq<kw<"requirement">, ReqRef, kw<"is">> {};
struct ExpectRequirementRule : seq<at<RequirementIs>, RequirementIs, Negation, must<Status>, maybe<WithMessage>> {};
struct FindingIs : seq<NoMark, kw<"finding">, ReqRef> {};
struct ExpectFindingRule : seq<at<FindingIs>, FindingIs, maybe<WithMessage>> {};
struct ObligationIs : seq<NoMark, kw<"obligation">, PATHNC> {};
struct ObligationRecord : seq<opt<kw<"with">>, at<one<'{'>>, must<Record>> {};
struct ExpectObligationRule : seq<at<ObligationIs>, ObligationIs, maybe<ObligationRecord>> {};
struct ExpectThatRule : seq<Expr, opt<Stray>> {};
struct ExpectWhat : sor<ExpectDecisionRule, ExpectRequirementRule, ExpectFindingRule, ExpectObligationRule, ExpectThatRule> {};
struct Expect : seq<kw<"expect">, must<ExpectWhat>> {};
struct TestClauseRule : sor<Given, With, Without, TestParamRule, TestAt, Asking, Expect> {};
struct StatusHead : seq<CellName> {};
struct Status : seq<StatusHead, star<sym<".">, PathPart>> {};

// ------------------------------------------------------------------------------------------------ heads

// A soft keyword, told from a field of that name by what follows. After a complete operand no expression can go on with
// WORD, STRING, NUMBER or '{', so these shapes are never part of one.
struct RuleHeadHead : seq<sor<kw<"gate">, kw<"phase">, kw<"trigger">>, WORD, sor<at<one<'"', '\'', '{'>>, seq<kw<"for">, kw<"each">>>> {};
struct InputHead : seq<kw<"input">, sor<one<'{'>, seq<WORD, opt<OptMark>, one<':'>>>> {};
struct SnapshotHead : seq<kw<"snapshot">, WORD, sor<at<one<'{'>>, seq<kw<"file">, at<Quote>>>> {};
struct DeclHead : sor<RuleHeadHead, seq<sor<kw<"let">, kw<"type">>, WORD, EQ>, seq<kw<"param">, WORD, one<':'>>,
                      seq<sor<kw<"def">, kw<"table">>, WORD, one<'('>>, seq<kw<"enum">, WORD, one<'{'>>,
                      seq<sor<kw<"waiver">, kw<"test">>, at<Quote>>, InputHead, SnapshotHead, seq<kw<"import">, at<Quote>>> {};
struct RowHead : seq<kw<"case">, sor<Quote, digit, Underscore, kw<"true">, kw<"false">, kw<"null">,
                                     seq<CellName, star<sym<".">, WORD>, sor<one<','>, pegtl::string<'=', '>'>>>>> {};
struct ClauseHead : sor<seq<sor<kw<"applies">, kw<"fires">, kw<"excused">>, kw<"when">>,
                        seq<sor<kw<"done">, kw<"started">>, sor<kw<"when">, seq<kw<"at">, not_at<digit>>>>,
                        seq<kw<"keep">, kw<"for">, at<digit>>,
                        seq<kw<"only">, kw<"for">, WORD, not_at<sor<one<','>, kw<"in">>>>,
                        seq<kw<"owner">, at<Quote>>, seq<kw<"on">, sor<kw<"fail">, kw<"missing">>>,
                        seq<kw<"remedy">, WORD, at<one<'{'>>>,
                        seq<sor<kw<"from">, kw<"until">, kw<"weight">, kw<"at">>, at<digit>>, seq<kw<"score">, kw<"pass">>,
                        seq<kw<"approved">, kw<"by">, at<Quote>>, seq<kw<"with">, WORD, star<sym<".">, WORD>, EQ>,
                        seq<LEVEL, at<Quote>>, RowHead> {};

// Not in the PEG: at the margin the word of a declaration is taken at its word even where its head is broken, so that one
// broken header costs neither the block above nor the mistakes inside.
struct DeclWord : kw_of<words::declarations> {};
struct DeclStart : sor<DeclHead, seq<AtMargin, DeclWord, sor<pegtl::identifier_first, Quote, one<'{'>>>> {};

// ------------------------------------------------------------------------------------------------ types

struct TypeAtom;
struct TypeMore : seq<sym<"|">, must<TypeAtom>> {};
struct TypeBody : seq<TypeAtom, star<TypeMore>> {};
struct Type : nested<TypeBody> {};

struct NotRange : not_at<pegtl::string<'.', '.'>> {};
template <class Word>
struct In : seq<kw<"in">, not_at<LabelNext>, Word, not_at<LabelNext>> {};  // not cut: the `in` may be a comparison or a range
struct DurationUnit : sor<kw<"ms">, kw<"s">, kw<"m">, kw<"h">, kw<"d">> {};
struct SizeUnit : sor<kw<"bytes">, kw<"KiB">, kw<"MiB">, kw<"GiB">, kw<"TiB">, kw<"KB">, kw<"MB">, kw<"GB">, kw<"TB">> {};
struct EpochUnit : seq<kw<"epoch">, sor<kw<"ms">, kw<"s">>> {};
struct ZoneUnit : seq<kw<"zone">, PLAIN> {};
struct StringTypeRule : seq<PlainString> {};
struct ListTypeRule : seq<sym<"[">, must<Type, CloseBracket>> {};
struct NullTypeRule : seq<kw<"null">> {};
struct RatioType : seq<kw<"ratio">, opt<In<kw<"percent">>, NotRange>> {};
struct PercentTypeRule : seq<kw<"number">, In<kw<"percent">>, NotRange> {};
struct DurationType : seq<kw<"duration">, opt<In<DurationUnit>, NotRange>> {};
struct SizeType : seq<kw<"size">, opt<In<SizeUnit>, NotRange>> {};
struct TimeType : seq<kw<"time">, opt<In<sor<EpochUnit, ZoneUnit>>>> {};
struct NamedTypeRule : seq<PATH> {};
struct TypeAtom : sor<StringTypeRule, ListTypeRule, MapTypeRule, RecordTypeRule, NullTypeRule, RatioType, PercentTypeRule, DurationType,
                      SizeType, TimeType, NamedTypeRule> {};

struct RecordEnd : sor<CloseBrace, seq<at<BlockOver>, reports<Mistake::missing_brace_of_record>>> {};
struct FieldOptional : seq<OptMark> {};
struct FieldRule : seq<not_at<BlockOver>, IdentOrString, opt<FieldOptional>, must<sym<":">, Type>, Evidences, opt<sor<sym<",">, StraySemicolon>>> {};
struct FieldStart : seq<sor<WORD, seq<RawShape, Spacing>, seq<StrShape, Spacing>>, LabelNext> {};
using AtField = resume_at<pegtl::failure, sor<FieldStart, BlockOver>, BlockOver, true>;
struct Fields : star<recovering<AtField, FieldRule>> {};
struct RecordTypeRule : seq<sym<"{">, Fields, must<RecordEnd>> {};
struct MapTypeRule : seq<at<sym<"{">, one<'['>>, sym<"{">, sym<"[">, must<PATH, CloseBracket, sym<":">, Type>, opt<sym<",">>, must<RecordEnd>> {};

struct FieldPathRule : seq<PathPart, not_at<LabelNext>, star<sym<".">, must<PathPart>>> {};
struct FreshRule : seq<kw<"fresh">, not_at<LabelNext>, must<Postfix, kw<"by">, FieldPathRule>> {};
struct AboutRule : seq<kw<"about">, not_at<LabelNext>, must<Expr, kw<"by">, FieldPathRule>> {};
struct Evidences : star<opt<sym<",">>, sor<FreshRule, AboutRule>> {};

// ------------------------------------------------------------------------------------------------ decision tables

struct InCell;
struct OutCell;
struct FirstMatch : seq<kw<"first">, must<kw<"match">>> {};
struct TableName : seq<Ident> {};
struct TableFormals : seq<Formals> {};
struct TableResult : seq<Type> {};
struct TableHeader : header<RowStart, must<TableName, TableFormals, sym<"->">, TableResult>, opt<FirstMatch>, must<OpenBlock>> {};
struct MisplacedRow : seq<not_at<sor<one<'}'>, BlockOver>>, sor<Separator, fails<Mistake::case_expected>>> {};
using AtRow = resume_at<pegtl::failure, sor<RowStart, BlockOver>, BlockOver, true>;
struct Rows : star<recovering<AtRow, sor<Row, MisplacedRow>>> {};
struct Table : seq<kw<"table">, TableHeader, Rows, BlockEnd> {};
struct CaseRow : seq<kw<"case">, must_several<InCell>, must<sym<"=>">>, must_several<OutCell>> {};
struct ElseRow : seq<kw<"else">, must<sym<"=>">>, must_several<OutCell>> {};
struct Row : sor<CaseRow, ElseRow> {};

struct CellVal;
struct AnyCell : seq<Underscore, Spacing> {};
struct ComparisonCell : seq<SymCmp, Spacing, must<CellVal>> {};
struct ListCell : seq<opt<kw<"not">>, kw<"in">, must<List>> {};
struct RangeEnd : seq<sym<"..">, must<CellVal>> {};
struct ValueCell : seq<CellVal, maybe<RangeEnd>> {};
struct InCell : sor<AnyCell, ComparisonCell, ListCell, ValueCell> {};
struct OutCell : seq<not_at<RowHead>, Expr> {};  // a cell may be any expression: `case` and `else` separate the rows
struct Minus;
struct Literals;
struct CellAtom : sor<Literals, DottedName> {};
struct NegativeCell : seq<plus<Minus>, must<CellAtom>> {};
struct CellVal : sor<NegativeCell, CellAtom> {};
struct DottedHead : seq<CellName> {};
struct DottedMore : seq<sym<".">, Ident> {};
struct DottedName : seq<not_at<sor<DeclHead, ClauseHead>>, DottedHead, star<DottedMore>> {};
struct LevelWord : seq<LEVEL> {};
struct ComputedLevel : seq<DottedName, star<sor<Access, Index, Call>>> {};
struct Level : sor<LevelWord, Parenthesised, ComputedLevel> {};

}  // namespace nexus::grammar::rules

#include "grammar/pegtl/expression_rules.h"
