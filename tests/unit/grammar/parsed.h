#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/source_map.h"
#include "grammar/parse.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::grammar::test {

/// A parsed text with all that belongs to it.
struct Parsed {
  explicit Parsed(std::string text);

  /// `NX1034 at 2:5`, in the order of the text.
  [[nodiscard]] std::vector<std::string> mistakes() const;
  /// The diagnostics as a terminal shows them.
  [[nodiscard]] std::string shown() const;
  [[nodiscard]] std::string_view slice(base::Span span) const { return sources.slice(span); }

  base::SourceMap sources;
  base::FileId file;
  base::DiagnosticSink sink;
  SyntaxTree tree;
};

/// The dump of a file that must be without mistakes; else the mistakes.
[[nodiscard]] std::string tree_of(std::string text);
/// The dump of one expression; else the mistakes.
[[nodiscard]] std::string expr_of(std::string text);
/// The dump of a type.
[[nodiscard]] std::string type_of(const std::string& text);
/// The mistakes of a text, one a line.
[[nodiscard]] std::string mistakes_of(std::string text);
/// The mistakes in a gate, its clauses starting on line 2.
[[nodiscard]] std::string mistakes_in_gate(const std::string& clauses);

}  // namespace nexus::grammar::test
