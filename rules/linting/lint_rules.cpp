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
    return {};
  }

 private:
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
    if (type.kind == TypeKind::ratio && is_evidence(id)) return Interval{0, 1};
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

/// `'no {approved}'`: nothing is filled in between single quotes.
void lint_message(LintContext& context, ExprId message) {
  if (!message || !std::holds_alternative<Constant>(context.model[message].node)) return;
  const std::string text = context.text(context.span(message));
  const std::size_t open = text.find('{');
  if (!text.starts_with('\'') || open == std::string::npos || text.find('}', open) == std::string::npos) return;
  base::Diagnostic diagnostic = diagnostics::braces_as_they_stand(context.span(message));
  if (text.find_first_of("\\\"") == std::string::npos) diagnostic.suggestion = base::Suggestion{context.span(message), "\"" + text.substr(1, text.size() - 2) + "\""};
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

void lint_requirements(LintContext& context, const std::vector<RequirementNode>& requirements) {
  const Ranges ranges(context.model);
  for (const RequirementNode& requirement : requirements) {
    if (!requirement.message)
      context.sink.emit(
          diagnostics::no_message(requirement.condition_span).with_help("say what is wrong: `else \"…\"`"));
    lint_message(context, requirement.message);
    const Outcomes outcomes = ranges.outcomes(requirement.condition);
    if (!outcomes.can_fail && !is_constant(context.model, requirement.condition))
      context.sink.emit(diagnostics::cannot_fail(context.span(requirement.condition)));
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
      context.sink.emit(diagnostics::cannot_fire(context.span(trigger.fires)));
  }
  lint_phases(context);
  lint_modules(context);
}

}  // namespace nexus::rules::linting
