#pragma once

#include "base/limits.h"
#include "base/values/decimal.h"
#include "base/values/truth.h"
#include "engine/memory.h"
#include "engine/read/document.h"
#include "engine/read/wire.h"
#include "engine/history/lasting.h"
#include "engine/run/reasons.h"
#include "engine/run/steps.h"
#include "engine/value.h"
#include "rules/plan/plan.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace re2 {
class RE2;
}

namespace nexus::engine {

/// Tells conditions what has become of a rule (`gate g is fail`).
class RuleStatuses {
 public:
  virtual ~RuleStatuses() = default;
  /// Truth of the test as a boolean Value, or an unknown.
  virtual Value test(const plan::StatusTest& test, plan::NodeId asks) = 0;
};

class Past;

/// Where a machine stands in time: at the snapshot of the run, or (from a depth of 1 on) at an earlier one.
struct Standpoint {
  Past* past = nullptr;      ///< null: nobody can look back
  std::size_t before = 0;    ///< how many samples of the record are earlier
  base::Decimal time;        ///< of the snapshot
  std::size_t depth = 0;     ///< of windows inside windows
};

/// A condition at the snapshots that matter for whether it lasted, oldest first, ending with the machine's own.
struct Trail {
  Moments moments;
  std::vector<Value> values;  ///< of the condition, moment by moment
};

/// The step budget of a run is used up.
struct OutOfSteps {};

/// Computes the values of a plan's nodes for one set of documents. Each is computed when it is first asked for and then
/// remembered as long as it holds: for the whole run, or until a binder it depends on moves on.
class Machine {
 public:
  explicit Machine(const plan::Plan& plan);
  ~Machine();
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  void begin(std::span<const Document* const> documents, const base::Decimal& now, RuleStatuses& statuses, const Standpoint& standpoint = {});
  void set_step_budget(std::uint64_t steps) { step_budget_ = steps; }

  [[nodiscard]] std::uint64_t steps() const { return steps_; }
  [[nodiscard]] std::uint64_t steps_left() const { return step_budget_ - std::min(steps_, step_budget_); }
  /// Counts steps that another machine took for this one.
  void spend(std::uint64_t steps) {
    steps_ += steps;
    step();
  }
  /// Counts the making of, or a look at, so many bytes: texts and lists that grow by themselves end with the budget, before
  /// they take the memory of the machine.
  void spend_on(std::size_t bytes) {
    if (bytes >= bytes_a_step) spend(bytes / bytes_a_step);
  }

  /// Forgets the value of a node: something that it depends on has changed.
  void forget(plan::NodeId id) {
    remembered_[id.index()].epoch = 0;
    looked_up_.list = nullptr;
  }

  /// Throws OutOfSteps when the budget is used up.
  [[nodiscard]] Value eval(plan::NodeId id);
  /// Kleene truth of a condition node: `value` must be a boolean or unknown.
  [[nodiscard]] static base::Truth truth_of(const Value& value) {
    return value.is_unknown() ? base::Truth::unknown : base::truth(value.as_bool());
  }

  /// The text of a string node. Its quantities print with as many decimals as it takes to tell them from one another and
  /// from those `beside` the message: the value and the limit that it speaks of.
  [[nodiscard]] std::optional<std::string> message(plan::NodeId id, std::span<const Value> beside);

  /// The unknown of a loop over nothing. `node` is where the policy says so.
  [[nodiscard]] Value nothing_to_judge(plan::LoopId loop, plan::NodeId node);
  /// Does a condition hold only because there was nothing to judge (`every … if any`, `subset of`)?
  [[nodiscard]] bool is_vacuous(plan::NodeId condition);

  /// One pass of a loop: the binders stand in their registers.
  struct Pass {
    base::Truth guard = base::Truth::yes;  ///< membership and `where`
    Value why;          ///< an unknown with the guard's reasons, where it is unknown
    bool hole = false;  ///< no item at all: an inner list is unknown, so that any number of items may stand here
    std::uint32_t position = 0;  ///< of the item in the innermost list
    const ListData* list = nullptr;  ///< the innermost list; null over a map
  };
  /// Runs a loop; `visit(const Pass&)` gives false to stop. Passes whose guard is false are not visited. An unknown comes
  /// back where the outermost list is unknown (then nothing was visited).
  template <class Visit>
  std::optional<Value> run_loop(plan::LoopId id, Visit&& visit) {
    return run_loop(plan_.loops[id.index()], visit);
  }
  /// The same of a loop that is not in the plan, such as one of it without its filter.
  template <class Visit>
  std::optional<Value> run_loop(const plan::Loop& loop, Visit&& visit);

