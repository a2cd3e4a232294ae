#include "rules/naming/imports.h"

#include "rules/naming/built_ins.h"
#include "rules/naming/declared_names.h"
#include "rules/naming/dependency_order.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"

#include <algorithm>

namespace nexus::rules::naming {

namespace diagnostics = base::diagnostics;
using namespace grammar;

namespace {

/// `quality` of `std.delivery.quality`.
std::string_view last_segment(std::string_view module) {
  const auto dot = module.find_last_of('.');
  return dot == std::string_view::npos ? module : module.substr(dot + 1);
}

class Imports {
 public:
  Imports(ResolvedModel& model, const FileRoles& roles, base::DiagnosticSink& sink)
      : model_(model), roles_(roles), sink_(sink) {}

  void run() {
    for (std::uint32_t index = 0; index < model_.modules.size(); ++index) module(index);
    order();
  }

 private:
  void module(std::uint32_t index) {
    const SyntaxTree& tree = *model_.modules[index].tree;
    for (std::uint32_t i = 0; i < tree.decls.size(); ++i)
      if (const auto* import = std::get_if<ImportDecl>(&tree[DeclId(i)].node)) add(index, DeclId(i), *import);
  }

  void add(std::uint32_t importer, DeclId decl, const ImportDecl& import) {
    ResolvedImport found{.decl = decl, .span = {}, .modules = {}};
    if (import.file) {
      found.span = import.file->span;
      found.modules = by_file(importer, decl);
    } else if (!import.module.empty()) {
      found.span = span_of(import.module);
      found.modules = by_name(importer, import);
    }
    if (std::erase(found.modules, importer) != 0) {
      const std::string& own = model_.modules[importer].name;
      sink_.emit(
          diagnostics::self_import(found.span, own).with_help("what a module declares it sees without an import"));
    }
    take_name(importer, import, std::move(found));
  }

  [[nodiscard]] std::vector<std::uint32_t> by_file(std::uint32_t importer, DeclId decl) const {
    const base::FileId from = model_.modules[importer].tree->file;
    const auto is_this = [&](const FileImport& each) { return each.from == from && each.import == decl; };
    const auto at = std::ranges::find_if(roles_.imports, is_this);
    if (at == roles_.imports.end()) return {};
    std::vector<std::uint32_t> found;
    for (std::uint32_t index = 0; index < model_.modules.size(); ++index)
      if (model_.modules[index].tree->file == at->to) found.push_back(index);
    return found;
  }

  [[nodiscard]] std::vector<std::uint32_t> by_name(std::uint32_t importer, const ImportDecl& import) {
    const std::string name = dotted(import.module);
    std::vector<std::uint32_t> found;
    for (std::uint32_t index = 0; index < model_.modules.size(); ++index)
      if (model_.modules[index].name == name) found.push_back(index);
    if (found.empty()) report_not_found(importer, name, span_of(import.module));
    return found;
  }

  void report_not_found(std::uint32_t importer, const std::string& name, Span span) {
    std::vector<std::string_view> known(roles_.importable.begin(), roles_.importable.end());
    for (const ResolvedModule& each : model_.modules)
      if (each.name != model_.modules[importer].name) known.push_back(each.name);
    base::Diagnostic diagnostic = diagnostics::module_not_found(span, name);
    if (const auto near = base::nearest(name, known)) {
      diagnostic.helps.push_back("did you mean `" + std::string(*near) + "`?");
      diagnostic.suggestion = base::Suggestion{span, std::string(*near)};
    } else {
      diagnostic.helps.emplace_back(
          "a module is found among the files of the run and in the standard library; any other file is named: "
          "`import \"path/to/file.nexus\"`");
    }
    sink_.emit(std::move(diagnostic));
  }

