#include "rules/lower.h"

#include "rules/lower/evidence.h"
#include "rules/lower/expressions.h"
#include "rules/lower/node_builder.h"
#include "rules/lower/schema_builder.h"
#include "rules/lower/tracer.h"
#include "rules/lower/waivers.h"

#include "base/overloaded.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace nexus::rules {

namespace {

using lowering::Expressions;
using lowering::NodeBuilder;
using lowering::SchemaBuilder;
using lowering::Waivers;

/// Lowers the rules of a model, one plan an instance.
class Lowering {
 public:
  explicit Lowering(const CheckedModel& model)
      : model_(model), numbers_(model), nodes_(plan_), schema_(model, plan_, nodes_), expressions_(model, numbers_, plan_, nodes_, schema_),
        waivers_(model, numbers_, plan_, nodes_, expressions_) {
    std::size_t most = 0;
    const auto look_at = [&](const auto& rule) {
      if (rule.head.for_each) most = std::max(most, rule.head.for_each->ranges.ranges.size());
    };
    for (std::uint32_t i = 0; i < model.gates.size(); ++i) look_at(model.gates[GateId(i)]);
    for (const Trigger& trigger : model.triggers) look_at(trigger);
    expressions_.set_shared_depth(static_cast<std::uint16_t>(2 * most));  // a value and a key each
  }

  plan::Plan run() {
    rules();
    return finish();
  }

  LoweredRules run_traced() {
    rules();
    LoweredRules lowered;
    trace_rules(lowered.traces);
    lowered.plan = finish();
    return lowered;
  }

  LoweredTests run(const CheckedTests& tests, std::span<const std::uint32_t> cases) {
    rules();
    LoweredTests lowered;
    trace_rules(lowered.traces);
    lowered.numbers = numbers_;
    for (const std::uint32_t index : cases) test(tests.cases[index], lowered);
    lowered.plan = finish();
    return lowered;
  }

  LoweredInputs inputs() {
    copy_enums();
    plan_.time_form = time_form();
    LoweredInputs lowered;
    for (std::uint32_t index = 0; index < plan_.inputs.size(); ++index) {
      const plan::SchemaId root = schema_.root(InputId(index));
      schema_.want_all(root);
      lowered.roots.push_back(nodes_.input_slot(model_.inputs[InputId(index)].declared, index, root));
    }
    schema_.finish();
    lowered.plan = std::move(plan_);
    return lowered;
  }

  plan::NodeId expression(ExprId id) { return expressions_.whole_value(id, 0); }

 private:
  void rules() {
    for (const Module& module : model_.modules) plan_.modules.push_back({.name = module.name, .file = module.file, .doc = module.doc});
    copy_enums();
    plan_.time_form = time_form();
    waivers_.copy();
    for (std::uint32_t i = 0; i < model_.gates.size(); ++i)
      if (const Gate& gate = model_.gates[GateId(i)]; gate.head.in_force) plan_.gates.push_back(lower(gate, i));
    for (std::uint32_t i = 0; i < model_.phases.size(); ++i)
      if (const Phase& phase = model_.phases[PhaseId(i)]; phase.head.in_force) plan_.phases.push_back(lower(phase, i));
    for (const Trigger& trigger : model_.triggers)
      if (trigger.head.in_force) plan_.triggers.push_back(lower(trigger));
    for (const RuleRef& ref : model_.order)
      if (const auto number = numbers_.of(ref)) plan_.order.push_back({lowering::kind_of(ref.kind), *number});
    lower_params();
  }

  plan::Plan finish() {
    // Of all places that anybody reads.
    lowering::lower_evidence(model_, plan_, schema_, expressions_);
    schema_.finish();
    std::ranges::sort(plan_.further_spans, {}, [](const auto& at) { return std::tuple(at.first.index(), at.second.file.index(), at.second.begin); });
    if constexpr (NEXUS_VERIFY != 0) plan::verify(plan_);
    return std::move(plan_);
  }

  void copy_enums() {
    for (std::uint32_t index = 0; index < model_.types.enum_count(); ++index) {
      const EnumType& type = model_.types[EnumId(index)];
      plan_.enums.push_back({.name = type.name, .members = type.members, .ordered = type.ordered});
    }
  }

  void lower_params() {
    for (std::uint32_t index = 0; index < model_.params.size(); ++index) {
      const Param& param = model_.params[ParamId(index)];
      if (!model_.modules[param.module].takes_part) continue;
      plan_.params.push_back({.id = model_.modules[param.module].name + "/" + param.name,
                              .value = expressions_.whole_value(param.value, 0),
                              .origin = param.origin});
    }
  }

