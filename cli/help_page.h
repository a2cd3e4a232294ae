#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The parts of a help text (cli/help.cpp), for whoever shows them otherwise: manual pages, completions in shells. So a command has
/// one description, written by hand, and tests hold it to the parser.
namespace nexus::cli {

/// `-s, --snapshot FILE     a JSON file …`, `POLICY…   files …`, `show NAME   the module's text`.
struct HelpEntry {
  std::string term;   ///< as it is written: `-s, --snapshot FILE`
  std::string words;  ///< what is said of it, on one line

  /// `--snapshot`; empty for an entry that is no option.
  [[nodiscard]] std::string_view option() const;
  /// What an option takes, as it is called: `FILE`, `NAME=VALUE`; empty where it takes nothing.
  [[nodiscard]] std::string_view value() const;
};

/// Entries below a heading.
struct HelpSection {
  std::string heading;  ///< may be empty
  std::vector<HelpEntry> entries;
};

struct HelpExample {
  std::string command;  ///< what is typed
  std::string words;    ///< what for; may be empty
};

struct HelpPage {
  std::vector<std::string> summary;  ///< paragraphs, each on one line
  std::vector<HelpExample> examples;
  std::vector<std::string> usage;  ///< `nexus eval [POLICY…] -s SNAPSHOT [OPTION…]`
  std::vector<HelpSection> sections;
  std::vector<std::string> notes;  ///< paragraphs after the entries, or between them
  std::string exit_codes;          ///< `0 allow or warn …`

  /// The entry of an option, by its long name; nothing where there is none.
  [[nodiscard]] const HelpEntry* find(std::string_view option) const;
};

/// Reads a help text. Every line is kept somewhere.
[[nodiscard]] HelpPage read_help(std::string_view text);

}  // namespace nexus::cli
