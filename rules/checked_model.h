#pragma once

#include "base/arena.h"
#include "base/ids.h"
#include "base/source_map.h"
#include "base/values/decimal.h"
#include "base/values/level.h"
#include "base/values/quantity.h"
#include "base/values/time.h"
#include "grammar/syntax_tree.h"
#include "rules/types.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

/// A policy whose names are resolved, whose expressions have types and units, whose enum members and literals are
/// constants. Only `check` makes one: holding it is the proof that the policy makes sense. It refers to source text
/// by Span alone.
namespace nexus::rules {

using base::Span;

using ExprId = base::Id<struct CheckedExprTag>;
using BinderId = base::Id<struct BinderTag>;
using LetId = base::Id<struct LetTag>;
using DefId = base::Id<struct DefTag>;
using ParamId = base::Id<struct ParamTag>;
using InputId = base::Id<struct InputTag>;
using ModuleId = base::Id<struct ModuleTag>;
using GateId = base::Id<struct GateTag>;
using PhaseId = base::Id<struct PhaseTag>;
using TriggerId = base::Id<struct TriggerTag>;

// ------------------------------------------------------------------------------------------------ expressions

struct EnumConstant {
  EnumId type;
  std::uint32_t index;
};
/// A value known without a snapshot. Numbers carry their dimension; a version is its text.
struct VersionConstant {
  std::string text;
};
using ConstantValue = std::variant<bool, base::Quantity, std::string, EnumConstant, base::Level, VersionConstant>;

struct Constant {
  ConstantValue value;
};
struct TemplatePiece {
  std::string text;
  ExprId expr;  ///< an interpolation, where set
};
struct Template {
  std::vector<TemplatePiece> pieces;
};
struct MakeList {
  std::vector<ExprId> items;
};
/// Fields in the order of the record type.
struct MakeRecord {
  std::vector<ExprId> fields;
};
/// A record written where a map is wanted.
struct MakeMap {
  std::vector<std::string> keys;  ///< in code-point order, each once
  std::vector<ExprId> values;
};
struct InputDocument {  ///< a whole document; number 0 is the snapshot
  InputId input;
};
struct FieldOf {  ///< of a record: a declared field; of `any`: whatever has that key
  ExprId base;
  std::string name;
};
struct ItemAt {  ///< of a list, by position; negative counts from the end
  ExprId base, index;
};
struct EntryAt {  ///< of a map, by key (a string, or a member of the enum that indexes it)
  ExprId base, key;
};
struct AnyAt {  ///< `any[e]`: item or entry, whatever it turns out to be
  ExprId base, index;
};
struct BinderValue {
  BinderId binder;
};
struct LetValue {
  LetId let;
};
struct ParamValue {
  ParamId param;
};
struct FormalValue {  ///< the n-th formal of the def whose body this is
  std::uint32_t index;
};
struct DefCall {
  DefId def;
  std::vector<ExprId> arguments;
};
/// The rows of a decision table: which condition holds decides which result it has. Exactly one must hold, or with
/// `first_match` the first that is not false counts.
struct ChooseNode {
  std::vector<ExprId> inputs;      ///< the formals, for messages
  std::vector<ExprId> conditions;  ///< of each row
  std::vector<ExprId> results;     ///< of each row
  ExprId otherwise;                ///< where no row fits; none: unknown
  bool first_match = false;
};
struct Now {};
/// `e as T`, and every place where `any` meets a type. The node's own type says to what; its wire unit how a bare number
/// is to be read.
struct Convert {
  ExprId operand;
};
struct NegateNode {
  ExprId operand;
};
struct NotNode {
  ExprId operand;
};
struct LogicalNode {
  grammar::LogicalOp op;
  std::vector<ExprId> operands;
};
struct DefaultNode {
  std::vector<ExprId> operands;
};
struct ArithmeticNode {
  grammar::ArithmeticOp op;
  ExprId lhs, rhs;
};
enum class Relation : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };
struct CompareNode {
  Relation relation;
  ExprId lhs, rhs;
};
struct BetweenNode {
  ExprId operand, low, high;
};
/// `x in L`, `L contains x`, `k in M`; `negated` for `not in`.
struct MembershipNode {
  ExprId needle, haystack;
  bool negated;
};
enum class StringRelation : std::uint8_t { contains, starts_with, ends_with, like };
struct StringTestNode {
  StringRelation relation;
  ExprId lhs, rhs;
};
struct MatchesNode {  ///< RE2, anywhere in the string; the pattern is known to be good
  ExprId operand;
  std::string pattern;
};
struct SubsetNode {
  ExprId lhs, rhs;
};
struct IsNode {
  ExprId operand;
  grammar::TestKind kind;
  bool negated;
};
struct IfNode {
  ExprId condition, then_value, else_value;
};
/// One range: over a list (`value`), or over a map (`key` and `value`, or `value` alone).
struct BinderRange {
  BinderId value;
  BinderId key;  ///< none over a list
  ExprId list;
};
struct RangesNode {
  std::vector<BinderRange> ranges;
  ExprId where;
};
struct QuantifierNode {
  grammar::QuantifierKind kind;
  RangesNode ranges;
  ExprId count, distinct, has;
  bool if_any = false;
};
struct ComprehensionNode {
  RangesNode ranges;
  ExprId item;
};
enum class Function : std::uint8_t {
  // over a range or a list
  count, sum, min, max, avg, median, stddev, percentile,
  // over lists
  increase,  // over a window only
  mann_whitney, length, unique, concat, union_, intersection, difference, first, last, sort, latest,
  // strings
  number, lower, upper, trim, split, join, replace,
  // versions
  version, major, minor, patch,
  // time
  weekday, hour, month, day, date
};
/// A call of a built-in. Aggregates (`count` … `percentile`, `sort`, `latest`) over a range carry it: then the first
/// argument is evaluated for each item (`sum(e for …)`, `sort(x in L by e)`: the binder itself, `key` = e). Where they
/// take a list, `ranges` is empty. `count(x in L where C)` has no first argument.
struct CallNode {
  Function function;
  std::vector<ExprId> arguments;
  std::optional<RangesNode> ranges;
  ExprId key;  ///< `by e`
};
struct HistoryValue {};   ///< the earlier snapshots, oldest first
struct PreviousValue {};  ///< the last of them
/// `avg(e over W needs at least N max gap G)`; `count` has a condition for a value, `percentile` a rank.
struct WindowNode {
  Function function;
  ExprId value, duration, needs, max_gap, rank;
};
/// `C for D [max gap G]`, or (with `of_last`) `C for N of the last M snapshots`; the condition of a clause.
struct LastingNode {
  ExprId condition, amount, of_last, max_gap;
};
struct RuleRef {
  grammar::RuleKind kind;
  std::uint32_t index;  ///< of a GateId, PhaseId or TriggerId
};
/// `gate g[i] is pass`: the status as its word; valid for the kind of rule.
struct RuleStatusNode {
  RuleRef rule;
  std::optional<std::string> instance;
  std::string status;
  bool negated;
};