  /// How a snapshot says when it was taken: as the policy declares its `time`, else RFC 3339.
  plan::Conversion time_form() {
    plan::Conversion form{.kind = plan::SchemaKind::time, .wire = base::WireUnit::text, .implicit = false, .detail = 0, .shape = {}, .parts = {}};
    const Type& snapshot = model_.types[model_.inputs[InputId(0)].type];
    if (snapshot.kind != TypeKind::record) return form;
    const RecordField* field = model_.types[snapshot.record].find("time");
    return field != nullptr && model_.types[field->type].kind == TypeKind::time ? schema_.conversion(field->type, false) : form;
  }

  plan::Rule lower_head(const RuleHeadNode& head, plan::RuleRef ref) {
    plan::Rule rule{.kind = ref.kind,
                    .module = head.module.index(),
                    .name = head.name,
                    .id = model_.modules[head.module].name + "/" + head.name,
                    .title = head.title,
                    .doc = head.doc,
                    .owner = head.owner,
                    .tags = head.tags,
                    .for_each = std::nullopt,
                    .applies = {},
                    .cap = {},
                    .name_span = head.name_span,
                    .applies_span = head.applies ? model_[head.applies].span : base::Span{}};
    depth_ = 0;
    expressions_.set_rule_depth(0);
    expressions_.set_instances(head.for_each ? ref.pack() : plan::none);
    if (head.for_each) {
      const plan::Loop loop = expressions_.bind(head.for_each->ranges, depth_, true);
      rule.for_each = plan::ForEach{.loop = nodes_.loop_of(loop),
                                    .if_any = head.for_each->if_any,
                                    .applies_mentions_item = head.for_each->applies_mentions_item,
                                    .identity = expressions_.identity(head.for_each->ranges, loop),
                                    .span = head.for_each->span};
      expressions_.set_rule_depth(depth_);
    }
    // What is judged once for all items looks for none of them at other snapshots.
    if (head.for_each && !head.for_each->applies_mentions_item) expressions_.set_instances(plan::none);
    rule.applies = expressions_.value(head.applies, depth_);
    if (head.for_each) expressions_.set_instances(ref.pack());
    rule.cap = expressions_.value(head.cap, 0);
    return rule;
  }

  std::vector<plan::Remedy> lower(const std::vector<RemedyNode>& remedies) {
    std::vector<plan::Remedy> result;
    for (const RemedyNode& remedy : remedies) {
      plan::Remedy lowered{.name = remedy.name, .fields = {}, .when = expressions_.value(remedy.when, depth_), .span = remedy.span};
      for (const auto& [name, expr] : remedy.fields) lowered.fields.emplace_back(name, expressions_.whole_value(expr, depth_));
      result.push_back(std::move(lowered));
    }
    return result;
  }

  /// The first register free where a witness of `condition` is bound.
  std::uint16_t depth_with_witness(plan::NodeId condition) const {
    std::uint16_t depth = depth_;
    if (const plan::Node& node = plan_.nodes[plan::condition_of(plan_, condition)]; plan::is_loop(node.op))
      for (const plan::Range& range : plan_.loops[node.a].ranges)
        depth = std::max(depth, static_cast<std::uint16_t>(std::max(range.value, range.key.value_or(0)) + 1));
    return depth;
  }

  plan::Requirement lower(const RequirementNode& requirement, RuleRef rule, std::uint32_t position) {
    // The condition first: it binds what message, place and remedies may speak of.
    const plan::NodeId condition = expressions_.value(requirement.condition, depth_);
    const std::uint16_t rule_depth = std::exchange(depth_, depth_with_witness(condition));
    plan::Requirement result{.name = requirement.name,
                             .condition = condition,
                             .when = expressions_.value(requirement.when, rule_depth),
                             .level = expressions_.value(requirement.level, rule_depth),
                             .message = expressions_.value(requirement.message, depth_),
                             .file = expressions_.value(requirement.file, depth_),
                             .line = expressions_.value(requirement.line, depth_),
                             .remedies = lower(requirement.remedies),
                             .span = requirement.span,
                             .condition_span = requirement.condition_span,
                             .from = requirement.from,
                             .until = requirement.until,
                             .waivable = requirement.waivable,
                             .waived = waivers_.of(rule, position, condition, depth_),
                             .band = expressions_.value(requirement.band, rule_depth),
                             .weight = requirement.weight,
                             .key = requirement.key};
    depth_ = rule_depth;
    return result;
  }

  std::vector<plan::Requirement> lower(const std::vector<RequirementNode>& requirements, RuleRef rule) {
    std::vector<plan::Requirement> result;
    for (const RequirementNode& requirement : requirements)
      result.push_back(lower(requirement, rule, static_cast<std::uint32_t>(result.size())));
    return result;
  }

