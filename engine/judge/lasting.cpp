#include "engine/history/past.h"
#include "engine/judge/judge.h"
#include "engine/run/history.h"

#include <algorithm>

/// Triggers whose condition must last, or that stay fired for a while (docs/language.md, "Triggers").
namespace nexus::engine {

using base::Truth;

Value Judge::condition_at(const plan::Trigger& trigger, std::size_t sample) {
  Past& past = *machine_.past();
  const plan::ForEach* instances = trigger.rule.for_each ? &*trigger.rule.for_each : nullptr;
  const std::string instance = instances != nullptr ? machine_.instance() : std::string();
  Value applies = Value::boolean(true);
  if (trigger.rule.applies) {
    const bool of_item = instances != nullptr && instances->applies_mentions_item;
    const auto value = past.value(machine_, sample, trigger.rule.applies, of_item ? instances : nullptr,
                                  of_item ? instance : std::string(), Membership::aside);
    // Whether there was an item at all is for `fires` to say.
    if (value) applies = opt(*value, ReasonClass::optional_root_absence);
    if (!applies.is_unknown() && !applies.as_bool()) return applies;
  }
  return kleene_and(applies,
                    past.value(machine_, sample, trigger.fires, instances, instance).value_or(Value::boolean(false)));
}

void Judge::judge_lasting(const plan::Trigger& trigger, const Value& fires, Instance& instance) {
  const std::string id = trigger.rule.for_each ? machine_.instance() : std::string();
  const auto cannot_tell = [&](Value why) {
    instance.status = Status::unknown;
    instance.why = why;
  };
  const Past* past = machine_.past();
  const bool recorded = past != nullptr && past->supplied();
  if (recorded) {
    // This rule applies here, or nobody would have asked.
    machine_.past()->remember(machine_, trigger.fires, id, fires);
  }
  Lasting how;
  if (trigger.lasting) {
    const auto form =
        machine_.lasting_form(trigger.lasting->amount, trigger.lasting->of_last, trigger.lasting->max_gap);
    if (const auto* unknown = std::get_if<Value>(&form)) return cannot_tell(*unknown);
    how = std::get<Lasting>(form);
  }
  base::Decimal keep;
  if (trigger.keep_for) {
    const Value value = machine_.eval(trigger.keep_for);
    if (value.is_unknown()) return cannot_tell(value);
    keep = value.as_decimal();
  }
  Trail trail = machine_.trail(how, keep, fires, [&](std::size_t sample) { return condition_at(trigger, sample); });
  Moments& moments = trail.moments;
  const std::size_t last = moments.all.size() - 1;
  const base::Decimal kept_since = base::subtract(moments.all[last].time, keep).value;

  /// The status if every unknown were `assumed`.
  const auto status = [&](Truth assumed) {
    const auto had_lasted = [&](std::size_t at) { return lasted(how, moments, at, assumed); };
    bool fired = had_lasted(last);
    for (std::size_t at = last; !fired && !keep.is_zero() && at > 0 && moments.all[at - 1].time > kept_since; --at)
      fired = had_lasted(at - 1);
    // Where there is no record, it may have fired just before.
    if (!fired && !recorded && !keep.is_zero()) {
      moments.asked_before = true;
      fired = assumed == Truth::yes;
    }
    if (fired) return Status::fired;
    return moments.holds(last, assumed) ? Status::pending : Status::quiet;
  };
  const Status at_least = status(Truth::no), at_most = status(Truth::yes);
  if (at_least != at_most) return cannot_tell(machine_.why(trail, trigger.fires));
  instance.status = at_least;
  if (at_least != Status::pending || how.kind != Lasting::Kind::duration) return;
  std::size_t first = last;
  while (first > 0 && moments.all[first - 1].holds == Truth::yes && !gap_before(how, moments.all, first)) --first;
  instance.since = moments.all[first].time;
}

}  // namespace nexus::engine
