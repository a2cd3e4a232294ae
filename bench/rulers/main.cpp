// nexus_ruler: what somebody would have written who wanted no policy language, as a program of its own, so that whole
// processes can be compared with `nexus eval --jsonl`.

#include "bench/rulers/stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <string_view>

namespace {

int usage() {
  std::fputs(
      "usage: nexus_ruler dom|ondemand FILE.jsonl TIME [THREADS]\n"
      "judges release-gate snapshots, one a line, as they were at TIME (2026-11-02T12:00:00Z)\n",
      stderr);
  return 2;
}

}  // namespace

int main(int count, char** words) {
  using namespace nexus::bench;
  if (count < 4 || count > 5) return usage();
  const std::string_view reader = words[1];
  const auto now = parse_time(words[3]);
  if ((reader != "dom" && reader != "ondemand") || !now) return usage();
  StreamRequest request{.now = *now, .make_ruler = reader == "dom" ? dom_release_ruler : ondemand_release_ruler};
  if (count == 5) {
    const std::string_view threads = words[4];
    const auto [end, error] = std::from_chars(threads.data(), threads.data() + threads.size(), request.threads);
    if (error != std::errc() || end != threads.data() + threads.size() || request.threads < 1 || request.threads > 1024)
      return usage();
  }
  request.in = ::open(words[2], O_RDONLY | O_CLOEXEC);
  if (request.in < 0) return std::perror(words[2]), 2;
  if (!judge_stream(request))
    return std::fputs("nexus_ruler: the stream could not be read or its results not be written\n", stderr), 2;
  return 0;
}
