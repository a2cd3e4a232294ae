#include "engine/next/planner.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/// Quantifiers and counts backwards: which items have to change, to come or to go.
namespace nexus::engine {

using base::Truth;
using plan::Node;
using plan::NodeId;
using plan::Op;

namespace {

constexpr int cost_of_one_more = 3;

/// Do two ways write different things to one place?
bool clash(const Way& a, const Way& b) {
  return std::ranges::any_of(a.actions, [&](const Action& one) {
    return std::ranges::any_of(b.actions, [&](const Action& other) {
      return one.kind != ActionKind::add && one.document == other.document && one.pointer == other.pointer &&
             one.json != other.json;
    });
  });
}

/// One way for all items together, and as alternatives one of the same kind for each: all are resolved, or all are lowered.
Ways for_all(const std::vector<Ways>& items) {
  std::size_t most = 0;
  for (const Ways& ways : items) {
    if (ways.empty()) return {};
    most = std::max(most, ways.size());
  }
  if (items.empty()) return nothing_to_do();
  Ways all;
  for (std::size_t choice = 0; choice < most; ++choice) {
    Way together;
    for (const Ways& ways : items) {
      const auto alike = ways.begin() + static_cast<std::ptrdiff_t>(std::min(choice, ways.size() - 1));
      const auto other = std::ranges::find_if(ways, [&](const Way& way) { return !clash(together, way); });
      const Way& way = other == ways.end() || !clash(together, *alike) ? *alike : *other;
      together.cost += way.cost;
      together.actions.insert(together.actions.end(), way.actions.begin(), way.actions.end());
    }
    all = either(std::move(all), {std::move(together)});
  }
  return all;
}

/// Those that are cheapest to mend.
std::vector<Ways> cheapest(std::vector<Ways> items, std::size_t n) {
  std::erase_if(items, [](const Ways& ways) { return ways.empty(); });
  if (items.size() < n) return {Ways{}};
  std::ranges::stable_sort(items, {}, [](const Ways& ways) { return ways.front().cost; });
  items.resize(n);
  return items;
}

/// All ranges but the last, to stand where the innermost list can be seen.
plan::Loop outer(const plan::Loop& loop) {
  plan::Loop around{.ranges = loop.ranges, .where = {}};
  around.ranges.pop_back();
  return around;
}

}  // namespace

std::optional<Value> Planner::all_passes(const plan::Loop& loop,
                                         const std::function<bool(const Machine::Pass&)>& visit) {
  plan::Loop unfiltered = loop;
  unfiltered.where = {};
  const Noted before = items_;
  const std::uint32_t bound_before = bound_;
  bound_ = std::max<std::uint32_t>(loop.ranges.back().value, loop.ranges.back().key.value_or(0)) + 1U;
  auto unknown = machine_.run_loop(unfiltered, [&](const Machine::Pass& pass) {
    const std::uint32_t item = loop.ranges.back().value;
    items_.erase(item);
    if (const auto place = pass.hole ? std::nullopt : item_place(loop, pass)) items_.emplace(item, *place);
    return visit(pass);
  });
  items_ = before;
  bound_ = bound_before;
  return unknown;
}

Truth Planner::guard_of(const plan::Loop& loop, const Machine::Pass& pass) {
  return loop.where ? pass.guard && Machine::truth_of(machine_.eval(loop.where)) : pass.guard;
}

bool Planner::is_new(const plan::Loop& loop, const Machine::Pass& pass) {
  const auto place = item_place(loop, pass);
  return place && is_fresh(*place);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as lists are taken from lists
std::optional<Planner::Place> Planner::item_place(const plan::Loop& loop, const Machine::Pass& pass) {
  const plan::Range& range = loop.ranges.back();
  const Value item = machine_.value_in(range.value);
  if (item.kind() == ValueKind::record)
    return item.frame()->place ? place_at(item.frame()->place, item.frame(), {}, item) : std::nullopt;
  if (pass.list != nullptr) {
    const Node& node = plan_.nodes[range.list];
    // `[coverage.line, coverage.branch]`: each stands where it was taken from.
    if (node.op == Op::make_list)
      return pass.position < node.b ? place_of(NodeId(plan_.operands[node.a + pass.position])) : std::nullopt;
    if (node.op == Op::collect) {
      // `[a.path for a in artifacts]`: the path stands in the artifact.
      std::optional<Place> place;
      std::size_t at = 0;
      const plan::Loop& from = plan_.loops[node.a];
      (void)all_passes(from, [&](const Machine::Pass& each) {
        if (each.hole || guard_of(from, each) != Truth::yes || at++ != pass.position) return true;
        return place = place_of(NodeId(node.b)), false;
      });
      return place;
    }
    if (!pass.list->place) return std::nullopt;
    const auto list = place_at(pass.list->place, pass.list->frame, {}, Value());
    return list ? below(*list, std::to_string(pass.position), true, item) : std::nullopt;
  }
  const Value over = machine_.eval(range.list);
  if (over.kind() != ValueKind::map || !over.as_map().place) return std::nullopt;
  const auto map = place_at(over.as_map().place, over.as_map().frame, {}, over);
  return map ? below(*map, over.as_map().keys[pass.position], false, item) : std::nullopt;
}

// ------------------------------------------------------------------------------------------------ every

// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
Ways Planner::every(NodeId id, const Node& node, bool wanted) {
  const plan::Loop& loop = plan_.loops[node.a];
  std::vector<Ways> mended;
  Ways any;
  bool certain = false;
  const auto unknown = all_passes(loop, [&](const Machine::Pass& pass) {
    if (pass.hole) return mended.push_back(know(pass.why)), true;
    const Truth guard = guard_of(loop, pass);
    if (guard == Truth::no) return true;
    certain |= guard == Truth::yes;
    if (!wanted) return any = either(std::move(any), hold(node.b, false)), true;
    if (guard == Truth::unknown && loop.where) mended.push_back(know(machine_.eval(loop.where)));
    if (Machine::truth_of(machine_.eval(NodeId(node.b))) != Truth::yes) mended.push_back(hold(node.b, true));
    return true;
  });
  if (unknown) return know_list(loop, *unknown);
  if (!wanted) return any;
  if (mended.empty() && !certain && machine_.eval(id).is_unknown()) return more_items(loop, 1, {});
  return for_all(mended);
}

// ------------------------------------------------------------------------------------------------ counts

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::count(const plan::Loop& loop, Op relation, std::int64_t limit, NodeId distinct) {
  std::int64_t certain = 0, possible = 0;
  std::vector<std::string> values;
  Value hole;
  const auto unknown = all_passes(loop, [&](const Machine::Pass& pass) {
    if (pass.hole) return hole = pass.why, true;
    const Truth guard = guard_of(loop, pass);
    if (guard == Truth::no) return true;
    if (distinct) {
      // One of an unknown value may be one more.
      const Value which = machine_.eval(distinct);
      if (which.is_unknown()) return ++possible, true;
      const std::string value = shown(which);
      if (std::ranges::find(values, value) != values.end()) return true;
      values.push_back(value);
    }
    ++possible;
    if (guard == Truth::yes) ++certain;
    return true;
  });
  if (unknown) return know_list(loop, *unknown);
  if (hole.is_unknown()) return know(hole);
  const auto at_least = [&](std::int64_t n) {
    return certain >= n ? nothing_to_do() : more_items(loop, static_cast<std::size_t>(n - certain), distinct);
  };
  const auto at_most = [&](std::int64_t n) {
    if (n < 0) return none("there cannot be fewer than none");
    return possible <= n ? nothing_to_do() : fewer_items(loop, static_cast<std::size_t>(possible - n), distinct);
  };
  switch (relation) {
    case Op::greater_equal:
      return at_least(limit);
    case Op::greater:
      return at_least(limit + 1);
    case Op::less_equal:
      return at_most(limit);
    case Op::less:
      return at_most(limit - 1);
    case Op::equal:
      return certain < limit ? at_least(limit) : at_most(limit);
    default:
      return either(at_least(limit + 1), limit > 0 ? dearer(at_most(limit - 1), 1) : Ways{});
  }
}

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::more_items(const plan::Loop& loop, std::size_t missing, NodeId distinct) {
  std::vector<Ways> mended;
  std::vector<std::string> values;
  const auto unknown = all_passes(loop, [&](const Machine::Pass& pass) {
    if (pass.hole) return true;
    const bool counts = guard_of(loop, pass) == Truth::yes;
    if (distinct) {
      // Of items with the same value one counts.
      const Value which = machine_.eval(distinct);
      if (which.is_unknown() && counts) return mended.push_back(know(which)), true;
      const std::string value = shown(which);
      const bool is_new = std::ranges::find(values, value) == values.end();
      if (is_new && counts) values.push_back(value);
      if (!is_new || counts) return true;
    } else if (counts) {
      return true;
    }
    mended.push_back(hold(loop.where, true));
    return true;
  });
  if (unknown) return know_list(loop, *unknown);
  Ways added;
  const auto add = [&] {
    added = either(std::move(added),
                   dearer(one_more(loop.ranges.back().list, missing), cost_of_one_more * static_cast<int>(missing)));
  };
  if (loop.ranges.size() == 1)
    add();
  else {
    bool any = false;
    (void)all_passes(outer(loop), [&](const Machine::Pass&) { return any = true, add(), added.empty(); });
    if (!any) return more_items(outer(loop), 1, {});
  }
  // Some may be mended, the others brought.
  std::erase_if(mended, [](const Ways& ways) { return ways.empty(); });
  const std::size_t usable = std::min(missing, mended.size());
  if (usable == 0) return added;
  Ways ways = for_all(cheapest(mended, usable));
  // Of items that were added for it, any: others may be taken for something else.
  if (missing == 1)
    for (const Ways& of_one : mended)
      if (of_one.front().cost == 0) ways = either(std::move(ways), of_one);
  if (usable < missing) {
    if (loop.ranges.size() != 1) return added;
    ways = both(ways, dearer(one_more(loop.ranges.back().list, missing - usable),
                             cost_of_one_more * static_cast<int>(missing - usable)));
  }
  return either(std::move(ways), std::move(added));
}

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::fewer_items(const plan::Loop& loop, std::size_t surplus, NodeId distinct) {
  std::vector<Ways> items;
  std::vector<std::pair<std::string, std::vector<Ways>>> groups;  // by the value that counts once
  const auto unknown = all_passes(loop, [&](const Machine::Pass& pass) {
    if (pass.hole || guard_of(loop, pass) == Truth::no) return true;
    Ways ways = without_item(loop, pass);
    if (loop.where) ways = either(hold(loop.where, false), std::move(ways));
    if (!distinct) return items.push_back(std::move(ways)), true;
    const std::string value = shown(machine_.eval(distinct));
    auto group = std::ranges::find(groups, value, &std::pair<std::string, std::vector<Ways>>::first);
    if (group == groups.end()) group = groups.insert(group, {value, {}});
    group->second.push_back(std::move(ways));
    return true;
  });
  if (unknown) return know_list(loop, *unknown);
  for (const auto& [value, members] : groups) items.push_back(for_all(members));
  return for_all(cheapest(std::move(items), surplus));
}

Ways Planner::know_list(const plan::Loop& loop, Value unknown) {
  const NodeId list = loop.ranges.front().list;
  const auto place = place_of(list);
  const bool any_form = place && (!place->form || plan_.schema[place->form].kind == plan::SchemaKind::any);
  return any_form ? put_json(*place, "[]", {}, Bound::any) : know(unknown);
}

/// Items of their own are added to the list that a loop runs over.
// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::one_more(NodeId list, std::size_t times) {
  if (!list) return {};
  const Node& node = plan_.nodes[list];
  const Value value = machine_.eval(list);
  if (value.is_unknown()) return know(value);
  if (value.kind() != ValueKind::list && value.kind() != ValueKind::map) return {};
  if (node.op == Op::collect) return more_items(plan_.loops[node.a], times, {});
  // What sorts, joins or picks from a list takes what is in it.
  if (node.op == Op::function) return one_more(NodeId(plan_.operands[node.a]), times);
  const auto place = place_of(list);
  if (!place) return none("the list is computed");
  Way way;
  if (value.kind() == ValueKind::map) {
    for (std::size_t i = 0; i < times; ++i) {
      const auto entry = below(*place, "new-" + std::to_string(i + 1), false, Value());
      const Ways ways = entry ? provide_any(*entry) : Ways{};
      if (ways.empty()) return {};
      way.actions.push_back(ways.front().actions.front());
    }
    return {way};
  }
  const plan::SchemaId form = place->form ? plan_.schema[place->form].element : plan::SchemaId{};
  const bool any_form =
      !form || (plan_.schema[form].kind == plan::SchemaKind::any && plan_.schema[form].children.empty());
  for (std::size_t i = 0; i < times; ++i) {
    Action& action = way.actions.emplace_back(
        Action{.kind = ActionKind::add, .document = place->document, .pointer = place->pointer + "/-", .json = {}});
    // Of items that nobody described most are objects.
    action.json = any_form ? "{}" : sample(form, {}, value.as_list().size + i + 1);
    action.path = item_words(*place, value.as_list().size);
  }
  return {way};
}

/// What breaks a rule by being there may go: a finding is resolved. Of other things, that is hiding them.
Ways Planner::without_item(const plan::Loop& loop, const Machine::Pass& pass) {
  const auto item = item_place(loop, pass);
  if (!item || item->pointer.empty()) return {};
  const std::size_t slash = item->pointer.rfind('/');
  Place list = *item;
  list.pointer.resize(slash);
  if (pass.list == nullptr) {
    Action action{.kind = ActionKind::remove, .document = item->document, .pointer = item->pointer, .json = {}};
    action.path = spoken(*item);
    action.verb = removal_verb(list.pointer);
    return {{{action}, action.verb == "resolve" ? 2 : 12}};
  }
  const Action action = removal(list, pass.position);
  return {{{action}, action.verb == "resolve" ? 2 : 6}};
}

}  // namespace nexus::engine
