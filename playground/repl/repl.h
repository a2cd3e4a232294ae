#pragma once

#include "base/diagnostics/render.h"

#include <string>
#include <vector>

/// The place to learn the language and to try a change: `nexus repl`.
namespace nexus::playground {

struct ReplRequest {
  std::vector<std::string> policies;                   ///< files and folders; none: an empty session
  std::string snapshot, history;                       ///< files; empty: none
  std::vector<std::string> inputs;                     ///< `name=FILE`
  std::vector<std::string> assignments, params_files;  ///< `--param`, `--params`
  std::string now;                                     ///< RFC 3339; empty: the clock
  bool tutorial = false;                               ///< begins with the first exercise
  bool full_screen = false;                            ///< in the full-screen view; needs a terminal
  bool echo = false;  ///< without a terminal: prompts and inputs are written, too, for a transcript
  base::Colour colour = base::Colour::off;
};

/// Talks to whoever is at standard input: with line editing at a terminal, else line by line. Gives the exit code: 0, or 2 where
/// something was not understood (at a terminal: never, for that was said there and then).
[[nodiscard]] int run_repl(const ReplRequest& request);

}  // namespace nexus::playground
