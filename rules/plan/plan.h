#pragma once

#include "base/arena.h"
#include "base/ids.h"
#include "base/source_map.h"
#include "base/values/level.h"
#include "base/values/quantity.h"
#include "base/values/time.h"
#include "base/values/version.h"
#include "rules/plan/schema.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// A compiled policy: what `engine` evaluates. Immutable, flat, without pointers; may be shared between threads.
/// Equal sub-expressions are one node, operands stand before the nodes that use them.
namespace nexus::plan {

using base::Span;

using NodeId = base::Id<struct NodeTag>;
using LoopId = base::Id<struct LoopTag>;

/// An operand or index that is not there.
inline constexpr std::uint32_t none = 0xFFFFFFFF;
/// A scope that says "depends on registers beyond those that are tracked": never remember its value.
inline constexpr std::uint16_t no_memo = 0xFFFF;

/// What a node does. `a`, `b`, `c` are node ids unless said otherwise; "list" is a run of node ids in Plan::operands,
/// `a` its start and `b` its length.
enum class Op : std::uint8_t {
  constant,      ///< a: index into Plan::constants
  input_slot,    ///< a: document, b: slot of its root frame, c: SchemaId
  item_slot,     ///< a: register that holds a record, b: slot of that record's frame, c: SchemaId
  register_,     ///< a: register
  now,
  field,         ///< of record a: b name. Any of whose shapes may turn up
  any_field,     ///< of JSON a: b name
  item_at,       ///< of list a, at b
  entry_at,      ///< of map a, at key b (a string, or a member of the enum that indexes it)
  any_at,        ///< of JSON a, at b
  convert,       ///< a, to index b of Plan::conversions
  key_member,    ///< key a (a string) of map c as a member of the enum that indexes it: index b of Plan::conversions
  not_,          ///< a
  and_, or_,     ///< list
  default_,      ///< list
  if_,           ///< a ? b : c
  choose,        ///< list: c inputs (for messages), then condition and result of each row of a table, then perhaps a result for
                 ///< where no row fits; detail 1: the first row that fits, else exactly one must
  negate,        ///< a; detail: Arithmetic
  add, subtract, multiply, divide, remainder,  ///< a, b; detail: Arithmetic
  equal, not_equal, less, less_equal, greater, greater_equal,  ///< a, b
  between,       ///< a in b … c, both ends included
  in_list,       ///< a in list b
  in_map,        ///< key a in map b
  any_in,        ///< a in JSON b, list or object
  string_contains, starts_with, ends_with, like,  ///< a, b
  matches,       ///< a against index b of Plan::patterns
  subset,        ///< list a subset of list b
  is_present, is_missing, is_null, is_empty,  ///< a
  template_,     ///< list: texts are string constants, the others interpolations
  make_list,     ///< list
  make_record,   ///< list; c: ShapeId
  make_map,      ///< list: key (a string constant) and value of each entry, in the order of the keys
  every,         ///< a: loop, b: condition; detail 1: `if any`
  some, no,      ///< a: loop
  at_least, at_most, exactly,  ///< a: loop, b: count
  at_least_distinct, at_most_distinct, exactly_distinct,  ///< a: loop, b: count, c: the value that must be distinct
  the,           ///< a: loop
  collect,       ///< a: loop, b: item. A comprehension
  history, previous,
  window,        ///< list: value, duration, needs, max gap, rank of a percentile; c: packed RuleRef; detail: Function
  lasting,       ///< list: condition, amount, of the last M, max gap; c: packed RuleRef. Boolean
  function,      ///< list; c: Dimension of the result, where it has one; detail: Function
  rule_status    ///< a: index into Plan::status_tests
};

/// Does a node of this kind run a loop (`a`: LoopId)?
[[nodiscard]] constexpr bool is_loop(Op op) { return op >= Op::every && op <= Op::collect; }

/// The dimension an arithmetic result has and whether it must fit an int (docs/language.md, "Values").
struct Arithmetic {
  base::Dimension dimension = base::Dimension::number;
  bool integer = false;
  bool any = false;  ///< operands are JSON of unknown kind: kinds are checked while running
  [[nodiscard]] constexpr std::uint8_t pack() const {
    return static_cast<std::uint8_t>(static_cast<unsigned>(dimension) | (integer ? 0x10U : 0U) | (any ? 0x20U : 0U));
  }
  [[nodiscard]] static constexpr Arithmetic unpack(std::uint8_t detail) {
    return {static_cast<base::Dimension>(detail & 0x0FU), (detail & 0x10U) != 0, (detail & 0x20U) != 0};
  }
};

/// Built-ins that take lists and scalars, never a range: ranges are lowered to `collect` first.
enum class Function : std::uint8_t {
  count,        ///< of a list (maybe-items make it unknown)
  sum, sum_int, min, max, avg, median, stddev,
  percentile,   ///< of a list, at a number from 0 to 100
  increase, increase_int,  ///< over a window only
  mann_whitney, ///< of two lists; gives a record, whose ShapeId stands in Node::c
  unique, concat, union_, intersection, difference, first, last,
  sort_by,      ///< items, keys
  latest_by,    ///< items, keys, times
  length, number, lower, upper, trim, split, join, replace,
  version, major, minor, patch,
  weekday, hour, month, day, date
};

struct Node {
  Op op = Op::constant;
  std::uint8_t detail = 0;
  std::uint16_t scope = 0;  ///< 0: needs no binder; else 1 + the highest register it depends on
  std::uint32_t a = 0, b = 0, c = 0;
  friend bool operator==(const Node&, const Node&) = default;
};

struct Member {
  std::uint32_t enumeration;  ///< in Plan::enums
  std::uint32_t index;
  friend bool operator==(const Member&, const Member&) = default;
};
using Constant = std::variant<bool, base::Quantity, std::string, Member, base::Level, base::Version>;

struct Enum {
  std::string name;  ///< may be empty
  std::vector<std::string> members;
  bool ordered = false;
};

/// `e as T`, and where `any` meets a type: read a JSON value as this kind.
struct Conversion {
  SchemaKind kind = SchemaKind::any;
  base::WireUnit wire = base::WireUnit::none;
  bool implicit = false;     ///< no unit was named: a bare number takes no dimension
  std::uint32_t detail = 0;  ///< as in SchemaNode
  ShapeId shape;             ///< record: of what comes of it
  std::vector<std::uint32_t> parts;  ///< in Plan::conversions: of the items or entries (none: they stay JSON), of each slot of the record
  friend bool operator==(const Conversion&, const Conversion&) = default;
};

/// `x in L`, with the registers that hold the item and (over a map) its key while the loop runs.
struct Range {
  NodeId list;
  std::uint16_t value = 0;
  std::optional<std::uint16_t> key;
};
struct Loop {
  std::vector<Range> ranges;  ///< outermost first
  NodeId where;               ///< none: no filter
};

struct Remedy {
  std::string name;
  std::vector<std::pair<std::string, NodeId>> fields;
  NodeId when;
  Span span;
};
enum class RuleKind : std::uint8_t { gate, phase, trigger };
struct RuleRef {
  RuleKind kind = RuleKind::gate;
  std::uint32_t index = 0;
  friend bool operator==(const RuleRef&, const RuleRef&) = default;

