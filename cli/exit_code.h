#pragma once

#include "base/values/level.h"
#include "report/fail_on.h"

namespace nexus::cli {

/// Where a run has no decision: bad usage, policy, snapshot or I/O, or no rule in force.
inline constexpr int exit_failed = 2;

/// Decisions from this one on are failures where `--fail-on` does not say otherwise.
inline constexpr report::FailOn default_fail_on = base::Level::hold;

/// The contract that scripts rely on: 0 for what `fail_on` lets pass, else 1 for block (and for a warn that is a failure), 3 for
/// rollback, 4 for hold.
[[nodiscard]] constexpr int exit_code(base::Level decision, report::FailOn fail_on) {
  if (!fail_on.fails(decision)) return 0;
  switch (decision) {
    case base::Level::allow: return 0;
    case base::Level::warn:
    case base::Level::block: return 1;
    case base::Level::hold: return 4;
    case base::Level::rollback: return 3;
  }
  return exit_failed;
}

}  // namespace nexus::cli
