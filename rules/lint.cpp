#include "rules/lint.h"

#include "rules/linting/lint_context.h"

#include <algorithm>

namespace nexus::rules {

namespace {

/// Does `# nexus: silence NAME` stand before the declaration that holds the diagnostic?
bool is_silenced(const ResolvedModel& resolved, const base::Diagnostic& diagnostic) {
  const auto holds = [&](const grammar::Decl& decl) {
    return decl.span.begin <= diagnostic.span.begin && diagnostic.span.end <= decl.span.end;
  };
  for (const ResolvedModule& module : resolved.modules) {
    if (module.tree->file != diagnostic.span.file) continue;
    // Declarations stand in source order: the last that begins before the place is the only one that can hold it.
    const auto begin = [](const grammar::Decl& decl) { return decl.span.begin; };
    const auto after = std::ranges::upper_bound(module.tree->decls.begin(), module.tree->decls.end(),
                                                diagnostic.span.begin, {}, begin);
    if (after == module.tree->decls.begin()) continue;
    const grammar::Decl& decl = *std::prev(after);
    if (holds(decl) && std::ranges::count(decl.silenced, diagnostic.name) != 0) return true;
  }
  return false;
}

/// Lints are for the authors of what is named in the run, not for whoever imports it.
bool is_of_the_run(const ResolvedModel& resolved, const base::Diagnostic& diagnostic) {
  const auto is_there = [&](const ResolvedModule& module) { return module.tree->file == diagnostic.span.file; };
  const auto module = std::ranges::find_if(resolved.modules, is_there);
  return module == resolved.modules.end() || module->named;
}

}  // namespace

void lint(const ResolvedModel& resolved, const CheckedModel& model, base::DiagnosticSink& sink,
          const std::optional<base::Decimal>& now) {
  base::DiagnosticSink found;
  linting::LintContext context{resolved, model, found};
  linting::lint_names(context);
  linting::lint_expressions(context);
  linting::lint_rules(context);
  linting::lint_tables(context);
  if (now) linting::lint_waivers(context, *now);
  for (const base::Diagnostic& diagnostic : found.all())
    if (is_of_the_run(resolved, diagnostic) && !is_silenced(resolved, diagnostic)) sink.emit(diagnostic);
}

}  // namespace nexus::rules
