#include "rules/lint.h"

#include "rules/linting/lint_context.h"

#include <algorithm>

namespace nexus::rules {

namespace {

/// Does `# nexus: silence NAME` stand above the declaration, clause or field that holds the diagnostic?
bool is_silenced(const ResolvedModel& resolved, const base::Diagnostic& diagnostic) {
  return std::ranges::any_of(resolved.modules, [&](const ResolvedModule& module) {
    return module.tree->file == diagnostic.span.file && std::ranges::any_of(module.tree->silences, [&](const grammar::Silence& silence) {
      const bool holds = silence.span.begin <= diagnostic.span.begin && diagnostic.span.end <= silence.span.end;
      return holds && std::ranges::count(silence.names, diagnostic.name) != 0;
    });
  });
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
