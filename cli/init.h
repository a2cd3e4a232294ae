#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus init`. Gives the exit code.
[[nodiscard]] int run_init(const InitArguments& arguments);

}  // namespace nexus::cli
