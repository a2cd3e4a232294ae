#include "rules/resolved_model.h"

#include "rules/naming/declared_names.h"
#include "rules/naming/definitions.h"
#include "rules/naming/imports.h"
#include "rules/naming/in_force.h"

#include <algorithm>
#include <tuple>

namespace nexus::rules {

namespace {

/// `policies/payments.nexus` → `payments`.
std::string file_stem(std::string_view path) {
  constexpr std::string_view extension = ".nexus";
  if (const auto slash = path.find_last_of("/\\"); slash != std::string_view::npos) path.remove_prefix(slash + 1);
  if (path.ends_with(extension)) path.remove_suffix(extension.size());
  return std::string(path);
}

std::string module_name(const base::SourceMap& sources, const grammar::SyntaxTree& tree) {
  if (!tree.header) return file_stem(sources.name(tree.file));
  std::string name;
  for (const grammar::Name& part : tree.header->path) {
    if (!name.empty()) name += '.';
    name += part.text;
  }
  return name;
}

}  // namespace

ResolvedModel resolve(const base::SourceMap& sources, std::span<const grammar::SyntaxTree> trees,
                      std::vector<ParamOverride> overrides, base::DiagnosticSink& sink, const FileRoles& roles) {
  ResolvedModel model;
  model.sources = &sources;
  model.overrides = std::move(overrides);
  for (std::size_t i = 0; i < trees.size(); ++i) {
    ResolvedModule& module = model.modules.emplace_back();
    module.name = module_name(sources, trees[i]);
    module.tree = &trees[i];
    if (trees[i].header) module.kind = trees[i].header->kind;
    module.named = i < roles.named;
  }
  std::ranges::sort(model.modules, {}, [&](const ResolvedModule& m) {
    return std::tuple(std::string_view(m.name), sources.name(m.tree->file));
  });

  for (ResolvedModule& module : model.modules) {
    naming::collect_names(module, sink);
    naming::check_inner_names(*module.tree, sink);
  }
  naming::check_shared_modules(model.modules, sink);
  naming::resolve_imports(model, roles, sink);
  naming::put_in_force(model, roles, sink);
  model.definition_order = naming::order_definitions(model, sink);
  return model;
}

}  // namespace nexus::rules
