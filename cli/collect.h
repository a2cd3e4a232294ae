#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus collect`. Gives the exit code.
[[nodiscard]] int run_collect(const CollectArguments& arguments);

}  // namespace nexus::cli
