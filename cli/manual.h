#pragma once

#include "cli/arguments.h"

#include <string>
#include <string_view>

namespace nexus::cli {

/// The manual page of a command as troff reads it, man(7): `nexus-eval(1)`, or `nexus(1)` for an empty name. Made of its help text.
/// `date` is the day it is from, `2026-11-02`.
[[nodiscard]] std::string manual_page(std::string_view command, std::string_view date);

/// Prints it. Its day is today, or that of $SOURCE_DATE_EPOCH, so that the same sources give the same page. Returns the exit code.
[[nodiscard]] int run_manual(const ManualArguments& arguments);

}  // namespace nexus::cli
