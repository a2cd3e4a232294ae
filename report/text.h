#pragma once

#include "report/format.h"

namespace nexus::report {

/// For people, clear at 80 columns without colour. Leads with the decision; then what needs attention, gravest first,
/// each with its value and both places; what to do next; a line a passing rule; the phases.
void render_text(std::span<const engine::Report> reports, const Options& options, std::string& out);

}  // namespace nexus::report
