#pragma once

#include "engine/test_report.h"
#include "rules/lower.h"
#include "workspace/workspace.h"

namespace nexus::workspace {

/// What tests saw of the conditions of the rules, in words. A condition that several rules share counts once.
[[nodiscard]] engine::CoverageReport report_coverage(const LoadedPolicy& policy, const rules::LoweredTests& lowered, const engine::Coverage& coverage);

}  // namespace nexus::workspace
