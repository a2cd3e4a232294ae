#pragma once

#include "rules/checked_model.h"
#include "rules/plan/plan.h"

namespace nexus::rules {

/// Turns a checked policy into a plan: lets and defs are expanded, equal sub-expressions become one node, the paths that
/// are read become the schema. Never fails: what could fail was checked.
[[nodiscard]] plan::Plan lower(const CheckedModel& model);

/// The plan of a policy with one more expression, for `nexus eval -e` and the playground.
struct LoweredExpression {
  plan::Plan plan;
  plan::NodeId root;
};
[[nodiscard]] LoweredExpression lower(const CheckedModel& model, ExprId expression);

}  // namespace nexus::rules