  /// Evidence that is not good: the record, as it was read, and what is wrong with it.
  struct EvidenceFault {
    enum class Kind : std::uint8_t { too_old, in_the_future, undated, other_subject, no_subject };
    Kind kind;
    std::uint32_t rule;     ///< in Plan::evidence
    const Frame* frame;     ///< that stands for the record now: everything in it is unknown
    const Frame* as_read;
  };
  /// Why the evidence at a place is not good; null where nothing is wrong with it.
  [[nodiscard]] const EvidenceFault* fault_at(plan::SchemaId place, const Frame* frame, ReasonCode code) const;

  [[nodiscard]] const plan::Plan& plan() const { return plan_; }
  [[nodiscard]] ReasonStore& reasons() { return reasons_; }
  [[nodiscard]] Memory& memory() { return memory_; }
  [[nodiscard]] const base::Decimal& now() const {
    clock_read_ = true;
    return now_;
  }
  /// The same for those who only show it.
  [[nodiscard]] const base::Decimal& shown_now() const { return now_; }
  /// Has anything asked for the time since `begin`?
  [[nodiscard]] bool has_read_clock() const { return clock_read_; }
  [[nodiscard]] std::span<const Frame* const> roots() const { return roots_; }
  [[nodiscard]] const WireContext& wire() const { return wire_; }

  /// A window that did without some of its snapshots, their values being absent.
  struct LeftOut {
    plan::NodeId window;
    std::size_t samples;
  };
  [[nodiscard]] std::span<const LeftOut> left_out() const { return left_out_; }

  // Looking back (docs/language.md, "History").
  [[nodiscard]] std::size_t depth() const { return standpoint_.depth; }
  [[nodiscard]] std::size_t samples_before() const { return standpoint_.before; }
  [[nodiscard]] Past* past() const { return standpoint_.past; }
  [[nodiscard]] const Standpoint& standpoint() const { return standpoint_; }
  /// The instance of a `for each` rule whose item stands in the registers; at other snapshots it is found by this ID.
  void set_instance(std::string id) { instance_ = std::move(id); }
  [[nodiscard]] const std::string& instance() const { return instance_; }
  /// How a condition must last, or the unknown that makes that unknown.
  [[nodiscard]] std::variant<Lasting, Value> lasting_form(plan::NodeId amount, plan::NodeId of_last, plan::NodeId max_gap);
  /// `now` is the condition at this machine's own snapshot, `value_at(sample)` at an earlier one.
  template <class ValueAt>
  [[nodiscard]] Trail trail(const Lasting& how, const base::Decimal& keep, const Value& now, const ValueAt& value_at);
  /// An unknown with the reasons of what verdicts about the trail asked for; `node` is what asked.
  [[nodiscard]] Value why(const Trail& trail, plan::NodeId node);

  /// The registers, to be put back after judging another rule in the middle of this one.
  struct Register {
    Value value;
    std::uint64_t epoch = 0;
  };
  [[nodiscard]] std::vector<Register> save_registers() const { return registers_; }
  void restore_registers(std::vector<Register> saved) { registers_ = std::move(saved); }

  /// Lets the binders of a loop stand for no item: what is asked of them is missing.
  void bind_nothing(plan::LoopId loop);
  /// What stands in a register now.
  [[nodiscard]] Value value_in(std::uint32_t reg) const { return registers_[reg].value; }

  [[nodiscard]] Value unknown(ReasonCode code, plan::NodeId node, std::string_view detail = {}) {
    return reasons_.unknown({.code = code, .place = {}, .frame = nullptr, .key = {}, .node = node, .detail = detail});
  }

 private:
  struct Remembered {
    Value value;
    std::uint64_t epoch = 0;
  };

