#include "tests/reference/judge.h"

#include <algorithm>
#include <utility>

/// Phases (docs/language.md, "Phases"; the notes on semantics, §9).
namespace nexus::reference {

using base::graver;
using base::Level;

namespace {

/// "Not yet": optional evidence that is not there, or nothing to judge.
bool is_not_yet(const Reason& reason) { return is_optional_absence(reason) || reason.code == "nothing_to_judge"; }

/// By what it asks for: at most `warn` is good, `hold` is open.
Value good(Level asks, const Reasons& reasons) {
  if (asks <= Level::warn) return Value::of(true);
  return asks == Level::hold ? Value::unknown(reasons) : Value::of(false);
}

}  // namespace

Value Judge::reached(rules::ExprId at) {
  const Value time = evaluate_(at);
  return time.is_known() ? Value::of(time.number <= evaluate_.now()) : Value::unknown(time.reasons);
}

/// When, as far as that is past; nothing where it is not there yet.
std::optional<Value> Judge::time_of(rules::ExprId at) {
  if (!at) return std::nullopt;
  const Value time = evaluate_(at);
  if (!opt(time, is_optional_absence).is_known()) return Value::unknown(time.reasons);
  if (!time.is_known() || time.number > evaluate_.now()) return std::nullopt;
  return time;
}

const Judge::Facts& Judge::facts(rules::PhaseId id) {
  const auto key = static_cast<std::uint32_t>(id.index());
  if (const auto found = facts_.find(key); found != facts_.end()) return found->second;
  const rules::Phase& phase = model_.phases[id];
  const Place place = std::exchange(place_, {&phase.head, ""});
  Facts result;
  result.applies = applies(phase.head.applies);
  // Beside a condition, a time that is not there yet adds nothing.
  const auto with_time = [&](const Value& condition, rules::ExprId at) {
    return at ? either(condition, opt(reached(at), is_optional_absence)) : condition;
  };
  if (phase.started_when) {
    result.started = with_time(evaluate_(phase.started_when), phase.started_at);
  } else {
    result.started = phase.started_at ? reached(phase.started_at) : Value::of(false);
  }
  result.begun = opt(result.started, is_not_yet);
  if (phase.done_when) {
    const bool says_start = phase.started_when || phase.started_at;
    const Value holds = evaluate_(phase.done_when);
    result.done = with_time(says_start ? both(holds, result.started) : holds, phase.done_at);
    const Value held = opt(holds, is_not_yet);
    result.ended = with_time(says_start ? both(held, result.begun) : held, phase.done_at);
  } else {
    result.done = phase.done_at ? reached(phase.done_at) : Value::of(false);
    result.ended = opt(result.done, is_not_yet);
  }
  result.end = time_of(phase.done_at);
  result.began = time_of(phase.started_at);
  if (!result.began) result.began = result.end;
  place_ = place;
  return facts_.emplace(key, std::move(result)).first->second;
}

/// Was it done by then? By the times where both are there, else as things stand.
Value Judge::done_by(rules::PhaseId id, const std::optional<Value>& began) {
  const Facts& of = facts(id);
  if (!began || !of.end) return of.done;
  if (const auto unknown = any_unknown({&*began, &*of.end})) return *unknown;
  return Value::of(of.end->number <= began->number);
}

/// Is everything done that it comes after? Who is skipped hands its own order on.
Value Judge::in_order(rules::PhaseId id, const std::optional<Value>& began) {
  Value result = Value::of(true);
  for (const rules::AfterNode& after : model_.phases[id].after) {
    if (after.alternatives.size() == 1) {
      const rules::PhaseId other = after.alternatives.front();
      result =
          both(result, both(in_order(other, began), either(opposite(facts(other).applies), done_by(other, began))));
      continue;
    }
    std::vector<rules::PhaseId> open;
    for (const rules::PhaseId other : after.alternatives)
      if (!facts(other).applies.is_known()) open.push_back(other);
    // One case for each way in which those of unknown applicability may turn out.
    std::vector<Value> cases;
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
      cases.push_back(any ? of_applying : of_all);
    }
    Reasons reasons;
    bool differ = false, unknown = false;
    for (const Value& one : cases) {
      unknown |= !one.is_known();
      if (!one.is_known()) add(reasons, one.reasons);
      differ |= one.is_known() && cases.front().is_known() && one.truth != cases.front().truth;
    }
    if (differ)
      for (const rules::PhaseId other : open) add(reasons, facts(other).applies.reasons);
    result = both(result, differ || unknown ? Value::unknown(reasons) : cases.front());
  }
  return result;
}

