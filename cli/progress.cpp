#include "cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace nexus::cli {

namespace {

constexpr std::uint64_t lines_between_looks = 64;  // at the clock
constexpr auto patience = std::chrono::seconds(1);
constexpr auto between_shows = std::chrono::milliseconds(200);

}  // namespace

Progress::Progress(std::optional<std::uint64_t> total)
    : total_(total), is_terminal_(isatty(STDERR_FILENO) == 1), begin_(std::chrono::steady_clock::now()), last_(begin_) {}

void Progress::add(std::uint64_t bytes) {
  done_ += bytes;
  ++lines_;
  if (!is_terminal_ || ++since_look_ < lines_between_looks) return;
  since_look_ = 0;
  const auto now = std::chrono::steady_clock::now();
  if (now - begin_ >= patience && now - last_ >= between_shows) show(now);
}

void Progress::show(std::chrono::steady_clock::time_point now) {
  last_ = now;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  std::string text = "\r" + std::to_string(lines_) + " snapshots, " + std::to_string(static_cast<std::uint64_t>(static_cast<double>(lines_) / seconds)) + " a second";
  if (total_ && *total_ != 0 && done_ != 0) {
    const double part = std::min(1.0, static_cast<double>(done_) / static_cast<double>(*total_));
    text += ", " + std::to_string(static_cast<int>(part * 100)) + " %, " + std::to_string(static_cast<std::uint64_t>(seconds / part - seconds)) + " s left";
  }
  std::fprintf(stderr, "%s\x1b[K", text.c_str());
}

void Progress::end() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

}  // namespace nexus::cli
