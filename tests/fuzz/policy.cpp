#include "base/diagnostics/catalogue.h"
#include "base/diagnostics/render.h"
#include "grammar/format/format.h"
#include "grammar/parse.h"
#include "rules/check.h"
#include "rules/lint.h"
#include "rules/lower.h"
#include "rules/resolved_model.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// Any text as a policy. It is read, checked and lowered, or told what is wrong with it. What is read without a mistake has a
// layout, which is its own layout, in any width, and means the same.

namespace nexus::fuzz {

namespace {

/// What the compiler makes of a text: codes of its diagnostics, and the size of its plan.
struct Compiled {
  std::vector<std::string> codes;
  std::optional<std::size_t> nodes;
  std::optional<std::string> layout, narrow;  ///< where it was read without a mistake
};

void show(const base::DiagnosticSink& sink, const base::SourceMap& sources) {
  for (const base::Diagnostic& diagnostic : sink.all()) {
    must(!diagnostic.code.empty() && !diagnostic.message.empty(), "a diagnostic has a code and says something");
    must(!base::render(diagnostic, sources, base::Colour::on).empty(), "a diagnostic can be shown");
  }
}

std::optional<std::size_t> lower(const rules::ResolvedModel& resolved, base::DiagnosticSink& sink) {
  auto model = rules::check(resolved, sink);
  must(!model || !sink.has_errors(), "there is a model only where there was no mistake");
  must(model || sink.has_errors(), "where there is no model, a mistake says why");
  if (!model) return std::nullopt;
  rules::lint(resolved, *model, sink, base::Decimal(1'800'000'000));
  const plan::Plan plan = rules::lower(*model);
  plan::verify(plan);
  plan::verify(rules::lower_traced(*model).plan);
  if (const auto tests = rules::check_tests(*model, resolved, sink); tests && !sink.has_errors()) {
    std::vector<std::uint32_t> cases(tests->cases.size());
    std::iota(cases.begin(), cases.end(), 0U);
    plan::verify(rules::lower(*model, *tests, cases).plan);
  }
  return plan.nodes.size();
}

Compiled compile(std::string text) {
  Compiled compiled;
  base::SourceMap sources;
  base::DiagnosticSink sink;
  const base::FileId file = sources.add("fuzz.nexus", std::move(text));
  const grammar::SyntaxTree tree = grammar::parse(sources, file, sink);
  if (!sink.has_errors()) {
    compiled.layout = grammar::format(tree, sources);
    compiled.narrow = grammar::format(tree, sources, 1);
    must(compiled.layout && compiled.narrow, "what was read has a layout");
    // There is no other file.
    for (const grammar::Decl& decl : tree.decls)
      if (const auto* import = std::get_if<grammar::ImportDecl>(&decl.node); import != nullptr && import->file)
        sink.emit(base::diagnostics::file_missing(import->file->span, import->file->text));
    if (!sink.has_errors()) compiled.nodes = lower(rules::resolve(sources, std::span(&tree, 1), {}, sink), sink);
  }
  sink.sort_and_unique();
  show(sink, sources);
  for (const base::Diagnostic& diagnostic : sink.all()) compiled.codes.emplace_back(diagnostic.code);
  std::ranges::sort(compiled.codes);
  return compiled;
}

void read_as_expression(std::string text) {
  base::SourceMap sources;
  base::DiagnosticSink sink;
  const base::FileId file = sources.add("expression", std::move(text));
  const bool is_read = grammar::parse_expression(sources, file, sink).has_value();
  must(is_read != sink.has_errors(), "what is no expression is told why");
  show(sink, sources);
}

}  // namespace

}  // namespace nexus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nexus::fuzz;
  const std::string text = text_of(data, size);
  read_as_expression(text);
  const Compiled compiled = compile(text);
  if (!compiled.layout) return 0;
  const Compiled laid_out = compile(*compiled.layout);
  must(laid_out.layout == compiled.layout, "a layout is its own layout", *compiled.layout);
  must(laid_out.narrow == compiled.narrow, "a layout has the narrow layout of its text", *compiled.layout);
  must(laid_out.codes == compiled.codes, "a layout has the mistakes of its text", *compiled.layout);
  must(laid_out.nodes == compiled.nodes, "a layout means what its text does", *compiled.layout);
  return 0;
}
