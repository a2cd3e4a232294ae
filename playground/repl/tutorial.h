#pragma once

#include "playground/repl/state.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nexus::playground {

/// A step of the tutorial (playground/tutorial/*.md): what is asked for, what is there already, and tests that tell whether what was
/// typed does it.
struct Exercise {
  std::string title, task;
  std::string start;     ///< declarations that are there already
  std::string snapshot;  ///< JSON
  std::string check;     ///< `test` blocks
  std::string hint;
  std::string solution, mistake;  ///< inputs that do it, and that nearly do; the tests of the product type them
};

/// All of them, in order.
[[nodiscard]] std::span<const Exercise> exercises();

/// The state in which an exercise begins.
[[nodiscard]] State beginning_of(const Exercise& exercise);

/// What of the exercise does not hold yet, in words; nothing where all of it does.
[[nodiscard]] std::optional<std::string> missing_in(const State& state, const Exercise& exercise);

}  // namespace nexus::playground
