#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus graph`. Gives the exit code.
[[nodiscard]] int run_graph(const GraphArguments& arguments);

}  // namespace nexus::cli
