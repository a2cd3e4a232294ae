#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus check`. Gives the exit code.
[[nodiscard]] int run_check(const CheckArguments& arguments);

}  // namespace nexus::cli
