#pragma once

#include "grammar/syntax_tree.h"

#include <cstddef>
#include <cstdint>

namespace nexus::rules::naming {

/// Is shown every expression below a root, outermost first, and the names bound on the way. Walking recurses as deep as
/// the tree, which grammar::max_tree_depth bounds.
class SyntaxVisitor {
 public:
  SyntaxVisitor() = default;
  SyntaxVisitor(const SyntaxVisitor&) = delete;
  SyntaxVisitor& operator=(const SyntaxVisitor&) = delete;
  virtual ~SyntaxVisitor() = default;

  /// False: what stands inside is left out.
  virtual bool enter(grammar::ExprId id, const grammar::Expr& expr) = 0;
  /// From now on `name` means this binder, formal or rule-local `let` …
  virtual void bind(const grammar::Name& /*name*/) {}
  /// … until the last `count` bound names end.
  virtual void release(std::size_t /*count*/) {}
};

/// Who shows the items that decided its condition: a requirement those that broke it, a trigger those that fired it.
enum class Shower : std::uint8_t { requirement, trigger };
/// Are the binders of an outermost quantifier of that kind to be had in the message and the remedies?
[[nodiscard]] bool shows_witnesses(Shower shower, grammar::QuantifierKind kind);

void walk(const grammar::SyntaxTree& tree, grammar::ExprId root, SyntaxVisitor& visitor);

/// Every expression of a declaration, in source order, under the names its header and clauses bind. Tests and
/// snapshots have nothing to show yet.
void walk(const grammar::SyntaxTree& tree, const grammar::Decl& decl, SyntaxVisitor& visitor);

}  // namespace nexus::rules::naming
