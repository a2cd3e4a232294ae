#pragma once

#include <string>
#include <vector>

namespace nexus::playground {

/// What was typed in earlier sessions, an input a line, in `$XDG_STATE_HOME/nexus/history` (`~/.local/state/nexus/history`). Where
/// that cannot be written there is no history, and nothing is said: it is a comfort, not a result.
class HistoryFile {
 public:
  /// Finds the file; nothing is made yet.
  HistoryFile();
  /// The last thousand, oldest first.
  [[nodiscard]] std::vector<std::string> read() const;
  /// Adds one at the end, at once: sessions that run side by side, or end badly, keep theirs.
  void add(const std::string& entry) const;

 private:
  std::string path_;  // empty: none
};

/// An input as one line of the history: line breaks mean nothing to the language but at the end of a comment. Empty for one that
/// cannot be put so.
[[nodiscard]] std::string as_one_line(const std::string& input);

}  // namespace nexus::playground
