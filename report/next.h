#pragma once

#include "engine/next_report.h"
#include "report/format.h"

#include <string>

namespace nexus::report {

/// What to do next, for people: a numbered step a thing to do, gravest first, each with what it is for and what would do
/// instead; then what no way was found for.
void render_next_text(const engine::NextReport& report, const Options& options, std::string& out);

/// The same as one JSON object (docs/next.schema.json).
void render_next_json(const engine::NextReport& report, std::string& out);

}  // namespace nexus::report
