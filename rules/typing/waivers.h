#pragma once

#include "rules/typing/context.h"

namespace nexus::rules::typing {

/// Types every `waiver` of the modules into the model; the rules must be typed. What a `where` speaks of becomes part of
/// the rule it is aimed at.
void type_waivers(Context& context);

}  // namespace nexus::rules::typing
