#pragma once

#include "rules/typing/context.h"

namespace nexus::rules::typing {

/// Types params, their ranges and defaults; puts overrides in force. Whatever value stands in the end is in range.
void type_params(Context& context);

}  // namespace nexus::rules::typing
