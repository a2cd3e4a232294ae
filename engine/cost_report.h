#pragma once

#include "engine/report.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What a reader of `nexus check --cost` is shown: plain data that owns itself.
namespace nexus::engine {

/// So many times the product of the lengths of some lists; without lists, so many steps.
struct CostTerm {
  std::uint64_t times = 0;
  std::vector<std::string> lists;  ///< `tests.suites`; one that runs inside itself stands twice
};

struct RuleCost {
  std::string kind, id;  ///< `gate`, `payments.release/coverage`
  PolicyPlace policy;
  std::vector<CostTerm> terms;         ///< steps at most: their sum, the products of most lists first
  std::optional<std::uint64_t> steps;  ///< the sum on the snapshot; none without one, or where a length is not known
  std::optional<std::uint64_t>
      longest;  ///< so long may all of its lists be within the limit; none where no list matters
};

/// A list of the snapshot, and how long the longest at that place is.
struct ListLength {
  std::string list;
  std::optional<std::uint64_t> length;  ///< none: not known
};

struct CostReport {
  std::uint64_t limit = 0;        ///< of steps
  std::string snapshot;           ///< its file; empty where none was given
  std::vector<RuleCost> rules;    ///< dearest first
  std::vector<ListLength> lists;  ///< that matter
};

}  // namespace nexus::engine
