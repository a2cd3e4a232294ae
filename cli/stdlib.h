#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus stdlib`. Gives the exit code.
[[nodiscard]] int run_stdlib(const StdlibArguments& arguments);

}  // namespace nexus::cli
