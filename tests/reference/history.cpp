#include "rules/typing/children.h"
#include "tests/reference/judge.h"

#include <algorithm>
#include <utility>

/// What looks back (docs/language.md, "History"; the notes on semantics, §10 and §11).
namespace nexus::reference {

using rules::Function;

namespace {

/// Something that no snapshot says stands nowhere.
Value nowhere(const std::string& code) { return Value::unknown(code); }

}  // namespace

Value Judge::history() {
  if (!past_.is_recorded()) return nowhere("no_history");
  std::vector<Item> items;
  for (std::size_t i = 0; i < at_; ++i)
    items.push_back({read_document(model_, rules::InputId(0), past_.snapshot(i), true)});
  return Value::of_list(std::move(items));
}

Value Judge::previous() {
  if (!past_.is_recorded()) return nowhere("no_history");
  if (at_ == 0) return Value::unknown(Reasons{{.code = "absent", .document = {}, .pointer = {}, .optional = true}});
  return read_document(model_, rules::InputId(0), past_.snapshot(at_ - 1), true);
}

/// Binds the item of an instance as it is here. False where there is none; unknown where that cannot be told.
std::pair<Value, bool> Judge::enter(Place place) {
  place_ = place;
  if (place.head == nullptr || !place.head->for_each || place.instance.empty()) return {Value::of(true), true};
  const rules::ForEachNode& each = *place.head->for_each;
  // What finds the items speaks of none of them.
  place_.instance.clear();
  const Interpreter::Rows all = evaluate_.rows(each.ranges);
  place_ = place;
  for (const Named& item : named(each, all)) {
    if (rule_id(*place.head) + bracketed(item.name) != place.instance) continue;
    evaluate_.bind(each.ranges, item.row);
    return {item.row.guard, true};
  }
  return {all.unknown.empty() ? Value::of(false) : Value::unknown(all.unknown), false};
}

Value Judge::holds_for(const Place& place, rules::ExprId condition, const std::vector<const rules::Waiver*>& waivers) {
  const Place was = place_;
  const auto [there, bound] = enter(place);
  Value value = there;
  if (bound) {
    Value here = evaluate_(condition);
    std::vector<const rules::Waiver*> in_force;
    for (const rules::Waiver* waiver : waivers)
      if (is_before(waiver->until)) in_force.push_back(waiver);
    if (!in_force.empty()) here = waived(condition, here, in_force);
    value = there.is_true() ? here : both(there, here);
  }
  place_ = was;
  return value;
}

Value Judge::would_fire(const Place& place, rules::ExprId condition) {
  const Place was = place_;
  const auto [there, bound] = enter(place);
  // Of an item that nobody finds, what speaks of no item can be told nevertheless.
  const bool can_apply = bound || !place.head->for_each->applies_mentions_item;
  const Value applied = both(there, can_apply ? applies(place.head->applies) : Value::of(true));
  const Value value = bound ? both(applied, evaluate_(condition)) : applied;
  place_ = was;
  return value;
}

bool Judge::speaks_of_item(rules::ExprId expr) const {
  if (!place_.head->for_each) return false;
  const auto& node = model_[expr].node;
  if (const auto* bound = std::get_if<rules::BinderValue>(&node)) {
    const auto& ranges = place_.head->for_each->ranges.ranges;
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const auto& range) { return range.value == bound->binder || range.key == bound->binder; });
  }
  if (const auto* let = std::get_if<rules::LetValue>(&node)) return speaks_of_item(model_.lets[let->let].value);
  bool found = false;
  rules::typing::for_each_child(model_[expr], [&](rules::ExprId inside) { found = found || speaks_of_item(inside); });
  return found;
}

Value Judge::window(rules::ExprId id, const rules::WindowNode& node) {
  const Value length = evaluate_(node.duration);
  const Value needs = node.needs ? evaluate_(node.needs) : Value::of(Number(0));
  const Value gap = node.max_gap ? evaluate_(node.max_gap) : Value::of(Number(0));
  const Value rank = node.rank ? evaluate_(node.rank) : Value::of(Number(0));
  if (const auto unknown = any_unknown({&length, &needs, &gap, &rank})) return *unknown;
  if (!past_.is_recorded()) return nowhere("no_history");
  const Number begin = *(past_.time(at_) - length.number);
  const Place here = place_, place = speaks_of_item(node.value) ? here : Place{here.head, ""};
  // The first one inside, and whether there is one at its begin or before.
  std::size_t first = 0;
  while (first < at_ && past_.time(first) <= begin) ++first;
  const bool goes_back = first > 0;
  if (!node.needs && !goes_back) return nowhere("short_history");
  std::vector<Value> values;
  Reasons open;
  std::int64_t known = 0;
  const std::size_t from = node.function == Function::increase && goes_back ? first - 1 : first;
  for (std::size_t i = from; i <= at_; ++i) {
    Judge& then = past_.at(i);
    const Place was = then.place_;
    const auto [there, bound] = then.enter(place);
    Value value = bound ? then.evaluate_(node.value) : there;
    if (bound && !there.is_known()) value = value.kind == Value::Kind::truth ? both(there, value) : there;
    if (there.is_false() && node.function != Function::count)
      value = Value::unknown(Reasons{{.code = "absent", .document = {}, .pointer = {}, .optional = true}});
    then.place_ = was;
    const bool absent = !value.is_known() && std::all_of(value.reasons.begin(), value.reasons.end(),
                                                         [](const Reason& r) { return r.absence(); });
    if (absent && node.needs) continue;
    if (!value.is_known()) add(open, value.reasons);
    known += value.is_known() && i >= first ? 1 : 0;
    values.push_back(std::move(value));
  }
  enter(here);
  if (node.max_gap)
    for (std::size_t i = goes_back ? first : first + 1; i <= at_; ++i)
      if (*(past_.time(i) - past_.time(i - 1)) > gap.number) add(open, nowhere("gap").reasons);
  if (!open.empty()) return Value::unknown(std::move(open));
  if (node.needs && Number(known) < needs.number) return nowhere("too_few");
  if (node.function == Function::count)
    return Value::of(Number(std::count_if(values.begin(), values.end(), [](const Value& v) { return v.is_true(); })));
  if (node.function == Function::increase) {
    std::optional<Number> total = Number(0);
    for (std::size_t i = 1; i < values.size() && total; ++i) {
      const Number &a = values[i - 1].number, &b = values[i].number;
      const auto grown = b < a ? std::optional(b) : b - a;
      total = grown ? *total + *grown : std::nullopt;
    }
    return evaluate_.in_range(id, total);
  }
  return evaluate_.aggregate_known(id, node.function, values, rank);
}

