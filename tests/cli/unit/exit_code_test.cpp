#include "cli/exit_code.h"

#include "tests/support/catch.h"

#include <string_view>

namespace nexus::cli {

TEST_CASE("exit codes, by decision and --fail-on") {
  using base::Level;
  struct Row {
    report::FailOn fail_on;
    int allow, warn, hold, block, rollback;
  };
  constexpr Row rows[] = {
      // fail_on        allow warn hold block rollback
      {Level::warn, 0, 1, 4, 1, 3},
      {Level::hold, 0, 0, 4, 1, 3},
      {Level::block, 0, 0, 0, 1, 3},
      {Level::rollback, 0, 0, 0, 0, 3},
      {report::FailOn::never(), 0, 0, 0, 0, 0},
  };
  for (const Row& row : rows) {
    INFO("--fail-on " << row.fail_on.name());
    CHECK(exit_code(Level::allow, row.fail_on) == row.allow);
    CHECK(exit_code(Level::warn, row.fail_on) == row.warn);
    CHECK(exit_code(Level::hold, row.fail_on) == row.hold);
    CHECK(exit_code(Level::block, row.fail_on) == row.block);
    CHECK(exit_code(Level::rollback, row.fail_on) == row.rollback);
  }
  CHECK(default_fail_on == Level::hold);
}

}  // namespace nexus::cli