  /// The clause's condition, and that there is a name and a reason.
  plan::Excuse lower(const ExcuseNode& excuse) {
    const plan::NodeId by = expressions_.value(excuse.by, depth_), because = expressions_.value(excuse.because, depth_);
    std::vector<plan::NodeId> all{expressions_.value(excuse.condition, depth_)};
    for (const plan::NodeId text : {by, because})
      all.push_back(nodes_.node(plan::Op::not_, excuse.span, nodes_.node(plan::Op::is_empty, excuse.span, text)));
    return {.condition = nodes_.list(plan::Op::and_, excuse.span, all), .by = by, .because = because};
  }

  plan::Gate lower(const Gate& gate, std::uint32_t index) {
    plan::Gate result;
    result.rule = lower_head(gate.head, {plan::RuleKind::gate, static_cast<std::uint32_t>(plan_.gates.size())});
    result.on_fail = expressions_.value(gate.on_fail, depth_);
    result.on_missing = expressions_.value(gate.on_missing, depth_);
    result.remedies = lower(gate.remedies);
    result.requirements = lower(gate.requirements, {grammar::RuleKind::gate, index});
    if (gate.excuse) result.excuse = lower(*gate.excuse);
    if (gate.score) result.score = plan::Score{gate.score->pass, gate.score->warn};
    for (const PhaseId phase : gate.only_for) result.only_for.push_back(*numbers_.of({grammar::RuleKind::phase, phase.index()}));
    return result;
  }

  plan::Phase lower(const Phase& phase, std::uint32_t index) {
    plan::Phase result;
    result.rule = lower_head(phase.head, {plan::RuleKind::phase, static_cast<std::uint32_t>(plan_.phases.size())});
    for (const AfterNode& item : phase.after) {
      std::vector<std::uint32_t> alternatives;
      for (const PhaseId id : item.alternatives) alternatives.push_back(*numbers_.of({grammar::RuleKind::phase, id.index()}));
      result.after.push_back(std::move(alternatives));
    }
    for (const GateId gate : phase.gates) result.gates.push_back(*numbers_.of({grammar::RuleKind::gate, gate.index()}));
    const RuleRef ref{grammar::RuleKind::phase, index};
    result.requirements = lower(phase.requirements, ref);
    result.order_waived = waivers_.of(ref, std::nullopt, {}, depth_);
    result.started = expressions_.value(phase.started_when, depth_);
    result.done = expressions_.value(phase.done_when, depth_);
    result.started_at = expressions_.value(phase.started_at, depth_);
    result.done_at = expressions_.value(phase.done_at, depth_);
    plan_.milestones |= phase.started_at || phase.done_at;
    return result;
  }

  plan::Trigger lower(const Trigger& trigger) {
    plan::Trigger result;
    result.rule = lower_head(trigger.head, {plan::RuleKind::trigger, static_cast<std::uint32_t>(plan_.triggers.size())});
    result.fires = expressions_.value(trigger.fires, depth_);
    if (const auto& lasting = trigger.lasting)
      result.lasting = plan::Lasting{.amount = expressions_.value(lasting->amount, depth_),
                                     .of_last = expressions_.value(lasting->of_last, depth_),
                                     .max_gap = expressions_.value(lasting->max_gap, depth_)};
    result.keep_for = expressions_.value(trigger.keep_for, depth_);
    plan_.looks_back |= trigger.lasting.has_value() || trigger.keep_for;
    const std::uint16_t rule_depth = std::exchange(depth_, depth_with_witness(result.fires));
    result.level = expressions_.value(trigger.level, rule_depth);
    result.message = expressions_.value(trigger.message, depth_);
    result.on_missing = expressions_.value(trigger.on_missing, rule_depth);
    result.remedies = lower(trigger.remedies);
    result.fires_span = trigger.fires_span;
    return result;
  }

  // ---- tests

