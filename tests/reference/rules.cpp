#include "tests/reference/judge.h"

#include <algorithm>
#include <array>
#include <utility>

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

Judge::Outcome Judge::gate(const rules::Gate& gate) {
  Outcome result{.id = rule_id(gate.head), .status = "skipped", .asks = Level::allow, .instances = {}};
  const std::vector<Scope> all = scopes(gate.head);
  std::vector<std::string> statuses;
  for (const Scope& scope : all) {
    if (scope.row) evaluate_.bind(gate.head.for_each->ranges, *scope.row);
    result.instances.push_back(instance(gate, scope));
    statuses.push_back(result.instances.back().status);
    result.asks = graver(result.asks, result.instances.back().asks);
  }
  result.status = gravest({"fail", "unknown", "warn", "pass"}, statuses);
  return result;
}

Judge::Instance Judge::instance(const rules::Gate& gate, const Scope& scope) {
  Instance result{.id = scope.id, .status = "skipped", .asks = Level::allow, .requirements = {}};
  if (scope.applies.is_false()) return result;
  if (!scope.applies.is_known()) {
    result.status = "unknown";
    result.asks = Level::hold;
    find({.id = scope.id, .kind = "unknown", .level = Level::hold, .message = "*", .reasons = scope.applies.reasons});
    return result;
  }
  bool failed = false, unknown = false, warned = false, skipped = true;
  for (const rules::RequirementNode& node : gate.requirements) {
    Requirement judged = requirement(gate, node, scope);
    failed |= judged.status == "fail" && judged.asks >= Level::hold;
    warned |= judged.status == "fail" && judged.asks < Level::hold;
    unknown |= judged.status == "unknown";
    skipped &= judged.status == "skipped";
    result.asks = graver(result.asks, judged.asks);
    result.requirements.push_back(std::move(judged));
  }
  result.status = failed ? "fail" : unknown ? "unknown" : warned ? "warn" : skipped ? "skipped" : "pass";
  return result;
}

Judge::Requirement Judge::requirement(const rules::Gate& gate, const rules::RequirementNode& node, const Scope& scope) {
  Requirement result{.id = scope.id + "." + node.name, .status = "pass"};
  const Value when = node.when && scope.nothing.empty() ? evaluate_(node.when) : Value::of(true);
  if (when.is_false()) {
    result.status = "skipped";
    return result;
  }
  const std::optional<Level> own = level(node.level, Level::block);
  const std::optional<Level> lv = node.level ? own : level(gate.on_fail, Level::block);
  const std::optional<Level> missing = level(gate.on_missing, Level::allow);
  const bool answers = static_cast<bool>(gate.on_missing);
  const auto be_unknown = [&](Level asks, const Reasons& reasons) {
    result.status = "unknown";
    result.asks = asks;
    find({.id = result.id, .kind = "unknown", .level = asks, .message = "*", .reasons = reasons});
    return result;
  };
  if (!when.is_known())
    return be_unknown(
        milder(Level::hold, graver(lv.value_or(Level::hold), answers ? missing.value_or(Level::hold) : Level::allow)),
        when.reasons);
  const Value value = scope.nothing.empty() ? evaluate_(node.condition) : Value::unknown(scope.nothing);
  if (!value.is_known())
    return be_unknown(answers ? missing.value_or(Level::hold) : milder(Level::hold, lv.value_or(Level::hold)),
                      value.reasons);
  if (value.truth) {
    result.vacuous = value.vacuous;
    return result;
  }
  if (!lv) return be_unknown(Level::hold, evaluate_(node.level ? node.level : gate.on_fail).reasons);
  result.status = "fail";
  result.asks = *lv;
  const auto found = [&] {
    find({.id = result.id, .kind = "failed", .level = *lv, .message = message(node.message)});
    oblige(gate.remedies);
    oblige(node.remedies);
  };
  const rules::RangesNode* ranges = nullptr;
  if (const auto rows = witnesses(node.condition, ranges, false)) {
    for (const Interpreter::Row& row : *rows) {
      evaluate_.bind(*ranges, row);
      found();
    }
  } else {
    found();
  }
  return result;
}

Judge::Outcome Judge::trigger(const rules::Trigger& trigger) {
  Outcome result{.id = rule_id(trigger.head), .status = "skipped", .asks = Level::allow, .instances = {}};
  const std::vector<Scope> all = scopes(trigger.head);
  std::vector<std::string> statuses;
  for (const Scope& scope : all) {
    if (scope.row) evaluate_.bind(trigger.head.for_each->ranges, *scope.row);
    result.instances.push_back(instance(trigger, scope));
    statuses.push_back(result.instances.back().status);
    result.asks = graver(result.asks, result.instances.back().asks);
  }
  result.status = gravest({"fired", "unknown", "pending", "quiet"}, statuses);
  return result;
}

Judge::Instance Judge::instance(const rules::Trigger& trigger, const Scope& scope) {
  Instance result{.id = scope.id, .status = "skipped", .asks = Level::allow, .requirements = {}};
  const auto be_unknown = [&](Level asks, const Reasons& reasons) {
    result.status = "unknown";
    result.asks = asks;
    find({.id = scope.id, .kind = "unknown", .level = asks, .message = "*", .reasons = reasons});
    return result;
  };
  if (scope.applies.is_false()) return result;
  if (!scope.applies.is_known()) return be_unknown(Level::hold, scope.applies.reasons);
  const Value fires = scope.nothing.empty() ? evaluate_(trigger.fires) : Value::unknown(scope.nothing);
  if (!fires.is_known()) return be_unknown(level(trigger.on_missing, Level::hold).value_or(Level::hold), fires.reasons);
  result.status = fires.truth ? "fired" : "quiet";
  if (!fires.truth) return result;
  const std::optional<Level> lv = level(trigger.level, Level::block);
  if (!lv) return be_unknown(Level::hold, evaluate_(trigger.level).reasons);
  result.asks = *lv;
  const auto found = [&] {
    find({.id = scope.id, .kind = "fired", .level = *lv, .message = message(trigger.message)});
    oblige(trigger.remedies);
  };
  const rules::RangesNode* ranges = nullptr;
  if (const auto rows = witnesses(trigger.fires, ranges, true)) {
    for (const Interpreter::Row& row : *rows) {
      evaluate_.bind(*ranges, row);
      found();
    }
  } else {
    found();
  }
  return result;
}

}  // namespace nexus::reference