  /// As it stands in a Node: the rule whose `for each` item is another one at another snapshot.
  [[nodiscard]] constexpr std::uint32_t pack() const { return (static_cast<std::uint32_t>(kind) << 30U) | index; }
  [[nodiscard]] static constexpr RuleRef unpack(std::uint32_t packed) {
    return {static_cast<RuleKind>(packed >> 30U), packed & 0x3FFFFFFFU};
  }
};

/// A dated exception.
struct Waiver {
  std::uint32_t module = 0;
  std::string title;                         ///< the reason
  std::string approved_by;
  base::Moment until;                        ///< in force before that moment
  RuleRef rule;
  std::optional<std::uint32_t> requirement;  ///< of the rule's requirements; none: the phase's order
  std::optional<std::string> instance;       ///< none: every instance
  Span span;
};
/// What one waiver covers of a requirement.
struct Cover {
  std::uint32_t waiver = 0;  ///< in Plan::waivers
  NodeId where;              ///< none: everything
  bool by_item = false;      ///< `where` speaks of a witness of the condition
};
/// What waivers make of a requirement, in one instance or in all that no other names.
struct Waived {
  std::optional<std::string> instance;
  NodeId condition;  ///< the condition with every `where` that speaks of a witness in it; none where there is none
  std::vector<Cover> covers;
};

struct Requirement {
  std::string name;  ///< label or ordinal
  NodeId condition;
  NodeId when;
  NodeId level;      ///< none: the rule's own
  NodeId message;    ///< none: worded from the condition
  NodeId file, line;
  std::vector<Remedy> remedies;
  Span span, condition_span;
  std::optional<base::Moment> from;   ///< before that it is upcoming
  std::optional<base::Moment> until;  ///< from that moment on it is over
  bool waivable = true;
  std::vector<Waived> waived;         ///< those of an instance before that of all others
  // In a scored gate.
  NodeId band;                        ///< what still earns half the weight
  base::Decimal weight = 1;
  bool key = false;
};

struct ForEach {
  LoopId loop;
  bool if_any = false;
  bool applies_mentions_item = false;
  /// Candidates for the ID of an instance, first known one wins: map key, scalar item, `id`, `name`; else the position.
  std::vector<NodeId> identity;
  Span span;
};

/// How a trigger's condition must last. `for D [max gap G]`, or (with `of_last`) `for N of the last M snapshots`.
struct Lasting {
  NodeId amount, of_last, max_gap;
};

struct Rule {
  RuleKind kind = RuleKind::gate;
  std::uint32_t module = 0;
  std::string name;
  std::string id;  ///< `payments.release/security`
  std::string title, doc, owner;
  std::vector<std::string> tags;
  std::optional<ForEach> for_each;
  NodeId applies;  ///< none: always
  NodeId cap;      ///< `enforce … as LEVEL`: the most it may ask for; none: whatever it asks for
  Span name_span, applies_span;
};
/// `excused when`: the condition holds where the clause's does and both texts say something.
struct Excuse {
  NodeId condition, by, because;
};
/// Bands of the share of the weights that is earned.
struct Score {
  base::Decimal pass, warn;
};
struct Gate {
  Rule rule;
  NodeId on_fail, on_missing;  ///< of kind level; none: the default
  std::vector<Remedy> remedies;
  std::vector<Requirement> requirements;
  std::optional<Excuse> excuse;
  std::optional<Score> score;
  std::vector<std::uint32_t> only_for;  ///< phases it counts for; empty: every run
};
struct Phase {
  Rule rule;
  std::vector<std::vector<std::uint32_t>> after;  ///< of each item, the alternatives (phases by number)
  std::vector<std::uint32_t> gates;
  std::vector<Requirement> requirements;
  NodeId started, done;  ///< none where the phase does not say
  NodeId started_at, done_at;  ///< of kind time
  std::vector<Waived> order_waived;
};
struct Trigger {
  Rule rule;
  NodeId fires, level, message, on_missing;
  std::optional<Lasting> lasting;
  NodeId keep_for;
  std::vector<Remedy> remedies;
  Span fires_span;
};

/// `gate g[i] is pass`.
struct StatusTest {
  RuleRef rule;
  std::optional<std::string> instance;
  std::string status;
};

struct Param {
  std::string id;  ///< `payments.release/min_coverage`
  NodeId value;
  std::string origin;
};
struct Module {
  std::string name;
  base::FileId file;
  std::string doc;
};
struct Input {
  std::string name;  ///< empty for the snapshot
  bool optional = false;
  SchemaId root;
};

/// What makes the evidence at a place good: that it is fresh, that it is about the right thing. Where it is not, whatever
/// is read at or below the place is unknown.
struct Evidence {
  std::uint32_t input = 0;
  SchemaId place;                    ///< the record that is judged
  std::vector<SchemaId> containers;  ///< the lists and maps on the way to it, outermost first
  std::vector<std::uint32_t> slots;  ///< in the record's frame: its own, and those of what stands below it
  NodeId limit;                      ///< how old it may be; none: of any age
  SchemaId taken_at;                 ///< the time in it
  NodeId subject;                    ///< what it must be about; none: anything
  SchemaId concerns;                 ///< what it is about
};

struct Plan {
  base::Arena<Node, NodeId> nodes;
  std::vector<std::uint32_t> operands;
  std::vector<Span> spans;        ///< by NodeId: where it stands first
  /// Where else: by node, then place. Not of constants, and of what is read: that has a path.
  std::vector<std::pair<NodeId, Span>> further_spans;
  std::vector<Constant> constants;
  std::vector<Conversion> conversions;
  std::vector<std::string> patterns;  ///< RE2 syntax, known to compile
  std::vector<StatusTest> status_tests;
  std::vector<Loop> loops;
  std::vector<std::string> names;
  std::vector<std::string> zones;
  std::vector<Enum> enums;
  Conversion time_form;  ///< how a snapshot says when it was taken, in its field `time`
  bool looks_back = false;  ///< does anything need earlier snapshots?
  std::uint32_t weekdays = none;  ///< in `enums`: what `weekday` gives, where the policy asks for it

