#pragma once

#include "cli/arguments.h"

namespace nexus::cli {

/// `nexus doc`. Gives the exit code.
[[nodiscard]] int run_doc(const DocArguments& arguments);

}  // namespace nexus::cli
