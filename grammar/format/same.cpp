#include "grammar/format/same.h"

#include "base/diagnostics/diagnostic.h"
#include "base/source_map.h"
#include "grammar/parse.h"

#include <string_view>
#include <utility>
#include <vector>

namespace nexus::grammar::layout {

namespace {

/// Tokens and comments in the order in which they stand.
std::vector<std::string_view> in_order(std::span<const Token> tokens) {
  std::vector<std::string_view> all;
  for (const Token& token : tokens) {
    for (const CommentAbove& comment : token.above) all.push_back(comment.text);
    all.push_back(token.text);
    all.insert(all.end(), token.beside.begin(), token.beside.end());
  }
  return all;
}

}  // namespace

bool says_the_same(std::string text, std::span<const Token> tokens) {
  base::SourceMap sources;
  base::DiagnosticSink sink;
  const base::FileId file = sources.add("", std::move(text));
  const SyntaxTree tree = parse(sources, file, sink);
  return !sink.has_errors() && in_order(tokens) == in_order(tokens_of(tree, sources));
}

}  // namespace nexus::grammar::layout
