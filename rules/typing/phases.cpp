#include "rules/typing/phases.h"

#include "rules/typing/imported_names.h"
#include "rules/typing/rule_names.h"

#include <algorithm>
#include <unordered_set>

namespace nexus::rules::typing {

namespace {

Span path_span(const grammar::Path& path) { return base::cover(path.front().span, path.back().span); }

/// Whoever comes after a phase waits until it is done: then it has to say what that means.
void check_is_ever_done(Scope& scope, RuleRef rule, Span where) {
  const auto& phase = std::get<grammar::PhaseDecl>(rule_syntax(scope.context, rule).node);
  if (phase.done.when || phase.done.at) return;
  scope.context.report(
      diagnostics::never_done(where, phase.head.name.text)
          .with_label(phase.head.name.span, "declared without `done when`")
          .with_help("say in `" + std::string(phase.head.name.text) + "` when it is done: `done when …`"));
}

class GateList {
 public:
  explicit GateList(Scope& scope) : scope_(scope) {}

  void add(const grammar::GateRef& ref) {
    if (ref.all)
      add_all(ref);
    else if (const auto rule = find_rule(scope_, grammar::RuleKind::gate, ref.path))
      add(GateId(rule->index), ref.span);
  }

  std::vector<GateId> gates;

 private:
  void add(GateId gate, Span span) {
    scope_.mention({RuleRef{grammar::RuleKind::gate, gate.index()}, span});
    if (seen_.insert(gate).second) gates.push_back(gate);
  }

  /// `*` is every gate of this file; `quality.*` every gate of an imported one.
  void add_all(const grammar::GateRef& ref) {
    if (ref.path.empty()) return add_all(ref, {static_cast<std::uint32_t>(scope_.module)}, "this file");
    Context& context = scope_.context;
    const ResolvedImport* import = ref.path.size() == 1 ? find_import(scope_, ref.path.front().text) : nullptr;
    if (import == nullptr)
      context.report(diagnostics::unknown_module(path_span(ref.path), context.text(path_span(ref.path))));
    else if (!import->modules.empty())
      add_all(ref, import->modules, "module `" + context.resolved.modules[import->modules.front()].name + "`");
  }

  void add_all(const grammar::GateRef& ref, const std::vector<std::uint32_t>& modules, const std::string& where) {
    bool any = false;
    for (const std::uint32_t module : modules)
      for (const Meaning& meaning : scope_.context.modules[module].meanings)
        if (const auto* rule = std::get_if<RuleRef>(&meaning); rule != nullptr && rule->kind == grammar::RuleKind::gate) {
          any = true;
          add(GateId(rule->index), ref.span);
        }
    if (!any) scope_.context.report(diagnostics::no_gates_here(ref.span, where));
  }

  Scope& scope_;
  std::unordered_set<GateId> seen_;
};

}  // namespace

std::vector<AfterNode> find_predecessors(Scope& scope, const grammar::PhaseDecl& phase) {
  std::vector<AfterNode> after;
  for (const grammar::AfterItem& item : phase.after) {
    AfterNode node;
    for (const grammar::Path& path : item.alternatives) {
      const auto rule = find_rule(scope, grammar::RuleKind::phase, path);
      if (!rule) continue;
      check_is_ever_done(scope, *rule, path_span(path));
      scope.mention({*rule, path_span(path)});
      node.alternatives.emplace_back(rule->index);
    }
    if (!node.alternatives.empty()) after.push_back(std::move(node));
  }
  return after;
}

std::vector<PhaseId> find_phases(Scope& scope, const std::vector<grammar::Path>& paths) {
  std::vector<PhaseId> phases;
  for (const grammar::Path& path : paths)
    if (const auto rule = find_rule(scope, grammar::RuleKind::phase, path))
      if (std::ranges::find(phases, PhaseId(rule->index)) == phases.end()) phases.emplace_back(rule->index);
  return phases;
}

std::vector<GateId> find_gates(Scope& scope, const grammar::PhaseDecl& phase) {
  GateList list(scope);
  for (const grammar::GateRef& ref : phase.gates) list.add(ref);
  return std::move(list.gates);
}

}  // namespace nexus::rules::typing