Judge::Outcome Judge::phase(rules::PhaseId id) {
  const rules::Phase& phase = model_.phases[id];
  Outcome result{.id = rule_id(phase.head), .status = "blocked", .asks = Level::allow, .instances = {}};
  const Facts of = facts(id);
  const bool asked = at_ + 1 == past_.size() && run_.asked_phase == id.index();

  const Terms terms{.rule = {grammar::RuleKind::phase, static_cast<std::uint32_t>(id.index())},
                    .on_fail = {},
                    .on_missing = {},
                    .remedies = &no_remedies_,
                    .excuse = Value::of(false),
                    .scored = false,
                    .cap = Level::rollback};
  const Scope scope{.id = result.id, .applies = of.applies};
  Instance instance{.id = result.id, .status = "", .asks = Level::allow, .requirements = {}};
  Value holds = Value::of(true);
  std::size_t number = 0;
  for (const rules::RequirementNode& node : phase.requirements) {
    Reasons unused;
    auto* const unknown = std::exchange(unknown_, &unused);
    instance.requirements.push_back(requirement(terms, node, number++, scope));
    unknown_ = unknown;
    holds = both(holds, good(instance.requirements.back().asks, instance.requirements.back().why));
  }

  const std::vector<const rules::Waiver*> waivers =
      waivers_of({grammar::RuleKind::phase, static_cast<std::uint32_t>(id.index())}, std::nullopt, result.id);
  const bool whole = std::any_of(waivers.begin(), waivers.end(), [](const auto* w) { return !w->where; });
  const auto broken = [&](const Value& began, const Value& ended, bool* waived = nullptr) {
    Value early = both(either(began, ended), opposite(in_order(id, of.began)));
    const Value unwaived = early;
    if (whole && !early.is_false()) early = Value::of(false);
    if (!whole && !waivers.empty() && early.is_true()) early = opposite(matches(waivers));
    if (waived != nullptr) *waived = !unwaived.is_false() && early.is_false();
    return either(early, both(began, both(opposite(ended), opposite(holds))));
  };
  bool is_waived = false;
  const Value too_early = broken(of.begun, of.ended, &is_waived);
  Value pass = Value::of(true);
  bool fails = false;
  for (const rules::GateId gate : phase.gates) {
    const Outcome& judged = outcome({grammar::RuleKind::gate, static_cast<std::uint32_t>(gate.index())});
    pass = both(pass, good(judged.by_itself, judged.reasons));
    fails |= judged.status == "fail";
  }
  const Value after = in_order(id, std::nullopt);
  const Value ready = both(after, both(pass, holds));
  const std::vector<std::pair<std::string, Value>> rows = {{"skipped", opposite(of.applies)},
                                                           {"out_of_order", too_early},
                                                           {"done", of.ended},
                                                           {"active", of.begun},
                                                           {"ready", ready}};
  std::size_t decided = rows.size();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [status, is] = rows[i];
    if (is.is_false()) continue;
    result.status = is.is_true() ? status : "unknown";
    if (!is.is_known()) add(result.reasons, is.reasons);
    decided = i;
    break;
  }
  // For others it remains to be seen whether it is what was passed over as "not yet".
  if (result.status != "unknown") {
    if (decided > 1)
      if (!broken(of.started, of.done).is_known()) {
        Reasons& reasons = result.open["out_of_order"];
        for (const Value* shown : {&of.started, &of.done})
          if (!shown->is_known()) add(reasons, shown->reasons);
      }
    if (decided > 2 && !of.done.is_known()) result.open["done"] = of.done.reasons;
    if (decided > 3 && !of.started.is_known()) result.open["active"] = of.started.reasons;
  }
  const bool order_counts = !of.applies.is_false() && !too_early.is_false();
  const auto find_order = [&](const std::string& kind, Level asks, const Reasons& reasons) {
    find({.id = result.id + ".order", .kind = kind, .level = asks, .message = "*", .reasons = reasons},
         kind != "waived");
  };
  if (is_waived && result.status != "skipped") {
    find_order("waived", Level::allow, {});
  }
  if (order_counts) {
    const bool sure = too_early.is_true() && of.applies.is_true();
    result.asks = sure ? Level::block : Level::hold;
    find_order(sure ? "out-of-order" : "order-unknown", result.asks,
               sure                   ? Reasons{}
               : too_early.is_known() || too_early.reasons.empty() ? of.applies.reasons
                                      : too_early.reasons);
  }
  if (result.status == "done" && fails) result.asks = graver(result.asks, Level::warn);
  result.contributes = order_counts || (is_waived && result.status != "skipped") || result.asks != Level::allow;
  const bool open = result.status != "active" && result.status != "done" && result.status != "skipped";
  // What it requires is a finding only where the run asks about the phase and it is open; and what is waived, always.
  for (std::size_t i = 0; i < instance.requirements.size(); ++i) {
    Requirement& judged = instance.requirements[i];
    const bool told = (asked && open) || judged.status == "waived";
    Reasons unused;
    auto* const unknown = std::exchange(unknown_, &unused);
    if (told && result.status != "skipped") tell(terms, phase.requirements[i], judged, judged.asks);
    unknown_ = unknown;
    if (judged.upcoming && !judged.left_out) judged.status = "upcoming";
  }
  if (asked) {
    result.contributes = true;
    const Level asks = result.status == "skipped"   ? Level::warn
                       : !open                      ? Level::allow
                       : result.status == "ready"   ? Level::allow
                       : result.status == "unknown" ? Level::hold
                                                    : Level::block;
    if (open && result.status == "unknown" && too_early.is_known() && !result.reasons.empty())
      find({.id = result.id, .kind = "unknown", .level = asks, .message = "*", .reasons = result.reasons});
    if (open && !after.is_true() && result.status != "out_of_order")
      find({.id = result.id, .kind = "not-ready", .level = asks, .message = "*"});
    result.asks = graver(result.asks, asks);
  }
  result.instances.push_back(std::move(instance));
  return result;
}

}  // namespace nexus::reference
