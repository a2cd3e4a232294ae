// What a long replay says at a terminal, and takes back.
#include "tests/playground/terminal.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>

#include <string>

TEST_CASE("a replay that takes long says how far it is, and leaves nothing of that") {
  const nexus::tests::TemporaryFolder folder;
  folder.write("p.nexus",
               "policy p\ninput { time: time, error_rate: ratio }\ntrigger bad { fires when "
               "error_rate > 5% then rollback \"too many errors\" }\n");
  for (const int hour : {10, 11}) {
    std::string history;
    for (int second = 0; second < 100; ++second)
      history += fmt::format("{{\"time\":\"2026-11-02T{}:{:02}:{:02}Z\",\"error_rate\":0.01}}\n", hour, second / 60,
                             second % 60);
    folder.write(fmt::format("{}.jsonl", hour), history);
  }
  const std::string slow = "{ cat 10.jsonl; sleep 1.2; cat 11.jsonl; } | " NEXUS_COMMAND " replay p.nexus --history -";
  nexus::test::Terminal terminal(folder.path(), {"/bin/sh", "-c", slow});
  if (!terminal.is_there()) {
    WARN("skipped: the system has no pseudo-terminal");
    return;
  }
  INFO("shown: " << terminal.rest());
  CHECK(terminal.shows(" snapshots, "));
  CHECK(terminal.shows(" a second"));
  CHECK(terminal.shows("200 snapshots"));  // the report
  CHECK(terminal.wait() == 0);
  CHECK(terminal.written().find("\r\x1b[K") != std::string::npos);
}
