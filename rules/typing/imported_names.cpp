#include "rules/typing/imported_names.h"

#include "rules/naming/declared_names.h"
#include "rules/typing/words.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

/// Is there a field called like the import, with such a field in it?
bool is_field(const Scope& scope, std::string_view alias, std::string_view name) {
  const Context& context = scope.context;
  const RecordShape* snapshot = snapshot_record(scope);
  const RecordField* field = snapshot != nullptr ? snapshot->find(alias) : nullptr;
  if (field == nullptr) return false;
  const Type& type = context.type(field->type);
  if (type.kind != TypeKind::record) return type.kind == TypeKind::map || type.kind == TypeKind::any;
  return context.model.types[type.record].find(name) != nullptr;
}

/// Reports a name the module does not have: with the rule of that name, or the field that the import hides.
void report_not_there(const Scope& scope, const ResolvedImport& import, std::string_view alias, std::string_view what,
                      const grammar::Name& name) {
  const Context& context = scope.context;
  const std::string module = context.resolved.modules[import.modules.front()].name;
  base::Diagnostic diagnostic = diagnostics::not_in_module(name.span, module, what, name.text);
  const std::string written = std::string(alias) + "." + std::string(name.text);
  std::vector<std::string_view> candidates;
  for (const std::uint32_t each : import.modules) {
    const ResolvedModule& other = context.resolved.modules[each];
    const Type& snapshot = context.type(context.modules[each].snapshot);
    if (snapshot.kind == TypeKind::record && context.model.types[snapshot.record].find(name.text) != nullptr)
      diagnostic.helps.push_back("fields of the snapshot are written without the module: `" + std::string(name.text) + "`");
    if (const auto rule = other.rules.find(name.text); rule != other.rules.end()) {
      const std::string kind(naming::declared_rule((*other.tree)[rule->second]).what);
      diagnostic.helps.push_back("`" + written + "` is a " + kind + "; a condition on it is written `" + kind + " " +
                                 written + " is …`");
    }
    for (const grammar::Decl& decl : other.tree->decls)
      if (const auto declared = naming::declared_value(decl); declared.name != nullptr)
        candidates.push_back(declared.name->text);
  }
  if (diagnostic.helps.empty()) diagnostic = did_you_mean(std::move(diagnostic), name.span, name.text, candidates);
  scope.context.report(std::move(diagnostic));
}

}  // namespace

bool means_field(const Scope& scope, const ResolvedImport& import, std::string_view alias, std::string_view name) {
  const auto declares = [&](std::uint32_t module) { return scope.context.resolved.modules[module].values.contains(name); };
  return is_field(scope, alias, name) && std::ranges::none_of(import.modules, declares);
}

const ResolvedImport* find_import(const Scope& scope, std::string_view name) {
  const auto& modules = scope.context.resolved.modules;
  if (is_bound(scope, name) || find_declared(scope, name).decl != nullptr) return nullptr;
  for (std::size_t index = 0; index < modules.size(); ++index) {
    const bool is_seen = scope.all_modules ? modules[index].takes_part : index == scope.module;
    if (!is_seen) continue;
    if (const auto at = modules[index].imports.find(name); at != modules[index].imports.end()) return &at->second;
  }
  return nullptr;
}

Declared find_imported(const Scope& scope, const ResolvedImport& import, std::string_view alias, std::string_view what,
                       const grammar::Name& name) {
  const Context& context = scope.context;
  for (const std::uint32_t index : import.modules) {
    const auto& values = context.resolved.modules[index].values;
    if (const auto at = values.find(name.text); at != values.end())
      return {&context.tree(index)[at->second], context.modules[index].meanings[at->second.index()]};
  }
  if (!import.modules.empty()) report_not_there(scope, import, alias, what, name);
  return {};
}

Declared find_imported_input(const Scope& scope, std::string_view name) {
  const Context& context = scope.context;
  if (scope.module >= context.resolved.modules.size()) return {};
  for (const auto& [alias, import] : context.resolved.modules[scope.module].imports)
    for (const std::uint32_t index : import.modules) {
      const auto& values = context.resolved.modules[index].values;
      const auto at = values.find(name);
      if (at == values.end() || !std::holds_alternative<grammar::InputDecl>(context.tree(index)[at->second].node))
        continue;
      return {&context.tree(index)[at->second], context.modules[index].meanings[at->second.index()]};
    }
  return {};
}

ExprId use_imported(Scope& scope, const ResolvedImport& import, const grammar::Name& alias, const grammar::Name& field,
                    Span span) {
  Context& context = scope.context;
  const Declared declared = find_imported(scope, import, alias.text, "value", field);
  if (declared.decl == nullptr) return context.add_error(span);
  if (scope.constants_only) {
    context.report(diagnostics::not_a_constant(span, short_text(context, span, "this"))
                       .with_help("a param is given in literals, so that it can be tuned alone"));
    return context.add_error(span);
  }
  return use_declared(scope, declared, std::string(alias.text) + "." + std::string(field.text), span);
}

ExprId report_import_is_no_value(Scope& scope, std::string_view name, Span span) {
  base::Diagnostic diagnostic = diagnostics::not_a_value(span, "import", name);
  diagnostic.helps.push_back("name what of it is meant: `" + std::string(name) + ".…`");
  scope.context.report(std::move(diagnostic));
  return scope.context.add_error(span);
}

}  // namespace nexus::rules::typing
