#include "rules/linting/lint_context.h"
#include "rules/typing/constants.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

namespace nexus::rules::linting {

namespace {

// ------------------------------------------------------------------------------------------------ what ranges decide

/// The least and the greatest value an expression can have, by its declaration.
struct Interval {
  base::Decimal low, high;
};

/// What a condition can still be.
struct Outcomes {
  bool can_hold = true, can_fail = true;
};

class Ranges {
 public:
  explicit Ranges(const CheckedModel& model) : model_(model) {}

  [[nodiscard]] Outcomes outcomes(ExprId id) const {
    const Expr& expr = model_[id];
    if (const auto* compare = std::get_if<CompareNode>(&expr.node)) return of_comparison(*compare);
    if (const auto* negated = std::get_if<NotNode>(&expr.node)) {
      const Outcomes inner = outcomes(negated->operand);
      return {inner.can_fail, inner.can_hold};
    }
    if (const auto* logical = std::get_if<LogicalNode>(&expr.node)) return of_logical(*logical);
    if (const auto* between = std::get_if<BetweenNode>(&expr.node)) return of_between(*between);
    return {};
  }

  /// `coverage.line` goes from `0%` to `100%`: why a comparison is decided, where one of its sides has a range.
  [[nodiscard]] std::string why(const LintContext& context, ExprId id) const {
    std::string words;
    if (const auto* compare = std::get_if<CompareNode>(&model_[id].node))
      for (const ExprId side : {compare->lhs, compare->rhs})
        if (const auto ends = ends_of(side); ends && words.empty())
          words =
              context.quoted(context.span(side), "this") + " goes from `" + ends->first + "` to `" + ends->second + "`";
    if (const auto* between = std::get_if<BetweenNode>(&model_[id].node)) {
      const auto low = interval(between->low), high = interval(between->high);
      if (low && high && low->low > high->high)
        words = "the smaller one comes first: `between " + context.text(context.span(between->high)) + " and " +
                context.text(context.span(between->low)) + "`";
    }
    return words;
  }

 private:
  /// The least and the greatest value of a range as the language writes them; none for a single value.
  [[nodiscard]] std::optional<std::pair<std::string, std::string>> ends_of(ExprId id) const {
    const auto range = interval(id);
    if (!range || range->low == range->high) return std::nullopt;
    if (const auto* param = std::get_if<ParamValue>(&model_[id].node)) {
      const auto low = typing::fold(model_, model_.params[param->param].low),
                 high = typing::fold(model_, model_.params[param->param].high);
      return std::pair(typing::written(model_, *low), typing::written(model_, *high));
    }
    const Type& type = model_.types[model_[id].type];
    if (type.kind != TypeKind::enumeration) return std::pair<std::string, std::string>("0%", "100%");
    const std::vector<std::string>& members = model_.types[type.enumeration].members;
    return std::pair(members.front(), members.back());
  }

  [[nodiscard]] Outcomes of_between(const BetweenNode& node) const {
    const auto value = interval(node.operand), low = interval(node.low), high = interval(node.high);
    if (!low || !high) return {};
    if (low->low > high->high) return {false, true};
    if (!value) return {};
    return {value->high >= low->low && value->low <= high->high, value->low < low->high || value->high > high->low};
  }

  [[nodiscard]] Outcomes of_logical(const LogicalNode& node) const {
    const bool all = node.op == grammar::LogicalOp::conjunction;
    Outcomes result{all, !all};
    for (const ExprId operand : node.operands) {
      const Outcomes each = outcomes(operand);
      result.can_hold = all ? result.can_hold && each.can_hold : result.can_hold || each.can_hold;
      result.can_fail = all ? result.can_fail || each.can_fail : result.can_fail && each.can_fail;
    }
    return result;
  }

