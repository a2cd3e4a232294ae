#include "tests/playground/terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cctype>
#include <cstdlib>

namespace nexus::test {

namespace {

constexpr std::chrono::seconds patience{30};
constexpr std::chrono::seconds farewell{1};

/// Text without escape sequences and carriage returns.
std::string plain(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (c == '\x1b' && i + 1 < bytes.size() && bytes[i + 1] == '[') {
      for (i += 2; i < bytes.size() && (bytes[i] < '@' || bytes[i] > '~');) ++i;
    } else if (c == '\x1b') {
      i += i + 1 < bytes.size() && bytes[i + 1] == '(' ? 2 : 1;  // a character set
    } else if (c != '\r' && c != '\a') {
      text += c;
    }
  }
  return text;
}

}  // namespace

Terminal::Terminal(const std::filesystem::path& folder, const std::vector<std::string>& command) {
  std::filesystem::create_directories(folder);
  winsize size{};
  size.ws_col = 80;
  size.ws_row = 24;
  child_ = ::forkpty(&descriptor_, nullptr, nullptr, &size);
  if (child_ < 0) descriptor_ = -1;
  if (child_ != 0) return;
  std::filesystem::current_path(folder);
  ::setenv("HOME", folder.c_str(), 1);
  ::unsetenv("XDG_STATE_HOME");
  ::unsetenv("NO_COLOR");
  ::setenv("TERM", "xterm", 1);
  ::setenv("LC_ALL", "C.UTF-8", 1);
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execv(words.front(), words.data());
  ::_exit(127);
}

Terminal::~Terminal() {
  // A process that ends by itself writes down what it has reached (gcov); one that is killed does not.
  if (child_ > 0) {
    type("\x03\x04");  // Ctrl-C, Ctrl-D
    (void)ended_within(farewell);
  }
  if (descriptor_ >= 0) ::close(descriptor_);
  if (child_ > 0) {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
}

void Terminal::type(std::string_view keys) {
  while (!keys.empty()) {
    const ssize_t count = ::write(descriptor_, keys.data(), keys.size());
    if (count <= 0) return;
    keys.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool Terminal::read(std::chrono::milliseconds wait) {
  pollfd output{descriptor_, POLLIN, 0};
  if (::poll(&output, 1, static_cast<int>(wait.count())) <= 0) return true;
  char bytes[4096];
  const ssize_t count = ::read(descriptor_, bytes, sizeof bytes);
  if (count > 0) written_.append(bytes, static_cast<std::size_t>(count));
  return count > 0;
}

bool Terminal::shows(std::string_view text) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const std::string shown = plain(written_);
    if (const std::size_t at = shown.find(text, seen_); at != std::string::npos) {
      seen_ = at + text.size();
      return true;
    }
    if (std::chrono::steady_clock::now() > end || !read(std::chrono::milliseconds(100))) return false;
  }
}

bool Terminal::shows_when_redrawn(std::string_view text) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < end) {
    const std::size_t begin = written_.size();
    type("\x0c");  // Ctrl-L
    for (int i = 0; i < 5; ++i) {
      if (!read(std::chrono::milliseconds(100))) return false;
      if (plain(std::string_view(written_).substr(begin)).find(text) != std::string::npos) return true;
    }
  }
  return false;
}

void Terminal::signal(int number) const { ::kill(child_, number); }

bool Terminal::echoes() const {
  termios mode{};
  return ::tcgetattr(descriptor_, &mode) == 0 && (mode.c_lflag & ECHO) != 0 && (mode.c_lflag & ICANON) != 0;
}

void Terminal::resize(unsigned short columns, unsigned short rows) const {
  winsize size{};
  size.ws_col = columns;
  size.ws_row = rows;
  ::ioctl(descriptor_, TIOCSWINSZ, &size);
}

int Terminal::wait() { return ended_within(patience).value_or(-1); }

std::optional<int> Terminal::ended_within(std::chrono::seconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
    (void)read(std::chrono::milliseconds(50));
    int status = 0;
    if (::waitpid(child_, &status, WNOHANG) == child_) {
      child_ = -1;
      // What it wrote last is still there.
      std::size_t before = 0;
      do {
        before = written_.size();
      } while (read(std::chrono::milliseconds(0)) && written_.size() != before);
      return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
  }
  return std::nullopt;
}

std::string Terminal::rest() const { return plain(written_).substr(seen_); }

}  // namespace nexus::test
