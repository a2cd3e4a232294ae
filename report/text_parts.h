#pragma once

#include "engine/report.h"
#include "report/page.h"

#include <cstddef>
#include <vector>

namespace nexus::report {

enum class Parts : std::uint8_t { deciding, all };

/// The parts of a condition, one a line, each below the whole it is a part of: its text, its value, and where that comes
/// from.
///
///     coverage.line >= min_coverage  false, 5.8pt below 80%
///       coverage.line                74.2%  failing.json:10:25
///       min_coverage                 80%  param, default  release.nexus:10:7
void write_parts(Page& page, const std::vector<engine::PartReport>& parts, std::size_t indent, Parts which);

}  // namespace nexus::report