  void trace_rules(plan::Traces& traces) {
    lowering::Tracer tracer(model_, plan_, nodes_, expressions_, traces);
    for (const RuleRef& ref : model_.order) {
      const auto number = numbers_.of(ref);
      if (!number) continue;
      const plan::RuleRef rule{lowering::kind_of(ref.kind), *number};
      std::uint16_t depth = 0;
      if (const auto& items = plan_.rule(rule).for_each)
        for (const plan::Range& range : plan_.loops[items->loop.index()].ranges)
          depth = std::max(depth, static_cast<std::uint16_t>(std::max(range.value, range.key.value_or(0)) + 1));
      expressions_.set_rule_depth(depth);
      const auto& for_each = plan_.rule(rule).for_each;
      const auto clause = [&](ExprId condition, plan::ClauseKind kind, std::uint32_t requirement = 0) {
        const bool of_item = for_each && (kind != plan::ClauseKind::applies || for_each->applies_mentions_item);
        expressions_.set_instances(of_item ? rule.pack() : plan::none);
        if (condition) (kind == plan::ClauseKind::when ? traces.whens : traces.rules).push_back({rule, kind, requirement, tracer.trace(condition, depth)});
      };
      const auto requirements = [&](const std::vector<RequirementNode>& nodes) {
        for (std::uint32_t i = 0; i < nodes.size(); ++i) {
          clause(nodes[i].when, plan::ClauseKind::when, i);
          clause(nodes[i].condition, plan::ClauseKind::requirement, i);
        }
      };
      switch (ref.kind) {
        case grammar::RuleKind::gate: {
          const Gate& gate = model_.gates[GateId(ref.index)];
          clause(gate.head.applies, plan::ClauseKind::applies);
          requirements(gate.requirements);
          break;
        }
        case grammar::RuleKind::phase: {
          const Phase& phase = model_.phases[PhaseId(ref.index)];
          clause(phase.head.applies, plan::ClauseKind::applies);
          requirements(phase.requirements);
          clause(phase.started_when, plan::ClauseKind::started);
          clause(phase.done_when, plan::ClauseKind::done);
          break;
        }
        case grammar::RuleKind::trigger: {
          const Trigger& trigger = model_.triggers[TriggerId(ref.index)];
          clause(trigger.head.applies, plan::ClauseKind::applies);
          clause(trigger.fires, plan::ClauseKind::fires);
          break;
        }
      }
    }
    expressions_.set_rule_depth(0);
    expressions_.set_instances(plan::none);
  }

  void test(const TestCase& one, LoweredTests& into) {
    const auto value = [&](ExprId id) {
      if (id) into.nodes.emplace(id, expressions_.whole_value(id, 0));
    };
    const auto values_of = [&](const std::vector<TestEdit>& edits) {
      for (const TestEdit& edit : edits) {
        if (!edit.value) continue;
        value(edit.value);
        into.places.emplace(edit.value, place_of(edit));
      }
    };
    value(one.at);
    values_of(one.edits);
    if (const auto* series = one.history ? std::get_if<HistorySeries>(&one.history->samples) : nullptr) {
      value(series->every);
      value(series->from);
      for (const std::vector<TestEdit>& sample : series->samples) values_of(sample);
    }
    for (const Expectation& expectation : one.expectations)
      std::visit(base::overloaded{
                     [&](const ExpectedCondition& e) {
                       value(e.condition);
                       into.conditions.emplace(e.condition, lowering::Tracer(model_, plan_, nodes_, expressions_, into.traces).trace(e.condition, 0));
                     },
                     [&](const ExpectedDecision& e) { value(e.level); },
                     [&](const ExpectedRequirement& e) { value(e.message); },
                     [&](const ExpectedFinding& e) { value(e.message); },
                     [&](const ExpectedObligation& e) {
                       for (const auto& [name, field] : e.fields) value(field);
                     },
                 },
                 expectation.node);
  }

  /// Where the value of a `with` goes, with all that is declared below it; none inside JSON of undeclared shape.
  plan::SchemaId place_of(const TestEdit& edit) {
    plan::SchemaId at = schema_.root(edit.input);
    for (std::size_t i = 0; i < edit.path.size(); ++i) {
      if (schema_.is_any(at)) return {};
      at = schema_.is_record(at) ? schema_.child(at, edit.path[i].key) : schema_.element(at);
    }
    if (schema_.is_any(at)) return {};
    schema_.want_all(at);
    return at;
  }

  const CheckedModel& model_;
  lowering::RuleNumbers numbers_;
  plan::Plan plan_;
  NodeBuilder nodes_;
  SchemaBuilder schema_;
  Expressions expressions_;
  Waivers waivers_;
  std::uint16_t depth_ = 0;  // the first register free in the rule at hand
};

}  // namespace

plan::Plan lower(const CheckedModel& model) { return Lowering(model).run(); }

LoweredTests lower(const CheckedModel& model, const CheckedTests& tests, std::span<const std::uint32_t> cases) { return Lowering(model).run(tests, cases); }

LoweredRules lower_traced(const CheckedModel& model) { return Lowering(model).run_traced(); }

LoweredInputs lower_inputs(const CheckedModel& model) { return Lowering(model).inputs(); }

LoweredExpression lower(const CheckedModel& model, ExprId expression) {
  Lowering lowering(model);
  const plan::NodeId root = lowering.expression(expression);
  return {.plan = lowering.run(), .root = root};
}

}  // namespace nexus::rules
