#pragma once

#include "base/values/decimal.h"
#include "engine/judge/verdicts.h"
#include "rules/plan/plan.h"

namespace nexus::engine {

/// What a requirement of a scored gate earns; two numbers where that cannot be told.
struct Earned {
  base::Decimal least, most;
};
[[nodiscard]] Earned earned(const plan::Requirement& requirement, const RequirementVerdict& verdict);

/// Is a requirement part of the score? Upcoming ones are only where all are.
[[nodiscard]] bool is_scored(const RequirementVerdict& verdict, bool all_upcoming);

}  // namespace nexus::engine
