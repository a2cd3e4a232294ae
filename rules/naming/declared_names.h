#pragma once

#include "base/diagnostics/diagnostic.h"
#include "grammar/syntax_tree.h"
#include "rules/resolved_model.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace nexus::rules::naming {

/// The names of one namespace, each with the place that took it first.
class TakenNames {
 public:
  explicit TakenNames(base::DiagnosticSink& sink) : sink_(sink) {}
  /// False, with an error that shows both places, where the name is taken. `what` says what it names: `param`, `field`.
  bool take(const grammar::Name& name, std::string_view what);
  bool take(std::string_view text, base::Span span, std::string_view what);

 private:
  base::DiagnosticSink& sink_;
  std::unordered_map<std::string_view, base::Span> first_;
};

/// Fills the scopes of `module` from its tree; reports names taken twice, and names that mean something already.
void collect_names(ResolvedModule& module, base::DiagnosticSink& sink);

/// Reports names given twice inside declarations: enum members, fields, formals, binders, labels, rule-local `let`s.
void check_inner_names(const grammar::SyntaxTree& tree, base::DiagnosticSink& sink);

/// Files may share a module name; rules of one name in them would have one ID.
void check_shared_modules(const std::vector<ResolvedModule>& modules, base::DiagnosticSink& sink);

/// The name of a value-like declaration and the word for its kind; null for declarations without one.
struct DeclaredName {
  const grammar::Name* name = nullptr;
  std::string_view what;
};
[[nodiscard]] DeclaredName declared_value(const grammar::Decl& decl);
[[nodiscard]] DeclaredName declared_rule(const grammar::Decl& decl);

}  // namespace nexus::rules::naming
