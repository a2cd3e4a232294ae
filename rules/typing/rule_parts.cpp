#include "rules/typing/rule_parts.h"

#include "rules/naming/definitions.h"
#include "rules/typing/children.h"
#include "rules/typing/constants.h"
#include "rules/typing/expressions.h"
#include "rules/typing/fits.h"
#include "rules/typing/history.h"
#include "rules/typing/moments.h"
#include "rules/typing/names.h"
#include "rules/typing/quantifiers.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

/// Does an expression depend on one of the binders, directly or through a rule-local `let`?
class DependsOn {
 public:
  DependsOn(const CheckedModel& model, const RangesNode& ranges) : model_(model) {
    for (const BinderRange& range : ranges.ranges) {
      binders_.push_back(range.value);
      if (range.key) binders_.push_back(range.key);
    }
  }

  bool operator()(ExprId id) {
    const Expr& expr = model_[id];
    if (const auto* binder = std::get_if<BinderValue>(&expr.node))
      return std::ranges::count(binders_, binder->binder) != 0;
    if (const auto* let = std::get_if<LetValue>(&expr.node)) return depends(let->let);
    bool found = false;
    for_each_child(expr, [&](ExprId child) { found = found || (*this)(child); });
    return found;
  }

 private:
  bool depends(LetId let) {
    if (!model_.lets[let].in_rule) return false;
    if (const auto known = lets_.find(let); known != lets_.end()) return known->second;
    const bool result = (*this)(model_.lets[let].value);
    lets_.emplace(let, result);
    return result;
  }

  const CheckedModel& model_;
  std::vector<BinderId> binders_;
  std::unordered_map<LetId, bool> lets_;
};

}  // namespace

// ------------------------------------------------------------------------------------------------ the head

RuleScope::RuleScope(Context& context, DeclRef rule, Mentions& mentions, ExprRange& exprs)
    : scope_{.context = context, .module = rule.module, .tree = context.tree(rule.module), .mentions = &mentions}, exprs_(exprs) {
  exprs_.begin = static_cast<std::uint32_t>(context.model.exprs.size());
}

RuleScope::~RuleScope() { exprs_.end = static_cast<std::uint32_t>(scope_.context.model.exprs.size()); }

void RuleScope::open(const grammar::RuleHead& head, RuleHeadNode& node) {
  if (head.for_each)
    node.for_each =
        ForEachNode{type_ranges(scope_, head.for_each->ranges), head.for_each->if_any, false, head.for_each->span};
  scope_.bound_by_rule = scope_.bound.size();
  type_lets(head);
  node.applies = type_clause(scope_, head.applies);
  if (node.for_each && node.applies)
    node.for_each->applies_mentions_item = DependsOn(scope_.context.model, node.for_each->ranges)(node.applies);
  type_tags(head, node);
}

void RuleScope::type_lets(const grammar::RuleHead& head) {
  CheckedModel& model = scope_.context.model;
  for (const grammar::Let& let : head.lets)
    lets_.emplace(let.name.text, model.lets.add({std::string(let.name.text), {}, let.name.span, true}));
  scope_.locals = &lets_;
  for (const std::uint32_t index : naming::order_local_lets(scope_.tree, head.lets, *scope_.context.sink)) {
    const grammar::Let& let = head.lets[index];
    const ExprId value = type_expression(scope_, let.value);
    model.lets[lets_.at(let.name.text)].value = value;
  }
}

void RuleScope::type_tags(const grammar::RuleHead& head, RuleHeadNode& node) {
  if (!head.tags) return;
  Context& context = scope_.context;
  const ExprId list = type_as(scope_, head.tags->list, context.model.types.list_of(context.scalar(TypeKind::string)),
                              "the list after `tags`");
  const auto* items = std::get_if<MakeList>(&context.model[list].node);
  if (items == nullptr) return;  // reported, or not a list literal, which the parser refuses
  for (const ExprId item : items->items) {
    if (const std::string* tag = string_constant(context.model, item))
      node.tags.push_back(*tag);
    else if (context.kind(item) != TypeKind::error)
      context.report(diagnostics::not_a_constant(context.span_of(item), "a tag"));
  }
}

// ------------------------------------------------------------------------------------------------ clauses

ExprId type_clause(Scope& scope, const std::optional<grammar::ConditionClause>& clause) {
  if (!clause) return {};
  const auto lasting = type_lasting(scope, clause->condition.lasting);
  return with_lasting(scope.context, type_condition(scope, clause->condition.expr), lasting);
}

ExprId type_level(Scope& scope, grammar::ExprId level, AllowLevel allow) {
  if (!level) return {};
  scope.allow_is_a_level = allow == AllowLevel::yes;
  const grammar::Expr& syntax = scope.syntax(level);
  const auto* name = std::get_if<grammar::NameRef>(&syntax.node);
  const auto word = name != nullptr ? base::level_of(name->name.text) : std::nullopt;
  const ExprId typed = word ? type_level_word(scope, *word, syntax.span)
                            : type_as(scope, level, scope.context.scalar(TypeKind::level), "what a rule asks for");
  scope.allow_is_a_level = false;
  return typed;
}

ExprId type_level_clause(Scope& scope, const std::optional<grammar::ExprClause>& clause, AllowLevel allow) {
  return clause ? type_level(scope, clause->expr, allow) : ExprId{};
}

