#pragma once

#include "base/diagnostics/diagnostic.h"
#include "rules/resolved_model.h"

#include <string>

namespace nexus::rules::naming {

/// Finds the modules behind every `import` and the order in which they build on each other; reports modules that are not
/// there, names that are taken, imports of oneself and in a circle.
void resolve_imports(ResolvedModel& model, const FileRoles& roles, base::DiagnosticSink& sink);

/// `a.b.c`.
[[nodiscard]] std::string dotted(const grammar::Path& path);
/// From the first of its names to the last.
[[nodiscard]] base::Span span_of(const grammar::Path& path);

}  // namespace nexus::rules::naming
