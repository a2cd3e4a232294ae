#pragma once

#include "rules/typing/scope.h"

/// Gates that add up what their requirements earn.
namespace nexus::rules::typing {

[[nodiscard]] ScoreNode type_score(Scope& scope, const grammar::Score& score);

enum class Scored : std::uint8_t { no, yes };
/// `weight`, `key` and `warn when` of a requirement; reported where there is no score for them to count in.
void type_share(Scope& scope, const grammar::Requirement& requirement, Scored scored, RequirementNode& node);

}  // namespace nexus::rules::typing