std::vector<RemedyNode> type_remedies(Scope& scope, const std::vector<grammar::Remedy>& remedies) {
  std::vector<RemedyNode> nodes;
  for (const grammar::Remedy& remedy : remedies) {
    RemedyNode node{.name = std::string(remedy.name.text), .fields = {}, .when = {}, .span = remedy.span};
    if (const auto* record = std::get_if<grammar::RecordLiteral>(&scope.syntax(remedy.record).node))
      for (const grammar::RecordEntry& entry : record->entries)
        node.fields.emplace_back(std::string(entry.key.text), type_expression(scope, entry.value));
    if (remedy.when) node.when = type_condition(scope, remedy.when);
    nodes.push_back(std::move(node));
  }
  return nodes;
}

// ------------------------------------------------------------------------------------------------ witnesses

Witnesses::Witnesses(Scope& scope, const grammar::Condition& condition, naming::Shower shower)
    : scope_(scope),
      condition_(type_condition(scope, condition.expr)),
      bound_before_(scope.bound.size()),
      unreachable_before_(scope.unreachable.size()) {
  const auto* quantifier = std::get_if<grammar::Quantifier>(&scope.syntax(condition.expr).node);
  const bool shows = quantifier != nullptr && naming::shows_witnesses(shower, quantifier->kind);
  if (shows) bind(*quantifier);
  note_unreachable(scope, condition.expr, shows ? quantifier : nullptr);
}

Witnesses::~Witnesses() {
  scope_.bound.resize(bound_before_);
  scope_.unreachable.resize(unreachable_before_);
}

void Witnesses::bind(const grammar::Quantifier& quantifier) {
  const auto* typed = std::get_if<QuantifierNode>(&scope_.context.model[condition_].node);
  if (typed == nullptr) return;
  for (std::size_t i = 0; i < typed->ranges.ranges.size(); ++i) {
    const grammar::Binder& written = quantifier.ranges.binders[i];
    const BinderRange& range = typed->ranges.ranges[i];
    scope_.bound.push_back({written.second ? written.second->text : written.first.text, range.value});
    if (range.key) scope_.bound.push_back({written.first.text, range.key});
  }
}

// ------------------------------------------------------------------------------------------------ requirements

namespace {

/// When it is asked for.
void type_dates(Scope& scope, const grammar::Requirement& requirement, RequirementNode& node) {
  if (requirement.from) node.from = type_moment(scope, *requirement.from, Edge::begin, "the moment after `from`");
  if (requirement.until) node.until = type_moment(scope, *requirement.until, Edge::end, "the moment after `until`");
  if (node.from && node.until && node.until->at <= node.from->at)
    scope.context.report(diagnostics::empty_span(requirement.until->span, "after " + node.until->text, node.from->text)
                             .with_label(requirement.from->span, "begins here"));
}

/// One level for all items: none of them can be spoken of.
ExprId type_requirement_level(Scope& scope, const grammar::Requirement& requirement) {
  const std::size_t before = scope.unreachable.size();
  note_unreachable(scope, requirement.condition.expr, nullptr);
  for (UnreachableName& name : std::span(scope.unreachable).subspan(before)) name.why = OutOfReach::level;
  const ExprId level = type_level(scope, requirement.otherwise->level);
  scope.unreachable.resize(before);
  return level;
}

RequirementNode type_requirement(Scope& scope, const grammar::Requirement& requirement, Scored scored, std::size_t ordinal) {
  Context& context = scope.context;
  RequirementNode node;
  node.name = requirement.label ? std::string(requirement.label->text) : std::to_string(ordinal);
  node.named = requirement.label.has_value();
  node.waivable = !requirement.not_waivable;
  node.span = requirement.span;
  node.condition_span = scope.syntax(requirement.condition.expr).span;
  if (requirement.when) node.when = type_condition(scope, requirement.when->expr);
  type_dates(scope, requirement, node);
  type_share(scope, requirement, scored, node);
  if (requirement.otherwise) node.level = type_requirement_level(scope, requirement);
  const auto lasting = type_lasting(scope, requirement.condition.lasting);
  const Witnesses witnesses(scope, requirement.condition, naming::Shower::requirement);
  node.condition = with_lasting(context, witnesses.condition(), lasting);
  if (const auto& otherwise = requirement.otherwise) {
    if (otherwise->message) node.message = type_expression(scope, otherwise->message);
    if (otherwise->file)
      node.file = type_as(scope, otherwise->file, context.scalar(TypeKind::string), "the file after `at`");
    if (otherwise->line)
      node.line = type_as(scope, otherwise->line, context.scalar(TypeKind::integer), "the line after `at`");
  }
  node.remedies = type_remedies(scope, requirement.remedies);
  return node;
}

}  // namespace

std::vector<RequirementNode> type_requirements(Scope& scope, const std::vector<grammar::Requirement>& requirements, Scored scored) {
  std::vector<RequirementNode> nodes;
  nodes.reserve(requirements.size());
  for (std::size_t i = 0; i < requirements.size(); ++i)
    nodes.push_back(type_requirement(scope, requirements[i], scored, i + 1));
  return nodes;
}

}  // namespace nexus::rules::typing
