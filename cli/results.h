#pragma once

#include "cli/arguments.h"
#include "cli/prepare.h"
#include "report/format.h"

#include <string>
#include <vector>

namespace nexus::cli {

/// What the command line knows that a report should say: edits, and an exit code that is not the usual one.
void add_notices(engine::Report& report, const EvalArguments& arguments, const Prepared& prepared);

/// Writes the reports in every format that was asked for: files appear whole and only if all of them could be written,
/// then standard output. False where that failed.
[[nodiscard]] bool deliver(const std::vector<engine::Report>& reports, const EvalArguments& arguments);

}  // namespace nexus::cli
