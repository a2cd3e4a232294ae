#include "base/values/level.h"
#include "engine/judge/judge.h"

#include <algorithm>

/// Requirements: their dates, waivers, excuses, and what they make of a gate (docs/language.md, "Gates", "Waivers").
namespace nexus::engine {

using base::Level;
using base::Truth;

// ------------------------------------------------------------------------------------------------ dates

Timing Judge::timing(const plan::Requirement& requirement) const {
  if (requirement.until && machine_.now() >= requirement.until->at) return Timing::over;
  return requirement.from && machine_.now() < requirement.from->at ? Timing::upcoming : Timing::in_force;
}

/// A gate that nobody can tell to apply asks for hold; for warn where all it requires is upcoming.
Level Judge::asks_where_unclear(const plan::Gate& gate) const {
  const auto asks_now = [&](const plan::Requirement& requirement) { return timing(requirement) == Timing::in_force; };
  return std::ranges::any_of(gate.requirements, asks_now) ? Level::hold : Level::warn;
}

bool Judge::is_over(const plan::Gate& gate) const {
  return std::ranges::all_of(gate.requirements, [&](const plan::Requirement& r) { return timing(r) == Timing::over; });
}

// ------------------------------------------------------------------------------------------------ waivers

const plan::Waived* Judge::waived_in(const std::vector<plan::Waived>& waived, std::string_view instance) {
  const auto here = [&](const plan::Waived& w) { return !w.instance || *w.instance == instance; };
  const auto at = std::ranges::find_if(waived, here);
  return at == waived.end() ? nullptr : &*at;
}

const plan::Cover* Judge::whole_cover(const plan::Waived& waived) const {
  const auto covers_all = [&](const plan::Cover& cover) { return !cover.where && in_force(plan_.waivers[cover.waiver]); };
  const auto at = std::ranges::find_if(waived.covers, covers_all);
  return at == waived.covers.end() ? nullptr : &*at;
}

Value Judge::covered_by_snapshot(const plan::Waived& waived) {
  Value covered = Value::boolean(false);
  for (const plan::Cover& cover : waived.covers)
    if (cover.where && !cover.by_item && in_force(plan_.waivers[cover.waiver])) covered = kleene_or(covered, machine_.eval(cover.where));
  return covered;
}

/// A waiver of everything answers for "no" and for "nobody can tell", one over the snapshot for "no", one over items for
/// each item shown to match.
Value Judge::with_waivers(const plan::Waived& waived, Value bare, bool nothing_to_judge) {
  if (whole_cover(waived) != nullptr) return Value::boolean(true);
  if (nothing_to_judge) return bare;
  // A waiver that is over does nothing, not even for the earlier snapshots of what must last.
  const auto is_of_items = [&](const plan::Cover& cover) { return cover.by_item && in_force(plan_.waivers[cover.waiver]); };
  if (std::ranges::any_of(waived.covers, is_of_items)) return machine_.eval(waived.condition);
  return bare.is_unknown() ? bare : covered_by_snapshot(waived);
}

// ------------------------------------------------------------------------------------------------ requirements

RequirementVerdict Judge::judge_requirement(const plan::Requirement& requirement, const Terms& terms) {
  RequirementVerdict verdict;
  verdict.timing = timing(requirement);
  if (verdict.timing == Timing::over) {
    verdict.status = Status::skipped;
    return verdict;
  }
  judge_condition(requirement, terms, verdict);
  if (terms.scored) judge_band(requirement, terms, verdict);
  if (verdict.timing == Timing::upcoming) {
    verdict.level = base::milder(verdict.level, Level::warn);
    verdict.asks = base::milder(verdict.asks, Level::warn);
  }
  return verdict;
}

void Judge::judge_condition(const plan::Requirement& requirement, const Terms& terms, RequirementVerdict& verdict) {
  const std::optional<Level> gate_level = level(terms.on_fail, Level::block);
  const std::optional<Level> named = requirement.level ? level(requirement.level, Level::block) : gate_level;
  verdict.level = named.value_or(Level::hold);
  const Level when_missing =
      terms.on_missing ? level(terms.on_missing, Level::hold).value_or(Level::hold) : base::milder(Level::hold, verdict.level);
  const bool nothing_to_judge = terms.forced.is_unknown();
  if (requirement.when && !nothing_to_judge) {
    const Value when = machine_.eval(requirement.when);
    if (when.is_unknown()) {
      verdict.status = Status::unknown;
      verdict.bare = verdict.value = verdict.why = when;
      verdict.when_unknown = true;
      verdict.asks = base::milder(Level::hold, base::graver(verdict.level, terms.on_missing ? when_missing : Level::allow));
      if (!terms.scored) return;
    } else if (!when.as_bool()) {
      verdict.status = Status::skipped;
      return;
    }
  }
  // What a value asks for; the level itself may be unknown.
  const auto asks = [&](const Value& value) {
    if (value.is_unknown()) return when_missing;
    return value.as_bool() ? Level::allow : verdict.level;
  };
  verdict.bare = verdict.value = nothing_to_judge ? terms.forced : machine_.eval(requirement.condition);
  const Truth bare = Machine::truth_of(verdict.bare);
  Status settled = Status::pass;
  if (bare != Truth::yes && !requirement.waived.empty())
    if (const plan::Waived* waived = waived_in(requirement.waived, terms.instance)) {
      verdict.value = with_waivers(*waived, verdict.bare, nothing_to_judge);
      settled = Status::waived;
    }
  // An unknown is never excused: else breaking one more requirement would lift a hold.
  if (bare == Truth::no && terms.excuse != nullptr && requirement.waivable && Machine::truth_of(verdict.value) != Truth::yes) {
    verdict.value = kleene_or(verdict.value, excuse(*terms.excuse));
    settled = Status::excused;
  }
  switch (Machine::truth_of(verdict.value)) {
    case Truth::yes:
      verdict.status = bare == Truth::yes ? Status::pass : settled;
      verdict.vacuous = bare == Truth::yes && machine_.is_vacuous(requirement.condition);
      break;
    case Truth::no:
      verdict.status = named ? Status::fail : Status::unknown;
      if (!named) verdict.why = machine_.eval(requirement.level ? requirement.level : terms.on_fail);
      break;
    case Truth::unknown:
      verdict.status = Status::unknown;
      verdict.why = verdict.value;
      break;
  }
  if (verdict.when_unknown) {  // of a scored gate: what it would earn matters all the same
    verdict.status = Status::unknown;
    verdict.why = machine_.reasons().merge(machine_.eval(requirement.when), verdict.why);
  }
  // INVARIANT (cap): a waiver or an excuse never raises what a requirement asks for.
  verdict.asks = base::milder(asks(verdict.value), asks(verdict.bare));
}

Value Judge::excuse(const plan::Excuse& excuse) { return opt(machine_.eval(excuse.condition), ReasonClass::optional_absence); }

// ------------------------------------------------------------------------------------------------ gates

/// Judges the requirements of one instance; where `forced` is an unknown, all are unknown for its reasons.
void Judge::judge_requirements(const plan::Gate& gate, Instance& instance, Value forced) {
  const std::size_t first = verdicts_.requirements.size();
  // Judging a condition may judge other rules, which add theirs behind these.
  verdicts_.requirements.resize(first + gate.requirements.size());
  const Terms terms{.on_fail = gate.on_fail,
                    .on_missing = gate.on_missing,
                    .excuse = gate.excuse ? &*gate.excuse : nullptr,
                    .instance = instance.id,
                    .forced = forced,
                    .scored = gate.score.has_value()};
  bool graver_fail = false, warn = false, unknown = false, waived = false, pass = false, upcoming = false, all_upcoming = true;
  for (std::size_t i = 0; i < gate.requirements.size(); ++i) {
    const RequirementVerdict verdict = judge_requirement(gate.requirements[i], terms);
    verdicts_.requirements[first + i] = verdict;
    instance.asks = base::graver(instance.asks, verdict.asks);
    instance.why = machine_.reasons().merge(instance.why, verdict.why);
    if (verdict.status == Status::skipped) continue;
    const bool later = verdict.timing == Timing::upcoming && !verdict.when_unknown;
    upcoming |= later;
    all_upcoming &= later;
    graver_fail |= verdict.status == Status::fail && verdict.level >= Level::hold;
    warn |= verdict.status == Status::fail;
    unknown |= verdict.status == Status::unknown;
    waived |= verdict.status == Status::waived || verdict.status == Status::excused;
    pass |= verdict.status == Status::pass;
  }
  instance.status = graver_fail                ? Status::fail
                    : upcoming && all_upcoming ? Status::upcoming
                    : unknown                  ? Status::unknown
                    : warn                     ? Status::warn
                    : waived                   ? Status::waived
                    : pass                     ? Status::pass
                                               : Status::skipped;
  instance.judged = true;
  instance.first_requirement = static_cast<std::uint32_t>(first);
  if (gate.score) settle_score(gate, instance);
}

}  // namespace nexus::engine
