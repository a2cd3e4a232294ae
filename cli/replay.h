#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus replay`: every snapshot of a history in turn. Gives the exit code.
[[nodiscard]] int run_replay(const ReplayArguments& arguments);

}  // namespace nexus::cli
