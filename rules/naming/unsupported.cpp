#include "rules/naming/unsupported.h"

#include "base/diagnostics/catalogue.h"

namespace nexus::rules::naming {

namespace diagnostics = base::diagnostics;

void report_unsupported(const grammar::SyntaxTree& tree, base::DiagnosticSink& sink) {
  for (const grammar::Decl& decl : tree.decls) {
    if (const auto* snapshot = std::get_if<grammar::SnapshotDecl>(&decl.node))
      sink.emit(diagnostics::ignored_for_now(snapshot->name.span, "snapshot"));
    if (const auto* test = std::get_if<grammar::TestDecl>(&decl.node))
      sink.emit(diagnostics::ignored_for_now(test->title.span, "test"));
  }
}

}  // namespace nexus::rules::naming
