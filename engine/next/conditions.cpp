#include "engine/next/planner.h"

#include "base/values/text.h"
#include "engine/history/past.h"
#include "engine/run/compare.h"

#include <algorithm>
#include <string>

/// Conditions backwards: what has to change so that one comes true, or false.
namespace nexus::engine {

using plan::Node;
using plan::NodeId;
using plan::Op;

namespace {

/// Deeper than that conditions are not looked into: they ask for each other through rules.
constexpr int deepest = 200;

Op opposite(Op relation) {
  switch (relation) {
    case Op::equal:
      return Op::not_equal;
    case Op::not_equal:
      return Op::equal;
    case Op::less:
      return Op::greater_equal;
    case Op::less_equal:
      return Op::greater;
    case Op::greater:
      return Op::less_equal;
    default:
      return Op::less;
  }
}

}  // namespace

Ways Planner::none(std::string why) {
  if (std::ranges::find(why_not_, why) == why_not_.end()) why_not_.push_back(std::move(why));
  return {};
}

Ways Planner::none_of_history(std::string why) {
  const Past* past = machine_.past();
  const bool given = past != nullptr && past->supplied();
  return none(given ? std::move(why) : "no earlier snapshots were given: `--history FILE` has them");
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
Ways Planner::hold(NodeId id, bool wanted) {
  const Value value = machine_.eval(id);
  if (value.kind() == ValueKind::boolean && value.as_bool() == wanted) return nothing_to_do();
  if (depth_ >= deepest) return {};
  ++depth_;
  const Node& node = plan_.nodes[id];
  const auto relation = [&](Op op) { return wanted ? op : opposite(op); };
  const auto counted = [&](Op op) {
    const Value limit = machine_.eval(NodeId(node.b));
    const auto n = limit.is_numeric() ? limit.as_decimal().to_int64() : std::nullopt;
    if (!n) return know(limit);
    const bool distinct =
        node.op == Op::at_least_distinct || node.op == Op::at_most_distinct || node.op == Op::exactly_distinct;
    return count(plan_.loops[node.a], relation(op), *n, distinct ? NodeId(node.c) : NodeId{});
  };
  const auto ways = [&]() -> Ways {
    switch (node.op) {
      case Op::constant:
        return none("the policy says so in every case");
      case Op::and_:
        return connective(node, wanted, wanted);
      case Op::or_:
        return connective(node, !wanted, wanted);
      case Op::not_:
        return hold(node.a, !wanted);
      case Op::equal:
      case Op::not_equal:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
        return comparison(NodeId(node.a), relation(node.op), NodeId(node.b));
      case Op::between: {
        const NodeId x(node.a), low(node.b), high(node.c);
        if (!wanted) return either(comparison(x, Op::less, low), comparison(x, Op::greater, high));
        const Value at = machine_.eval(x), to = machine_.eval(high);
        const bool above = !at.is_unknown() && !to.is_unknown() && at.is_numeric() && to.is_numeric() &&
                           at.as_decimal() > to.as_decimal();
        return above ? comparison(x, Op::less_equal, high) : comparison(x, Op::greater_equal, low);
      }
      case Op::in_list:
        return membership(node, wanted);
      case Op::in_map:
      case Op::any_in:
        return key_of(node, wanted);
      case Op::subset:
        return subset(node, wanted);
      case Op::string_contains:
      case Op::starts_with:
      case Op::ends_with:
      case Op::like:
      case Op::matches:
        return text_test(node, wanted);
      case Op::is_present:
        return presence(node, wanted);
      case Op::is_missing:
      case Op::is_null:
        return presence(node, !wanted);
      case Op::is_empty:
        return emptiness(node, wanted);
      case Op::every:
        return every(id, node, wanted);
      case Op::some:
        return count(plan_.loops[node.a], wanted ? Op::greater_equal : Op::less, 1, {});
      case Op::no:
        return count(plan_.loops[node.a], wanted ? Op::less : Op::greater_equal, 1, {});
      case Op::at_least:
      case Op::at_least_distinct:
        return counted(Op::greater_equal);
      case Op::at_most:
      case Op::at_most_distinct:
        return counted(Op::less_equal);
      case Op::exactly:
      case Op::exactly_distinct:
        return counted(Op::equal);
      case Op::lasting: {
        // What does not hold now has not lasted; what should have lasted needs its time.
        const NodeId condition(plan_.operands[node.a]);
        (void)none_of_history(wanted ? "it has to hold for some time: that takes later snapshots"
                                     : "it held in earlier snapshots, which are over: it takes later ones");
        return hold(condition, wanted);
      }
      case Op::rule_status:
        return status_ways(plan_.status_tests[node.a], wanted);
      case Op::if_: {
        const Value condition = machine_.eval(NodeId(node.a));
        if (condition.is_unknown())
          return either(both(hold(node.a, true), hold(node.b, wanted)),
                        both(hold(node.a, false), hold(node.c, wanted)));
        const bool first = condition.as_bool();
        return either(hold(first ? node.b : node.c, wanted),
                      dearer(both(hold(node.a, !first), hold(first ? node.c : node.b, wanted)), 2));
      }
      default:
        return reach(id, {Op::equal, Value::boolean(wanted)});
    }
  }();
  --depth_;
  return ways;
}

/// All operands must come out as wanted, or one of them.
// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::connective(const Node& node, bool all, bool wanted) {
  Ways ways = all ? nothing_to_do() : Ways{};
  for (std::uint32_t i = 0; i < node.b; ++i) {
    const Ways of_one = hold(plan_.operands[node.a + i], wanted);
    ways = all ? both(ways, of_one) : either(std::move(ways), of_one);
  }
  return ways;
}

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::comparison(NodeId a, Op relation, NodeId b) {
  const Value left = machine_.eval(a), right = machine_.eval(b);
  const bool left_unknown = left.is_unknown(), right_unknown = right.is_unknown();
  if (left_unknown && right_unknown) {
    // One side first: what the other one must be is seen then.
    Ways ways = know(right);
    return ways.empty() ? know(left) : ways;
  }
  const auto is_constant = [&](NodeId id) { return plan_.nodes[id].op == Op::constant; };
  if (is_constant(a) && is_constant(b)) return none("the policy says so in every case");
  Ways ways;
  if (!right_unknown) ways = reach(a, {relation, right});
  // What is compared with is a standard: it is brought where it is missing, and moved only where nothing else helps.
  if (!left_unknown)
    ways = either(std::move(ways), dearer(reach(b, {mirrored(relation), left}), right_unknown ? 0 : last_resort + 5));
  // What is missing may be anything; then the other side has to follow.
  if (left_unknown || right_unknown) ways = either(std::move(ways), dearer(know(left_unknown ? left : right), 2));
  return ways;
}

// ------------------------------------------------------------------------------------------------ lists

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::membership(const Node& node, bool wanted) {
  const NodeId needle(node.a), list(node.b);
  const Value value = machine_.eval(needle), in = machine_.eval(list);
  if (in.is_unknown()) return know(in);
  const ListData& data = in.as_list();
  const auto place = place_of(list);
  Ways ways;
  if (wanted) {
    for (std::uint32_t i = 0; i < std::min(data.size, 6U); ++i)
      if (!data.items[i].is_unknown()) ways = either(std::move(ways), reach(needle, {Op::equal, data.items[i]}));
    if (place && !value.is_unknown()) {
      std::string json;
      if (write_item(json, value, *place)) {
        Action action{
            .kind = ActionKind::add, .document = place->document, .pointer = place->pointer + "/-", .json = json};
        action.path = "item of " + spoken(*place);
        action.details = {shown(value)};
        ways = either(std::move(ways), {{{action}, 1}});
      }
    }
    // In what is taken from the items of another list: one of those, or one more of them.
    if (plan_.nodes[list].op == Op::collect && !value.is_unknown()) {
      const plan::Loop& loop = plan_.loops[plan_.nodes[list].a];
      const NodeId taken(plan_.nodes[list].b);
      ways = either(std::move(ways), dearer(one_more(list), 3));
      (void)all_passes(loop, [&](const Machine::Pass& pass) {
        if (!pass.hole && guard_of(loop, pass) == base::Truth::yes)
          ways = either(std::move(ways), dearer(reach(taken, {Op::equal, value}), is_new(loop, pass) ? 0 : 3));
        return true;
      });
    }
    return ways;
  }
  if (value.is_unknown()) return know(value);
  if (place)
    for (std::uint32_t i = 0; i < data.size; ++i)
      if (!data.items[i].is_unknown() && order(data.items[i], value) == std::strong_ordering::equal) {
        ways = either(std::move(ways), {{{removal(*place, i)}, 2}});
        break;
      }
  const Value member = value;
  if (member.kind() == ValueKind::member) {
    const auto& members = plan_.enums[member.member_enum()].members;
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      const Value other = Value::member(member.member_enum(), i);
      const auto is_it = [&](const Value& item) {
        return item.kind() == ValueKind::member && item.member_index() == i;
      };
      if (std::none_of(data.items, data.items + data.size, is_it))
        ways = either(std::move(ways), reach(needle, {Op::equal, other}));
    }
    return ways;
  }
  return either(std::move(ways), dearer(reach(needle, {Op::not_equal, value}), 5));
}

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::key_of(const Node& node, bool wanted) {
  const Value key = machine_.eval(NodeId(node.a)), map = machine_.eval(NodeId(node.b));
  if (map.is_unknown()) return know(map);
  if (key.is_unknown()) return know(key);
  const auto place = place_of(NodeId(node.b));
  if (map.kind() != ValueKind::map) return {};
  if (!place) return none("what it is looked up in is no evidence: the policy or its params say it");
  const std::string name = key.kind() == ValueKind::member ? plan_.enums[key.member_enum()].members[key.member_index()]
                                                           : std::string(key.as_string());
  const auto entry = below(*place, name, false, Value());
  if (!entry) return {};
  if (wanted) return provide_any(*entry);
  Action action{.kind = ActionKind::remove, .document = entry->document, .pointer = entry->pointer, .json = {}};
  action.path = spoken(*entry);
  action.verb = "remove";
  return {{{action}, 3}};
}

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::subset(const Node& node, bool wanted) {
  const Value part = machine_.eval(NodeId(node.a)), whole = machine_.eval(NodeId(node.b));
  if (part.is_unknown()) return know(part);
  if (whole.is_unknown()) return know(whole);
  if (!wanted) return {};
  const ListData &items = part.as_list(), &all = whole.as_list();
  const auto from = place_of(NodeId(node.a)), into = place_of(NodeId(node.b));
  Way removed, added;
  for (std::uint32_t i = 0; i < items.size; ++i) {
    const auto is_it = [&](const Value& item) {
      return !item.is_unknown() && order(item, items.items[i]) == std::strong_ordering::equal;
    };
    if (items.items[i].is_unknown() || std::any_of(all.items, all.items + all.size, is_it)) continue;
    if (from) removed.actions.push_back(removal(*from, i));
    std::string json;
    if (into && write_item(json, items.items[i], *into)) {
      Action& action = added.actions.emplace_back(
          Action{.kind = ActionKind::add, .document = into->document, .pointer = into->pointer + "/-", .json = json});
      action.path = "item of " + spoken(*into);
      action.details = {shown(items.items[i])};
    }
  }
  // What is wanted is a constant: then what is there has to go; else what is lacking is brought.
  Ways ways;
  if (!added.actions.empty()) ways.push_back(added);
  if (!removed.actions.empty()) removed.cost = 2, ways.push_back(removed);
  return ways;
}

