#pragma once

#include "rules/typing/context.h"

namespace nexus::rules::typing {

/// Types params, their ranges and defaults; puts overrides in force. Whatever value stands in the end is in range.
void type_params(Context& context);

/// Reports a value that is outside the declared range of its param.
void check_param_range(Context& context, ParamId param, ExprId value);

}  // namespace nexus::rules::typing