struct Expr {
  std::variant<Constant, Template, MakeList, MakeRecord, MakeMap, InputDocument, FieldOf, ItemAt, EntryAt, AnyAt, BinderValue, LetValue, ParamValue,
               FormalValue, DefCall, ChooseNode, Now, Convert, NegateNode, NotNode, LogicalNode, DefaultNode, ArithmeticNode, CompareNode, BetweenNode,
               MembershipNode, StringTestNode, MatchesNode, SubsetNode, IsNode, IfNode, QuantifierNode, ComprehensionNode, CallNode,
               HistoryValue, PreviousValue, WindowNode, LastingNode, RuleStatusNode>
      node;
  TypeId type;
  Span span;
};

// ------------------------------------------------------------------------------------------------ declarations

struct Module {
  std::string name;  ///< `payments.release`; for a file without a header, the file's name without `.nexus`
  grammar::ModuleKind kind = grammar::ModuleKind::policy;
  base::FileId file;
  std::string doc;
  bool takes_part = true;  ///< in force, be it with one rule, or imported by one that is
};
struct Input {
  std::string name;  ///< empty for the snapshot
  TypeId type;       ///< a record, or any other type for a further document; `any` where nothing is declared
  bool optional = false;
  Span declared;
  bool takes_part = true;  ///< declared by a module that does; the inputs of the run come first
};
struct Param {
  ModuleId module;
  std::string name;
  TypeId type;
  ExprId value;      ///< the one in force
  std::string origin;  ///< `default`, `enforce`, `--param`, or the name of the file it came from
  Span declared;
  ExprId low, high;    ///< the declared range, both ends included; none where there is none
};
struct LetDefinition {
  std::string name;
  ExprId value;
  Span declared;
  bool in_rule = false;  ///< may refer to the binder of its rule
};
struct Def {
  std::string name;
  std::vector<TypeId> formals;
  ExprId body;
  Span declared;
};
/// What a decision table says, for telling whether its rows overlap and cover everything.
struct Table {
  struct Cell {
    grammar::TableCell::Kind kind = grammar::TableCell::Kind::any;
    Relation relation = Relation::equal;  ///< of a comparison
    std::vector<ConstantValue> values;    ///< the value, both ends of the range, the items of the list
    bool known = false;                   ///< all values are: else the cell must be computed
  };
  struct Row {
    std::vector<Cell> cells;  ///< none for `else`
    bool otherwise = false;
    Span span;
  };
  std::string name;
  DefId def;  ///< that it is called as
  std::vector<std::string> formals;
  std::vector<TypeId> types;
  std::vector<Row> rows;
  bool first_match = false;
  Span declared;
};
struct BinderInfo {
  std::string name;
  TypeId type;
  Span declared;
};

