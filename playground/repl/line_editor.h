#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::playground {

/// What may stand where somebody has begun to type.
struct Completion {
  std::size_t begin = 0;  ///< of the line: from here to the cursor is what is completed
  std::vector<std::string> candidates;
};

/// How a piece of a line looks.
enum class Ink : std::uint8_t { plain, keyword, string, number, comment, command };

/// Reads lines from a terminal, with editing, history, completion and colour.
class LineEditor {
 public:
  struct Hooks {
    std::function<Completion(std::string_view line, std::size_t cursor)> complete;
    /// One ink a byte; empty for no colour.
    std::function<std::vector<Ink>(std::string_view line)> ink;
    /// Called now and then while nobody types, at least while `is_idle_wanted`; what it gives is shown above the line.
    std::function<std::string()> idle;
    std::function<bool()> is_idle_wanted;
  };
  explicit LineEditor(Hooks hooks);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  enum class Outcome : std::uint8_t {
    line,
    dropped,  ///< Ctrl-C
    end       ///< Ctrl-D on an empty line, or the terminal is gone
  };
  [[nodiscard]] Outcome read(std::string_view prompt, std::string& line);
  /// Puts an input, on one line, at the end of the history.
  void remember(const std::string& entry);
  /// Columns of the terminal.
  [[nodiscard]] static std::size_t width();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexus::playground
