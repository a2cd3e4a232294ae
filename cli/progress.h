#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace nexus::cli {

/// How far a long piece of work has come, on standard error: only on a terminal, and only when it takes more than a second.
class Progress {
 public:
  /// `total` bytes are to be read; nothing where nobody knows (a pipe).
  explicit Progress(std::optional<std::uint64_t> total);
  void add(std::uint64_t bytes);
  /// Wipes the line.
  void end();

 private:
  void show(std::chrono::steady_clock::time_point now);

  std::optional<std::uint64_t> total_;
  bool is_terminal_;
  bool shown_ = false;
  std::uint64_t done_ = 0, lines_ = 0, since_look_ = 0;
  std::chrono::steady_clock::time_point begin_, last_;
};

}  // namespace nexus::cli
