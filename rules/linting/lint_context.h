#pragma once

#include "base/diagnostics/catalogue.h"
#include "rules/checked_model.h"
#include "rules/resolved_model.h"

#include <string>

/// The inside of `lint`: one function a family of lints.
namespace nexus::rules::linting {

namespace diagnostics = base::diagnostics;

struct LintContext {
  const ResolvedModel& resolved;
  const CheckedModel& model;
  base::DiagnosticSink& sink;

  [[nodiscard]] TypeKind kind(ExprId id) const { return model.types[model[id].type].kind; }
  [[nodiscard]] Span span(ExprId id) const { return model[id].span; }
  /// The author's text.
  [[nodiscard]] std::string text(Span span) const { return std::string(resolved.sources->slice(span)); }
  /// The author's text in backticks where it is short, else `otherwise`.
  [[nodiscard]] std::string quoted(Span span, std::string_view otherwise) const;
};

/// Unused and shadowed names, rounded literals: what the syntax shows.
void lint_names(LintContext& context);
/// Conditions and values, wherever they stand.
void lint_expressions(LintContext& context);
/// Decision tables: inputs that no row fits, rows that nothing is left to.
void lint_tables(LintContext& context);
/// Waivers that are over.
void lint_waivers(LintContext& context, const base::Decimal& now);
/// Requirements without message, requirements and triggers that ranges decide, phases done by statuses alone.
void lint_rules(LintContext& context);

}  // namespace nexus::rules::linting
