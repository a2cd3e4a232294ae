#include "rules/typing/rule_names.h"

#include "rules/naming/declared_names.h"
#include "rules/naming/imports.h"
#include "rules/typing/imported_names.h"
#include "rules/typing/words.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

/// The import that qualifies a rule's name: `quality` of `quality.coverage`; null where the name stands alone.
const ResolvedImport* qualifier_of(const Scope& scope, std::span<const grammar::Name> path) {
  return path.size() == 2 ? find_import(scope, path.front().text) : nullptr;
}

/// The rule of that name in the module; nothing where there is none.
std::optional<RuleRef> rule_in(const Context& context, std::size_t module, std::string_view name) {
  const auto& rules = context.resolved.modules[module].rules;
  const auto at = rules.find(name);
  if (at == rules.end()) return std::nullopt;
  const auto* rule = std::get_if<RuleRef>(&context.modules[module].meanings[at->second.index()]);
  return rule != nullptr ? std::optional(*rule) : std::nullopt;
}

/// What messages call a rule where a gate, a phase or a trigger will do.
constexpr std::string_view any_kind = "rule";

void add_rules(std::vector<std::string_view>& names, const grammar::SyntaxTree& tree, std::string_view kind) {
  for (const grammar::Decl& decl : tree.decls)
    if (const auto rule = naming::declared_rule(decl); rule.name != nullptr && (kind == any_kind || rule.what == kind))
      names.push_back(rule.name->text);
}

void report_not_in_module(const Scope& scope, const ResolvedImport& import, std::string_view kind,
                          const grammar::Name& name) {
  if (import.modules.empty()) return;  // there is no such module, which was reported
  std::vector<std::string_view> candidates;
  for (const std::uint32_t module : import.modules) add_rules(candidates, scope.context.tree(module), kind);
  const std::string module = scope.context.resolved.modules[import.modules.front()].name;
  base::Diagnostic diagnostic = diagnostics::not_in_module(name.span, module, kind, name.text);
  scope.context.report(did_you_mean(std::move(diagnostic), name.span, name.text, candidates));
}

/// `std.delivery.quality.coverage`, where the import is called `quality`.
std::optional<std::string> by_import(const Scope& scope, std::span<const grammar::Name> path) {
  const auto& modules = scope.context.resolved.modules;
  if (scope.module >= modules.size()) return std::nullopt;
  const std::string owner = naming::dotted({path.begin(), path.end() - 1});
  for (const auto& [name, import] : modules[scope.module].imports)
    if (!import.modules.empty() && modules[import.modules.front()].name == owner) return std::string(name).append(".").append(path.back().text);
  return std::nullopt;
}

void report_unknown_rule(const Scope& scope, std::string_view kind, const grammar::Path& path) {
  if (const ResolvedImport* import = qualifier_of(scope, path))
    return report_not_in_module(scope, *import, kind, path.back());
  std::vector<std::string_view> candidates;
  if (scope.module < scope.context.resolved.modules.size())
    add_rules(candidates, scope.context.tree(scope.module), kind);
  const Span span = base::cover(path.front().span, path.back().span);
  const std::string text = naming::dotted(path);
  base::Diagnostic diagnostic =
      did_you_mean(diagnostics::unknown_rule_name(span, kind, text), span, text, candidates);
  if (const auto imported = by_import(scope, path))
    diagnostic.helps.push_back("say it by the name of the import: `" + *imported + "`");
  else if (!diagnostic.suggestion && !candidates.empty())
    diagnostic.helps.push_back("there is " + quoted_list(candidates, "and"));
  scope.context.report(std::move(diagnostic));
}

/// Is there a rule of that kind all the same? Then its name was taken, which was reported.
bool is_declared_twice(const Scope& scope, grammar::RuleKind kind, std::string_view name) {
  return std::ranges::any_of(scope.context.resolved.modules, [&](const ResolvedModule& module) {
    return std::ranges::any_of(module.tree->decls, [&](const grammar::Decl& decl) {
      const auto rule = naming::declared_rule(decl);
      return rule.name != nullptr && rule.what == rule_kind_word(kind) && rule.name->text == name;
    });
  });
}

}  // namespace