// ------------------------------------------------------------------------------------------------ texts

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::text_test(const Node& node, bool wanted) {
  const Value text = machine_.eval(NodeId(node.a));
  const bool is_pattern = node.op == Op::matches;
  const Value operand = is_pattern ? Value() : machine_.eval(NodeId(node.b));
  if (operand.is_unknown()) return know(operand);
  if (!wanted) {
    // Another text: one that is short and plain fits few patterns.
    return text.is_unknown() ? know(text) : dearer(reach(NodeId(node.a), {Op::equal, Value::string("other")}), 5);
  }
  const std::string was = text.kind() == ValueKind::string ? std::string(text.as_string()) : std::string();
  std::vector<std::string> wished;
  if (is_pattern) {
    wished = examples_of_regex(plan_.patterns[node.b]);
  } else {
    const std::string part(operand.as_string());
    if (node.op == Op::like)
      wished = {example_of_glob(part)};
    else if (node.op == Op::starts_with)
      wished = {part + was};
    else if (node.op == Op::ends_with)
      wished = {was + part};
    else
      wished = {was.empty() ? part : was + " " + part, part};
  }
  Ways ways;
  for (const std::string& wish : wished)
    ways = either(std::move(ways), reach(NodeId(node.a), {Op::equal, Value::string(machine_.memory().copy(wish))}));
  return ways;
}