  base::Arena<SchemaNode, SchemaId> schema;
  base::Arena<FrameLayout, FrameLayoutId> frames;
  base::Arena<Shape, ShapeId> shapes;
  std::vector<Input> inputs;      ///< number 0 is the snapshot

  std::vector<Evidence> evidence;  ///< in the order in which it is judged: what a subject reads has been judged before

  std::vector<Module> modules;
  std::vector<Param> params;
  std::vector<Gate> gates;
  std::vector<Phase> phases;
  std::vector<Trigger> triggers;
  std::vector<Waiver> waivers;
  bool milestones = false;        ///< some phase has a `started at` or `done at`
  std::vector<RuleRef> order;     ///< as rules are reported
  std::uint16_t registers = 0;

  [[nodiscard]] const Node& operator[](NodeId id) const { return nodes[id]; }
  [[nodiscard]] const Rule& rule(RuleRef ref) const {
    switch (ref.kind) {
      case RuleKind::gate: return gates[ref.index].rule;
      case RuleKind::phase: return phases[ref.index].rule;
      case RuleKind::trigger: break;
    }
    return triggers[ref.index].rule;
  }
};

/// Which of a node's `a`, `b`, `c` are node ids, whether it has a list, whether it runs a loop.
struct Operands {
  bool a = false, b = false, c = false, list = false, loop = false;
};
[[nodiscard]] Operands operands_of(Op op);

/// Visits every node that a node is made of, its loop's lists and filter included.
template <class Visit>
void for_each_operand(const Plan& plan, NodeId id, Visit&& visit) {
  const Node& node = plan.nodes[id];
  const Operands operands = operands_of(node.op);
  const auto one = [&](bool is_node, std::uint32_t index) {
    if (is_node && index != none) visit(NodeId(index));
  };
  if (operands.list)
    for (std::uint32_t i = 0; i < node.b; ++i) one(true, plan.operands[node.a + i]);
  if (operands.loop) {
    const Loop& loop = plan.loops[node.a];
    for (const Range& range : loop.ranges) visit(range.list);
    if (loop.where) visit(loop.where);
  }
  one(operands.a, node.a);
  one(operands.b, node.b);
  one(operands.c, node.c);
}

/// The condition itself, without how long it must last.
[[nodiscard]] inline NodeId condition_of(const Plan& plan, NodeId id) {
  return id && plan.nodes[id].op == Op::lasting ? NodeId(plan.operands[plan.nodes[id].a]) : id;
}

/// Checks the invariants named in plan.cpp (operands before users, indices in range, registers within bounds); aborts
/// with the name of a broken one. Called after lowering in debug builds and by every test.
void verify(const Plan& plan);

}  // namespace nexus::plan
