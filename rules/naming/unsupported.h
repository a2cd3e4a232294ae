#pragma once

#include "base/diagnostics/diagnostic.h"
#include "grammar/syntax_tree.h"

#include <string_view>

/// Constructs of the language that parse and are not implemented yet. The first stage says so, once for each; later
/// stages pass over them in silence.
namespace nexus::rules::naming {

/// What of an expression this version cannot evaluate, as the author wrote it (`history`, `percentile`); empty where it
/// can. A bare name may also be bound, which the caller knows: then it is nothing of the kind.
[[nodiscard]] std::string_view unsupported_word(const grammar::SyntaxTree& tree, const grammar::Expr& expr);

/// Reports every such construct of a file.
void report_unsupported(const grammar::SyntaxTree& tree, base::DiagnosticSink& sink);

}  // namespace nexus::rules::naming
