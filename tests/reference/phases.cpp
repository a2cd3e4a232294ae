#include "tests/reference/judge.h"

#include <algorithm>
#include <utility>

/// Phases (docs/language.md, "Phases"; the notes on semantics, §9).
namespace nexus::reference {

using base::graver;

namespace {

/// "Not yet": optional evidence that is not there, or nothing to judge.
bool not_yet(const Reason& reason) {
  return (reason.absence() && reason.optional) || reason.code == "nothing_to_judge";
}
bool all_not_yet(const Value& value) {
  return !value.is_known() && std::all_of(value.reasons.begin(), value.reasons.end(), not_yet);
}
bool only_optional(const Value& value) {
  return !value.is_known() && std::all_of(value.reasons.begin(), value.reasons.end(),
                                          [](const Reason& r) { return r.absence() && r.optional; });
}
Value opt(const Value& value) { return all_not_yet(value) ? Value::of(false) : value; }

/// By what it asks for: at most `warn` is good, `hold` is open.
Value good(base::Level asks, const Reasons& reasons) {
  if (asks <= base::Level::warn) return Value::of(true);
  return asks == base::Level::hold ? Value::unknown(reasons) : Value::of(false);
}

}  // namespace

Judge::Milestone Judge::milestone(rules::ExprId when, rules::ExprId at) {
  Milestone result{.said = when || at, .holds = Value::of(false)};
  if (at) {
    const Value time = evaluate_(at);
    Value reached = time.is_known() ? Value::of(time.number <= run_.now) : Value::unknown(time.reasons);
    const bool corrupt = !time.is_known() && std::any_of(time.reasons.begin(), time.reasons.end(),
                                                         [](const Reason& r) { return !r.absence(); });
    if (reached.is_true()) result.time = Value::of(time.number);
    if (corrupt) result.time = Value::unknown(time.reasons);
    result.reached = reached;
    if (when && only_optional(reached)) reached = Value::of(false);
    result.holds = reached;
  }
  if (when) result.holds = either(evaluate_(when), result.holds);
  return result;
}

const Judge::Facts& Judge::facts(rules::PhaseId id) {
  if (const auto found = facts_.find(id.index()); found != facts_.end()) return found->second;
  const rules::Phase& phase = model_.phases[id];
  Facts result;
  result.applies = applies(phase.head.applies);
  const Milestone started = milestone(phase.started_when, phase.started_at);
  const Milestone done = milestone(phase.done_when, phase.done_at);
  result.started = started.holds;
  result.done_time = done.time;
  result.began = started.time ? started.time : done.time;
  if (phase.done_when) {
    Value by_condition = evaluate_(phase.done_when);
    if (started.said) by_condition = both(by_condition, result.started);
    Value reached = done.reached.value_or(Value::of(false));
    if (only_optional(reached)) reached = Value::of(false);
    result.done = either(reached, by_condition);
  } else {
    result.done = done.holds;
  }
  return facts_.emplace(id.index(), std::move(result)).first->second;
}

/// Was it done by then? By the times where both are there, else as things stand.
Value Judge::done_by(rules::PhaseId id, const std::optional<Value>& began) {
  const Facts& of = facts(id);
  if (!began || !of.done_time) return of.done;
  if (const auto unknown = any_unknown({&*began, &*of.done_time})) return *unknown;
  return Value::of(of.done_time->number <= began->number);
}

/// Is everything done that it comes after? Who is skipped hands its own order on.
Value Judge::in_order(rules::PhaseId id, const std::optional<Value>& began) {
  Value result = Value::of(true);
  for (const rules::AfterNode& after : model_.phases[id].after) {
    std::vector<rules::PhaseId> open;
    for (const rules::PhaseId other : after.alternatives)
      if (!facts(other).applies.is_known()) open.push_back(other);
    // One case for each way in which those of unknown applicability may turn out.
    std::optional<Value> agreed;
    Reasons reasons;
    bool differ = false;
    for (std::size_t bits = 0; bits < (std::size_t{1} << open.size()); ++bits) {
      Value of_applying = Value::of(false), of_all = Value::of(false);
      bool any = false;
      for (const rules::PhaseId other : after.alternatives) {
        const Value& known = facts(other).applies;
        bool applies = known.is_true();
        if (!known.is_known()) {
          const auto at = static_cast<std::size_t>(std::find(open.begin(), open.end(), other) - open.begin());
          applies = (bits >> at & 1U) != 0;
        }
        const Value order = in_order(other, began);
        of_all = either(of_all, order);
        if (!applies) continue;
        any = true;
        of_applying = either(of_applying, both(order, done_by(other, began)));
      }
      const Value& outcome = any ? of_applying : of_all;
      if (!outcome.is_known()) add(reasons, outcome.reasons);
      differ |= !outcome.is_known() || (agreed && agreed->truth != outcome.truth);
      agreed = outcome;
    }
    if (differ) {
      for (const rules::PhaseId other : open) add(reasons, facts(other).applies.reasons);
      agreed = Value::unknown(reasons);
    }
    result = both(result, *agreed);
  }
  return result;
}

Judge::Outcome Judge::phase(rules::PhaseId id) {
  const rules::Phase& phase = model_.phases[id];
  Outcome result{.id = rule_id(phase.head), .status = "unknown", .asks = Level::allow, .instances = {}};
  const Facts of = facts(id);
  const Value started = opt(of.started), done = opt(of.done);
  result.not_yet = (all_not_yet(of.started) || all_not_yet(of.done));

  // What it requires is a finding only where the run asks about the phase.
  Verdict unsaid;
  std::vector<std::string> unowed;
  auto* const lines = std::exchange(lines_, &unsaid);
  auto* const obligations = std::exchange(obligations_, &unowed);
  Reasons reasons;
  auto* const unknown = std::exchange(unknown_, &reasons);
  rules::Gate as_gate;
  as_gate.head = phase.head;
  Level required = Level::allow;
  const Scope scope{.id = result.id, .applies = of.applies};
  Instance instance{.id = result.id, .status = "", .asks = Level::allow, .requirements = {}};
  for (const rules::RequirementNode& node : phase.requirements) {
    instance.requirements.push_back(requirement(as_gate, node, scope));
    required = graver(required, instance.requirements.back().asks);
  }
  lines_ = lines;
  obligations_ = obligations;
  unknown_ = unknown;
  const Value holds = good(required, reasons);

  const Value order = in_order(id, of.began);
  const Value begun = either(started, done);
  const Value too_early = either(both(begun, opposite(order)), both(started, both(opposite(done), opposite(holds))));
  Level gates = Level::allow;
  Value pass = Value::of(true);
  bool fails = false;
  for (const rules::GateId gate : phase.gates) {
    const Outcome& judged = outcome({grammar::RuleKind::gate, gate.index()});
    pass = both(pass, good(judged.asks, judged.reasons));
    gates = graver(gates, judged.asks);
    fails |= judged.status == "fail";
  }
  const Value ready = both(in_order(id, std::nullopt), both(pass, holds));

  const std::vector<std::pair<std::string, Value>> rows = {{"skipped", opposite(of.applies)},
                                                           {"out_of_order", too_early},
                                                           {"done", done},
                                                           {"active", started},
                                                           {"ready", ready}};
  result.status = "blocked";
  for (const auto& [status, is] : rows) {
    if (is.is_false()) continue;
    result.status = is.is_true() ? status : "unknown";
    if (!is.is_known()) add(result.reasons, is.reasons);
    break;
  }
  // An unknown row before it asks for nothing but what the order asks for.
  if (result.status != "skipped" && !too_early.is_false()) {
    const bool sure = too_early.is_true() && of.applies.is_true();
    result.asks = sure ? Level::block : Level::hold;
    result.contributes = true;
    find({.id = result.id + ".order",
          .kind = sure ? "out-of-order" : "order-unknown",
          .level = result.asks,
          .message = "*",
          .reasons = sure                   ? Reasons{}
                     : too_early.is_known() ? of.applies.reasons
                                            : too_early.reasons});
  } else if (result.status == "done" && fails) {
    result.asks = Level::warn;
  }
  if (result.status != "skipped") result.instances.push_back(std::move(instance));
  return result;
}

}  // namespace nexus::reference