  [[nodiscard]] Outcomes of_comparison(const CompareNode& node) const {
    const auto lhs = interval(node.lhs), rhs = interval(node.rhs);
    if (!lhs || !rhs) return {};
    switch (node.relation) {
      case Relation::less:
        return {lhs->low < rhs->high, lhs->high >= rhs->low};
      case Relation::less_equal:
        return {lhs->low <= rhs->high, lhs->high > rhs->low};
      case Relation::greater:
        return {lhs->high > rhs->low, lhs->low <= rhs->high};
      case Relation::greater_equal:
        return {lhs->high >= rhs->low, lhs->low < rhs->high};
      case Relation::equal:
        return {lhs->low <= rhs->high && rhs->low <= lhs->high, !is_same_point(*lhs, *rhs)};
      case Relation::not_equal:
        return {!is_same_point(*lhs, *rhs), lhs->low <= rhs->high && rhs->low <= lhs->high};
    }
    return {};
  }

  [[nodiscard]] static bool is_same_point(const Interval& a, const Interval& b) {
    return a.low == a.high && b.low == b.high && a.low == b.low;
  }

  [[nodiscard]] std::optional<Interval> interval(ExprId id) const {
    const Expr& expr = model_[id];
    if (const auto* param = std::get_if<ParamValue>(&expr.node)) return of_param(model_.params[param->param]);
    const Type& type = model_.types[expr.type];
    // `number in percent` is a ratio without a range.
    if (type.kind == TypeKind::ratio && type.wire != base::WireUnit::any_percent && is_evidence(id))
      return Interval{0, 1};
    if (type.kind == TypeKind::enumeration &&
        (std::holds_alternative<FieldOf>(expr.node) || std::holds_alternative<BinderValue>(expr.node)))
      return of_members(type);
    const auto value = typing::fold(model_, id);
    const auto point = value ? number_of(*value) : std::nullopt;
    return point ? std::optional(Interval{*point, *point}) : std::nullopt;
  }

  [[nodiscard]] std::optional<Interval> of_param(const Param& param) const {
    if (!param.low || !param.high) return std::nullopt;
    const auto low = typing::fold(model_, param.low), high = typing::fold(model_, param.high);
    const auto from = low ? number_of(*low) : std::nullopt, to = high ? number_of(*high) : std::nullopt;
    return from && to ? std::optional(Interval{*from, *to}) : std::nullopt;
  }

  /// Evidence for a ratio lies between 0 and 1; a computed ratio may be anything.
  [[nodiscard]] bool is_evidence(ExprId id) const {
    const Expr& expr = model_[id];
    if (const auto* field = std::get_if<FieldOf>(&expr.node)) return is_evidence(field->base);
    if (const auto* entry = std::get_if<EntryAt>(&expr.node)) return is_evidence(entry->base);
    if (const auto* item = std::get_if<ItemAt>(&expr.node)) return is_evidence(item->base);
    return std::holds_alternative<InputDocument>(expr.node);
  }

  [[nodiscard]] std::optional<Interval> of_members(const Type& type) const {
    const EnumType& members = model_.types[type.enumeration];
    if (!members.ordered) return std::nullopt;
    return Interval{0, static_cast<std::int64_t>(members.members.size()) - 1};
  }

  [[nodiscard]] static std::optional<base::Decimal> number_of(const ConstantValue& value) {
    if (const auto* quantity = std::get_if<base::Quantity>(&value)) return quantity->value;
    if (const auto* member = std::get_if<EnumConstant>(&value)) return base::Decimal(member->index);
    return std::nullopt;
  }