bool Judge::lasts(const std::vector<Value>& values, std::size_t until, const rules::LastingNode& node, bool otherwise,
                  Reasons& open) {
  const auto holds = [&](std::size_t i) {
    if (values[i].is_known()) return values[i].truth;
    add(open, values[i].reasons);
    return otherwise;
  };
  const Number amount = evaluate_(node.amount).number;
  if (node.of_last) {
    const Number last = evaluate_(node.of_last).number;
    std::int64_t count = 0, seen = 0;
    for (std::size_t i = until + 1; i-- > 0 && Number(seen) < last; ++seen) count += holds(i) ? 1 : 0;
    if (!past_.is_recorded() && Number(seen) < last) {
      add(open, nowhere("no_history").reasons);
      if (otherwise) count += (last - Number(seen))->to_int();
    }
    return Number(count) >= amount;
  }
  const Number gap = node.max_gap ? evaluate_(node.max_gap).number : amount;
  if (!holds(until)) return false;
  std::size_t first = until;
  const auto long_enough = [&] { return *(past_.time(until) - past_.time(first)) >= amount; };
  while (!long_enough()) {
    if (first == 0) {
      if (past_.is_recorded()) return false;
      add(open, nowhere("no_history").reasons);
      return otherwise;
    }
    if (*(past_.time(first) - past_.time(first - 1)) > gap) {
      add(open, nowhere("gap").reasons);
      if (!otherwise) return false;
    }
    if (!holds(first - 1)) return false;
    --first;
  }
  return true;
}

Value Judge::lasting(const rules::LastingNode& node) { return lasting(node, {}); }

Value Judge::lasting(const rules::LastingNode& node, const std::vector<const rules::Waiver*>& waivers) {
  const Value amount = evaluate_(node.amount);
  const Value of_last = node.of_last ? evaluate_(node.of_last) : Value::of(Number(0));
  const Value gap = node.max_gap ? evaluate_(node.max_gap) : Value::of(Number(0));
  if (const auto unknown = any_unknown({&amount, &of_last, &gap})) return *unknown;
  const Place place = place_;
  std::vector<Value> values;
  for (std::size_t i = 0; i <= at_; ++i) values.push_back(past_.at(i).holds_for(place, node.condition, waivers));
  enter(place);
  Reasons open;
  const bool least = lasts(values, at_, node, false, open), most = lasts(values, at_, node, true, open);
  if (least != most) return Value::unknown(std::move(open));
  Value result = Value::of(least);
  result.vacuous = least && values[at_].vacuous;
  return result;
}

std::pair<std::string, Reasons> Judge::fired(const rules::Trigger& trigger, const Place& place) {
  if (!trigger.lasting && !trigger.keep_for) {
    const Value value = evaluate_(trigger.fires);
    if (!value.is_known()) return {"unknown", value.reasons};
    return {value.truth ? "fired" : "quiet", {}};
  }
  Value amount = Value::of(Number(0)), of_last = amount, gap = amount, keep = amount;
  if (trigger.lasting) {
    amount = evaluate_(trigger.lasting->amount);
    if (trigger.lasting->of_last) of_last = evaluate_(trigger.lasting->of_last);
    if (trigger.lasting->max_gap) gap = evaluate_(trigger.lasting->max_gap);
  }
  if (trigger.keep_for) keep = evaluate_(trigger.keep_for);
  if (const auto unknown = any_unknown({&amount, &of_last, &gap, &keep})) return {"unknown", unknown->reasons};
  std::vector<Value> values;
  for (std::size_t i = 0; i <= at_; ++i) values.push_back(past_.at(i).would_fire(place, trigger.fires));
  enter(place);
  Reasons open;
  const auto raw = [&](std::size_t i, bool otherwise) {
    if (trigger.lasting) return lasts(values, i, *trigger.lasting, otherwise, open);
    if (values[i].is_known()) return values[i].truth;
    add(open, values[i].reasons);
    return otherwise;
  };
  const auto outcome = [&](bool otherwise) -> std::string {
    if (raw(at_, otherwise)) return "fired";
    if (trigger.keep_for) {
      for (std::size_t i = 0; i < at_; ++i)
        if (past_.time(i) > *(past_.time(at_) - keep.number) && raw(i, otherwise)) return "fired";
      if (!past_.is_recorded()) {
        add(open, nowhere("no_history").reasons);
        if (otherwise) return "fired";
      }
    }
    if (!values[at_].is_known()) add(open, values[at_].reasons);
    const bool now = values[at_].is_known() ? values[at_].truth : otherwise;
    return now ? "pending" : "quiet";
  };
  const std::string least = outcome(false), most = outcome(true);
  if (least == most) return {least, {}};
  return {"unknown", open};
}

}  // namespace nexus::reference
