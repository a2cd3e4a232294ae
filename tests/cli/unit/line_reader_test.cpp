#include "cli/line_reader.h"

#include "tests/support/catch.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace nexus::cli {

namespace {

using Got = LineReader::Got;
using Lines = std::vector<std::pair<Got, std::string>>;

/// What a reader makes of texts that arrive one after the other.
Lines read_all(const std::vector<std::string>& parts, std::size_t longest = 1000) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  std::thread writer([&] {
    for (const std::string& part : parts) {
      std::size_t done = 0;
      while (done < part.size()) {
        const ssize_t written = ::write(ends[1], part.data() + done, part.size() - done);
        if (written <= 0) break;
        done += static_cast<std::size_t>(written);
      }
    }
    ::close(ends[1]);
  });
  LineReader reader(ends[0], longest);
  Lines lines;
  std::string_view line;
  for (Got got = reader.next(line); got != Got::end && lines.size() < 10000; got = reader.next(line)) {
    lines.emplace_back(got, got == Got::line ? std::string(line) : std::string{});
  }
  writer.join();
  ::close(ends[0]);
  return lines;
}

}  // namespace

TEST_CASE("lines, with and without a break at the end") {
  CHECK(read_all({}) == Lines{});
  CHECK(read_all({"a\nb\n"}) == Lines{{Got::line, "a"}, {Got::line, "b"}});
  CHECK(read_all({"a\nb"}) == Lines{{Got::line, "a"}, {Got::line, "b"}});
  CHECK(read_all({"\n\n"}) == Lines{{Got::line, ""}, {Got::line, ""}});
}

TEST_CASE("lines that arrive in pieces, or are longer than a read") {
  CHECK(read_all({"a", "b\nc", "d\n"}) == Lines{{Got::line, "ab"}, {Got::line, "cd"}});
  const std::string large(1U << 20U, 'x');
  CHECK(read_all({large + "\n" + large + "\ny"}, large.size()) == Lines{{Got::line, large}, {Got::line, large}, {Got::line, "y"}});
}

TEST_CASE("a line that is too long is passed over, however long it is") {
  const std::string huge(1U << 22U, 'x');
  CHECK(read_all({"a\n" + huge + "\nb\n"}) == Lines{{Got::line, "a"}, {Got::too_long, ""}, {Got::line, "b"}});
  CHECK(read_all({"a\n" + huge}) == Lines{{Got::line, "a"}, {Got::too_long, ""}});
  CHECK(read_all({std::string(1001, 'x') + "\n" + std::string(1000, 'y')}) == Lines{{Got::too_long, ""}, {Got::line, std::string(1000, 'y')}});
}

TEST_CASE("a descriptor that cannot be read") {
  LineReader reader(-1, 10);
  std::string_view line;
  CHECK(reader.next(line) == Got::failed);
  CHECK(reader.error() != 0);
}

}  // namespace nexus::cli