// ------------------------------------------------------------------------------------------------ presence

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::presence(const Node& node, bool present) {
  const Value value = machine_.eval(NodeId(node.a));
  const auto place = place_of(NodeId(node.a));
  if (present) {
    if (!value.is_unknown()) return {};
    if (Ways ways = know(value); !ways.empty()) return ways;
    return place ? provide_any(*place) : Ways{};
  }
  if (!place || place->pointer.empty()) return {};
  Action action{.kind = ActionKind::remove, .document = place->document, .pointer = place->pointer, .json = {}};
  action.path = spoken(*place);
  action.verb = "remove";
  return {{{action}, 3}};
}

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::emptiness(const Node& node, bool wanted) {
  const NodeId operand(node.a);
  const Value value = machine_.eval(operand);
  if (value.is_unknown()) return know(value);
  const auto place = place_of(operand);
  if (value.kind() == ValueKind::string) {
    if (wanted) return reach(operand, {Op::equal, Value::string("")});
    return place ? provide_any(*place) : Ways{};
  }
  if (!wanted) return one_more(operand);
  if (!place) {
    if (plan_.nodes[operand].op != Op::collect) return {};
    return count(plan_.loops[plan_.nodes[operand].a], Op::less, 1, {});
  }
  Way way;
  const std::uint32_t size = value.kind() == ValueKind::list ? value.as_list().size : 0;
  for (std::uint32_t i = 0; i < size; ++i) way.actions.push_back(removal(*place, i));
  way.cost = 2;
  return way.actions.empty() ? Ways{} : Ways{way};
}

}  // namespace nexus::engine
