#pragma once

#include "rules/typing/context.h"

/// Gives every declaration its id before anything is typed, so that order does not matter.
namespace nexus::rules::typing {

/// Fills `context.modules` and `context.rules` and, where the model is still empty, the model's tables, with names and
/// places but without types and values. Ids follow from the order of modules and declarations alone: doing it again over
/// the model it made gives the same.
void register_declarations(Context& context);

}  // namespace nexus::rules::typing
