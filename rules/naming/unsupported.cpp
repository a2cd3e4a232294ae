#include "rules/naming/unsupported.h"

#include "base/diagnostics/catalogue.h"

namespace nexus::rules::naming {

namespace diagnostics = base::diagnostics;

void report_unsupported(const grammar::SyntaxTree& tree, base::DiagnosticSink& sink) {
  for (const grammar::Decl& decl : tree.decls) {
    const auto* test = std::get_if<grammar::TestDecl>(&decl.node);
    if (test == nullptr) continue;
    for (const grammar::TestClause& clause : test->clauses) {
      const bool is_history = std::holds_alternative<grammar::GivenHistory>(clause.node) || std::holds_alternative<grammar::GivenSeries>(clause.node);
      if (is_history) sink.emit(diagnostics::not_supported(clause.span, "given history"));
    }
  }
}

}  // namespace nexus::rules::naming
