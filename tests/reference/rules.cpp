#include "tests/reference/judge.h"

#include <algorithm>
#include <utility>
#include <variant>

/// Gates and triggers (docs/language.md, "Gates", "For each", "Triggers").
namespace nexus::reference {

using base::graver;
using base::milder;

namespace {

/// The first of `order` that an instance has; `skipped` where none does.
std::string gravest(const std::vector<std::string>& order, const std::vector<std::string>& statuses) {
  for (const std::string& status : order)
    if (std::find(statuses.begin(), statuses.end(), status) != statuses.end()) return status;
  return "skipped";
}

}  // namespace

/// Does it have a say? A gate that is only for some phases has one while one of them is under way, or asked about.
Value Judge::counted(const rules::Gate& gate) {
  if (gate.only_for.empty()) return Value::of(true);
  Value result = Value::of(false);
  for (const rules::PhaseId phase : gate.only_for) {
    const Facts& of = facts(phase);
    result = either(result, Value::of(run_.asked_phase == phase.index()));
    result = either(result, both(of.applies, both(of.begun, opposite(of.ended))));
  }
  return result;
}

/// Both texts must say something.
Value Judge::excuse(const rules::Gate& gate) {
  if (!gate.excuse) return Value::of(false);
  const auto says = [&](rules::ExprId expr) {
    const Value text = evaluate_(expr);
    return text.is_known() ? Value::of(!text.text.empty()) : text;
  };
  return opt(both(both(evaluate_(gate.excuse->condition), says(gate.excuse->by)), says(gate.excuse->because)),
             is_optional_absence);
}

Judge::Outcome Judge::gate(rules::GateId id) {
  const rules::Gate& gate = model_.gates[id];
  Outcome result{.id = rule_id(gate.head), .status = "skipped", .asks = Level::allow, .instances = {}};
  result.counted = counted(gate);
  const auto is_over = [&](const rules::RequirementNode& node) { return this->is_over(node); };
  if (std::all_of(gate.requirements.begin(), gate.requirements.end(), is_over)) return result;
  const Level cap = level(gate.head.cap, Level::rollback).value_or(Level::rollback);
  // Where nobody knows whether it counts, somebody is to look, no more.
  const Level outer = std::exchange(most_, result.counted.is_known() ? Level::rollback : Level::hold);
  std::vector<std::string> statuses;
  for (const Scope& scope : scopes(gate.head)) {
    if (scope.row) evaluate_.bind(gate.head.for_each->ranges, *scope.row);
    place_ = {&gate.head, scope.id};
    Reasons own;
    auto* const unknown = std::exchange(unknown_, &own);
    result.instances.push_back(instance(id, scope, cap));
    unknown_ = unknown;
    if (result.instances.back().status == "unknown") add(*unknown_, own);
    statuses.push_back(result.instances.back().status);
    Level& asks = result.instances.back().asks;
    result.by_itself = graver(result.by_itself, asks);
    asks = milder(asks, most_);
    result.asks = graver(result.asks, asks);
  }
  most_ = outer;
  result.status = gravest({"fail", "unknown", "warn", "waived", "pass", "upcoming"}, statuses);
  result.contributes = result.status != "skipped" && result.status != "upcoming";
  return result;
}

Judge::Instance Judge::instance(rules::GateId id, const Scope& scope, Level cap) {
  const rules::Gate& gate = model_.gates[id];
  Instance result{.id = scope.id, .status = "skipped", .asks = Level::allow, .requirements = {}};
  if (scope.applies.is_false()) return result;
  if (!scope.applies.is_known()) {
    const bool all_upcoming =
        std::all_of(gate.requirements.begin(), gate.requirements.end(), [&](const rules::RequirementNode& node) {
          return is_over(node) || (node.from && is_before(*node.from));
        });
    result.status = "unknown";
    result.asks = milder(cap, all_upcoming ? Level::warn : Level::hold);
    add(*unknown_, scope.applies.reasons);
    find({.id = scope.id, .kind = "unknown", .level = result.asks, .message = "*", .reasons = scope.applies.reasons});
    return result;
  }
  Terms terms{.rule = {grammar::RuleKind::gate, static_cast<std::uint32_t>(id.index())},
              .on_fail = gate.on_fail,
              .on_missing = gate.on_missing,
              .remedies = &gate.remedies,
              .excuse = excuse(gate),
              .scored = gate.score.has_value(),
              .cap = cap};
  std::size_t number = 0;
  for (const rules::RequirementNode& node : gate.requirements)
    result.requirements.push_back(requirement(terms, node, number++, scope));
  if (gate.score) {
    score(gate, result, cap);
  } else {
    combine(result);
  }
  result.asks = milder(result.asks, cap);
  // What a score has made up for is no finding; what somebody waived is.
  for (std::size_t i = 0; i < result.requirements.size(); ++i) {
    Requirement& judged = result.requirements[i];
    const bool excepted = judged.status == "waived" || judged.status == "excused";
    if (result.status != "pass" || excepted)
      tell(terms, gate.requirements[i], judged, gate.score ? result.asks : milder(judged.asks, cap));
    if (judged.upcoming && !judged.left_out) judged.status = "upcoming";
  }
  return result;
}

/// What requirements make of a gate that has no score.
void Judge::combine(Instance& instance) {
  const auto any = [&](const auto& is) {
    return std::any_of(instance.requirements.begin(), instance.requirements.end(), is);
  };
  for (const Requirement& requirement : instance.requirements) instance.asks = graver(instance.asks, requirement.asks);
  const bool judged = any([](const Requirement& r) { return !r.left_out; });
  const bool all_upcoming = !any([](const Requirement& r) { return !r.left_out && (!r.upcoming || r.when_unknown); });
  if (!judged) {
    instance.status = "skipped";
  } else if (any([](const Requirement& r) { return r.status == "fail" && r.level >= Level::hold; })) {
    instance.status = "fail";
  } else if (all_upcoming) {
    instance.status = "upcoming";
  } else if (any([](const Requirement& r) { return !r.left_out && (!r.value.is_known() || r.status == "unknown"); })) {
    instance.status = "unknown";
  } else if (any([](const Requirement& r) { return !r.left_out && r.value.is_false(); })) {
    instance.status = "warn";
  } else if (any([](const Requirement& r) { return r.status == "waived" || r.status == "excused"; })) {
    instance.status = "waived";
  } else {
    instance.status = "pass";
  }
}

Judge::Outcome Judge::trigger(rules::TriggerId id) {
  const rules::Trigger& trigger = model_.triggers[id];
  Outcome result{.id = rule_id(trigger.head), .status = "skipped", .asks = Level::allow, .instances = {}};
  const Level cap = level(trigger.head.cap, Level::rollback).value_or(Level::rollback);
  std::vector<std::string> statuses;
  for (const Scope& scope : scopes(trigger.head)) {
    if (scope.row) evaluate_.bind(trigger.head.for_each->ranges, *scope.row);
    place_ = {&trigger.head, scope.id};
    result.instances.push_back(instance(trigger, scope, cap));
    statuses.push_back(result.instances.back().status);
    result.asks = graver(result.asks, result.instances.back().asks);
  }
  result.status = gravest({"fired", "unknown", "pending", "quiet"}, statuses);
  result.contributes = result.status != "skipped";
  return result;
}

Judge::Instance Judge::instance(const rules::Trigger& trigger, const Scope& scope, Level cap) {
  Instance result{.id = scope.id, .status = "skipped", .asks = Level::allow, .requirements = {}};
  const auto be_unknown = [&](Level asks, const Reasons& reasons) {
    result.status = "unknown";
    result.asks = milder(cap, asks);
    add(*unknown_, reasons);
    find({.id = scope.id, .kind = "unknown", .level = result.asks, .message = "*", .reasons = reasons});
    return result;
  };
  if (scope.applies.is_false()) return result;
  if (!scope.applies.is_known()) return be_unknown(Level::hold, scope.applies.reasons);
  auto [status, reasons] =
      scope.nothing.empty() ? fired(trigger, place_) : std::pair(std::string("unknown"), scope.nothing);
  if (status == "unknown") return be_unknown(level(trigger.on_missing, Level::hold).value_or(Level::hold), reasons);
  result.status = status;
  if (status == "quiet") return result;
  const std::optional<Level> lv = level(trigger.level, Level::block);
  if (!lv) return be_unknown(Level::hold, evaluate_(trigger.level).reasons);
  result.asks = milder(cap, status == "pending" ? milder(Level::warn, *lv) : *lv);
  const auto found = [&](rules::ExprId part) {
    find({.id = scope.id,
          .kind = status,
          .level = result.asks,
          .message = message(trigger.message),
          .reasons = {},
          .margins = part ? margins(part) : ""});
    if (status == "fired") oblige(trigger.remedies);
  };
  int entered = 0;
  const rules::ExprId condition = unwrapped(trigger.fires, entered);
  const auto* some = std::get_if<rules::QuantifierNode>(&model_[condition].node);
  if (some == nullptr || some->kind != grammar::QuantifierKind::some) {
    found(condition);
  } else if (!evaluate_(condition).is_true()) {  // it is kept, and the items are gone
    evaluate_.bind_nothing(some->ranges);
    found({});
  } else {
    for (const Interpreter::Row& row : evaluate_.rows(some->ranges).rows) {
      if (!row.guard.is_true()) continue;
      evaluate_.bind(some->ranges, row);
      found(some->ranges.where);
    }
  }
  for (; entered > 0; --entered) leave();
  return result;
}

}  // namespace nexus::reference
