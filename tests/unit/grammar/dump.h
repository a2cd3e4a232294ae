#pragma once

#include "grammar/syntax_tree.h"

#include <string>

/// The syntax tree as compact S-expressions, for comparison in tests: `(gate g (require (== a.b 1)))`. Every field of a
/// node shows where it is set; spans do not.
namespace nexus::grammar::test {

[[nodiscard]] std::string dump(const SyntaxTree& tree, ExprId id);
[[nodiscard]] std::string dump(const SyntaxTree& tree, TypeSyntaxId id);
[[nodiscard]] std::string dump(const SyntaxTree& tree, const Decl& decl);
/// Header and declarations, one a line.
[[nodiscard]] std::string dump(const SyntaxTree& tree);

}  // namespace nexus::grammar::test
