#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus fmt`. Gives the exit code.
[[nodiscard]] int run_fmt(const FmtArguments& arguments);

}  // namespace nexus::cli