struct RemedyNode {
  std::string name;
  std::vector<std::pair<std::string, ExprId>> fields;
  ExprId when;
  Span span;
};
struct RequirementNode {
  std::string name;        ///< its label, or its ordinal among the rule's requirements
  ExprId condition;
  ExprId when;
  ExprId level;            ///< of type level; none: the rule's own
  ExprId message;          ///< none: the report words one from the condition
  ExprId file, line;       ///< `at file, line`
  std::vector<RemedyNode> remedies;
  std::optional<base::Moment> from;   ///< before that it is upcoming
  std::optional<base::Moment> until;  ///< from that moment on it is over
  bool named = false;      ///< has a label
  bool waivable = true;
  ExprId band;             ///< `warn when`: what still earns half the weight
  base::Decimal weight = 1;
  bool key = false;        ///< its failing outside the band fails a scored gate
  Span span;               ///< from `require` on
  Span condition_span;
};
struct ForEachNode {
  RangesNode ranges;
  bool if_any = false;
  bool applies_mentions_item = false;  ///< else `applies when` is judged once, before the items
  Span span;
};
struct RuleHeadNode {
  ModuleId module;
  std::string name;
  std::string title, doc, owner;
  std::vector<std::string> tags;
  std::optional<ForEachNode> for_each;
  ExprId applies;
  Span name_span;
  bool in_force = true;  ///< else it is checked, and neither judged nor reported
  ExprId cap;            ///< `enforce … as LEVEL`: the most it may ask for; none: whatever it asks for
};
/// `excused when C by W because Y`.
struct ExcuseNode {
  ExprId condition, by, because;
  Span span;
};
/// `score pass P warn W`, as fractions of one; `warn` is at most `pass`.
struct ScoreNode {
  base::Decimal pass, warn;
};
struct Gate {
  RuleHeadNode head;
  ExprId on_fail;     ///< none: block
  ExprId on_missing;  ///< none: the milder of hold and the requirement's level
  std::vector<RemedyNode> remedies;
  std::vector<RequirementNode> requirements;
  std::optional<ExcuseNode> excuse;
  std::optional<ScoreNode> score;
  std::vector<PhaseId> only_for;
};
struct AfterNode {  ///< one alternative is the plain case
  std::vector<PhaseId> alternatives;
};
struct Phase {
  RuleHeadNode head;
  std::vector<AfterNode> after;
  std::vector<GateId> gates;  ///< each once, in source order, `*` expanded
  std::vector<RequirementNode> requirements;
  ExprId started_when, done_when;
  ExprId started_at, done_at;  ///< of type time
};
struct Trigger {
  RuleHeadNode head;
  ExprId fires;
  std::optional<LastingNode> lasting;  ///< of `fires`, which is its condition
  ExprId keep_for;
  ExprId level;
  ExprId message;
  ExprId on_missing;
  std::vector<RemedyNode> remedies;
  Span fires_span;
};

/// `fresh D by FIELD`, `about E by FIELD`: what makes the evidence at a place of a document good.
struct EvidenceRule {
  InputId input;
  std::vector<std::string> path;  ///< fields from the root of the document on; an empty one is each item of a list or map
  ExprId limit;                   ///< how old it may be; none without `fresh`
  std::vector<std::string> taken_at;  ///< the time in it
  ExprId subject;                 ///< what it must be about; none without `about`
  std::vector<std::string> concerns;  ///< what it is about
};

/// A dated exception to one requirement, or to the order of one phase.
struct Waiver {
  ModuleId module;
  std::string title;                     ///< the reason
  RuleRef rule;
  std::optional<std::uint32_t> requirement;  ///< of the rule's requirements; none: the phase's order
  std::optional<std::string> instance;   ///< of a rule with `for each`; none: all
  ExprId where;                          ///< none: the whole requirement
  bool by_item = false;                  ///< `where` is asked of each item that breaks the requirement
  base::Moment until;
  std::string approved_by;
  Span span;
};

struct CheckedModel {
  TypeTable types;
  base::Arena<Expr, ExprId> exprs;
  base::Arena<Module, ModuleId> modules;    ///< by name, then path
  base::Arena<Input, InputId> inputs;       ///< at least the snapshot
  base::Arena<Param, ParamId> params;
  base::Arena<LetDefinition, LetId> lets;
  base::Arena<Def, DefId> defs;
  std::vector<Table> tables;
  std::vector<EvidenceRule> evidence;       ///< each after those that its subject is evidence for
  base::Arena<BinderInfo, BinderId> binders;
  base::Arena<Gate, GateId> gates;          ///< in the order of modules, then of declarations
  base::Arena<Phase, PhaseId> phases;
  base::Arena<Trigger, TriggerId> triggers;
  std::vector<RuleRef> order;               ///< every rule, as they are reported; those not in force too
  std::vector<Waiver> waivers;              ///< in the order of modules, then of declarations

  [[nodiscard]] const Expr& operator[](ExprId id) const { return exprs[id]; }
};

}  // namespace nexus::rules
