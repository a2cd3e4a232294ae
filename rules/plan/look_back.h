#pragma once

#include "base/values/decimal.h"
#include "rules/plan/plan.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace nexus::plan {

/// One step back from a snapshot: to the last one that is at least `duration` older, and at least `samples` snapshots.
struct LookBack {
  base::Decimal duration;
  std::int64_t samples = 0;
};

/// How far back a plan looks, a step for each level of nested windows. Nothing where it may look at anything: it reads
/// `history`, or a window is no constant.
[[nodiscard]] std::optional<std::vector<LookBack>> look_back(const Plan& plan);

}  // namespace nexus::plan
