#include "rules/typing/rules.h"

#include "rules/typing/expressions.h"
#include "rules/typing/history.h"
#include "rules/typing/phases.h"
#include "rules/typing/rule_names.h"
#include "rules/typing/rule_parts.h"

#include <algorithm>
#include <map>

namespace nexus::rules::typing {

namespace {

ExcuseNode type_excuse(Scope& scope, const grammar::Excused& excused) {
  const TypeId text = scope.context.scalar(TypeKind::string);
  return {.condition = with_lasting(scope.context, type_condition(scope, excused.condition.expr), type_lasting(scope, excused.condition.lasting)),
          .by = type_as(scope, excused.by, text, "who excuses"),
          .because = type_as(scope, excused.because, text, "the reason of an excuse"),
          .span = excused.span};
}

ExprId type_time(Scope& scope, const std::optional<grammar::ExprClause>& clause, std::string_view what) {
  return clause ? type_as(scope, clause->expr, scope.context.scalar(TypeKind::time), what) : ExprId{};
}

void type_gate(Context& context, GateId id) {
  const DeclRef source = context.rules.gates[id.index()];
  const auto& decl = std::get<grammar::GateDecl>(rule_syntax(context, {grammar::RuleKind::gate, id.index()}).node);
  RuleScope rule(context, source, context.mentions.by_gate[id.index()], context.rule_exprs.of_gate[id.index()]);
  Gate gate = std::move(context.model.gates[id]);
  rule.open(decl.head, gate.head);
  gate.on_fail = type_level_clause(rule.scope(), decl.on_fail, AllowLevel::no);
  gate.on_missing = type_level_clause(rule.scope(), decl.on_missing, AllowLevel::yes);
  gate.remedies = type_remedies(rule.scope(), decl.remedies);
  if (decl.score) gate.score = type_score(rule.scope(), *decl.score);
  if (decl.excused) gate.excuse = type_excuse(rule.scope(), *decl.excused);
  if (decl.only_for) gate.only_for = find_phases(rule.scope(), decl.only_for->phases);
  gate.requirements = type_requirements(rule.scope(), decl.requirements, decl.score ? Scored::yes : Scored::no);
  context.model.gates[id] = std::move(gate);
}

void type_phase(Context& context, PhaseId id) {
  const DeclRef source = context.rules.phases[id.index()];
  const auto& decl = std::get<grammar::PhaseDecl>(rule_syntax(context, {grammar::RuleKind::phase, id.index()}).node);
  RuleScope rule(context, source, context.mentions.by_phase[id.index()], context.rule_exprs.of_phase[id.index()]);
  Phase phase = std::move(context.model.phases[id]);
  rule.open(decl.head, phase.head);
  phase.after = find_predecessors(rule.scope(), decl);
  phase.gates = find_gates(rule.scope(), decl);
  phase.requirements = type_requirements(rule.scope(), decl.requirements);
  phase.started_when = type_clause(rule.scope(), decl.started.when);
  phase.done_when = type_clause(rule.scope(), decl.done.when);
  phase.started_at = type_time(rule.scope(), decl.started.at, "the time after `started at`");
  phase.done_at = type_time(rule.scope(), decl.done.at, "the time after `done at`");
  context.model.phases[id] = std::move(phase);
}

void type_trigger(Context& context, TriggerId id) {
  const DeclRef source = context.rules.triggers[id.index()];
  const auto& decl =
      std::get<grammar::TriggerDecl>(rule_syntax(context, {grammar::RuleKind::trigger, id.index()}).node);
  RuleScope rule(context, source, context.mentions.by_trigger[id.index()], context.rule_exprs.of_trigger[id.index()]);
  Trigger trigger = std::move(context.model.triggers[id]);
  rule.open(decl.head, trigger.head);
  trigger.on_missing = type_level_clause(rule.scope(), decl.on_missing, AllowLevel::yes);
  if (decl.fires) {
    trigger.fires_span = decl.fires->span;
    trigger.lasting = type_lasting(rule.scope(), decl.fires->condition.lasting);
    if (decl.keep_for)
      trigger.keep_for = type_as(rule.scope(), decl.keep_for->expr, context.scalar(TypeKind::duration), "what stands after `keep for`");
    const Witnesses witnesses(rule.scope(), decl.fires->condition, naming::Shower::trigger);
    trigger.fires = witnesses.condition();
    if (trigger.lasting) trigger.lasting->condition = trigger.fires;
    if (decl.then) trigger.level = type_level(rule.scope(), decl.then->level);
    if (decl.then && decl.then->message) trigger.message = type_expression(rule.scope(), decl.then->message);
    trigger.remedies = type_remedies(rule.scope(), decl.remedies);
  }
  context.model.triggers[id] = std::move(trigger);
}

RuleHeadNode& head_of(Context& context, RuleRef rule) {
  CheckedModel& model = context.model;
  switch (rule.kind) {
    case grammar::RuleKind::gate:
      return model.gates[GateId(rule.index)].head;
    case grammar::RuleKind::phase:
      return model.phases[PhaseId(rule.index)].head;
    case grammar::RuleKind::trigger:
      break;
  }
  return model.triggers[TriggerId(rule.index)].head;
}

/// The milder of two levels.
ExprId milder(Context& context, ExprId a, ExprId b) {
  if (!a || !b) return a ? a : b;
  const Span span = context.span_of(a);
  const ExprId is_milder = context.add(CompareNode{Relation::less_equal, a, b}, TypeKind::boolean, span);
  return context.add(IfNode{is_milder, a, b}, context.type_of(a), span);
}

/// `enforce … as LEVEL`, of those that count. What an enforced library enforces itself is softened with it.
void type_caps(Context& context) {
  std::map<std::uint32_t, ExprId> around;  // by module: how it is enforced as a whole
  for (const Enforcement& enforcement : context.resolved.enforcements) {
    const grammar::SyntaxTree& tree = context.tree(enforcement.at.module);
    const auto& decl = std::get<grammar::EnforceDecl>(tree[enforcement.at.decl].node);
    Scope scope{.context = context, .module = enforcement.at.module, .tree = tree};
    const auto outer = around.find(enforcement.at.module);
    const ExprId cap = milder(context, decl.level ? type_level(scope, decl.level) : ExprId{}, outer != around.end() ? outer->second : ExprId{});
    if (!cap) continue;
    if (decl.target.size() == 1)
      for (const std::uint32_t module : enforcement.modules) around.emplace(module, cap);
    for (const DeclRef rule : enforcement.rules)
      head_of(context, std::get<RuleRef>(context.modules[rule.module].meanings[rule.decl.index()])).cap = cap;
  }
}

/// A gate that is `only for` a phase is one of its gates.
void add_gates_of_phases(Context& context) {
  for (std::uint32_t index = 0; index < context.model.gates.size(); ++index) {
    const RuleRef gate{grammar::RuleKind::gate, index};
    if (!is_in_force(context.model, gate)) continue;
    for (const PhaseId id : context.model.gates[GateId(index)].only_for) {
      const Span span = std::get<grammar::GateDecl>(rule_syntax(context, gate).node).only_for->span;
      const RuleRef phase{grammar::RuleKind::phase, id.index()};
      if (!is_in_force(context.model, phase)) report_not_in_force(context, phase, span);
      std::vector<GateId>& gates = context.model.phases[id].gates;
      if (std::ranges::find(gates, GateId(index)) != gates.end()) continue;
      gates.emplace_back(index);
      context.mentions.by_phase[id.index()].push_back({gate, span});
    }
  }
}

}  // namespace

void type_rules(Context& context) {
  context.mentions.by_gate.resize(context.model.gates.size());
  context.rule_exprs.of_gate.resize(context.model.gates.size());
  context.rule_exprs.of_phase.resize(context.model.phases.size());
  context.rule_exprs.of_trigger.resize(context.model.triggers.size());
  context.mentions.by_phase.resize(context.model.phases.size());
  context.mentions.by_trigger.resize(context.model.triggers.size());
  type_caps(context);
  for (const RuleRef rule : context.model.order) {
    switch (rule.kind) {
      case grammar::RuleKind::gate:
        type_gate(context, GateId(rule.index));
        break;
      case grammar::RuleKind::phase:
        type_phase(context, PhaseId(rule.index));
        break;
      case grammar::RuleKind::trigger:
        type_trigger(context, TriggerId(rule.index));
        break;
    }
  }
  add_gates_of_phases(context);
}

}  // namespace nexus::rules::typing
