#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus explain`. Gives the exit code.
[[nodiscard]] int run_explain(const ExplainArguments& arguments);

}  // namespace nexus::cli
