#pragma once

#include "rules/typing/context.h"

namespace nexus::rules::typing {

/// Reports the first expression that is deeper than `Limits::expression_depth` once its lets and defs are written out in it:
/// lowering and evaluation recurse as deep as that, however short each definition is.
void check_depth(Context& context);

}  // namespace nexus::rules::typing