  Value compute(plan::NodeId id, const plan::Node& node);
  [[nodiscard]] Value eval(std::uint32_t index) { return eval(plan::NodeId(index)); }
  [[nodiscard]] std::span<const std::uint32_t> operands(const plan::Node& node) const {
    return std::span(plan_.operands).subspan(node.a, node.b);
  }
  void forget_clock(const plan::Node& node, const Value& a, const Value& b, bool read_before);
  void step() {
    if (++steps_ > step_budget_) throw OutOfSteps{};
  }

  // evidence
  void judge_evidence();
  /// A copy of the frame where evidence in or below it is not good; null where all is well.
  const Frame* judged_frame(const plan::Evidence& evidence, const Frame& frame);
  std::optional<Value> judged_items(const plan::Evidence& evidence, const Value& container, std::size_t depth);
  const Frame* judged_record(const plan::Evidence& evidence, const Frame& frame);
  std::optional<EvidenceFault::Kind> freshness(const plan::Evidence& evidence, const Frame& frame, Value& why);
  std::optional<EvidenceFault::Kind> aboutness(const plan::Evidence& evidence, const Frame& frame, Value& why);
  Frame* copy_of(const Frame& frame);

  // access
  Value field(const plan::Node& node, plan::NodeId id);
  Value any_field(const plan::Node& node, plan::NodeId id);
  Value item_at(const Value& list, const Value& index, plan::NodeId id);
  Value entry_at(const Value& map, const Value& key, plan::NodeId id);
  Value any_at(const plan::Node& node, plan::NodeId id);
  Value convert(const plan::Node& node, plan::NodeId id) { return convert(eval(node.a), plan_.conversions[node.b], id); }
  Value convert(const Value& value, const plan::Conversion& to, plan::NodeId id);
  Value convert_items(const ListData& list, const plan::Conversion& to, plan::NodeId id);
  Value convert_entries(const MapData& map, const plan::Conversion& to, plan::NodeId id);
  Value convert_fields(const MapData& map, const plan::Conversion& to, plan::NodeId id);
  Value key_member(const plan::Node& node, plan::NodeId id);
  Value is_test(const plan::Node& node);
  [[nodiscard]] bool is_known_above(plan::NodeId path);
  [[nodiscard]] std::string_view key_text(const Value& key) const;
  Value no_such(plan::SchemaId place, const Frame* frame, std::string_view key, plan::NodeId id);

  // history
  Value history(plan::NodeId id);
  Value previous(plan::NodeId id);
  Value lasting(const plan::Node& node, plan::NodeId id);
  Value window(const plan::Node& node, plan::NodeId id);
  Value over_samples(const plan::Node& node, plan::NodeId id, std::span<const Value> values, const Value& rank);
  Value increase(std::span<const Value> values, bool integer, plan::NodeId id);
  [[nodiscard]] const plan::ForEach* instances_of(const plan::Node& node) const;
  [[nodiscard]] bool has_record() const;

  // logic
  Value connective(const plan::Node& node, bool decides);
  Value default_of(const plan::Node& node);
  Value choose(const plan::Node& node, plan::NodeId id);

  // comparison
  Value equal(const Value& a, const Value& b, plan::NodeId id);
  Value equal_lists(const ListData& a, const ListData& b, plan::NodeId id);
  Value equal_maps(const MapData& a, const MapData& b, plan::NodeId id);
  Value equal_records(const Value& a, const Value& b, plan::NodeId id);
  Value relation(const plan::Node& node, plan::NodeId id);
  Value between(const plan::Node& node, plan::NodeId id);
  Value in_list(const Value& needle, const Value& list, plan::NodeId id);
  Value in_map(const Value& key, const Value& map);
  Value subset(const Value& a, const Value& b, plan::NodeId id);
  /// The same of two lists where all is known, by sorting the second; nothing where that cannot be or does not pay.
  std::optional<bool> subset_of_known(const ListData& a, const ListData& b);
  /// Counts a look at a text; at a short one it takes no time that counts.
  void look_at(std::string_view text) {
    if (text.size() >= long_text) spend_on(text.size());
  }
  /// The same of a comparison, which ends where one of the two does.
  void look_at_both(const Value& a, const Value& b) {
    if (a.kind() == ValueKind::string && b.kind() == ValueKind::string)
      look_at(a.as_string().substr(0, b.as_string().size()));
  }
  Value string_test(const plan::Node& node, plan::NodeId id);
  Value matches(const plan::Node& node, plan::NodeId id);

