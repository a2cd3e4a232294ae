#pragma once

#include "engine/report.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// What conditions are made of, with the values they had: plain data that owns itself.
namespace nexus::engine {

/// A part of a condition as the policy writes it, and its value.
struct PartReport {
  std::string text;     ///< `coverage.line`
  std::string value;    ///< `79.9%`; of an unknown, why: `unknown: `coverage` is missing`
  std::uint32_t depth = 0;
  bool is_known = true;
};

/// One condition of a rule, or of an instance of it.
struct ConditionReport {
  std::string id;       ///< of the requirement, or of the rule
  std::string clause;   ///< `require`, `applies when`, `fires when` …
  std::string status;   ///< of the requirement; of other clauses `true`, `false` or `unknown`
  std::string text;     ///< the condition on one line
  PolicyPlace policy;
  std::vector<PartReport> parts;
};

/// How often a condition, or a part of one, had which value.
struct Seen {
  std::uint32_t yes = 0, no = 0, unknown = 0;
};
/// What tests saw of a policy.
struct Coverage {
  std::vector<Seen> points;  ///< by plan::Traces::points
  /// How often each row of a decision table decided, by file and offset of the table's name.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> rows;
};

}  // namespace nexus::engine
