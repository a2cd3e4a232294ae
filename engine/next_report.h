#pragma once

#include "base/values/level.h"

#include <cstdint>
#include <string>
#include <vector>

/// What a reader of `nexus next` is shown: the changes after which a policy would decide `allow`. Plain data that owns
/// itself. Whatever stands in `steps` was applied and evaluated.
namespace nexus::engine {

/// One thing to do. What concerns a document has a pointer; what takes time has an end.
struct NextAction {
  std::string kind;           ///< `set`, `provide`, `correct`, `renew`, `add`, `remove`, `wait`, `keep`
  std::string words;          ///< `raise coverage.line from 74.2% to at least 80% (5.8 points)`
  std::string document;       ///< `snapshot`, `baseline` …
  std::string pointer;        ///< RFC 6901, in the document as it is; of an added item: `/approvals/-`
  std::string before, after;  ///< JSON; empty where there is nothing
  std::string until;          ///< of `wait` and `keep`: RFC 3339
  std::string apart_at_most = {};  ///< of `keep`: how far apart the snapshots until then may be, in seconds
};
/// Actions of which all are needed.
struct NextWay {
  std::vector<std::string> words;  ///< of the actions, what is alike told once: `2 more approvals with role maintainer`
  std::vector<NextAction> actions;
};
/// What a step is for.
struct NextReason {
  std::string id;                          ///< of the finding: `payments.release/coverage.floor`
  base::Level level = base::Level::block;  ///< what it asks for now
  std::string message;                     ///< of its finding; may be empty
};
/// One thing after the other; of its ways one is enough.
struct NextStep {
  std::vector<NextReason> reasons;  ///< they come back where the step is left out
  std::vector<NextWay> ways;        ///< cheapest first; the first one is the one that was taken
};
/// What no change was found for.
struct NextLeft {
  NextReason what;
  std::string why;        ///< may be empty
  bool waivable = false;  ///< the policy may answer for it with a waiver
};

struct NextReport {
  std::string file;                           ///< of the snapshot
  std::string now;                            ///< RFC 3339
  std::string asked_phase;                    ///< ID, where the run asked about one
  base::Level decision = base::Level::allow;  ///< as things are
  base::Level outcome = base::Level::allow;   ///< once the first way of every step is done
  std::vector<NextStep> steps;                ///< gravest first
  std::vector<NextLeft> left;
  std::uint64_t evaluations = 0;  ///< how often the policy was evaluated for it
};

}  // namespace nexus::engine