std::optional<RuleRef> look_up_rule(const Scope& scope, std::span<const grammar::Name> path) {
  const auto& modules = scope.context.resolved.modules;
  if (const ResolvedImport* import = qualifier_of(scope, path)) {
    for (const std::uint32_t module : import->modules)
      if (const auto rule = rule_in(scope.context, module, path.back().text)) return rule;
    return std::nullopt;
  }
  // A module's own full name qualifies, too; at a prompt that of any module.
  const std::string qualifier = naming::dotted({path.begin(), path.end() - 1});
  for (std::size_t module = 0; module < modules.size(); ++module) {
    const bool is_seen = scope.all_modules ? modules[module].takes_part : module == scope.module;
    if (!is_seen || (!qualifier.empty() && modules[module].name != qualifier)) continue;
    if (const auto rule = rule_in(scope.context, module, path.back().text)) return rule;
  }
  return std::nullopt;
}

std::string_view rule_kind_word(grammar::RuleKind kind) {
  switch (kind) {
    case grammar::RuleKind::gate:
      return "gate";
    case grammar::RuleKind::phase:
      return "phase";
    case grammar::RuleKind::trigger:
      return "trigger";
  }
  return {};
}

namespace {

DeclRef source_of(const Context& context, RuleRef rule) {
  const auto& sources = rule.kind == grammar::RuleKind::gate    ? context.rules.gates
                        : rule.kind == grammar::RuleKind::phase ? context.rules.phases
                                                                : context.rules.triggers;
  return sources[rule.index];
}

}  // namespace

const grammar::Decl& rule_syntax(const Context& context, RuleRef rule) {
  const DeclRef ref = source_of(context, rule);
  return context.tree(ref.module)[ref.decl];
}

const grammar::RuleHead& head_syntax(const Context& context, RuleRef rule) {
  const grammar::Decl& decl = rule_syntax(context, rule);
  if (const auto* gate = std::get_if<grammar::GateDecl>(&decl.node)) return gate->head;
  if (const auto* phase = std::get_if<grammar::PhaseDecl>(&decl.node)) return phase->head;
  return std::get<grammar::TriggerDecl>(decl.node).head;
}

std::optional<RuleRef> find_rule(const Scope& scope, grammar::RuleKind kind, const grammar::Path& path) {
  const auto rule = look_up_rule(scope, path);
  if (rule && rule->kind == kind) return rule;
  if (rule && is_declared_twice(scope, kind, path.back().text)) return std::nullopt;
  if (rule) {
    const Span span = base::cover(path.front().span, path.back().span);
    const grammar::Name& declared = head_syntax(scope.context, *rule).name;
    scope.context.report(
        diagnostics::wrong_rule_kind(span, path.back().text, rule_kind_word(rule->kind), rule_kind_word(kind))
            .with_label(declared.span, "declared here")
            .with_help(rule->kind == grammar::RuleKind::gate
                           ? "a gate stands behind `gates`, or in a condition: `gate " + std::string(path.back().text) +
                                 " is …`"
                       : rule->kind == grammar::RuleKind::phase
                           ? "a phase stands behind `after`, or in a condition: `phase " +
                                 std::string(path.back().text) + " is …`"
                           : "a condition on it is written `trigger " + std::string(path.back().text) + " is …`"));
    return std::nullopt;
  }
  report_unknown_rule(scope, rule_kind_word(kind), path);
  return std::nullopt;
}

std::optional<RuleRef> find_any_rule(const Scope& scope, const grammar::Path& path) {
  const auto rule = look_up_rule(scope, path);
  if (!rule) report_unknown_rule(scope, any_kind, path);
  return rule;
}

bool is_in_force(const CheckedModel& model, RuleRef rule) {
  switch (rule.kind) {
    case grammar::RuleKind::gate:
      return model.gates[GateId(rule.index)].head.in_force;
    case grammar::RuleKind::phase:
      return model.phases[PhaseId(rule.index)].head.in_force;
    case grammar::RuleKind::trigger:
      break;
  }
  return model.triggers[TriggerId(rule.index)].head.in_force;
}

namespace {

/// How the rules of a module come into force: those of a library are enforced, those of a policy named in the run.
std::string not_in_force_help(const Context& context, RuleRef rule) {
  const ResolvedModule& module = context.resolved.modules[source_of(context, rule).module];
  if (module.kind == grammar::ModuleKind::library)
    return "rules of a library are judged where it is enforced: `enforce …`";
  return "`" + module.name + "` is a policy: name its file in the run";
}

}  // namespace

void report_not_in_force(Context& context, RuleRef rule, Span where) {
  const grammar::Name& name = head_syntax(context, rule).name;
  context.report(diagnostics::not_in_force(where, rule_kind_word(rule.kind), name.text)
                     .with_label(name.span, "declared here, in a module that is not in force")
                     .with_help(not_in_force_help(context, rule)));
}

bool is_for_each(const Scope& scope, RuleRef rule) { return head_syntax(scope.context, rule).for_each.has_value(); }

}  // namespace nexus::rules::typing