  // arithmetic
  Value arithmetic(const plan::Node& node, plan::NodeId id);
  Value negate(const plan::Node& node, plan::NodeId id);
  Value result(const base::ArithmeticResult& r, const plan::Arithmetic& detail, plan::NodeId id);
  Value remember_number(const base::Decimal& d, ValueKind kind) { return memory_.number(d, kind); }

  // loops
  Value every(const plan::Node& node, plan::NodeId id);
  Value some(const plan::Node& node);
  Value verdict_on_count(const plan::Node& node, plan::NodeId id, const std::optional<Value>& list, std::int64_t certain, std::int64_t possible,
                         Value unknown);
  Value count_items(const plan::Node& node, plan::NodeId id);
  Value count_distinct(const plan::Node& node, plan::NodeId id);
  Value the(const plan::Node& node, plan::NodeId id);
  Value collect(const plan::Node& node, plan::NodeId id);
  template <class Visit>
  bool run_ranges(const plan::Loop& loop, std::size_t depth, base::Truth member, Value why, Visit& visit, std::optional<Value>& unknown);
  template <class Visit>
  bool pass(const plan::Loop& loop, base::Truth member, Value why, Pass pass, Visit& visit);

  // functions
  Value function(const plan::Node& node, plan::NodeId id);
  Value aggregate(plan::Function f, std::span<const Value> arguments, plan::NodeId id);
  Value sum(const ListData& list, bool integer, plan::NodeId id);
  Value average(const ListData& list, plan::NodeId id);
  Value rank_sum(const ListData& a, const ListData& b, plan::NodeId id);
  Value extreme(const ListData& list, bool greatest, plan::NodeId id);
  Value list_function(plan::Function f, std::span<const Value> arguments, plan::NodeId id);
  Value string_function(plan::Function f, std::span<const Value> arguments, plan::NodeId id);
  Value time_function(plan::Function f, std::span<const Value> arguments, plan::NodeId id);
  Value set_function(plan::Function f, std::span<const Value> lists, plan::NodeId id);
  Value compared_set(plan::Function f, std::span<const Value> lists, plan::NodeId id);
  Value concat(std::span<const Value> lists);
  Value split(std::string_view text, std::string_view separator);
  Value join(const Value& list, const Value& separator, plan::NodeId id);
  Value count_value(std::size_t n);
  Value ends_of_list(plan::Function f, const Value& count, const ListData& list, plan::NodeId id);
  Value sort_by(const ListData& items, const ListData& keys);
  Value latest_by(const ListData& items, const ListData& keys, const ListData& times);
  /// All that is unknown of the items, memberships included, as one unknown; or any known value.
  Value reasons_in(const ListData& list);
  Value reasons_in_membership(const ListData& list);

  Value make_list(const std::vector<Value>& items, const std::vector<Value>& maybe);
  Value make_record(const plan::Node& node);
  Value make_map(const plan::Node& node);
  Value render_template(const plan::Node& node);
  std::string filled_in(const plan::Node& node, std::span<const Value> beside);

  const plan::Plan& plan_;
  WireContext wire_;
  std::vector<Value> constants_;
  std::vector<base::Decimal> big_constants_;
  std::vector<std::unique_ptr<re2::RE2>> patterns_;
  std::vector<std::unique_ptr<std::byte[]>> absent_frames_;  // stand in for documents that were not given

