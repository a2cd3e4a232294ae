#pragma once

#include "base/arena.h"
#include "base/ids.h"
#include "base/source_map.h"
#include "base/values/quantity.h"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What a `.nexus` file says, before anybody asks what it means: one immutable tree a file, nodes in arenas, every
/// node with its span. Texts are views into the SourceMap or into the tree's own store of decoded strings; both
/// outlive every use of the tree. Literals stay text until they are checked.
namespace nexus::grammar {

using base::Span;

using ExprId = base::Id<struct ExprTag>;
using TypeSyntaxId = base::Id<struct TypeSyntaxTag>;
using DeclId = base::Id<struct DeclTag>;

/// A word as written, or a quoted name (`x."odd-key"`) with its escapes decoded.
struct Name {
  std::string_view text;
  Span span;
  bool quoted = false;
};
/// `a.b.c`; never empty where it is present.
using Path = std::vector<Name>;

// ------------------------------------------------------------------------------------------------ expressions

enum class LiteralKind { number, ratio, duration, size, time, date };
/// `80%`, `1h30m`, `2026-12-31` …: the text, unit and all.
struct Literal {
  LiteralKind kind;
  std::string_view text;
};
/// One stretch of a string: decoded text, or (where `expr` is set) an interpolation, written with `text` between braces.
struct StringPiece {
  std::string_view text;
  ExprId expr;
};
struct StringLiteral {
  std::vector<StringPiece> pieces;  ///< empty for ""
  bool raw = false;                 ///< written in single quotes
};
struct BoolLiteral {
  bool value;
};
struct NullLiteral {};
struct ListLiteral {
  std::vector<ExprId> items;
};
struct RecordEntry {
  Name key;
  ExprId value;
};
struct RecordLiteral {
  std::vector<RecordEntry> entries;
};

/// `x in L` or `k, v in L`.
struct Binder {
  Name first;
  std::optional<Name> second;
  ExprId list;
};
/// `x in L, y in M where C`: what quantifiers, comprehensions and aggregates range over.
struct Ranges {
  std::vector<Binder> binders;
  ExprId where;  ///< none: no filter
};

struct NameRef {
  Name name;
};
struct Access {
  ExprId base;
  Name field;
};
struct Index {
  ExprId base;
  ExprId index;
};
/// `over D [needs at least N] [max gap G]`.
struct Window {
  ExprId duration;
  ExprId needs;
  ExprId max_gap;
  Span span;
};
/// One argument of a call: `e`, `e for x in L where C`, `x in L where C` (then `value` is none), `e over D`, `L by e`.
struct Argument {
  ExprId value;
  std::optional<Ranges> ranges;
  std::optional<Window> window;
  ExprId by;
};
struct Call {
  ExprId callee;  ///< a NameRef or an Access chain
  std::vector<Argument> arguments;
};
struct Comprehension {
  ExprId item;
  Ranges ranges;
};
struct Conversion {  ///< `e as duration in ms`
  ExprId operand;
  TypeSyntaxId type;
};
struct Negate {
  ExprId operand;
};
struct Not {
  ExprId operand;
};
enum class LogicalOp { conjunction, disjunction };
struct Logical {  ///< two or more operands joined by the same word
  LogicalOp op;
  std::vector<ExprId> operands;
};
struct Default {  ///< `a ?? b ?? c`
  std::vector<ExprId> operands;
};
enum class ArithmeticOp { add, subtract, multiply, divide, remainder };
struct Arithmetic {
  ArithmeticOp op;
  ExprId lhs, rhs;
  Span op_span;
};
enum class ComparisonOp {
  equal, not_equal, less, less_equal, greater, greater_equal,
  in, not_in, contains, starts_with, ends_with, matches, like, subset_of
};
struct Comparison {
  ComparisonOp op;
  ExprId lhs, rhs;
  Span op_span;
};
struct Between {
  ExprId operand, low, high;
};
enum class TestKind { present, missing, empty, null };
struct IsTest {
  ExprId operand;
  bool negated;
  TestKind kind;
};
struct Conditional {
  ExprId condition, then_value, else_value;
};
enum class QuantifierKind { every, some, no, at_least, at_most, exactly, the };
struct Quantifier {
  QuantifierKind kind;
  ExprId count;     ///< at least | at most | exactly N
  ExprId distinct;  ///< at least N distinct E for …
  Ranges ranges;
  bool if_any = false;  ///< `every … if any`
  ExprId has;           ///< `every … has P`
};
enum class RuleKind { gate, phase, trigger };
/// `gate g is fail`, `phase p is not row.want`.
struct RuleStatus {
  RuleKind kind;
  Path rule;
  std::optional<Name> instance;
  bool negated;
  Path status;
};
/// Where nothing could be understood; already reported.
struct ErrorExpr {};

struct Expr {
  std::variant<ErrorExpr, Literal, StringLiteral, BoolLiteral, NullLiteral, ListLiteral, RecordLiteral, NameRef, Access, Index, Call,
               Comprehension, Conversion, Negate, Not, Logical, Default, Arithmetic, Comparison, Between, IsTest, Conditional,
               Quantifier, RuleStatus>
      node;
  Span span;                   ///< without surrounding parentheses
  bool parenthesised = false;  ///< written in parentheses of its own
};

// ------------------------------------------------------------------------------------------------ types

struct NamedType {  ///< `bool`, `int`, `Severity`, `evidence.Target` …
  Path path;
};
/// `ratio in percent`, `duration in ms`, `time in zone "UTC"`; unit `none` for plain ratio, `text` for plain duration, size, time.
struct QuantityType {
  base::Dimension dimension;
  base::WireUnit unit;
  std::optional<Name> zone;
};
struct PercentType {};  ///< `number in percent`; plain `number` is a NamedType
struct StringType {  ///< one member of `"pass" | "fail"`
  Name value;
};
struct NullType {};
struct UnionType {
  std::vector<TypeSyntaxId> alternatives;
};
struct ListType {
  TypeSyntaxId item;
};
struct MapType {  ///< `{ [string]: T }`
  Path key;
  TypeSyntaxId value;
};
struct Fresh {  ///< `fresh 24h by finished_at`
  ExprId limit;
  Path by;
  Span span;
};
struct About {  ///< `about build.commit by commit`
  ExprId subject;
  Path by;
  Span span;
};
struct Evidence {
  std::optional<Fresh> fresh;
  std::optional<About> about;
};
struct Field {
  Name name;
  bool optional = false;
  TypeSyntaxId type;
  Evidence evidence;
  std::string_view doc;
};
struct RecordType {
  std::vector<Field> fields;
};
struct ErrorType {};

struct TypeSyntax {
  std::variant<ErrorType, NamedType, QuantityType, PercentType, StringType, NullType, UnionType, ListType, MapType, RecordType> node;
  Span span;
};

// ------------------------------------------------------------------------------------------------ clauses

/// `for 5m [max gap 2m]` or `for 3 of the last 5 snapshots`, after the condition of a clause.
struct Lasting {
  ExprId amount;      ///< a duration, or how many
  ExprId of_last;     ///< of the last M snapshots; none for a duration
  ExprId max_gap;
  Span span;
};
struct Condition {
  ExprId expr;
  std::optional<Lasting> lasting;
};
/// A clause that holds one condition; the span covers the clause with its keywords.
struct ConditionClause {
  Condition condition;
  Span span;
};
struct ExprClause {
  ExprId expr;
  Span span;
};
struct TextClause {
  Name text;
  Span span;
};
struct Let {
  Name name;
  ExprId value;
  Span span;
  std::string_view doc;
};
/// The `for each x in L [where C] [if any]` of a header.
struct ForEach {
  Ranges ranges;
  bool if_any = false;
  Span span;
};
struct Remedy {
  Name name;
  ExprId record;  ///< a RecordLiteral
  ExprId when;
  Span span;
};
/// A LEVEL is an expression: a bare `warn`, `hold`, `block`, `rollback`, `allow` is a NameRef.
struct Else {
  ExprId level;    ///< none: the gate's own
  ExprId message;  ///< a StringLiteral
  ExprId file, line;
  Span span;
};
struct Requirement {
  std::optional<Name> label;
  Condition condition;
  std::optional<ExprClause> when, warn_when, weight;
  std::optional<Span> key, not_waivable;
  std::optional<Else> otherwise;
  std::vector<Remedy> remedies;
  std::optional<ExprClause> from, until;
  Span span;       ///< from `require` to the end of its last modifier
  std::string_view doc;
};
struct Excused {
  Condition condition;
  ExprId by, because;
  Span span;
};
struct Score {
  ExprId pass, warn;
  Span span;
};
struct OnlyFor {
  std::vector<Path> phases;
  Span span;
};
struct Tags {
  ExprId list;  ///< a ListLiteral
  Span span;
};
/// What gate, phase and trigger share.
struct RuleHead {
  Name name;
  std::optional<Name> title;
  std::optional<ForEach> for_each;  ///< never in a phase
  std::optional<ConditionClause> applies;
  std::vector<Let> lets;
  std::optional<TextClause> owner;
  std::optional<Tags> tags;
};

// ------------------------------------------------------------------------------------------------ declarations

struct GateDecl {
  RuleHead head;
  std::optional<ExprClause> on_fail, on_missing;
  std::optional<OnlyFor> only_for;
  std::optional<Excused> excused;
  std::optional<Score> score;
  std::vector<Remedy> remedies;  ///< before the first `require`
  std::vector<Requirement> requirements;
};
struct AfterItem {  ///< `a`, or `(b or c)`
  std::vector<Path> alternatives;
  Span span;
};
struct GateRef {  ///< `security`, `quality.coverage`, `quality.*`, `*`
  Path path;
  bool all = false;
  Span span;
};
struct Milestone {  ///< `done when C` and / or `done at E`
  std::optional<ConditionClause> when;
  std::optional<ExprClause> at;
};
struct PhaseDecl {
  RuleHead head;
  std::vector<AfterItem> after;
  std::vector<GateRef> gates;
  std::vector<Requirement> requirements;
  Milestone started, done;
};
struct Then {
  ExprId level;
  ExprId message;
  Span span;
};
struct TriggerDecl {
  RuleHead head;
  std::optional<ConditionClause> fires;
  std::optional<Then> then;
  std::optional<ExprClause> keep_for, on_missing;
  std::vector<Remedy> remedies;
};
/// `security.no_serious`, `build.1`, `service_health[staging].1`, `phase_name.order`.
struct RequirementRef {
  struct Part {
    Name name;  ///< a word or an ordinal
    std::optional<Name> instance;
  };
  std::vector<Part> parts;
  Span span;
};
struct WaiverDecl {
  Name title;
  std::optional<RequirementRef> waives;
  ExprId where;
  std::optional<ExprClause> until;
  std::optional<TextClause> approved_by;
};
struct ImportDecl {
  Path module;                  ///< empty where a file is named
  std::optional<Name> file;
  std::optional<Name> alias;
};
struct EnforceDecl {
  Path target;
  ExprId level;  ///< `as warn`
  std::vector<RecordEntry> overrides;
};
struct EnumMember {
  Name name;
  std::string_view doc;
};
struct EnumDecl {
  Name name;
  std::vector<EnumMember> members;
  bool ordered = false;
};
struct TypeDecl {
  Name name;
  TypeSyntaxId type;
};
struct ParamDecl {
  Name name;
  TypeSyntaxId type;
  ExprId low, high;  ///< both or none
  ExprId value;
};
struct InputDecl {  ///< `input { … }` (no name), `input baseline?: T`
  std::optional<Name> name;
  bool optional = false;
  TypeSyntaxId type;
  Evidence evidence;
};
struct LetDecl {
  Name name;
  ExprId value;
};
struct Formal {
  Name name;
  TypeSyntaxId type;
};
struct DefDecl {
  Name name;
  std::vector<Formal> formals;
  ExprId body;
};
/// A cell of a `case`: a value, a comparison, a half-open range, a list, or `_`.
struct TableCell {
  enum class Kind { any, value, comparison, range, in, not_in };
  Kind kind;
  ComparisonOp op = ComparisonOp::equal;
  ExprId value, high;
  Span span;
};
struct TableRow {
  std::vector<TableCell> inputs;  ///< empty for `else`
  std::vector<ExprId> outputs;
  bool otherwise = false;
  Span span;
};
struct TableDecl {
  Name name;
  std::vector<Formal> formals;
  TypeSyntaxId result;
  bool first_match = false;
  std::vector<TableRow> rows;
};
/// JSON as it stands in the file (comments may stand between its tokens), or a file that holds it.
struct JsonFixture {
  std::string_view text;     ///< empty where `file` is given
  std::optional<Name> file;
  Span span;
};
struct SnapshotDecl {
  Name name;
  JsonFixture document;
};

struct GivenSnapshot {  ///< `given green`, `given { … }`, `given file "x.json"`
  Path snapshot;        ///< empty where the document is given
  std::optional<JsonFixture> document;
};
struct GivenInput {  ///< `given baseline { … }`, `given reviews [ … ]`, `given baseline other_snapshot`
  Path input;
  Path snapshot;
  std::optional<JsonFixture> document;
};
struct GivenHistory {  ///< `given history [ … ]`, `given history file "h.jsonl"`
  JsonFixture document;
};
struct HistorySeries {
  ExprId path;  ///< a NameRef with Access and Index
  ExprId values;
};
struct GivenSeries {  ///< `given history every 30s from T of p = […], …`
  ExprId every, from;
  std::vector<HistorySeries> series;
};
struct WithClause {
  ExprId path, value;
};
struct WithoutClause {
  ExprId path;
};
struct TestParam {
  Path param;
  ExprId value;
};
struct AtClause {
  ExprId time;
};
struct AskingClause {
  Path phase;
};
struct ExpectDecision {
  bool negated;
  ExprId level;
};
struct ExpectRequirement {
  RequirementRef requirement;
  bool negated;
  Path status;
  ExprId message;  ///< `with message containing …`, may be none
};
struct ExpectFinding {
  bool negated;
  RequirementRef finding;
  ExprId message;
};
struct ExpectObligation {
  bool negated;
  Path name;
  ExprId record;
};
struct ExpectThat {
  ExprId condition;
};
struct TestClause {
  std::variant<GivenSnapshot, GivenInput, GivenHistory, GivenSeries, WithClause, WithoutClause, TestParam, AtClause, AskingClause,
               ExpectDecision, ExpectRequirement, ExpectFinding, ExpectObligation, ExpectThat>
      node;
  Span span;
};
struct TestDecl {
  Name title;
  std::optional<ForEach> for_each;
  std::vector<TestClause> clauses;
};
/// A declaration that could not be understood; already reported.
struct ErrorDecl {};

struct Decl {
  std::variant<ErrorDecl, ImportDecl, EnforceDecl, EnumDecl, TypeDecl, ParamDecl, InputDecl, LetDecl, DefDecl, TableDecl, GateDecl,
               PhaseDecl, TriggerDecl, WaiverDecl, SnapshotDecl, TestDecl>
      node;
  Span span;
  std::string_view doc;  ///< text of the `##` lines above it, markers removed, may be empty
};

enum class CommentKind { plain, doc, silence, foreign };  ///< foreign: `//` or `/* … */`, which was reported
struct Comment {
  CommentKind kind;
  Span span;  ///< from `#` to the end of the line, line break not included
};

/// The lints that `# nexus: silence NAME…` spares what stands below it: a declaration, a clause, a field.
struct Silence {
  Span span;  ///< of what is spared
  std::vector<std::string_view> names;
};

enum class ModuleKind { policy, library };
struct ModuleHeader {
  ModuleKind kind;
  Path path;
  std::optional<Name> zone;
  Span span;
  std::string_view doc;
};

struct SyntaxTree {
  base::FileId file;
  std::optional<ModuleHeader> header;
  base::Arena<Decl, DeclId> decls;  ///< in source order
  base::Arena<Expr, ExprId> exprs;
  base::Arena<TypeSyntax, TypeSyntaxId> types;
  std::vector<Comment> comments;    ///< in source order
  std::vector<Silence> silences;
  std::deque<std::string> texts;    ///< decoded strings that nodes refer to

  SyntaxTree() = default;
  // A copy would refer to the texts of the first.
  SyntaxTree(const SyntaxTree&) = delete;
  SyntaxTree(SyntaxTree&&) = default;
  SyntaxTree& operator=(const SyntaxTree&) = delete;
  SyntaxTree& operator=(SyntaxTree&&) = default;
  ~SyntaxTree() = default;

  [[nodiscard]] const Expr& operator[](ExprId id) const { return exprs[id]; }
  [[nodiscard]] const TypeSyntax& operator[](TypeSyntaxId id) const { return types[id]; }
  [[nodiscard]] const Decl& operator[](DeclId id) const { return decls[id]; }
};

}  // namespace nexus::grammar
