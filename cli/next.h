#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus next`. Gives the exit code.
[[nodiscard]] int run_next(const NextArguments& arguments);

}  // namespace nexus::cli
