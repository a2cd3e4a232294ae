#pragma once

#include "base/values/decimal.h"
#include "engine/next/way.h"
#include "rules/plan/plan.h"

#include <string>
#include <string_view>

/// The snapshots of a time to come in which everything stays as it is: what `nexus next` tries where a condition must last.
namespace nexus::workspace {

/// Of a history, JSON lines, those whose time is not later than `time`; what has no time is kept, to be complained about.
[[nodiscard]] std::string lines_until(const plan::Plan& plan, std::string_view history, const base::Decimal& time);

/// The same snapshot at another time.
[[nodiscard]] std::string at_time(const plan::Plan& plan, const std::string& snapshot, const base::Decimal& time);

/// The snapshot at `start`, and again as seldom as `keep` allows until it ends, without the last one: lines of a history.
[[nodiscard]] std::string later_snapshots(const plan::Plan& plan, const std::string& snapshot,
                                          const base::Decimal& start, const engine::Action& keep);

}  // namespace nexus::workspace
