#pragma once

#include "engine/run/reasons.h"
#include "engine/value.h"
#include "rules/plan/plan.h"

#include <string>

namespace nexus::engine {

/// Appends the value as JSON in the form that a place of the input declares (`ratio in percent`: 83.5), so that reading it
/// there gives the value again. Without a place it is written as JSON of undeclared shape. False where a part is unknown;
/// fields that are not there are left out.
[[nodiscard]] bool write_wire_json(std::string& out, const Value& value, plan::SchemaId place, const plan::Plan& plan, const ReasonStore& reasons);

}  // namespace nexus::engine
