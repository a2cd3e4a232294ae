#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus test`. Gives the exit code; with `--watch` only where there is nothing to watch.
[[nodiscard]] int run_test(const TestArguments& arguments);

}  // namespace nexus::cli
