#include "engine/history/lasting.h"

namespace nexus::engine {

using base::Truth;

namespace {

base::Decimal between(const base::Decimal& from, const base::Decimal& to) { return base::subtract(to, from).value; }

bool lasted_for(const Lasting& how, Moments& moments, std::size_t at, Truth assumed) {
  for (std::size_t first = at;; --first) {
    if (!moments.holds(first, assumed)) return false;
    if (between(moments.all[first].time, moments.all[at].time) >= how.duration) return true;
    // Before the record there is nothing; where there is no record, anything may have been before.
    if (first == 0) {
      moments.asked_before |= !moments.recorded;
      return !moments.recorded && assumed == Truth::yes;
    }
    if (!gap_before(how, moments.all, first)) continue;
    moments.asked_silence = true;
    if (assumed != Truth::yes) return false;
  }
}

}  // namespace

bool Moments::holds(std::size_t at, Truth assumed) {
  Moment& moment = all[at];
  if (moment.holds != Truth::unknown) return moment.holds == Truth::yes;
  moment.asked = true;
  return assumed == Truth::yes;
}

bool gap_before(const Lasting& how, const std::vector<Moment>& moments, std::size_t at) {
  return how.kind == Lasting::Kind::duration && at > 0 && between(moments[at - 1].time, moments[at].time) > how.max_gap;
}

bool lasted(const Lasting& how, Moments& moments, std::size_t at, Truth assumed) {
  switch (how.kind) {
    case Lasting::Kind::now: return moments.holds(at, assumed);
    case Lasting::Kind::duration: return lasted_for(how, moments, at, assumed);
    case Lasting::Kind::count: break;
  }
  std::int64_t count = 0, looked_at = 0;
  for (std::size_t i = at + 1; i > 0 && looked_at < how.of_last; --i, ++looked_at) count += moments.holds(i - 1, assumed) ? 1 : 0;
  if (!moments.recorded && looked_at < how.of_last) {
    moments.asked_before = true;
    if (assumed == Truth::yes) count += how.of_last - looked_at;
  }
  return count >= how.needed;
}

}  // namespace nexus::engine
