#pragma once

#include "report/format.h"

namespace nexus::report {

/// Why rules became what they are, for people: every rule of the report with its conditions, part by part. What passes is
/// told in a line where something else does not; with Detail::everything, all parts of everything.
void render_explanation(const engine::Report& report, const Options& options, std::string& out);

}  // namespace nexus::report
