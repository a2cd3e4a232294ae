#pragma once

#include "engine/test_report.h"
#include "rules/lower.h"
#include "workspace/workspace.h"

#include <optional>

namespace nexus::workspace {

/// What tests saw of the conditions of the rules, in words. A condition that several rules share counts once.
/// Rows of tables are those of the modules that are tested.
[[nodiscard]] engine::CoverageReport report_coverage(const LoadedPolicy& policy, const rules::LoweredTests& lowered, const engine::Coverage& coverage);

/// Adds what the tests of one more policy saw: what several import and enforce counts once.
void add_coverage(std::optional<engine::CoverageReport>& all, engine::CoverageReport more);

}  // namespace nexus::workspace
