#pragma once

#include "base/diagnostics/diagnostic.h"
#include "rules/checked_model.h"
#include "rules/resolved_model.h"

#include <optional>

namespace nexus::rules {

/// Warns of what is legal and probably not meant (docs/language.md, "Lints"). Lints silenced in the source are left out.
/// With `now`, in seconds since the epoch, it warns of waivers that have expired by then.
void lint(const ResolvedModel& resolved, const CheckedModel& model, base::DiagnosticSink& sink,
          const std::optional<base::Decimal>& now = std::nullopt);

}  // namespace nexus::rules
