#pragma once

#include "playground/repl/line_editor.h"
#include "playground/repl/state.h"

#include <cstddef>
#include <string_view>

namespace nexus::playground {

/// What may stand at the cursor (a byte of the line): commands and what they take; names of the policy, fields of its inputs,
/// members of its enums, words of the language.
[[nodiscard]] Completion complete(const State& state, std::string_view line, std::size_t cursor);

}  // namespace nexus::playground
