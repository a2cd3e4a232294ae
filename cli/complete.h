#pragma once

#include "cli/arguments.h"

#include <string>
#include <string_view>
#include <vector>

/// What may be typed next, for the completions of shells (cli/completions). Everything is found out here, so that the scripts
/// only hand over the line and show what comes back, and know whatever this `nexus` knows.
namespace nexus::cli {

struct Candidate {
  std::string word;     ///< the whole word, as it would be typed; one that ends in `=` or `/` goes on
  std::string meaning;  ///< one line; may be empty
};

/// `words` are those after `nexus`; the last one, which may be empty, is completed. Policies among them are read for the names of
/// rules, phases and params. Nothing is said of what is wrong with them, or with the words: there are fewer candidates.
[[nodiscard]] std::vector<Candidate> complete(const std::vector<std::string>& words);

/// Prints them, `word TAB meaning` a line. Returns the exit code.
[[nodiscard]] int run_complete(const CompleteArguments& arguments);

/// Prints the script of a shell. Returns the exit code.
[[nodiscard]] int run_completions(const CompletionsArguments& arguments);

}  // namespace nexus::cli
