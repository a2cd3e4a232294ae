#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus eval`. Gives the exit code.
[[nodiscard]] int run_eval(const EvalArguments& arguments);

}  // namespace nexus::cli
