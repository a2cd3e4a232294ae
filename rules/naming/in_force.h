#pragma once

#include "base/diagnostics/diagnostic.h"
#include "rules/resolved_model.h"

namespace nexus::rules::naming {

/// Finds the rules that are judged (docs/language.md, "What is in force"): those of the policies that are named in the run,
/// what an `enforce` that counts puts in force, and the gates that phases in force name. Reports `enforce` of what is not
/// there, or twice of one rule.
void put_in_force(ResolvedModel& model, const FileRoles& roles, base::DiagnosticSink& sink);

}  // namespace nexus::rules::naming
