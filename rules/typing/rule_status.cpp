// `gate g is pass`, `phase p is not done`.
#include "rules/naming/declared_names.h"
#include "rules/typing/expressions.h"
#include "rules/typing/names.h"
#include "rules/typing/rule_names.h"
#include "rules/typing/words.h"

#include <algorithm>
#include <array>
#include <span>

namespace nexus::rules::typing {

namespace {

constexpr std::array<std::string_view, 7> gate_statuses = {"pass",    "warn",   "fail",    "unknown",
                                                           "skipped", "waived", "upcoming"};
constexpr std::array<std::string_view, 7> phase_statuses = {"ready",   "active",       "done",   "blocked",
                                                            "skipped", "out_of_order", "unknown"};
constexpr std::array<std::string_view, 5> trigger_statuses = {"quiet", "fired", "pending", "unknown", "skipped"};

std::span<const std::string_view> statuses_of(grammar::RuleKind kind) {
  switch (kind) {
    case grammar::RuleKind::gate:
      return gate_statuses;
    case grammar::RuleKind::phase:
      return phase_statuses;
    case grammar::RuleKind::trigger:
      return trigger_statuses;
  }
  return {};
}

Span path_span(const grammar::Path& path) { return base::cover(path.front().span, path.back().span); }

/// What is written for a status: a word, or what the row of a test has in its place.
std::string_view written_status(const Scope& scope, const grammar::Path& status) {
  if (const grammar::ExprId in_row = scope.in_row(status)) {
    const grammar::Expr& expr = scope.tree[in_row];
    if (const auto* name = std::get_if<grammar::NameRef>(&expr.node)) return name->name.text;
    if (const auto* text = std::get_if<grammar::StringLiteral>(&expr.node); text != nullptr && text->pieces.size() == 1) return text->pieces.front().text;
  }
  return status.size() == 1 ? status.front().text : std::string_view{};
}

}  // namespace

std::optional<std::string> type_status_word(Scope& scope, const grammar::Path& status, std::span<const std::string_view> words,
                                            std::string_view whose) {
  Context& context = scope.context;
  const std::string_view word = written_status(scope, status);
  if (std::ranges::count(words, word) != 0) return std::string(word);
  const grammar::ExprId in_row = scope.in_row(status);
  const grammar::ExprId row = scope.in_row(grammar::Path{status.front()});
  if (!in_row && row && status.size() > 1) {  // `row.want`, of a row that has no `want`
    context.report(diagnostics::unknown_field(scope.tree[row].span, "this row", status.back().text)
                       .with_label(path_span(status), "read here"));
    return std::nullopt;
  }
  const Span span = in_row ? scope.tree[in_row].span : path_span(status);
  const std::string written = context.text(span);
  base::Diagnostic diagnostic = diagnostics::unknown_status(span, whose, written);
  diagnostic = did_you_mean(std::move(diagnostic), span, written, words);
  if (!diagnostic.suggestion) diagnostic.helps.push_back("a " + std::string(whose) + " is " + quoted_list(words, "or"));
  context.report(std::move(diagnostic));
  return std::nullopt;
}

ExprId type_rule_status(Scope& scope, const grammar::RuleStatus& node, Span span) {
  Context& context = scope.context;
  if (scope.constants_only) {
    context.report(diagnostics::not_a_constant(span, short_text(context, span, "this condition"))
                       .with_help("a param is given in literals, so that it can be tuned alone"));
    return context.add_error(span);
  }
  const auto rule = find_rule(scope, node.kind, node.rule);
  const auto status = type_status_word(scope, node.status, statuses_of(node.kind), rule_kind_word(node.kind));
  if (!rule || !status) return context.add_error(span);
  scope.mention({*rule, span});
  // Of a policy's own rules the graph sees to it; what stands at a prompt is in no graph.
  if (scope.all_modules && !is_in_force(context.model, *rule)) {
    report_not_in_force(context, *rule, span);
    return context.add_error(span);
  }
  if (node.instance && !is_for_each(scope, *rule)) {
    context.report(
        diagnostics::no_instances(node.instance->span, rule_kind_word(node.kind), head_syntax(context, *rule).name.text)
            .with_help("only rules with `for each` have instances to choose from: leave out what stands in brackets"));
    return context.add_error(span);
  }
  const auto instance = node.instance ? std::optional(std::string(node.instance->text)) : std::nullopt;
  return context.add(RuleStatusNode{*rule, instance, *status, node.negated}, TypeKind::boolean, span);
}

}  // namespace nexus::rules::typing
