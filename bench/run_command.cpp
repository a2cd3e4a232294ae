// nexus_run: runs a command to its end, and says how it went, how long that took and how much memory it held at most.
// A program of its own because Linux counts towards that memory what the process held that started the command: a script
// holds more than some of the commands that are measured.

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>

extern char** environ;

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::fputs(
        "usage: nexus_run FILE COMMAND…\n"
        "runs COMMAND (a path and its arguments), its standard output into FILE, and prints a JSON object: its exit "
        "code\n"
        "(128 and more: ended by that signal), seconds by the clock and on the CPU, and the most bytes of memory at "
        "once\n",
        stderr);
    return 2;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, words[1], O_WRONLY | O_CREAT | O_TRUNC, 0644);
  const auto start = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (const int error = posix_spawn(&child, words[2], &actions, nullptr, words + 2, environ); error != 0)
    return std::fprintf(stderr, "nexus_run: %s: %s\n", words[2], std::strerror(error)), 2;
  int status = 0;
  rusage usage{};
  while (wait4(child, &status, 0, &usage) < 0)
    if (errno != EINTR) return std::perror("nexus_run: wait4"), 2;
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  posix_spawn_file_actions_destroy(&actions);

  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::printf(R"({"code": %d, "wall": %.6f, "cpu": %.6f, "rss": %lld})"
              "\n",
              code, wall.count(), seconds(usage.ru_utime) + seconds(usage.ru_stime), 1024LL * usage.ru_maxrss);
}
