#include "base/values/level.h"
#include "engine/judge/judge.h"
#include "engine/judge/score.h"

#include <algorithm>
#include <array>
#include <span>

/// Gates that add up what their requirements earn (docs/language.md, "Scored gates").
namespace nexus::engine {

using base::Decimal;
using base::Level;
using base::Truth;

namespace {

Decimal sum(const Decimal& a, const Decimal& b) { return base::add(a, b).value; }
Decimal half(const Decimal& weight) { return base::multiply(weight, *Decimal::make(5, -1)).value; }

/// One requirement as the score sees it: its value, its band, and whether it applies at all.
struct Part {
  const plan::Requirement& requirement;
  Truth value;
  Truth band;
  bool may_be_left_out;
};

Earned earned_by(const Part& part) {
  const Decimal& weight = part.requirement.weight;
  const Decimal least = part.value == Truth::yes ? weight : part.band == Truth::yes ? half(weight) : Decimal(0);
  const Decimal most = part.value != Truth::no ? weight : part.band != Truth::no ? half(weight) : Decimal(0);
  return {least, most};
}

/// Is the share that is earned at least `limit`? Each part contributes `earned − limit · weight`, one that is left out
/// nothing. That is linear, hence exact; shares of least and greatest totals would not be, once parts may be left out.
Truth reaches(std::span<const Part> parts, const Decimal& limit) {
  Decimal least, most;
  for (const Part& part : parts) {
    const Earned earned = earned_by(part);
    const Decimal due = base::multiply(limit, part.requirement.weight).value;
    Decimal low = base::subtract(earned.least, due).value, high = base::subtract(earned.most, due).value;
    if (part.may_be_left_out) {
      low = std::min(low, Decimal(0));
      high = std::max(high, Decimal(0));
    }
    least = sum(least, low);
    most = sum(most, high);
  }
  if (!least.is_negative()) return Truth::yes;
  return most.is_negative() ? Truth::no : Truth::unknown;
}

/// `key`: when it applies, it or its band holds.
Truth keys_hold(std::span<const Part> parts) {
  Truth all = Truth::yes;
  for (const Part& part : parts)
    if (part.requirement.key) all = all && ((part.may_be_left_out ? Truth::unknown : Truth::no) || part.value || part.band);
  return all;
}

struct Bands {
  Status best, worst;
};

Bands bands(const plan::Score& score, std::span<const Part> parts) {
  const Truth ok = reaches(parts, score.warn) && keys_hold(parts), passes = reaches(parts, score.pass);
  return {.best = ok == Truth::no ? Status::fail : passes == Truth::no ? Status::warn : Status::pass,
          .worst = ok != Truth::yes ? Status::fail : passes != Truth::yes ? Status::warn : Status::pass};
}

}  // namespace

Earned earned(const plan::Requirement& requirement, const RequirementVerdict& verdict) {
  return earned_by({requirement, Machine::truth_of(verdict.value), verdict.band, verdict.when_unknown});
}

bool is_scored(const RequirementVerdict& verdict, bool all_upcoming) {
  return verdict.status != Status::skipped && (all_upcoming || verdict.timing == Timing::in_force);
}

void Judge::judge_band(const plan::Requirement& requirement, const Terms& terms, RequirementVerdict& verdict) {
  verdict.asks = Level::allow;  // the gate asks
  if (!requirement.band || verdict.status == Status::skipped) return;
  const Value band = terms.forced.is_unknown() ? terms.forced : machine_.eval(requirement.band);
  verdict.band = Machine::truth_of(band);
  if (Machine::truth_of(verdict.value) != Truth::yes) verdict.why = machine_.reasons().merge(verdict.why, band);
  if (verdict.status == Status::fail && verdict.band == Truth::yes) verdict.status = Status::warn;
}

void Judge::settle_score(const plan::Gate& gate, Instance& instance) {
  const auto verdicts = std::span(verdicts_.requirements).subspan(instance.first_requirement, gate.requirements.size());
  const bool all_upcoming = std::ranges::none_of(verdicts, [](const RequirementVerdict& v) { return is_scored(v, false); });
  std::vector<Part> parts, bare;  // bare: without waivers and excuse
  bool any_surely = false, excepted = false;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const RequirementVerdict& verdict = verdicts[i];
    if (!is_scored(verdict, all_upcoming)) continue;
    parts.push_back({gate.requirements[i], Machine::truth_of(verdict.value), verdict.band, verdict.when_unknown});
    bare.push_back({gate.requirements[i], Machine::truth_of(verdict.bare), verdict.band, verdict.when_unknown});
    any_surely |= !verdict.when_unknown;
    excepted |= bare.back().value != parts.back().value;
  }
  instance.why = Value();
  if (parts.empty()) {
    instance.status = Status::skipped;
    instance.asks = Level::allow;
    return;
  }
  const auto failing = level(gate.on_fail, Level::block);
  const auto asks_for = [&](Status status) {
    return status == Status::pass ? Level::allow : status == Status::warn ? Level::warn : failing.value_or(Level::hold);
  };
  const Level when_missing = level(gate.on_missing, Level::hold).value_or(Level::hold);
  const auto asks = [&](const Bands& found) {
    if (found.best == found.worst) return asks_for(found.best);
    if (!any_surely) return base::milder(Level::hold, asks_for(found.worst));
    return base::milder(base::graver(when_missing, asks_for(found.best)), asks_for(found.worst));
  };
  const Bands found = bands(*gate.score, parts);
  const bool decided = found.best == found.worst && any_surely && (found.best != Status::fail || failing.has_value());
  instance.status = decided ? found.best : Status::unknown;
  instance.asks = any_surely ? asks(found) : base::milder(Level::hold, asks_for(found.worst));
  if (excepted) instance.asks = base::milder(instance.asks, asks(bands(*gate.score, bare)));  // INVARIANT (cap)
  if (instance.status == Status::unknown)
    for (const RequirementVerdict& verdict : verdicts)
      if (is_scored(verdict, all_upcoming)) instance.why = machine_.reasons().merge(instance.why, verdict.why);
  if (instance.status == Status::unknown && !instance.why.is_unknown() && gate.on_fail) instance.why = machine_.eval(gate.on_fail);
  if (!all_upcoming) return;
  instance.will_pass = instance.status == Status::pass;
  if (any_surely) instance.status = Status::upcoming;
  instance.asks = base::milder(instance.asks, Level::warn);
}

}  // namespace nexus::engine
