#pragma once

#include "rules/plan/plan.h"

#include <cstdint>
#include <string>
#include <vector>

/// The conditions of a policy part by part, as they are written: what tests explain failures and measure coverage by.
/// Evaluation needs none of it.
namespace nexus::plan {

/// A part of a condition, with the node that computes it.
struct TracePoint {
  NodeId node;
  Span span;
  std::uint32_t parent = none;  ///< the point whose part it is; points stand before their parts
  LoopId loop;                  ///< where set, it is judged for each item: under this loop
  bool is_condition = false;    ///< true, false or unknown; else some other value
  std::string origin = {};      ///< of a name that the policy declares: `let`, `param, default` …
  Span declared = {};           ///< where it does
};

/// A run of points; the first is the whole.
struct Trace {
  std::uint32_t first = 0, count = 0;
};

enum class ClauseKind : std::uint8_t {
  applies, requirement, fires, started, done,
  when  ///< of a requirement
};
/// A condition of a rule.
struct RuleTrace {
  RuleRef rule;
  ClauseKind clause = ClauseKind::requirement;
  std::uint32_t requirement = 0;  ///< which one
  Trace trace;
};

struct Traces {
  std::vector<TracePoint> points;
  std::vector<RuleTrace> rules;  ///< in the order of Plan::order
  std::vector<RuleTrace> whens;  ///< under which conditions requirements apply; coverage does without
};

}  // namespace nexus::plan