  const CheckedModel& model_;
};

// ------------------------------------------------------------------------------------------------ rules

/// Does the declaration put rules in force that stand elsewhere?
bool brings_rules(const grammar::Decl& decl) { return std::holds_alternative<grammar::EnforceDecl>(decl.node) || std::holds_alternative<grammar::ImportDecl>(decl.node); }

bool is_constant(const CheckedModel& model, ExprId id) { return typing::fold(model, id).has_value(); }

/// Does `{…}` hold what a value is written with? `{}` and `{ a, b }` do not.
bool may_be_expression(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return false;
  const char c = text[first];
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '(';
}

/// `'no {approved}'`: nothing is filled in between single quotes; `"no ${approved}"`: nothing needs the `$`.
void lint_message(LintContext& context, ExprId message) {
  if (!message) return;
  const std::string text = context.text(context.span(message));
  const std::size_t dollar = text.find("${");
  if (std::holds_alternative<Template>(context.model[message].node) && dollar != std::string::npos) {
    const Span span = context.span(message);
    const auto at = span.begin + static_cast<std::uint32_t>(dollar);
    context.sink.emit(diagnostics::dollar_brace({span.file, at, at + 1})
                          .with_help("a value is written `{VALUE}`, without `$`")
                          .with_suggestion({span.file, at, at + 1}, ""));
  }
  if (!std::holds_alternative<Constant>(context.model[message].node)) return;
  const std::size_t open = text.find('{');
  const std::size_t close = open == std::string::npos ? open : text.find('}', open);
  if (!text.starts_with('\'') || close == std::string::npos ||
      !may_be_expression(text.substr(open + 1, close - open - 1)))
    return;
  base::Diagnostic diagnostic = diagnostics::braces_as_they_stand(context.span(message));
  if (text.find_first_of("\\\"") != std::string::npos)
    diagnostic.helps.emplace_back(
        "write it in double quotes, where a quote inside is written `\\\"` and a backslash `\\\\`");
  else
    diagnostic.suggestion = base::Suggestion{context.span(message), "\"" + text.substr(1, text.size() - 2) + "\""};
  context.sink.emit(std::move(diagnostic));
}

/// A policy none of whose files has a rule, or brings one.
void lint_modules(LintContext& context) {
  const auto& modules = context.resolved.modules;
  for (auto first = modules.begin(); first != modules.end();) {
    const auto last = std::find_if(first, modules.end(), [&](const ResolvedModule& module) { return module.name != first->name; });
    const bool decides = std::any_of(first, last, [](const ResolvedModule& module) {
      const bool is_library = module.tree->header && module.tree->header->kind == grammar::ModuleKind::library;
      return is_library || !module.rules.empty() || std::ranges::any_of(module.tree->decls, [](const grammar::Decl& decl) { return brings_rules(decl); });
    });
    if (!decides) {
      const grammar::SyntaxTree& tree = *first->tree;
      const Span where = tree.header ? tree.header->span : Span{tree.file, 0, 0};
      context.sink.emit(diagnostics::policy_without_rules(where, first->name).with_help("a gate is a rule: `gate NAME \"TITLE\" { require CONDITION else \"MESSAGE\" }`"));
    }
    first = last;
  }
}

base::Diagnostic with_why(base::Diagnostic diagnostic, const std::string& why) {
  if (!why.empty()) diagnostic.helps.push_back(why);
  return diagnostic;
}

/// What a condition denies, as the language writes it: `x != critical` denies `x == critical`. Empty for one that denies
/// nothing, and for `x != y`, where the two are mostly meant to differ.
std::string denied_by(const LintContext& context, ExprId id) {
  const auto text = [&](ExprId part) { return context.text(context.span(part)); };
  const Expr& expr = context.model[id];
  if (const auto* negated = std::get_if<NotNode>(&expr.node)) return text(negated->operand);
  if (const auto* compare = std::get_if<CompareNode>(&expr.node);
      compare != nullptr && compare->relation == Relation::not_equal && is_constant(context.model, compare->rhs))
    return text(compare->lhs) + " == " + text(compare->rhs);
  if (const auto* membership = std::get_if<MembershipNode>(&expr.node);
      membership != nullptr && membership->negated &&
      std::holds_alternative<MakeList>(context.model[membership->haystack].node))
    return text(membership->needle) + " in " + text(membership->haystack);
  return {};
}

/// `require some f in findings where f.severity != critical`: one harmless finding is enough, beside any number of others.
void lint_some(LintContext& context, ExprId id) {
  if (const auto* all = std::get_if<LogicalNode>(&context.model[id].node);
      all != nullptr && all->op == grammar::LogicalOp::conjunction) {
    for (const ExprId part : all->operands) lint_some(context, part);
    return;
  }
  const auto* quantifier = std::get_if<QuantifierNode>(&context.model[id].node);
  if (quantifier == nullptr || quantifier->kind != grammar::QuantifierKind::some || !quantifier->ranges.where) return;
  const std::string denied = denied_by(context, quantifier->ranges.where);
  if (denied.empty()) return;
  constexpr std::uint32_t some = 4;  // letters
  const Span span = context.span(id);
  const std::string ranges = context.text({span.file, span.begin + some, context.span(quantifier->ranges.where).begin});
  context.sink.emit(diagnostics::some_is_not(span)
                        .with_help("if there must be none: write `no" + ranges + denied + "`")
                        .with_help("if one is enough: `# nexus: silence some-is-not` above the requirement"));
}

void lint_requirements(LintContext& context, const std::vector<RequirementNode>& requirements) {
  const Ranges ranges(context.model);
  for (const RequirementNode& requirement : requirements) {
    if (!requirement.message)
      context.sink.emit(
          diagnostics::no_message(requirement.condition_span).with_help("say what is wrong: `else \"…\"`"));
    lint_message(context, requirement.message);
    const Outcomes outcomes = ranges.outcomes(requirement.condition);
    if (is_constant(context.model, requirement.condition)) continue;
    const Span span = context.span(requirement.condition);
    const std::string why = ranges.why(context, requirement.condition);
    if (!outcomes.can_fail) context.sink.emit(with_why(diagnostics::cannot_fail(span), why));
    if (!outcomes.can_hold) context.sink.emit(with_why(diagnostics::cannot_hold(span), why));
    lint_some(context, requirement.condition);
  }
}

/// Is a condition made of the statuses of gates, and of nothing else?
bool is_statuses_alone(const CheckedModel& model, ExprId id) {
  const Expr& expr = model[id];
  if (const auto* status = std::get_if<RuleStatusNode>(&expr.node)) return status->rule.kind == grammar::RuleKind::gate;
  if (const auto* negated = std::get_if<NotNode>(&expr.node)) return is_statuses_alone(model, negated->operand);
  const auto* logical = std::get_if<LogicalNode>(&expr.node);
  return logical != nullptr &&
         std::ranges::all_of(logical->operands, [&](ExprId operand) { return is_statuses_alone(model, operand); });
}

void lint_phases(LintContext& context) {
  std::unordered_set<PhaseId> come_after;
  for (const Phase& phase : context.model.phases)
    for (const AfterNode& item : phase.after) come_after.insert(item.alternatives.begin(), item.alternatives.end());
  for (std::uint32_t index = 0; index < context.model.phases.size(); ++index) {
    const Phase& phase = context.model.phases[PhaseId(index)];
    if (!come_after.contains(PhaseId(index)) || !phase.done_when || phase.done_at || !is_statuses_alone(context.model, phase.done_when))
      continue;
    context.sink.emit(diagnostics::status_only_done(context.span(phase.done_when), phase.head.name)
                          .with_help("name the evidence that stays, or add `done at` with the time it was reached"));
  }
}

}  // namespace

void lint_waivers(LintContext& context, const base::Decimal& now) {
  for (const Waiver& waiver : context.model.waivers)
    if (waiver.until.at <= now)
      context.sink.emit(diagnostics::expired_waiver(waiver.span, waiver.until.text).with_help("remove it, or have it approved for longer"));
}

void lint_rules(LintContext& context) {
  for (const Gate& gate : context.model.gates) lint_requirements(context, gate.requirements);
  for (const Phase& phase : context.model.phases) lint_requirements(context, phase.requirements);
  const Ranges ranges(context.model);
  for (const Trigger& trigger : context.model.triggers) {
    lint_message(context, trigger.message);
    const bool decided = !ranges.outcomes(trigger.fires).can_hold;
    if (decided && !is_constant(context.model, trigger.fires))
      context.sink.emit(
          with_why(diagnostics::cannot_fire(context.span(trigger.fires)), ranges.why(context, trigger.fires)));
  }
  lint_phases(context);
  lint_modules(context);
}

}  // namespace nexus::rules::linting
