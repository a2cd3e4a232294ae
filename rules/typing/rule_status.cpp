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

/// The status word, where it is one of the rule's kind; reported where not.
std::optional<std::string> status_word(Context& context, const grammar::RuleStatus& node) {
  const auto words = statuses_of(node.kind);
  const std::string_view word = node.status.front().text;
  if (node.status.size() == 1 && std::ranges::count(words, word) != 0) return std::string(word);
  const std::string written = context.text(path_span(node.status));
  base::Diagnostic diagnostic = diagnostics::unknown_status(path_span(node.status), rule_kind_word(node.kind), written);
  diagnostic = did_you_mean(std::move(diagnostic), path_span(node.status), written, words);
  if (!diagnostic.suggestion)
    diagnostic.helps.push_back("a " + std::string(rule_kind_word(node.kind)) + " is " + quoted_list(words, "or"));
  context.report(std::move(diagnostic));
  return std::nullopt;
}

}  // namespace

ExprId type_rule_status(Scope& scope, const grammar::RuleStatus& node, Span span) {
  Context& context = scope.context;
  if (scope.constants_only) {
    context.report(diagnostics::not_a_constant(span, short_text(context, span, "this condition"))
                       .with_help("a param is given in literals, so that it can be tuned alone"));
    return context.add_error(span);
  }
  const auto rule = find_rule(scope, node.kind, node.rule);
  const auto status = status_word(context, node);
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
            .with_help("only rules with `for each` have instances to choose from"));
    return context.add_error(span);
  }
  const auto instance = node.instance ? std::optional(std::string(node.instance->text)) : std::nullopt;
  return context.add(RuleStatusNode{*rule, instance, *status, node.negated}, TypeKind::boolean, span);
}

}  // namespace nexus::rules::typing
