#pragma once

#include "base/source_map.h"
#include "grammar/syntax_tree.h"

#include <string>
#include <vector>

/// Policies with one of their rules broken: the tests of a policy are good for something where each of these makes one of
/// them fail.
namespace nexus::tests {

struct Mutant {
  std::string rule;      ///< what was broken, and how: `gate coverage: require floor, turned`
  base::Span condition;  ///< that was changed, as it stands in the policy; none where an order was taken away
  std::string text;      ///< the whole policy, with that one place changed
  std::vector<std::string>
      operands;  ///< of the comparison that the condition is, if it is one: as written, literals left out
};

/// Two mutants for each requirement and each `fires when`: one with its condition turned round, `not (C)`, and one that
/// never asks for anything. One, turned round, for each `started when` and `done when` of a phase, and one without the order
/// for each phase that it comes after. Where a message speaks of the items of a quantifier, what is asked of them is turned:
/// `every x in L has P` becomes `every x in L has not (P)`, and `no x in L where P` likewise.
[[nodiscard]] std::vector<Mutant> mutants_of(const grammar::SyntaxTree& tree, const base::SourceMap& sources);

}  // namespace nexus::tests
