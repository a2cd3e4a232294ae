#include "tests/unit/grammar/parsed.h"

#include "base/diagnostics/render.h"
#include "tests/unit/grammar/dump.h"

#include <utility>

namespace nexus::grammar::test {
namespace {

std::vector<std::string> places(const base::SourceMap& sources, base::DiagnosticSink& sink) {
  sink.sort_and_unique();
  std::vector<std::string> out;
  for (const base::Diagnostic& d : sink.all()) {
    const auto at = sources.position(d.span.file, d.span.begin);
    out.push_back(std::string(d.code) + " at " + std::to_string(at.line) + ":" + std::to_string(at.column));
  }
  return out;
}

std::string lines(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& line : list) out += (out.empty() ? "" : "\n") + line;
  return out;
}

}  // namespace

Parsed::Parsed(std::string text) {
  file = sources.add("p.nexus", std::move(text));
  tree = parse(sources, file, sink);
  sink.sort_and_unique();
}

std::vector<std::string> Parsed::mistakes() const {
  base::DiagnosticSink copy = sink;
  return places(sources, copy);
}

std::string Parsed::shown() const {
  std::string out;
  for (const base::Diagnostic& d : sink.all()) out += render(d, sources, base::Colour::off);
  return out;
}

std::string tree_of(std::string text) {
  const Parsed parsed(std::move(text));
  return parsed.sink.all().empty() ? dump(parsed.tree) : parsed.shown();
}

std::string expr_of(std::string text) {
  base::SourceMap sources;
  base::DiagnosticSink sink;
  const base::FileId file = sources.add("e.nexus", std::move(text));
  const auto parsed = parse_expression(sources, file, sink);
  return parsed ? dump(parsed->tree, parsed->root) : lines(places(sources, sink));
}

std::string type_of(const std::string& text) {
  const Parsed parsed("type T = " + text);
  if (!parsed.sink.all().empty()) return parsed.shown();
  return dump(parsed.tree, std::get<TypeDecl>(parsed.tree.decls.begin()->node).type);
}

std::string mistakes_of(std::string text) { return lines(Parsed(std::move(text)).mistakes()); }

std::string mistakes_in_gate(const std::string& clauses) { return mistakes_of("gate g {\n" + clauses + "\n}\n"); }

}  // namespace nexus::grammar::test
