#pragma once

#include "rules/checked_model.h"
#include "rules/plan/plan.h"

namespace nexus::rules::lowering {

/// The plan's name of a function; `integer` where its result must fit an int.
[[nodiscard]] plan::Function function_of(Function function, bool integer);

}  // namespace nexus::rules::lowering
