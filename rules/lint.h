#pragma once

#include "base/diagnostics/diagnostic.h"
#include "rules/checked_model.h"
#include "rules/resolved_model.h"

namespace nexus::rules {

/// Warns of what is legal and probably not meant (docs/language.md, "Lints"). Lints silenced in the source are left out.
void lint(const ResolvedModel& resolved, const CheckedModel& model, base::DiagnosticSink& sink);

}  // namespace nexus::rules
