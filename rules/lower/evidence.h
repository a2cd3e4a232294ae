#pragma once

#include "rules/checked_model.h"
#include "rules/lower/expressions.h"
#include "rules/lower/schema_builder.h"

namespace nexus::rules::lowering {

/// Adds to the plan the evidence whose goodness matters: what it is asked for, or something in it, is read. Needs all other
/// expressions to be lowered, and no places to be added after it.
void lower_evidence(const CheckedModel& model, plan::Plan& plan, SchemaBuilder& schema, Expressions& expressions);

}  // namespace nexus::rules::lowering
