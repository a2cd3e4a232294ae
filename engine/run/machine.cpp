#include "engine/run/machine.h"

#include "base/overloaded.h"

#include <re2/re2.h>

#include <algorithm>
#include <cassert>
#include <new>

namespace nexus::engine {

using plan::Node;
using plan::NodeId;
using plan::Op;

Machine::Machine(const plan::Plan& plan)
    : plan_(plan),
      wire_(plan),
      patterns_(plan.patterns.size()),
      remembered_(plan.nodes.size()),
      registers_(plan.registers),
      reasons_(plan, steps_) {
  big_constants_.reserve(plan.constants.size());
  constants_.reserve(plan.constants.size());
  for (const plan::Constant& constant : plan.constants)
    constants_.push_back(std::visit(base::overloaded{
                                        [](bool b) { return Value::boolean(b); },
                                        [&](const base::Quantity& q) {
                                          const ValueKind kind = Value::kind_of(q.dimension);
                                          const auto c = q.value.coefficient();
                                          if (c == static_cast<std::int64_t>(c))
                                            return Value::small_number(kind, static_cast<std::int64_t>(c), static_cast<std::int16_t>(q.value.exponent()));
                                          return Value::big_number(kind, &big_constants_.emplace_back(q.value));
                                        },
                                        [](const std::string& s) { return Value::string(s); },
                                        [](const plan::Member& m) { return Value::member(m.enumeration, m.index); },
                                        [](base::Level level) { return Value::level(level); },
                                        [](const base::Version& v) { return Value::version(&v); },
                                    },
                                    constant));
  // A document that was not given reads as one where everything is absent.
  for (std::uint32_t input = 0; input < plan.inputs.size(); ++input) {
    const plan::FrameLayout& layout = plan.frames[plan.schema[plan.inputs[input].root].frame];
    absent_frames_.push_back(std::make_unique<std::byte[]>(sizeof(Frame) + layout.slots * sizeof(Value)));
    auto* frame = new (absent_frames_.back().get()) Frame{.parent = nullptr, .place = plan.inputs[input].root, .position = input, .key = {}};
    std::fill_n(frame->slots(), layout.slots, Value::unknown_at(ReasonCode::absent, plan.inputs[input].root, frame));
  }
}

Machine::~Machine() = default;

void Machine::begin(std::span<const Document* const> documents, const base::Decimal& now, RuleStatuses& statuses, const Standpoint& standpoint) {
  memory_.reset();
  reasons_.reset();
  steps_ = 0;
  epoch_ = ++tick_;
  statuses_ = &statuses;
  now_ = now;
  standpoint_ = standpoint;
  clock_read_ = false;
  left_out_.clear();
  looked_up_.list = nullptr;
  now_value_ = memory_.number(now, ValueKind::time);
  roots_.clear();
  for (std::size_t input = 0; input < plan_.inputs.size(); ++input) {
    const bool given = input < documents.size() && documents[input] != nullptr;
    roots_.push_back(given ? &documents[input]->root() : reinterpret_cast<const Frame*>(absent_frames_[input].get()));
  }
  if (!plan_.evidence.empty()) judge_evidence();
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as expressions are nested, which has a limit
Value Machine::eval(NodeId id) {
  const Node& node = plan_.nodes[id];
  switch (node.op) {  // what is as quick to get as to remember
    case Op::constant: return constants_[node.a];
    case Op::input_slot: return roots_[node.a]->slots()[node.b];
    case Op::register_: return registers_[node.a].value;
    case Op::now:
      clock_read_ = true;
      return now_value_;
    case Op::item_slot: {
      const Value& item = registers_[node.a].value;
      assert(item.is_unknown() || item.kind() == ValueKind::record);
      return item.is_unknown() ? item : item.frame()->slots()[node.b];
    }
    default: break;
  }
  if (node.scope == plan::no_memo) return compute(id, node);
  const std::uint64_t epoch = node.scope == 0 ? epoch_ : registers_[node.scope - 1U].epoch;
  Remembered& remembered = remembered_[id.index()];
  if (remembered.epoch == epoch) return remembered.value;
  const Value value = compute(id, node);
  remembered = {value, epoch};
  return value;
}

// NOLINTNEXTLINE(misc-no-recursion)
Value Machine::compute(NodeId id, const Node& node) {
  step();
  switch (node.op) {
    case Op::constant:
    case Op::input_slot:
    case Op::item_slot:
    case Op::register_:
    case Op::now: return eval(id);
    case Op::field: return field(node, id);
    case Op::any_field: return any_field(node, id);
    case Op::item_at: return item_at(eval(node.a), eval(node.b), id);
    case Op::entry_at: return entry_at(eval(node.a), eval(node.b), id);
    case Op::any_at: return any_at(node, id);
    case Op::convert: return convert(node, id);
    case Op::key_member: return key_member(node, id);
    case Op::not_: {
      const Value operand = eval(node.a);
      return operand.is_unknown() ? operand : Value::boolean(!operand.as_bool());
    }
    case Op::and_: return connective(node, false);
    case Op::or_: return connective(node, true);
    case Op::default_: return default_of(node);
    case Op::if_: {
      const Value condition = eval(node.a);
      return condition.is_unknown() ? condition : eval(condition.as_bool() ? node.b : node.c);
    }
    case Op::choose: return choose(node, id);
    case Op::negate: return negate(node, id);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::remainder: return arithmetic(node, id);
    case Op::equal: return equal(eval(node.a), eval(node.b), id);
    case Op::not_equal: {
      const Value same = equal(eval(node.a), eval(node.b), id);
      return same.is_unknown() ? same : Value::boolean(!same.as_bool());
    }
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: return relation(node, id);
    case Op::between: return between(node, id);
    case Op::in_list: return in_list(eval(node.a), eval(node.b), id);
    case Op::in_map: return in_map(eval(node.a), eval(node.b));
    case Op::any_in: {
      const Value haystack = eval(node.b);
      if (haystack.kind() == ValueKind::map) return in_map(eval(node.a), haystack);
      return in_list(eval(node.a), haystack, id);
    }
    case Op::string_contains:
    case Op::starts_with:
    case Op::ends_with:
    case Op::like: return string_test(node, id);
    case Op::matches: return matches(node, id);
    case Op::subset: return subset(eval(node.a), eval(node.b), id);
    case Op::is_present:
    case Op::is_missing:
    case Op::is_null:
    case Op::is_empty: return is_test(node);
    case Op::template_: return render_template(node);
    case Op::make_list: {
      std::vector<Value> items;
      for (const std::uint32_t item : operands(node)) items.push_back(eval(item));
      return make_list(items, {});
    }
    case Op::make_record: return make_record(node);
    case Op::make_map: return make_map(node);
    case Op::every: return every(node, id);
    case Op::some: return some(node);
    case Op::no: {
      const Value any = some(node);
      return any.is_unknown() ? any : Value::boolean(!any.as_bool());
    }
    case Op::at_least:
    case Op::at_most:
    case Op::exactly: return count_items(node, id);
    case Op::at_least_distinct:
    case Op::at_most_distinct:
    case Op::exactly_distinct: return count_distinct(node, id);
    case Op::the: return the(node, id);
    case Op::collect: return collect(node, id);
    case Op::history: return history(id);
    case Op::previous: return previous(id);
    case Op::window: return window(node, id);
    case Op::lasting: return lasting(node, id);
    case Op::function: return function(node, id);
    case Op::rule_status: return statuses_->test(plan_.status_tests[node.a], id);
  }
  return {};
}

/// `and` is decided by false, `or` by true; all operands are looked at until one decides, so that no reason is lost.
Value Machine::connective(const Node& node, bool decides) {
  Value unknown;
  for (const std::uint32_t operand : operands(node)) {
    const Value value = eval(operand);
    if (value.is_unknown())
      unknown = reasons_.merge(unknown, value);
    else if (value.as_bool() == decides)
      return value;
  }
  return unknown.is_unknown() ? unknown : Value::boolean(!decides);
}

/// `a ?? b` answers for absence only: what is malformed or stale stays unknown.
Value Machine::default_of(const Node& node) {
  Value value;
  for (const std::uint32_t operand : operands(node)) {
    value = eval(operand);
    if (value.kind() == ValueKind::null) continue;
    if (!value.is_unknown() || !reasons_.all(value, ReasonClass::absence)) return value;
  }
  return value;
}

/// A decision table. With `first match` the first row that is not false decides, else exactly one row must hold.
Value Machine::choose(const Node& node, NodeId id) {
  const auto rows = operands(node).subspan(node.c);
  const bool first_match = node.detail != 0;
  std::uint32_t chosen = plan::none;
  Value unknown;
  for (std::size_t i = 0; i + 1 < rows.size(); i += 2) {
    const Value fits = eval(rows[i]);
    if (fits.is_unknown()) {
      if (first_match) return fits;
      unknown = reasons_.merge(unknown, fits);
    } else if (fits.as_bool()) {
      if (first_match) return eval(rows[i + 1]);
      if (chosen != plan::none) return this->unknown(ReasonCode::two_rows, id);
      chosen = rows[i + 1];
    }
  }
  if (unknown.is_unknown()) return unknown;
  if (chosen != plan::none) return eval(chosen);
  return rows.size() % 2 == 1 ? eval(rows.back()) : this->unknown(ReasonCode::no_row, id);
}

Value Machine::make_list(const std::vector<Value>& items, const std::vector<Value>& maybe) {
  auto* copy = memory_.array<Value>(items.size());
  std::ranges::copy(items, copy);
  ListData list{.items = copy, .maybe = nullptr, .size = static_cast<std::uint32_t>(items.size()), .place = {}, .frame = nullptr};
  if (!maybe.empty()) {
    auto* memberships = memory_.array<Value>(maybe.size());
    std::ranges::copy(maybe, memberships);
    list.maybe = memberships;
  }
  return Value::list(memory_.make(list));
}

Value Machine::make_record(const Node& node) {
  Frame* frame = memory_.frame(node.b);
  *frame = Frame{};
  std::uint32_t slot = 0;
  for (const std::uint32_t field : operands(node)) {
    // An optional field the policy leaves out is absent.
    frame->slots()[slot++] = field == plan::none ? unknown(ReasonCode::absent, {}) : eval(field);
  }
  return Value::record(plan::ShapeId(node.c), frame);
}

Value Machine::make_map(const Node& node) {
  const auto entries = operands(node);
  auto* keys = memory_.array<std::string_view>(entries.size() / 2);
  auto* values = memory_.array<Value>(entries.size() / 2);
  MapData map{.keys = keys, .values = values, .size = 0, .place = {}, .frame = nullptr};
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    keys[map.size] = eval(entries[i]).as_string();
    values[map.size++] = eval(entries[i + 1]);
  }
  return Value::map(memory_.make(map));
}

}  // namespace nexus::engine