  std::vector<Remembered> remembered_;
  std::vector<Register> registers_;
  std::vector<const Frame*> roots_;
  std::vector<EvidenceFault> faults_;
  /// The list that was last looked up in, in the order of `any_order`: mostly the next item is looked up in the same.
  struct LookedUp {
    const ListData* list = nullptr;
    std::optional<std::size_t> size;  ///< as `known_size` has it
    std::vector<Value> sorted;        ///< empty until it is first needed
  };
  LookedUp looked_up_;
  std::uint64_t epoch_ = 0;  // of this run
  std::uint64_t tick_ = 0;   // last epoch handed out
  std::uint64_t steps_ = 0;
  std::uint64_t step_budget_ = base::Limits{}.steps;
  base::Decimal now_;
  mutable bool clock_read_ = false;
  Value now_value_;
  RuleStatuses* statuses_ = nullptr;
  Standpoint standpoint_;
  std::vector<LeftOut> left_out_;
  std::string instance_;
  Memory memory_;
  ReasonStore reasons_;
};

// ------------------------------------------------------------------------------------------------ loops

template <class Visit>
std::optional<Value> Machine::run_loop(const plan::Loop& loop, Visit&& visit) {
  // A closed sub-expression runs its loops on the same registers as what is around it: put those back.
  const plan::Range &first = loop.ranges.front(), &last = loop.ranges.back();
  const std::size_t low = first.value, high = std::max<std::size_t>(last.value, last.key.value_or(0));
  const std::span own = std::span(registers_).subspan(low, high + 1 - low);
  std::array<Register, 4> few;  // most loops have one range
  std::vector<Register> many(own.size() > few.size() ? own.size() : 0);
  const std::span saved = many.empty() ? std::span(few).first(own.size()) : std::span(many);
  std::ranges::copy(own, saved.begin());
  std::optional<Value> unknown;
  (void)run_ranges(loop, 0, base::Truth::yes, Value(), visit, unknown);
  std::ranges::copy(saved, registers_.begin() + static_cast<std::ptrdiff_t>(low));
  return unknown;
}

template <class Visit>
bool Machine::pass(const plan::Loop& loop, base::Truth member, Value why, Pass pass, Visit& visit) {
  if (loop.where) {
    const Value guard = eval(loop.where);
    const base::Truth holds = truth_of(guard);
    if (holds == base::Truth::no) return true;
    if (holds == base::Truth::unknown) why = reasons_.merge(why, guard);
    member = member && holds;
  }
  pass.guard = member;
  pass.why = why;
  return visit(static_cast<const Pass&>(pass));
}

template <class Visit>
// NOLINTNEXTLINE(misc-no-recursion): as deep as a loop has ranges
bool Machine::run_ranges(const plan::Loop& loop, std::size_t depth, base::Truth member, Value why, Visit& visit, std::optional<Value>& unknown) {
  const plan::Range& range = loop.ranges[depth];
  const Value over = eval(range.list);
  if (over.kind() != ValueKind::list && over.kind() != ValueKind::map) {
    const Value reason = over.is_unknown() ? over : over.kind() == ValueKind::null ? this->unknown(ReasonCode::null, range.list) : this->unknown(ReasonCode::wrong_type, range.list, "not a list");
    if (depth == 0) return unknown = reason, false;
    return visit(Pass{.guard = base::Truth::unknown, .why = reasons_.merge(why, reason), .hole = true, .position = 0, .list = nullptr});
  }
  const bool innermost = depth + 1 == loop.ranges.size();
  const ListData* list = over.kind() == ValueKind::list ? &over.as_list() : nullptr;
  const MapData* map = list == nullptr ? &over.as_map() : nullptr;
  const std::uint32_t size = list != nullptr ? list->size : map->size;
  for (std::uint32_t i = 0; i < size; ++i) {
    step();
    registers_[range.value] = {list != nullptr ? list->items[i] : map->values[i], ++tick_};
    if (range.key) registers_[*range.key] = {map != nullptr ? Value::string(map->keys[i]) : Value::small_number(ValueKind::number, i, 0), ++tick_};
    base::Truth here = member;
    Value reason = why;
    if (list != nullptr && list->maybe != nullptr && list->maybe[i].is_unknown()) {
      here = base::Truth::unknown;
      reason = reasons_.merge(why, list->maybe[i]);
    }
    const bool go_on = innermost ? pass(loop, here, reason, Pass{.guard = here, .why = reason, .hole = false, .position = i, .list = list}, visit)
                                 : run_ranges(loop, depth + 1, here, reason, visit, unknown);
    if (!go_on) return false;
  }
  return true;
}

}  // namespace nexus::engine
