#include "rules/plan/cost.h"

#include "rules/plan/rule_nodes.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <utility>

namespace nexus::plan {

namespace {

constexpr std::uint64_t endless = std::numeric_limits<std::uint64_t>::max();

std::uint64_t sum(std::uint64_t a, std::uint64_t b) { return a > endless - b ? endless : a + b; }
std::uint64_t product(std::uint64_t a, std::uint64_t b) { return b != 0 && a > endless / b ? endless : a * b; }

const Cost one{{{}, 1}};

Cost constant(std::uint64_t n) { return n == 0 ? Cost{} : Cost{{{}, n}}; }

/// A sum of so many products tells nobody anything: it counts as endless.
Cost kept_short(Cost cost) {
  constexpr std::size_t most_terms = 256;
  return cost.size() > most_terms ? constant(endless) : cost;
}

void add(Cost& to, const Cost& more) {
  for (const auto& [lengths, times] : more) to[lengths] = sum(to[lengths], times);
  to = kept_short(std::move(to));
}

Cost times(const Cost& a, const Cost& b) {
  Cost result;
  for (const auto& [left, m] : a)
    for (const auto& [right, n] : b) {
      LengthProduct both;
      std::ranges::merge(left, right, std::back_inserter(both));
      result[both] = sum(result[both], product(m, n));
    }
  return kept_short(std::move(result));
}

class Counter {
 public:
  explicit Counter(const Plan& plan) : plan_(plan), registers_(plan.registers) {}

  Cost count(RuleRef ref) {
    total_ = {};
    seen_.clear();
    per_run_ = one;
    std::ranges::fill(registers_, Register{});
    const Rule& rule = plan_.rule(ref);
    if (ref.kind == RuleKind::trigger) {
      const Trigger& trigger = plan_.triggers[ref.index];
      // Whether it lasts is seen from the snapshots before.
      if (trigger.lasting || trigger.keep_for) per_run_ = list(CostList::Kind::snapshots, trigger.fires, {});
    }
    if (rule.for_each) enter(plan_.loops[rule.for_each->loop.index()], per_run_);
    visit_nodes(plan_, ref, [this](NodeId node) {
      if (node) visit(node);
    });
    return total_;
  }

  [[nodiscard]] std::vector<CostList> take_lists() { return std::move(lists_); }

 private:
  struct Register {
    std::optional<Cost> moves;  ///< how often it moves on; none: no loop binds it here
    std::uint32_t binding = 0;  ///< which binding of it this is, in the whole count
    NodeId list = {};           ///< whose items it holds, one after the other
    SchemaId item = {};         ///< where these are read; none where they are computed
  };

