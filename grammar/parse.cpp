#include "grammar/parse.h"

#include "grammar/parser/builder.h"
#include "grammar/parser/encoding.h"
#include "grammar/pegtl/actions.h"
#include "grammar/parser/comments.h"
#include "grammar/parser/source.h"

#include <tao/pegtl.hpp>

#include <utility>

namespace nexus::grammar {
namespace {

// Lazy tracking: places are byte offsets taken from pointers; asking PEGTL for a line and column is linear in the file.
using Input = tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*>;

/// Runs the grammar from `Start`. False where nothing could be made of the text.
template <class Start>
bool run(const Source& source, Builder& b) {
  Input in(source.text.data(), source.text.size(), "");
  try {
    return tao::pegtl::parse<Start, action, control>(in, b);
  } catch (const Abandoned&) {
    return false;
  } catch (const GivenUp&) {
    return false;
  }
}

}  // namespace

SyntaxTree parse(const base::SourceMap& sources, base::FileId file, base::DiagnosticSink& sink, const base::Limits& limits) {
  const Source source{file, sources.text(file)};
  Builder b(source, sink, static_cast<int>(limits.policy_depth));
  if (check_encoding(source, sink)) {
    run<rules::Module>(source, b);
    check_comments(b, sink);
  }
  return b.take_tree();
}

std::optional<ParsedExpression> parse_expression(const base::SourceMap& sources, base::FileId file, base::DiagnosticSink& sink, const base::Limits& limits) {
  const Source source{file, sources.text(file)};
  Builder b(source, sink, static_cast<int>(limits.policy_depth));
  const std::size_t errors = sink.error_count();
  if (!check_encoding(source, sink) || !run<rules::OneExpr>(source, b)) return std::nullopt;
  check_comments(b, sink);
  if (sink.error_count() != errors) return std::nullopt;
  const ExprId root = b.pop_expr();
  return ParsedExpression{b.take_tree(), root};
}

}  // namespace nexus::grammar
