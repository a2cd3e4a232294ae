#pragma once

#include "cli/arguments.h"

#include <string>
#include <vector>

namespace nexus::cli {

/// The words behind `nexus eval` that say the same once more: all that bears on what is decided, and nothing of how that is shown.
/// `parse_arguments` reads them back.
[[nodiscard]] std::vector<std::string> call_of(const EvalArguments& arguments);

}  // namespace nexus::cli