  /// How often a node of that scope is computed.
  [[nodiscard]] const Cost& computed(std::uint16_t scope) const {
    if (scope == 0 || registers_.empty()) return per_run_;
    const std::size_t reg = std::min<std::size_t>(scope, registers_.size()) - 1U;
    return registers_[reg].moves ? *registers_[reg].moves : per_run_;
  }
  [[nodiscard]] std::uint32_t binding(std::uint16_t scope) const {
    if (scope == 0 || registers_.empty()) return look_back_;
    const Register& reg = registers_[std::min<std::size_t>(scope, registers_.size()) - 1U];
    return reg.moves ? reg.binding : look_back_;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as expressions are nested, which has a limit
  void visit(NodeId id) {
    const Node& node = plan_.nodes[id];
    if (!seen_.emplace(id.index(), binding(node.scope)).second) return;
    const Cost often = computed(node.scope);
    add(total_, often);
    if (node.op == Op::window || node.op == Op::lasting) return visit_window(id, node, often);
    if (is_loop(node.op)) return visit_loop(node, often);
    for_each_operand(plan_, id, [this](NodeId operand) { visit(operand); });
    if (node.op == Op::in_list || node.op == Op::any_in || node.op == Op::string_contains)
      add(total_, times(often, length(NodeId(node.op == Op::string_contains ? node.a : node.b))));
    if (node.op == Op::convert)
      add(total_, times(often, parts_of(plan_.conversions[node.b], id, length(NodeId(node.a)))));
    if (node.op == Op::history) add(total_, times(often, times(constant(2), length(id))));
    if (node.op == Op::subset) add(total_, times(often, times(length(NodeId(node.a)), length(NodeId(node.b)))));
    if (node.op != Op::function) return;
    // What is put together is copied, with what is known of each item.
    const std::uint64_t per_item = static_cast<Function>(node.detail) == Function::concat ? 6 : 2;
    if (is_list(id)) add(total_, times(often, constant(4)));  // the list itself
    for (const std::uint32_t argument : operands(node))
      if (is_list(NodeId(argument))) add(total_, times(often, times(constant(per_item), length(NodeId(argument)))));
  }

  /// How many parts a conversion makes one by one: items, entries, fields. `length` is that of the value, if it has one.
  // NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
  Cost parts_of(const Conversion& to, NodeId id, const Cost& length) {
    Cost each;
    for (const std::uint32_t part : to.parts) {
      add(each, one);
      add(each, parts_of(plan_.conversions[part], id, list(CostList::Kind::items, id, {})));
    }
    return to.kind == SchemaKind::record ? each : times(each, length);
  }

  void visit_loop(const Node& node, const Cost& often) {
    const Loop& loop = plan_.loops[node.a];
    const std::vector<Register> outer = registers_;
    enter(loop, often);
    if (loop.where) visit(loop.where);
    const Operands parts = operands_of(node.op);
    if (parts.b && node.b != none) visit(NodeId(node.b));
    if (parts.c && node.c != none) visit(NodeId(node.c));
    registers_ = outer;
  }

  /// Binds the registers of a loop that runs `often`, and counts its passes.
  void enter(const Loop& loop, Cost often) {
    for (const Range& range : loop.ranges) {
      visit(range.list);
      often = times(often, length(range.list));
      add(total_, often);
      Register bound{.moves = often, .binding = ++bindings_};
      if (range.key) registers_[*range.key] = bound;
      bound.list = range.list;
      if (const SchemaId at = place_of(range.list)) bound.item = plan_.schema[at].element;
      registers_[range.value] = bound;
    }
  }

  /// What stands in a window is computed at each of its snapshots, by a machine that has no registers.
  void visit_window(NodeId id, const Node& node, const Cost& often) {
    const auto parts = operands(node);
    for (const std::uint32_t part : parts.subspan(1))
      if (part != none) visit(NodeId(part));
    std::vector<Register> outer(registers_.size());
    std::swap(outer, registers_);
    const Cost per_run = std::exchange(per_run_, times(often, list(CostList::Kind::snapshots, id, {})));
    const std::uint32_t look_back = std::exchange(look_back_, ++bindings_);
    visit(NodeId(parts.front()));
    look_back_ = look_back;
    per_run_ = per_run;
    std::swap(outer, registers_);
  }

  [[nodiscard]] std::span<const std::uint32_t> operands(const Node& node) const {
    return std::span(plan_.operands).subspan(node.a, node.b);
  }

  [[nodiscard]] SchemaId place(const Node& node) const {
    return node.op == Op::input_slot || node.op == Op::item_slot ? SchemaId(node.c) : SchemaId();
  }
  /// The same, and where what a register holds is read: many loops share the node of a register.
  [[nodiscard]] SchemaId place_of(NodeId id) const {
    const Node& node = plan_.nodes[id];
    return node.op == Op::register_ ? registers_[node.a].item : place(node);
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as expressions are nested, which has a limit
  [[nodiscard]] bool is_list(NodeId id) const {
    const Node& node = plan_.nodes[id];
    if (const SchemaId at = place(node))
      return plan_.schema[at].kind == SchemaKind::list || plan_.schema[at].kind == SchemaKind::map;
    switch (node.op) {
      case Op::make_list:
      case Op::make_map:
      case Op::collect:
      case Op::register_:
      case Op::field:
      case Op::history:
        return true;
      case Op::convert:
        return is_list(NodeId(node.a));
      case Op::if_:
        return is_list(NodeId(node.b)) || is_list(NodeId(node.c));
      case Op::default_:
      case Op::choose:
        return std::ranges::any_of(operands(node), [this](std::uint32_t part) { return is_list(NodeId(part)); });
      case Op::function:
        return static_cast<Function>(node.detail) >= Function::unique &&
               static_cast<Function>(node.detail) <= Function::latest_by;
      default:
        return false;
    }
  }

  /// At most so many items.
  // NOLINTNEXTLINE(misc-no-recursion): as above
  Cost length(NodeId id) {
    const Node& node = plan_.nodes[id];
    switch (node.op) {
      case Op::make_list:
        return constant(node.b);
      case Op::make_map:
        return constant(node.b / 2);
      case Op::convert:
        return length(NodeId(node.a));
      case Op::if_:
        return length_of_either(NodeId(node.b), NodeId(node.c));
      case Op::default_: {
        Cost all;
        for (const std::uint32_t operand : operands(node)) add(all, length(NodeId(operand)));
        return all;
      }
      case Op::collect: {
        Cost all = one;
        for (const Range& range : plan_.loops[node.a].ranges) all = times(all, length(range.list));
        return all;
      }
      case Op::function:
        return length_of_function(id, node);
      case Op::history:
        return list(CostList::Kind::snapshots, id, {});
      case Op::register_: {
        const Register& bound = registers_[node.a];
        return bound.list ? list(CostList::Kind::items, bound.list, bound.item, true)
                          : list(CostList::Kind::items, id, {});
      }
      default:
        return list(CostList::Kind::items, id, place(node));
    }
  }
  // NOLINTNEXTLINE(misc-no-recursion): as above
  Cost length_of_either(NodeId a, NodeId b) {
    Cost both = length(a);
    add(both, length(b));
    return both;
  }
  // NOLINTNEXTLINE(misc-no-recursion): as above
  Cost length_of_function(NodeId id, const Node& node) {
    const auto parts = operands(node);
    switch (static_cast<Function>(node.detail)) {
      case Function::unique:
      case Function::intersection:
      case Function::difference:
      case Function::sort_by:
      case Function::latest_by:
        return length(NodeId(parts.front()));
      case Function::concat:
      case Function::union_: {
        Cost all;
        for (const std::uint32_t part : parts) add(all, length(NodeId(part)));
        return all;
      }
      case Function::first:
      case Function::last:
        for (const std::uint32_t part : parts)
          if (is_list(NodeId(part))) return length(NodeId(part));
        return list(CostList::Kind::items, id, {});
      default:
        return list(CostList::Kind::items, id, {});
    }
  }

  Cost list(CostList::Kind kind, NodeId node, SchemaId at, bool is_item = false) {
    const auto is_it = [&](const CostList& known) {
      if (known.kind != kind || known.place != at) return false;
      return at || (known.node == node && known.is_item == is_item);
    };
    auto known = std::ranges::find_if(lists_, is_it);
    if (known == lists_.end()) known = lists_.insert(lists_.end(), {kind, node, at, is_item});
    return {{{static_cast<std::uint32_t>(known - lists_.begin())}, 1}};
  }

  const Plan& plan_;
  std::vector<CostList> lists_;
  Cost total_;
  Cost per_run_ = one;  // how often a node is computed that needs no register
  std::vector<Register> registers_;
  std::uint32_t bindings_ = 0;
  std::uint32_t look_back_ = 0;  // which window the nodes without registers are looked at in; 0: none
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen_;  // node, and binding of its register
};

}  // namespace

Costs static_costs(const Plan& plan) {
  Counter counter(plan);
  Costs costs;
  for (const RuleRef ref : plan.order) costs.rules.push_back(counter.count(ref));
  costs.lists = counter.take_lists();
  return costs;
}

std::uint64_t steps_of(const Cost& cost, std::span<const std::uint64_t> lengths) {
  std::uint64_t all = 0;
  for (const auto& [lists, times] : cost) {
    std::uint64_t part = times;
    for (const std::uint32_t list : lists) part = product(part, lengths[list]);
    all = sum(all, part);
  }
  return all;
}

std::optional<std::uint64_t> greatest_length(const Cost& cost, std::uint64_t steps) {
  std::size_t lists = 0;
  for (const auto& [lengths, times] : cost)
    for (const std::uint32_t list : lengths) lists = std::max<std::size_t>(lists, list + 1U);
  if (lists == 0) return std::nullopt;
  const auto fits = [&](std::uint64_t length) {
    return steps_of(cost, std::vector<std::uint64_t>(lists, length)) <= steps;
  };
  std::uint64_t low = 0, high = steps;
  while (low < high) {
    const std::uint64_t middle = high - (high - low) / 2;
    if (fits(middle)) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

}  // namespace nexus::plan
