#pragma once

#include "cli/arguments.h"
#include "cli/prepare.h"

namespace nexus::cli {

/// `nexus eval --jsonl`: one snapshot a line, one result a line, in constant memory. A line that cannot be judged is
/// reported with its number, counts as hold, and ends the stream only with `--strict`. Gives the exit code.
[[nodiscard]] int evaluate_stream(const EvalArguments& arguments, const Prepared& prepared);

}  // namespace nexus::cli