  /// The name it has in the importing file, which nothing else there may have.
  void take_name(std::uint32_t importer, const ImportDecl& import, ResolvedImport found) {
    ResolvedModule& module = model_.modules[importer];
    std::string_view name;
    if (import.alias)
      name = import.alias->text;
    else if (!import.module.empty())
      name = import.module.back().text;
    else if (!found.modules.empty())
      name = last_segment(model_.modules[found.modules.front()].name);
    if (name.empty()) return;
    const Span where = import.alias ? import.alias->span : found.span;
    // Called like a level, it is in nobody's way: it stands before a dot, or after `enforce`.
    if (const std::string_view meaning = built_in_value(name); !meaning.empty() && meaning != "a level")
      sink_.emit(
          diagnostics::reserved_name(where, name, meaning).with_help("give it another name: `import … as other`"));
    const auto twice = [&](Span first) {
      sink_.emit(diagnostics::duplicate_name(where, "import", name)
                     .with_label(first, "first here")
                     .with_help("give it another name: `import … as other`"));
    };
    if (const auto value = module.values.find(name); value != module.values.end())
      twice(declared_value((*module.tree)[value->second]).name->span);
    else if (const auto other = module.imports.find(name); other != module.imports.end())
      twice(other->second.span);
    else
      module.imports.emplace(name, std::move(found));
  }

  // ---- order

  void order() {
    Uses uses(model_.modules.size());
    for (std::uint32_t index = 0; index < uses.size(); ++index)
      for (const ResolvedImport* import : in_source_order(model_.modules[index]))
        uses[index].insert(uses[index].end(), import->modules.begin(), import->modules.end());
    DependencyOrder ordered = order_by_use(uses);
    for (const auto& cycle : ordered.cycles) report_cycle(cycle);
    model_.import_order = std::move(ordered.order);
  }

  static std::vector<const ResolvedImport*> in_source_order(const ResolvedModule& module) {
    std::vector<const ResolvedImport*> all;
    for (const auto& [name, import] : module.imports) all.push_back(&import);
    std::ranges::sort(all, {}, [](const ResolvedImport* import) { return import->decl.index(); });
    return all;
  }

  void report_cycle(const std::vector<std::uint32_t>& cycle) {
    // The cycle is told from its first module on, wherever the search met it.
    std::vector<std::uint32_t> path = cycle;
    std::rotate(path.begin(), std::ranges::min_element(path), path.end());  // clang 14 refuses std::ranges::rotate
    const auto name = [&](std::size_t i) { return "`" + model_.modules[path[i % path.size()]].name + "`"; };
    std::string words = name(0);
    for (std::size_t i = 1; i <= path.size(); ++i) words += (i == 1 ? " imports " : ", which imports ") + name(i);
    base::Diagnostic diagnostic = diagnostics::import_cycle(import_between(path[0], path[1 % path.size()]), words);
    for (std::size_t i = 1; i < path.size(); ++i)
      diagnostic.labels.push_back({import_between(path[i], path[(i + 1) % path.size()]), "imports " + name(i + 1)});
    diagnostic.helps.emplace_back("what both need goes into a module of its own, which both import");
    sink_.emit(std::move(diagnostic));
  }

  [[nodiscard]] Span import_between(std::uint32_t from, std::uint32_t to) const {
    for (const ResolvedImport* import : in_source_order(model_.modules[from]))
      if (std::ranges::count(import->modules, to) != 0) return import->span;
    return {};
  }

  ResolvedModel& model_;
  const FileRoles& roles_;
  base::DiagnosticSink& sink_;
};

}  // namespace

void resolve_imports(ResolvedModel& model, const FileRoles& roles, base::DiagnosticSink& sink) {
  Imports(model, roles, sink).run();
}

std::string dotted(const Path& path) {
  std::string text;
  for (const Name& part : path) text.append(text.empty() ? "" : ".").append(part.text);
  return text;
}

Span span_of(const Path& path) { return base::cover(path.front().span, path.back().span); }

}  // namespace nexus::rules::naming
