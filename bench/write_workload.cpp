// nexus_workload: writes to standard output what commands are measured with.

#include "bench/workloads.h"

#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

int usage() {
  std::fputs(
      "usage: nexus_workload snapshots|history|services COUNT\n"
      "  snapshots   release-gate snapshots of 2 KB, one a line\n"
      "  history     one a minute, for triggers.nexus\n"
      "  services    a policy of COUNT rules\n",
      stderr);
  return 2;
}

bool write(const std::string& text) { return std::fwrite(text.data(), 1, text.size(), stdout) == text.size(); }

bool write_lines(std::size_t count, std::string (*line)(std::size_t number)) {
  for (std::size_t i = 0; i < count; ++i)
    if (!write(line(i) + '\n')) return false;
  return true;
}

}  // namespace

int main(int count, char** words) {
  using namespace nexus::bench;
  if (count != 3) return usage();
  const std::string_view what = words[1], number = words[2];
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), size);
  if (error != std::errc() || end != number.data() + number.size()) return usage();
  bool written = false;
  if (what == "snapshots")
    written = write_lines(size, [](std::size_t i) { return release_snapshot(small_release, i); });
  else if (what == "history")
    written = write_lines(size, history_snapshot);
  else if (what == "services")
    written = write(services_policy(size));
  else
    return usage();
  if (!written || std::fflush(stdout) != 0) return std::perror("nexus_workload"), 2;
  return 0;
}
