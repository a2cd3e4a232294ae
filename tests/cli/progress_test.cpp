// What a long replay says at a terminal, and takes back.
#include "tests/playground/terminal.h"
#include "tests/support/catch.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace fs = std::filesystem;

TEST_CASE("a replay that takes long says how far it is, and leaves nothing of that") {
  std::string name = (fs::temp_directory_path() / "nexus-replay-XXXXXX").native();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  const fs::path folder = name;
  std::ofstream(folder / "p.nexus") << "policy p\ninput { time: time, error_rate: ratio }\ntrigger bad { fires when "
                                       "error_rate > 5% then rollback \"too many errors\" }\n";
  for (const int hour : {10, 11}) {
    std::ofstream history(folder / fmt::format("{}.jsonl", hour));
    for (int second = 0; second < 100; ++second)
      history << fmt::format(R"({{"time":"2026-11-02T{}:{:02}:{:02}Z","error_rate":0.01}})", hour, second / 60,
                             second % 60)
              << '\n';
  }
  {
    const std::string slow =
        "{ cat 10.jsonl; sleep 1.2; cat 11.jsonl; } | " NEXUS_COMMAND " replay p.nexus --history -";
    nexus::test::Terminal terminal(folder, {"/bin/sh", "-c", slow});
    if (!terminal.is_there()) {
      WARN("skipped: the system has no pseudo-terminal");
    } else {
      INFO("shown: " << terminal.rest());
      CHECK(terminal.shows(" snapshots, "));
      CHECK(terminal.shows(" a second"));
      CHECK(terminal.shows("200 snapshots"));  // the report
      CHECK(terminal.wait() == 0);
      CHECK(terminal.written().find("\r\x1b[K") != std::string::npos);
    }
  }
  fs::remove_all(folder);
}
