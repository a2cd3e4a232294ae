#include "collect/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

extern char** environ;  // NOLINT: POSIX declares it nowhere

namespace nexus::collect {
namespace {

/// Closed when it goes.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

struct Pipe {
  Descriptor read, write;
};
std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

class FileActions {
 public:
  FileActions() { ::posix_spawn_file_actions_init(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  [[nodiscard]] posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// Reads both until both are at their end: a program that waits for one of them to be read would wait for ever otherwise.
void drain(Pipe& out, Pipe& err, Finished& finished) {
  std::array<pollfd, 2> waiting{pollfd{out.read.number(), POLLIN, 0}, pollfd{err.read.number(), POLLIN, 0}};
  const std::array<std::string*, 2> texts{&finished.out, &finished.err};
  std::array<char, 65536> buffer{};
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    if (::poll(waiting.data(), waiting.size(), -1) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].fd < 0 || waiting[i].revents == 0) continue;
      const auto count = ::read(waiting[i].fd, buffer.data(), buffer.size());
      if (count > 0)
        texts[i]->append(buffer.data(), static_cast<std::size_t>(count));
      else if (count == 0 || errno != EINTR)
        waiting[i].fd = -1;
    }
  }
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

base::Expected<Finished, CannotStart> run_program(std::span<const std::string> words,
                                                  std::span<const std::string> variables) {
  std::vector<std::string> arguments(words.begin(), words.end());
  std::vector<std::string> environment(variables.begin(), variables.end());
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const auto name = text.substr(0, text.find('=') == text.npos ? text.size() : text.find('=') + 1);
    if (std::ranges::none_of(variables, [&](const std::string& ours) { return ours.starts_with(name); }))
      environment.emplace_back(text);
  }

  auto out = make_pipe();
  auto err = make_pipe();
  if (!out || !err) return base::Unexpected{CannotStart::other};
  FileActions actions;
  ::posix_spawn_file_actions_addopen(actions.get(), STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(actions.get(), out->write.number(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(actions.get(), err->write.number(), STDERR_FILENO);

  pid_t child = 0;
  const int error = ::posix_spawnp(&child, arguments.front().c_str(), actions.get(), nullptr,
                                   pointers(arguments).data(), pointers(environment).data());
  if (error != 0) return base::Unexpected{error == ENOENT ? CannotStart::not_installed : CannotStart::other};
  out->write.close();
  err->write.close();

  Finished finished;
  drain(*out, *err, finished);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  finished.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return finished;
}

}  // namespace nexus::collect
