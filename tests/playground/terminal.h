#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace nexus::test {

/// A program at a terminal of 80 × 24, and somebody who types. It runs in a folder of its own, which is its home, too.
class Terminal {
 public:
  /// Runs the command; `folder` is made where it is not there. Where the system has no pseudo-terminals, `is_there` is false.
  Terminal(const std::filesystem::path& folder, const std::vector<std::string>& command);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  [[nodiscard]] bool is_there() const { return descriptor_ >= 0; }
  void type(std::string_view keys);
  /// Types a line and waits for what it brings.
  [[nodiscard]] bool answers(std::string_view line, std::string_view expected) {
    type(line);
    type("\r");
    return shows(expected);
  }
  /// Waits until this is shown, behind what has been waited for before; false where it does not come.
  [[nodiscard]] bool shows(std::string_view text);
  /// Waits until the whole program has been drawn anew and shows this.
  [[nodiscard]] bool shows_when_redrawn(std::string_view text);
  void signal(int number) const;
  /// Whether what is typed is shown by the terminal itself, as a program finds it and has to leave it.
  [[nodiscard]] bool echoes() const;
  void resize(unsigned short columns, unsigned short rows) const;
  /// Waits for the program to end, and gives its exit code; -1 where it does not end.
  [[nodiscard]] int wait();
  /// What has been shown and was not waited for, without what moves the cursor and colours; for messages.
  [[nodiscard]] std::string rest() const;
  /// All that was written, as it was written.
  [[nodiscard]] const std::string& written() const { return written_; }

 private:
  [[nodiscard]] bool read(std::chrono::milliseconds patience);
  [[nodiscard]] std::optional<int> ended_within(std::chrono::seconds time);

  pid_t child_ = -1;
  int descriptor_ = -1;
  std::string written_;
  std::size_t seen_ = 0;  // of what is shown
};

}  // namespace nexus::test
