#pragma once

#include "engine/report.h"
#include "report/format.h"

#include <span>
#include <string>

namespace nexus::report {

/// What came of several snapshots: the gravest decision, how many came to each, and a line a snapshot, gravest first,
/// with what brought it there.
void write_summary(std::span<const engine::Report> reports, const Options& options, std::string& out);

}  // namespace nexus::report
