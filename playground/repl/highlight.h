#pragma once

#include "playground/repl/line_editor.h"

#include <string_view>
#include <vector>

namespace nexus::playground {

/// How a line looks as it is typed, one ink a byte: words of the language, strings, numbers with their units, comments, commands.
[[nodiscard]] std::vector<Ink> highlight(std::string_view line);

}  // namespace nexus::playground
