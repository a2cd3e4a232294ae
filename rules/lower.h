#pragma once

#include "rules/checked_model.h"
#include "rules/checked_tests.h"
#include "rules/lower/rule_numbers.h"
#include "rules/plan/plan.h"
#include "rules/plan/traces.h"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace nexus::rules {

/// Turns a checked policy into a plan: lets and defs are expanded, equal sub-expressions become one node, the paths that
/// are read become the schema. Never fails: what could fail was checked.
[[nodiscard]] plan::Plan lower(const CheckedModel& model);

/// The plan of a policy with its conditions part by part, for explanations.
struct LoweredRules {
  plan::Plan plan;
  plan::Traces traces;
};
[[nodiscard]] LoweredRules lower_traced(const CheckedModel& model);

/// The plan of a policy with one more expression, for `nexus eval -e` and the playground.
struct LoweredExpression {
  plan::Plan plan;
  plan::NodeId root;
};
[[nodiscard]] LoweredExpression lower(const CheckedModel& model, ExprId expression);

/// The plan of a policy with the expressions of some of its tests: compiled once, run for every case.
struct LoweredTests {
  plan::Plan plan;
  plan::Traces traces;  ///< the same points for the same rules, whatever the cases
  std::unordered_map<ExprId, plan::NodeId> nodes;     ///< of every expression of the cases
  std::unordered_map<ExprId, plan::SchemaId> places;  ///< of what a test puts somewhere: the place; none where nothing is declared of it
  std::unordered_map<ExprId, plan::Trace> conditions; ///< of what is expected to hold
  lowering::RuleNumbers numbers;  ///< which rules of the plan those of the model are
};
/// `cases` are numbers in `tests.cases`. Params must be in force in `model` already.
[[nodiscard]] LoweredTests lower(const CheckedModel& model, const CheckedTests& tests, std::span<const std::uint32_t> cases);

/// A plan without rules that reads the whole of every input, and a node for each of them.
struct LoweredInputs {
  plan::Plan plan;
  std::vector<plan::NodeId> roots;  ///< by InputId
};
[[nodiscard]] LoweredInputs lower_inputs(const CheckedModel& model);

}  // namespace nexus::rules
