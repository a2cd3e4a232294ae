#pragma once

#include "base/expected.h"
#include "engine/next_report.h"
#include "workspace/workspace.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::workspace {

/// What to do next: the documents of a run, and what it asks.
struct NextRequest {
  Text snapshot;
  struct Further {
    std::size_t input;  ///< its number in the plan, from 1
    Text text;
  };
  std::vector<Further> further = {};
  std::optional<Text> history = std::nullopt;
  Question question;
};

struct NextResult {
  engine::NextReport report;
  std::string snapshot;  ///< with the first way of every step done
  base::Decimal now;     ///< and the time then: later where one has to wait
  /// Further documents that have to change, too: their numbers and texts.
  std::vector<std::pair<std::size_t, std::string>> further = {};
};

/// Looks for the fewest changes of the documents after which the policy would decide `allow` (and the phase that is asked
/// about may start). Every change that is named was made to a copy of them, which was evaluated; what no such change
/// was found for is named, too. Changes neither policy nor params, takes no evidence away but what a rule asks to be
/// gone, and does not make a rule skip.
[[nodiscard]] base::Expected<NextResult, RunFailure> find_next(const LoadedPolicy& policy, const NextRequest& request);

}  // namespace nexus::workspace
