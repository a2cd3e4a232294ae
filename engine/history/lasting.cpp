#include "engine/history/lasting.h"

namespace nexus::engine {

using base::Truth;

namespace {

bool holds(const Moment& moment, Truth assumed) { return (moment.holds == Truth::unknown ? assumed : moment.holds) == Truth::yes; }

base::Decimal between(const base::Decimal& from, const base::Decimal& to) { return base::subtract(to, from).value; }

bool lasted_for(const Lasting& how, std::span<const Moment> moments, std::size_t at, bool recorded, Truth assumed) {
  for (std::size_t first = at;; --first) {
    if (!holds(moments[first], assumed)) return false;
    if (between(moments[first].time, moments[at].time) >= how.duration) return true;
    // Before the record there is nothing; where there is no record, anything may have been before.
    if (first == 0) return !recorded && assumed == Truth::yes;
    if (gap_before(how, moments, first) && assumed != Truth::yes) return false;
  }
}

}  // namespace

bool gap_before(const Lasting& how, std::span<const Moment> moments, std::size_t at) {
  return how.kind == Lasting::Kind::duration && at > 0 && between(moments[at - 1].time, moments[at].time) > how.max_gap;
}

bool lasted(const Lasting& how, std::span<const Moment> moments, std::size_t at, bool recorded, Truth assumed) {
  switch (how.kind) {
    case Lasting::Kind::now: return holds(moments[at], assumed);
    case Lasting::Kind::duration: return lasted_for(how, moments, at, recorded, assumed);
    case Lasting::Kind::count: break;
  }
  std::int64_t count = 0, looked_at = 0;
  for (std::size_t i = at + 1; i > 0 && looked_at < how.of_last; --i, ++looked_at) count += holds(moments[i - 1], assumed) ? 1 : 0;
  if (!recorded && assumed == Truth::yes) count += how.of_last - looked_at;
  return count >= how.needed;
}

}  // namespace nexus::engine
