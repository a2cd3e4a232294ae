#pragma once

#include "base/diagnostics/diagnostic.h"
#include "grammar/syntax_tree.h"

/// Constructs of the language that parse and are not implemented yet. The first stage says so, once for each.
namespace nexus::rules::naming {

/// Reports every such construct of a file.
void report_unsupported(const grammar::SyntaxTree& tree, base::DiagnosticSink& sink);

}  // namespace nexus::rules::naming
