#include "rules/typing/rule_names.h"

#include "rules/naming/declared_names.h"
#include "rules/typing/names.h"
#include "rules/typing/words.h"

namespace nexus::rules::typing {

namespace {

std::string dotted(const grammar::Path& path, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text.append(i == 0 ? "" : ".").append(path[i].text);
  return text;
}

/// The rule of that name in the module; nothing where there is none.
std::optional<RuleRef> rule_in(const Context& context, std::size_t module, std::string_view name) {
  const auto& rules = context.resolved.modules[module].rules;
  const auto at = rules.find(name);
  if (at == rules.end()) return std::nullopt;
  const auto* rule = std::get_if<RuleRef>(&context.modules[module].meanings[at->second.index()]);
  return rule != nullptr ? std::optional(*rule) : std::nullopt;
}

std::optional<RuleRef> look_up_rule(const Scope& scope, const grammar::Path& path) {
  const auto& modules = scope.context.resolved.modules;
  const std::string qualifier = dotted(path, path.size() - 1);
  for (std::size_t module = 0; module < modules.size(); ++module) {
    const bool is_seen = scope.all_modules || module == scope.module;
    if (!is_seen || (!qualifier.empty() && modules[module].name != qualifier)) continue;
    if (const auto rule = rule_in(scope.context, module, path.back().text)) return rule;
  }
  return std::nullopt;
}

void report_unknown_rule(const Scope& scope, grammar::RuleKind kind, const grammar::Path& path) {
  std::vector<std::string_view> candidates;
  if (scope.module < scope.context.resolved.modules.size())
    for (const grammar::Decl& decl : scope.context.tree(scope.module).decls)
      if (const auto rule = naming::declared_rule(decl); rule.name != nullptr && rule.what == rule_kind_word(kind))
        candidates.push_back(rule.name->text);
  const Span span = base::cover(path.front().span, path.back().span);
  const std::string text = dotted(path, path.size());
  base::Diagnostic diagnostic =
      did_you_mean(diagnostics::unknown_rule_name(span, rule_kind_word(kind), text), span, text, candidates);
  if (!diagnostic.suggestion && !candidates.empty())
    diagnostic.helps.push_back("there is " + quoted_list(candidates, "and"));
  scope.context.report(std::move(diagnostic));
}

}  // namespace

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

const grammar::Decl& rule_syntax(const Context& context, RuleRef rule) {
  const auto& sources = rule.kind == grammar::RuleKind::gate    ? context.rules.gates
                        : rule.kind == grammar::RuleKind::phase ? context.rules.phases
                                                                : context.rules.triggers;
  const DeclRef ref = sources[rule.index];
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
  if (rule) {
    const Span span = base::cover(path.front().span, path.back().span);
    const grammar::Name& declared = head_syntax(scope.context, *rule).name;
    scope.context.report(
        diagnostics::wrong_rule_kind(span, path.back().text, rule_kind_word(rule->kind), rule_kind_word(kind))
            .with_label(declared.span, "declared here"));
    return std::nullopt;
  }
  if (!is_imported(scope, path.front().text)) report_unknown_rule(scope, kind, path);
  return std::nullopt;
}

bool is_for_each(const Scope& scope, RuleRef rule) { return head_syntax(scope.context, rule).for_each.has_value(); }

}  // namespace nexus::rules::typing
