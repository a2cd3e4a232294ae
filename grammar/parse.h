#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/limits.h"
#include "base/source_map.h"
#include "grammar/syntax_tree.h"

#include <optional>

namespace nexus::grammar {

/// No path from an expression down to a leaf has more nodes, chains such as `a + b + c …` or `not not …` included:
/// whoever walks the tree may recurse. Deeper is the diagnostic of what is nested deeper than `Limits::policy_depth`.
inline constexpr int max_tree_depth = 1000;

/// Reads one file. What cannot be understood is reported to `sink` and left out (or stands as ErrorExpr, ErrorDecl);
/// the parser goes on at the next clause or declaration, so that one run reports all independent mistakes.
/// The tree is sound to check only if no error was emitted.
[[nodiscard]] SyntaxTree parse(const base::SourceMap& sources, base::FileId file, base::DiagnosticSink& sink, const base::Limits& limits = {});

/// Reads a file that holds one expression (`nexus eval -e`, the playground). Nothing if it was not understood.
struct ParsedExpression {
  SyntaxTree tree;
  ExprId root;
};
[[nodiscard]] std::optional<ParsedExpression> parse_expression(const base::SourceMap& sources, base::FileId file, base::DiagnosticSink& sink,
                                                               const base::Limits& limits = {});

}  // namespace nexus::grammar
