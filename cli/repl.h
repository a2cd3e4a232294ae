#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus repl`: the playground. Gives the exit code.
[[nodiscard]] int run_repl(const ReplArguments& arguments);

}  // namespace nexus::cli
