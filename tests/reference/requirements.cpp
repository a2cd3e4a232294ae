#include "tests/reference/judge.h"

#include <algorithm>
#include <utility>
#include <variant>

/// Requirements, and what waivers make of them (docs/language.md, "Gates", "Dates", "Excuses", "Waivers").
namespace nexus::reference {

using base::graver;
using base::milder;
using grammar::QuantifierKind;

bool Judge::is_before(const base::Moment& moment) const { return evaluate_.now() < *Number::parse(moment.at.to_string()); }

/// Those that are in force now.
std::vector<const rules::Waiver*> Judge::waivers_of(const rules::RuleRef& rule, std::optional<std::size_t> requirement,
                                                    const std::string& instance, bool also_over) const {
  std::vector<const rules::Waiver*> result;
  for (const rules::Waiver& waiver : model_.waivers) {
    if (waiver.rule.kind != rule.kind || waiver.rule.index != rule.index) continue;
    if (waiver.requirement.has_value() != requirement.has_value()) continue;
    if (requirement && *waiver.requirement != *requirement) continue;
    if (waiver.instance && instance != rule_id(head_of(rule)) + bracketed(*waiver.instance)) continue;
    if (is_before(waiver.until) || (also_over && waiver.by_item)) result.push_back(&waiver);
  }
  return result;
}

/// Does one of them speak of what is bound?
Value Judge::matches(const std::vector<const rules::Waiver*>& waivers) {
  Value result = Value::of(false);
  for (const rules::Waiver* waiver : waivers)
    result = either(result, waiver->where ? evaluate_(waiver->where) : Value::of(true));
  return result;
}

/// What a condition comes to where an item that a waiver covers breaks it no more.
Value Judge::waived(rules::ExprId condition, const Value& bare, const std::vector<const rules::Waiver*>& waivers) {
  if (std::any_of(waivers.begin(), waivers.end(), [](const rules::Waiver* w) { return !w->where; }))
    return Value::of(true);
  std::vector<const rules::Waiver*> of_items, of_all;
  for (const rules::Waiver* waiver : waivers) (waiver->by_item ? of_items : of_all).push_back(waiver);
  Value value = bare;
  if (const auto* lasting = std::get_if<rules::LastingNode>(&model_[condition].node)) {
    if (!of_items.empty() && !bare.is_true()) value = this->lasting(*lasting, of_items);
  } else if (!of_items.empty() && !bare.is_true()) {
    const auto& node = std::get<rules::QuantifierNode>(model_[condition].node);
    const Interpreter::Rows all = evaluate_.rows(node.ranges);
    if (all.outermost_unknown) return bare;
    std::vector<Value> breaks;
    bool some_sure = false;
    for (const Interpreter::Row& row : all.rows) {
      some_sure |= row.guard.is_true();
      if (row.guard.is_false()) continue;
      evaluate_.bind(node.ranges, row);
      Value broken = row.guard;
      if (node.kind == QuantifierKind::every) broken = both(broken, opposite(evaluate_(node.has)));
      breaks.push_back(both(broken, opposite(matches(of_items))));
    }
    if (!all.unknown.empty()) breaks.push_back(Value::unknown(all.unknown));
    if (node.kind == QuantifierKind::at_most) {
      const Value bound = evaluate_(node.count);
      if (!bound.is_known()) return bare;
      std::int64_t sure = 0, perhaps = 0;
      Reasons reasons;
      for (const Value& broken : breaks) {
        sure += broken.is_true() ? 1 : 0;
        perhaps += broken.is_false() ? 0 : 1;
        if (!broken.is_known()) add(reasons, broken.reasons);
      }
      if (!all.unknown.empty()) perhaps = INT64_MAX;
      value = Number(sure) > bound.number       ? Value::of(false)
              : Number(perhaps) <= bound.number ? Value::of(true)
                                                : Value::unknown(reasons);
    } else {
      Value any = Value::of(false);
      for (const Value& broken : breaks) any = either(any, broken);
      value = opposite(any);
      // `every` over nothing stays unknown.
      if (node.kind == QuantifierKind::every && !node.if_any && !some_sure && value.is_true()) value = bare;
    }
  }
  if (!of_all.empty() && value.is_false() && bare.is_false()) value = matches(of_all);
  return value;
}

/// Is it an `every` or `subset of` itself, which may hold for want of items?
bool Judge::says_all(rules::ExprId condition) {
  if (const auto* lasting = std::get_if<rules::LastingNode>(&model_[condition].node)) condition = lasting->condition;
  int entered = 0;
  const auto& node = model_[unwrapped(condition, entered)].node;
  for (; entered > 0; --entered) leave();
  return std::holds_alternative<rules::QuantifierNode>(node) || std::holds_alternative<rules::SubsetNode>(node);
}

Judge::Requirement Judge::requirement(const Terms& terms, const rules::RequirementNode& node, std::size_t number,
                                      const Scope& scope) {
  Requirement result;
  result.id = scope.id + "." + node.name;
  result.status = "pass";
  if (is_over(node)) {
    result.status = "skipped";
    result.left_out = true;
    return result;
  }
  result.upcoming = node.from && is_before(*node.from);
  const Value when = node.when && scope.nothing.empty() ? evaluate_(node.when) : Value::of(true);
  if (when.is_false()) {
    result.status = "skipped";
    result.left_out = true;
    return result;
  }
  const std::optional<Level> lv = level(node.level ? node.level : terms.on_fail, Level::block);
  const std::optional<Level> missing = level(terms.on_missing, Level::hold);
  result.level = lv.value_or(Level::hold);
  if (result.upcoming) result.level = milder(result.level, Level::warn);
  const auto asks_of = [&](const Value& value) {
    if (value.is_true()) return Level::allow;
    if (value.is_false()) return lv.value_or(Level::hold);
    if (terms.on_missing) return missing.value_or(Level::hold);
    return milder(Level::hold, lv.value_or(Level::hold));
  };
  const bool judged = when.is_known() || terms.scored;  // of a scored gate what it would earn matters all the same
  result.when_unknown = !when.is_known();
  result.bare = !judged                 ? Value::unknown(when.reasons)
                : scope.nothing.empty() ? evaluate_(node.condition)
                                        : Value::unknown(scope.nothing);
  const Value& bare = result.bare;
  result.value = bare;
  bool by_waiver = false;
  Reasons nameless;  // of the level
  if (!judged) {
    result.asks = milder(
        Level::hold, graver(lv.value_or(Level::hold), terms.on_missing ? missing.value_or(Level::hold) : Level::allow));
  } else {
    result.waivers = waivers_of(terms.rule, number, scope.id);
    if (!result.waivers.empty() && !bare.is_true()) {
      const bool whole =
          std::any_of(result.waivers.begin(), result.waivers.end(), [](const auto* w) { return !w->where; });
      // Of those of items, one that is over counts beside another that is not, for the snapshots before its end.
      const bool of_items = std::any_of(result.waivers.begin(), result.waivers.end(), [](const auto* w) { return w->by_item; });
      const bool lasts = std::holds_alternative<rules::LastingNode>(model_[node.condition].node);
      const auto covering = of_items && lasts ? waivers_of(terms.rule, number, scope.id, true) : result.waivers;
      result.value = !scope.nothing.empty() && !whole ? bare : waived(node.condition, bare, covering);
      by_waiver = result.value.is_true();
    }
    if (bare.is_false() && node.waivable && !result.value.is_true()) result.value = either(result.value, terms.excuse);
    result.asks = milder(asks_of(result.value), asks_of(bare));
    if (result.value.is_false() && !lv) {
      nameless = evaluate_(node.level ? node.level : terms.on_fail).reasons;
      // What a score comes to does not hang on the level.
      if (!terms.scored) result.value = Value::unknown(nameless);
    }
  }
  if (result.upcoming) result.asks = milder(result.asks, Level::warn);
  if (terms.scored) result.asks = Level::allow;
  if (node.band) result.band = scope.nothing.empty() ? evaluate_(node.band) : Value::unknown(scope.nothing);
  if (result.value.is_true()) {
    result.vacuous = bare.is_true() && bare.vacuous && says_all(node.condition);
    if (!bare.is_true()) result.status = by_waiver ? "waived" : "excused";
  } else if (result.value.is_false() && nameless.empty()) {
    result.status = terms.scored && result.band.is_true() ? "warn" : "fail";
  } else {
    result.status = "unknown";
  }
  if (result.when_unknown) {
    result.status = "unknown";
    add(result.why, when.reasons);
  }
  if (result.status == "unknown") {
    add(result.why, nameless);
    if (!result.value.is_known()) add(result.why, result.value.reasons);
    if (terms.scored && !result.value.is_true() && !result.band.is_known()) add(result.why, result.band.reasons);
  }
  if (!terms.scored) add(*unknown_, result.why);  // else the score says what it hangs on
  return result;
}

rules::ExprId Judge::unwrapped(rules::ExprId condition, int& entered) {
  for (;;) {
    const auto& node = model_[condition].node;
    if (const auto* let = std::get_if<rules::LetValue>(&node)) {
      condition = model_.lets[let->let].value;
    } else if (const auto* call = std::get_if<rules::DefCall>(&node)) {
      enter(*call);
      ++entered;
      condition = model_.defs[call->def].body;
    } else {
      return condition;
    }
  }
}

/// One for each item that breaks it, where it has such items, else one for the whole.
void Judge::tell(const Terms& terms, const rules::RequirementNode& node, const Requirement& judged, Level level) {
  const bool unknown = judged.status == "unknown";
  if (judged.left_out || (judged.bare.is_true() && !unknown)) return;
  const bool fails = judged.status == "fail" || judged.status == "warn";
  const bool may_cover = !judged.when_unknown || terms.scored;
  std::vector<const rules::Waiver*> of_items;
  std::string all;  // who covers everything: `waived`, `excused`
  for (const rules::Waiver* waiver : judged.waivers) {
    if (!may_cover) continue;
    if (waiver->by_item) {
      of_items.push_back(waiver);
    } else if (!waiver->where || (judged.bare.is_known() && evaluate_(waiver->where).is_true())) {
      all = "waived";
    }
  }
  if (all.empty() && judged.status == "excused") all = "excused";
  const auto found = [&](const std::string& covered, rules::ExprId part) {
    find({.id = judged.id,
          .kind = covered.empty() ? "failed" : covered,
          .level = covered.empty() ? level : Level::allow,
          .message = message(node.message),
          .reasons = {},
          .margins = part ? margins(part) : ""});
    if (!covered.empty()) return;
    oblige(*terms.remedies);
    oblige(node.remedies);
  };
  const auto one_by_one = [&] {
    rules::ExprId condition = node.condition;
    if (const auto* lasting = std::get_if<rules::LastingNode>(&model_[condition].node)) condition = lasting->condition;
    int entered = 0;
    condition = unwrapped(condition, entered);
    const auto* quantifier = std::get_if<rules::QuantifierNode>(&model_[condition].node);
    const bool has_items = quantifier != nullptr &&
                           (quantifier->kind == QuantifierKind::every || quantifier->kind == QuantifierKind::no ||
                            quantifier->kind == QuantifierKind::at_most || quantifier->kind == QuantifierKind::exactly);
    if (evaluate_(condition).is_true()) {  // it only did not last
      if (fails || !all.empty()) found(all, {});
    } else if (!has_items) {
      if (fails || !all.empty()) found(all, condition);
    } else {
      each_item(*quantifier, condition, fails, all, of_items, found);
    }
    for (; entered > 0; --entered) leave();
  };
  if (judged.bare.is_false() || (!of_items.empty() && all.empty())) {
    one_by_one();
  } else if (!all.empty()) {
    find({.id = judged.id, .kind = all, .level = Level::allow, .message = "*", .reasons = judged.bare.reasons}, false);
  }
  if (unknown) find({.id = judged.id, .kind = "unknown", .level = level, .message = "*", .reasons = judged.why});
}

void Judge::each_item(const rules::QuantifierNode& quantifier, rules::ExprId condition, bool fails,
                      const std::string& all, const std::vector<const rules::Waiver*>& of_items,
                      const std::function<void(const std::string&, rules::ExprId)>& found) {
  const Interpreter::Rows rows = evaluate_.rows(quantifier.ranges);
  if (quantifier.kind == QuantifierKind::exactly) {
    const auto sure =
        std::count_if(rows.rows.begin(), rows.rows.end(), [](const auto& row) { return row.guard.is_true(); });
    if (const Value wanted = evaluate_(quantifier.count); !wanted.is_known() || Number(sure) <= wanted.number) {
      // No item is to blame that there are too few.
      evaluate_.bind_nothing(quantifier.ranges);
      if (fails || !all.empty()) found(all, condition);
      return;
    }
  }
  for (const Interpreter::Row& row : rows.rows) {
    evaluate_.bind(quantifier.ranges, row);
    const bool every = quantifier.kind == QuantifierKind::every;
    const Value broken = every ? both(row.guard, opposite(evaluate_(quantifier.has))) : row.guard;
    if (broken.is_false()) continue;
    const rules::ExprId part = every ? quantifier.has : quantifier.ranges.where;
    const Value match = matches(of_items);
    if (match.is_true()) {
      found("waived", part);
    } else if (!all.empty()) {
      found(all, part);
    } else if (broken.is_true() && match.is_false() && fails) {
      found("", part);
    }
  }
}

}  // namespace nexus::reference
