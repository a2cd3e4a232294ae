#include "workspace/library.h"

#include "base/diagnostics/diagnostic.h"
#include "base/source_map.h"
#include "grammar/parse.h"

#include <algorithm>
#include <variant>

namespace nexus::workspace {

namespace {

std::string first_paragraph(std::string_view doc) {
  std::string paragraph(doc.substr(0, doc.find("\n\n")));
  std::ranges::replace(paragraph, '\n', ' ');
  return paragraph;
}

template <class T>
std::size_t count(const grammar::SyntaxTree& tree) {
  return static_cast<std::size_t>(std::ranges::count_if(tree.decls, [](const grammar::Decl& decl) { return std::holds_alternative<T>(decl.node); }));
}

}  // namespace

std::vector<LibraryModule> library_modules(std::span<const stdlib::EmbeddedFile> files) {
  base::SourceMap sources;
  base::DiagnosticSink sink;
  std::vector<LibraryModule> modules;
  for (const stdlib::EmbeddedFile& file : files) {
    const grammar::SyntaxTree tree = grammar::parse(sources, sources.add(std::string(file.path), std::string(file.text)), sink);
    if (!tree.header) continue;
    LibraryModule& module = modules.emplace_back();
    for (const grammar::Name& part : tree.header->path) module.name.append(module.name.empty() ? "" : ".").append(part.text);
    module.file = file.path;
    module.text = file.text;
    module.summary = first_paragraph(tree.header->doc);
    module.gates = count<grammar::GateDecl>(tree);
    module.phases = count<grammar::PhaseDecl>(tree);
    module.triggers = count<grammar::TriggerDecl>(tree);
    module.params = count<grammar::ParamDecl>(tree);
    module.tests = count<grammar::TestDecl>(tree);
  }
  std::ranges::sort(modules, {}, &LibraryModule::name);
  return modules;
}

}  // namespace nexus::workspace
