#pragma once

#include "engine/history/past.h"
#include "engine/run/machine.h"

#include <algorithm>

namespace nexus::engine {

template <class ValueAt>
Trail Machine::trail(const Lasting& how, const base::Decimal& keep, const Value& now, const ValueAt& value_at) {
  Trail trail;
  trail.moments.recorded = has_record();
  std::vector<Moment>& moments = trail.moments.all;
  const auto add = [&](const base::Decimal& time, const Value& value) {
    moments.push_back({time, truth_of(value)});
    trail.values.push_back(value);
  };
  const auto age = [&](const base::Decimal& time) { return base::subtract(standpoint_.time, time).value; };
  add(standpoint_.time, now);
  const bool counts = how.kind == Lasting::Kind::count;
  const base::Decimal far = counts ? keep : base::add(keep, how.duration).value;
  std::int64_t older = keep.is_zero() ? 1 : 0;  // snapshots from the oldest one on at which it may have lasted
  for (std::size_t i = has_record() ? standpoint_.before : 0; i > 0; --i) {
    const Moment& last = moments.back();
    if (counts ? older >= std::max<std::int64_t>(how.of_last, 1) : age(last.time) >= far) break;
    // An unbroken run ends where the condition did not hold: whatever was before does not matter.
    if (keep.is_zero() && how.kind == Lasting::Kind::duration && last.holds == base::Truth::no) break;
    step();
    const base::Decimal& time = standpoint_.past->sample(i - 1).time;
    add(time, value_at(i - 1));
    if (age(time) >= keep) ++older;
  }
  std::ranges::reverse(moments);
  std::ranges::reverse(trail.values);
  return trail;
}

}  // namespace nexus::engine
