#pragma once

#include "tests/reference/shrink.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

/// The engine against the reference, on policies and snapshots that are made up (README.md).
namespace nexus::reference {

struct Soak {
  std::uint64_t pairs = 0;  ///< at least so many
  std::uint64_t seed = 1;   ///< of the first policy; the next has the next
  std::uint64_t threads = 1;
  bool reports = false;  ///< says now and then how far it is
  bool shows = false;    ///< each pair before it is judged: the last one where something crashes
  bool counts = false;   ///< what came up: statuses, reasons, decisions
};
/// What came of it.
struct Tally {
  std::atomic<std::uint64_t> policies = 0, rejected = 0, pairs = 0, different = 0;
  std::mutex mutex;
  std::set<std::string> sorts;                   ///< of differences
  std::vector<std::string> cases;                ///< one small case of each sort, as tests/suite has them
  std::vector<std::string> refusals;             ///< why policies do not compile
  std::map<std::string, std::uint64_t> came_up;  ///< in how many pairs: `gate pass`, `reason absent`, `decision hold`
};
void soak(const Soak& what, Tally& tally);

/// How the two sides differ; empty where they do not, or where the case is none.
[[nodiscard]] std::string difference_of(const Case& on);

}  // namespace nexus::reference
