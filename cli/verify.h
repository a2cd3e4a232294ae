#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus verify`. Gives the exit code.
[[nodiscard]] int run_verify(const VerifyArguments& arguments);

}  // namespace nexus::cli
