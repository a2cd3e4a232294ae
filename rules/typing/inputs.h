#pragma once

#include "rules/typing/context.h"

namespace nexus::rules::typing {

/// Merges the input blocks of all modules (docs/language.md, "Input blocks merge"): into `model.inputs` what the run reads,
/// into each module's `snapshot` what it may name. Reports places that two declarations give different types.
void merge_inputs(Context& context);

}  // namespace nexus::rules::typing
