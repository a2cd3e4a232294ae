#include "rules/typing/scores.h"

#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"

namespace nexus::rules::typing {

namespace {

/// The number an expression stands for in this run; nothing, with a report, where it depends on the snapshot.
std::optional<base::Decimal> type_number(Scope& scope, grammar::ExprId id, TypeKind kind, std::string_view what) {
  Context& context = scope.context;
  const TypeId wanted = context.scalar(kind);
  const ExprId typed = type_expression(scope, id, wanted);
  if (context.kind(require_type(context, typed, wanted, what)) == TypeKind::error) return std::nullopt;
  const auto value = fold_in_force(context.model, typed);
  if (const auto* quantity = value ? std::get_if<base::Quantity>(&*value) : nullptr) return quantity->value;
  context.report(diagnostics::not_a_constant(context.span_of(typed), what).with_help("write the number, or make it a param"));
  return std::nullopt;
}

std::optional<base::Decimal> type_band(Scope& scope, grammar::ExprId id, std::string_view what) {
  const auto value = type_number(scope, id, TypeKind::ratio, what);
  if (!value || (!value->is_negative() && *value <= base::Decimal(1))) return value;
  scope.context.report(
      diagnostics::bad_score(scope.syntax(id).span, what, base::format_exact(*value, base::Dimension::ratio))
          .with_help("write the share of the weights that is enough, such as `90%`"));
  return std::nullopt;
}

}  // namespace

ScoreNode type_score(Scope& scope, const grammar::Score& score) {
  const auto pass = type_band(scope, score.pass, "the score to pass");
  const auto warn = score.warn ? type_band(scope, score.warn, "the score to warn") : pass;
  if (!pass || !warn) return {};
  if (*warn > *pass)
    scope.context.report(diagnostics::score_bands_crossed(score.span, base::format_exact(*warn, base::Dimension::ratio),
                                                          base::format_exact(*pass, base::Dimension::ratio))
                             .with_help("to pass takes more than to warn, as in `score pass 90% warn 75%`"));
  return {*pass, *warn};
}

void type_share(Scope& scope, const grammar::Requirement& requirement, Scored scored, RequirementNode& node) {
  Context& context = scope.context;
  const auto needs_score = [&](Span where, std::string_view clause) {
    if (scored == Scored::no)
      context.report(
          diagnostics::only_in_scored_gate(where, clause)
              .with_help(
                  "leave it out; only gates have a score, and this one would need its own: `score pass 90% warn 75%`"));
  };
  node.key = requirement.key.has_value();
  if (requirement.key) needs_score(*requirement.key, "key");
  if (requirement.warn_when) {
    needs_score(requirement.warn_when->span, "warn when");
    node.band = type_condition(scope, requirement.warn_when->expr);
  }
  if (requirement.weight) {
    needs_score(requirement.weight->span, "weight");
    const auto weight = type_number(scope, requirement.weight->expr, TypeKind::number, "a weight");
    if (weight && (weight->is_negative() || weight->is_zero()))
      context.report(diagnostics::bad_weight(scope.syntax(requirement.weight->expr).span, weight->to_string())
                         .with_help("to show a requirement that does not count, move it into a gate of its own"));
    else if (weight)
      node.weight = *weight;
  }
  if (scored == Scored::yes && requirement.otherwise && requirement.otherwise->level)
    context.report(diagnostics::level_in_scored_gate(scope.syntax(requirement.otherwise->level).span)
                       .with_help("leave the level out: what the gate asks for is said by `on fail`, and a requirement "
                                  "that must hold is marked `key`"));
}

}  // namespace nexus::rules::typing
