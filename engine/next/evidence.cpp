#include "engine/next/planner.h"

#include "base/values/quantity.h"
#include "engine/read/locate.h"
#include "engine/run/places.h"

#include <algorithm>
#include <string>
#include <vector>

/// What is missing, broken, stale or about something else: how it becomes known.
namespace nexus::engine {

using plan::Node;
using plan::NodeId;
using plan::Op;

std::vector<Reason> Planner::reasons_of(Value unknown) {
  // A copy: whatever is evaluated next may add reasons to the store.
  const auto reasons = machine_.reasons().reasons(unknown);
  return {reasons.begin(), reasons.end()};
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as evidence asks for other evidence
Ways Planner::know(Value unknown) {
  if (!unknown.is_unknown()) return nothing_to_do();
  Ways all = nothing_to_do();
  for (const Reason& reason : reasons_of(unknown)) {
    const Ways ways = know(reason);
    if (ways.empty()) return ways;
    all = both(all, ways);
  }
  return all;
}

// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::know(const Reason& reason) {
  // What was met inside a loop that is over now has no item to speak of any more.
  const bool in_reach = reason.node && plan_.nodes[reason.node].scope <= bound_;
  const Node* node = in_reach ? &plan_.nodes[reason.node] : nullptr;
  const auto over = [&]() -> const plan::Loop* {
    return node != nullptr && plan::is_loop(node->op) ? &plan_.loops[node->a] : nullptr;
  };
  switch (reason.code) {
    case ReasonCode::stale:
    case ReasonCode::other_subject:
      return renew(reason);
    case ReasonCode::nothing_to_judge:
      if (const plan::Loop* loop = over()) return more_items(*loop, 1, {});
      break;
    case ReasonCode::several:
      if (const plan::Loop* loop = over()) return count(*loop, Op::equal, 1, {});
      break;
    case ReasonCode::too_few:
      if (node != nullptr && node->op == Op::function) return one_more(NodeId(plan_.operands[node->a]));
      return none("it takes more snapshots than there are");
    case ReasonCode::no_row: {
      if (node == nullptr) return {};
      Ways ways;
      for (std::uint32_t at = node->a + node->c; at + 1 < node->a + node->b; at += 2)
        ways = either(std::move(ways), hold(plan_.operands[at], true));
      return ways;
    }
    case ReasonCode::two_rows:
      return none("two rows of a table fit: that is a mistake of the policy");
    case ReasonCode::division_by_zero:
      if (node != nullptr && node->op == Op::divide)
        return reach(NodeId(node->b),
                     {Op::greater, machine_.memory().number(base::Decimal(0), machine_.eval(NodeId(node->b)).kind())});
      break;
    case ReasonCode::overflow: {
      // Nearer to zero there is room.
      if (node == nullptr || (node->op != Op::add && node->op != Op::subtract && node->op != Op::multiply)) break;
      Ways ways;
      for (const NodeId operand : {NodeId(node->a), NodeId(node->b)})
        if (const Value value = machine_.eval(operand); value.is_numeric())
          ways = either(std::move(ways),
                        reach(operand, {value.as_decimal().is_negative() ? Op::greater : Op::less, value}));
      return ways;
    }
    case ReasonCode::no_history:
      return none_of_history("no earlier snapshots were given");
    case ReasonCode::short_history:
      return none("the earlier snapshots do not go back far enough");
    case ReasonCode::gap:
      return none("between the earlier snapshots there is too long a silence");
    default:
      break;
  }
  if (reason.place && !reason.key.empty() && plan_.schema[reason.place].kind == plan::SchemaKind::list) {
    // A position beyond the end of a list: the list grows.
    const auto list = place_at(reason.place, reason.frame, {}, Value());
    if (!list) return {};
    Action action{.kind = ActionKind::add, .document = list->document, .pointer = list->pointer + "/-"};
    const std::size_t size = list_size_at(text_at(list->document, list->pointer), "").value_or(0);
    action.json = sample(plan_.schema[reason.place].element, {}, size + 1);
    action.path = item_words(*list, size);
    return {{{std::move(action)}, 3}};
  }
  if (reason.place) {
    const auto place =
        place_at(reason.place, reason.frame, reason.key, Value::unknown_at(reason.code, reason.place, reason.frame));
    return place ? provide_any(*place) : Ways{};
  }
  if (const plan::Loop* loop = over()) return more_items(*loop, 1, {});
  if (node != nullptr && node->op == Op::item_at) return one_more(NodeId(node->a));
  if (in_reach)
    if (const auto place = place_of(reason.node)) return provide_any(*place);
  return {};
}

/// Evidence is good again once it was taken lately, for what this run is about.
// NOLINTNEXTLINE(misc-no-recursion)
Ways Planner::renew(const Reason& reason) {
  using Kind = Machine::EvidenceFault::Kind;
  const Machine::EvidenceFault* fault = machine_.fault_at(reason.place, reason.frame, reason.code);
  if (fault == nullptr) return {};
  const plan::Evidence& rule = plan_.evidence[fault->rule];
  const bool is_old =
      fault->kind == Kind::too_old || fault->kind == Kind::in_the_future || fault->kind == Kind::undated;
  const NodeId standard = is_old ? rule.limit : rule.subject;
  const Value wanted = machine_.eval(standard);
  if (wanted.is_unknown()) return know(wanted);
  const plan::SchemaId field = is_old ? rule.taken_at : rule.concerns;
  const auto place = place_at(field, fault->as_read, {}, fault->as_read->slots()[plan_.schema[field].slot]);
  const auto record = place_at(rule.place, fault->as_read, {}, Value());
  if (!place || !record) return {};
  auto way =
      put(*place, is_old ? machine_.memory().number(machine_.shown_now(), ValueKind::time) : wanted, Bound::exactly);
  if (!way) return {};
  Action& action = way->actions.front();
  action.kind = ActionKind::renew;
  action.path = spoken(*record);
  action.to = is_old ? "no older than " + shown(wanted) : "for " + shown(wanted);
  way->cost = 1;
  return {*way};
}

}  // namespace nexus::engine
