#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/diagnostics/render.h"
#include "base/source_map.h"

#include <cstddef>
#include <span>
#include <string>

/// What `nexus check` prints: the diagnostics of a policy, for people and for editors.
namespace nexus::report {

/// Each as `base::render` shows it, with a blank line between.
void render_diagnostics(std::span<const base::Diagnostic> diagnostics, const base::SourceMap& sources, base::Colour colour, std::string& out);

/// `3 errors, 1 warning in 2 files`.
[[nodiscard]] std::string diagnostics_summary(std::span<const base::Diagnostic> diagnostics, std::size_t files);

/// As docs/check.schema.json describes it.
void render_diagnostics_json(std::span<const base::Diagnostic> diagnostics, const base::SourceMap& sources, std::size_t files,
                             std::string& out);

}  // namespace nexus::report
