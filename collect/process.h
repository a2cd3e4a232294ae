#pragma once

#include "base/expected.h"

#include <span>
#include <string>

namespace nexus::collect {

/// What a program said and how it ended.
struct Finished {
  int status = 0;  ///< its exit code; 128 and the signal's number where one ended it
  std::string out, err;
};
enum class CannotStart { not_installed, other };

/// Runs a program, found in `PATH`, to its end, without a shell and without input. `variables` (`NAME=value`) stand before those of
/// this process of the same names.
[[nodiscard]] base::Expected<Finished, CannotStart> run_program(std::span<const std::string> words,
                                                                std::span<const std::string> variables);

}  // namespace nexus::collect
