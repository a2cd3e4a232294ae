#include "rules/typing/waivers.h"

#include "rules/typing/expressions.h"
#include "rules/typing/moments.h"
#include "rules/typing/quantifiers.h"
#include "rules/typing/rule_names.h"
#include "rules/typing/words.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

constexpr std::string_view order = "order";

/// What a waiver is aimed at.
struct Target {
  RuleRef rule;
  std::optional<std::uint32_t> requirement;  ///< none: the order of the phase
  std::optional<std::string> instance;
};

const std::vector<grammar::Requirement>& requirements_of(const grammar::Decl& decl) {
  static const std::vector<grammar::Requirement> none;
  if (const auto* gate = std::get_if<grammar::GateDecl>(&decl.node)) return gate->requirements;
  if (const auto* phase = std::get_if<grammar::PhaseDecl>(&decl.node)) return phase->requirements;
  return none;
}

/// Does the waiver of a requirement with that condition speak of the items that break it? Taking an item out of
/// `exactly 2` can break it, so there it speaks of the snapshot.
const grammar::Quantifier* quantifier_by_item(const grammar::SyntaxTree& tree, grammar::ExprId condition) {
  const auto* quantifier = std::get_if<grammar::Quantifier>(&tree[condition].node);
  if (quantifier == nullptr) return nullptr;
  const auto kind = quantifier->kind;
  const bool by_item = kind == grammar::QuantifierKind::every || kind == grammar::QuantifierKind::no || kind == grammar::QuantifierKind::at_most;
  return by_item ? quantifier : nullptr;
}

class WaiverTyping {
 public:
  WaiverTyping(Context& context, std::size_t module, const grammar::WaiverDecl& waiver, bool in_force)
      : context_(context), module_(module), waiver_(waiver), in_force_(in_force) {}

  void run() {
    Waiver node;
    node.module = ModuleId(static_cast<std::uint32_t>(module_));
    node.title = std::string(waiver_.title.text);
    node.span = waiver_.title.span;
    check_is_complete();
    const auto target = find_target();
    Scope scope{.context = context_, .module = module_, .tree = context_.tree(module_)};
    const auto until = waiver_.until ? type_moment(scope, *waiver_.until, Edge::end, "the moment after `until`") : std::nullopt;
    if (!target || !until || !waiver_.approved_by) return;
    node.rule = target->rule;
    node.requirement = target->requirement;
    node.instance = target->instance;
    node.until = *until;
    node.approved_by = std::string(waiver_.approved_by->text.text);
    if (waiver_.where) type_where(scope, *target, node);
    if (in_force_) context_.model.waivers.push_back(std::move(node));
  }

 private:
  void check_is_complete() {
    const auto missing = [&](std::string_view what, std::string_view help) {
      context_.report(diagnostics::incomplete_waiver(waiver_.title.span, waiver_.title.text, what).with_help(std::string(help)));
    };
    if (!waiver_.waives) missing("what it waives", "name a requirement: `waives security.no_serious`");
    if (!waiver_.until) missing("until when", "exceptions end: `until 2026-12-31` includes that day");
    if (!waiver_.approved_by) missing("who approved it", "say who answers for it: `approved by \"security-lead\"`");
  }

  // ---- what it is aimed at

  std::optional<Target> find_target() {
    if (!waiver_.waives) return std::nullopt;
    const auto& parts = waiver_.waives->parts;
    if (parts.size() < 2 || parts.back().instance) {
      report_no_requirement();
      return std::nullopt;
    }
    grammar::Path path;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) path.push_back(parts[i].name);
    const Scope scope{.context = context_, .module = module_, .tree = context_.tree(module_)};
    const auto rule = find_any_rule(scope, path);
    if (!rule) return std::nullopt;
    if (in_force_ && !is_in_force(context_.model, *rule)) {
      report_not_in_force(context_, *rule, waiver_.waives->span);
      return std::nullopt;
    }
    Target target{.rule = *rule, .requirement = std::nullopt, .instance = std::nullopt};
    const auto& instance = parts[parts.size() - 2].instance;
    if (instance && !head_syntax(context_, *rule).for_each) {
      context_.report(
          diagnostics::no_instances(instance->span, rule_kind_word(rule->kind), head_syntax(context_, *rule).name.text)
              .with_help(
                  "only rules with `for each` have instances to choose from: leave out what stands in brackets"));
      return std::nullopt;
    }
    if (instance) target.instance = std::string(instance->text);
    const grammar::Name& wanted = parts.back().name;
    if (rule->kind == grammar::RuleKind::phase && wanted.text == order) return target;
    return find_requirement(target, wanted);
  }

  /// A waiver that names a whole rule: the requirements that it may have meant.
  void report_no_requirement() {
    base::Diagnostic diagnostic = diagnostics::no_requirement_named(waiver_.waives->span);
    const Scope scope{.context = context_, .module = module_, .tree = context_.tree(module_)};
    grammar::Path path;
    for (const auto& part : waiver_.waives->parts) path.push_back(part.name);
    std::vector<std::string> names;
    const auto rule = look_up_rule(scope, path);
    if (rule && rule->kind != grammar::RuleKind::trigger)
      for (const grammar::Requirement& requirement : requirements_of(rule_syntax(context_, *rule)))
        if (requirement.label && !requirement.not_waivable)
          names.push_back(context_.text(waiver_.waives->span) + "." + std::string(requirement.label->text));
    if (rule && rule->kind == grammar::RuleKind::phase)
      names.push_back(context_.text(waiver_.waives->span) + "." + std::string(order));
    const std::vector<std::string_view> views(names.begin(), names.end());
    if (rule && rule->kind == grammar::RuleKind::trigger)
      diagnostic.helps.emplace_back("a trigger cannot be waived; when it is in force is said by its `applies when`");
    else if (!names.empty())
      diagnostic.helps.push_back("name one of its requirements: " + quoted_list(views, "or"));
    else
      diagnostic.helps.emplace_back(
          "a waiver is aimed at one requirement that has a name, `gate.requirement`, or at `phase.order`");
    context_.report(std::move(diagnostic));
  }

  std::optional<Target> find_requirement(Target target, const grammar::Name& wanted) {
    const auto& requirements = requirements_of(rule_syntax(context_, target.rule));
    const auto named = std::ranges::find_if(requirements, [&](const grammar::Requirement& r) { return r.label && r.label->text == wanted.text; });
    if (named == requirements.end()) {
      report_unknown_requirement(target.rule, requirements, wanted);
      return std::nullopt;
    }
    if (named->not_waivable) {
      const std::string name = std::string(head_syntax(context_, target.rule).name.text) + "." + std::string(wanted.text);
      context_.report(diagnostics::not_waivable(waiver_.waives->span, name)
                          .with_label(*named->not_waivable, "because of this")
                          .with_help("remove the waiver: whether there may be exceptions is for the rule to say"));
      return std::nullopt;
    }
    target.requirement = static_cast<std::uint32_t>(named - requirements.begin());
    return target;
  }

  /// A requirement without a name is known by its number, which the next edit changes.
  void report_unknown_requirement(RuleRef rule, const std::vector<grammar::Requirement>& requirements, const grammar::Name& wanted) {
    for (std::size_t i = 0; i < requirements.size(); ++i)
      if (!requirements[i].label && wanted.text == std::to_string(i + 1)) {
        const Span at = requirements[i].span;
        context_.report(diagnostics::unnamed_requirement(wanted.span)
                            .with_label({at.file, at.begin, at.begin + static_cast<std::uint32_t>(std::string_view("require").size())}, "this one")
                            .with_help("give it a name, `require NAME: …`: numbers change when requirements are added"));
        return;
      }
    std::vector<std::string_view> candidates;
    for (const grammar::Requirement& requirement : requirements)
      if (requirement.label) candidates.push_back(requirement.label->text);
    if (rule.kind == grammar::RuleKind::phase) candidates.push_back(order);
    base::Diagnostic diagnostic = did_you_mean(
        diagnostics::unknown_requirement(wanted.span, rule_kind_word(rule.kind), head_syntax(context_, rule).name.text, wanted.text), wanted.span,
        wanted.text, candidates);
    if (!diagnostic.suggestion && !candidates.empty()) diagnostic.helps.push_back("it has " + quoted_list(candidates, "and"));
    if (rule.kind == grammar::RuleKind::trigger) diagnostic.helps.emplace_back("a trigger is switched off in its own `applies when`");
    context_.report(std::move(diagnostic));
  }

  // ---- what it covers

  void type_where(Scope& scope, const Target& target, Waiver& node) {
    std::vector<Mentions>& mentions = target.rule.kind == grammar::RuleKind::gate ? context_.mentions.by_gate : context_.mentions.by_phase;
    scope.mentions = &mentions[target.rule.index];
    bind_items(scope, target, node);
    node.where = type_condition(scope, waiver_.where);
  }

  /// The names of the item of `for each`, and of the items that break the requirement, mean there what they mean in its message.
  void bind_items(Scope& scope, const Target& target, Waiver& node) {
    const grammar::RuleHead& head = head_syntax(context_, target.rule);
    const CheckedModel& model = context_.model;
    if (target.rule.kind == grammar::RuleKind::gate && head.for_each)
      bind(scope, head.for_each->ranges, model.gates[GateId(target.rule.index)].head.for_each->ranges);
    if (!target.requirement) return;
    const DeclRef source = target.rule.kind == grammar::RuleKind::gate ? context_.rules.gates[target.rule.index] : context_.rules.phases[target.rule.index];
    const grammar::SyntaxTree& tree = context_.tree(source.module);
    const grammar::ExprId written = requirements_of(rule_syntax(context_, target.rule))[*target.requirement].condition.expr;
    const auto* quantifier = quantifier_by_item(tree, written);
    const auto& requirements = target.rule.kind == grammar::RuleKind::gate ? model.gates[GateId(target.rule.index)].requirements
                                                                            : model.phases[PhaseId(target.rule.index)].requirements;
    ExprId condition = requirements[*target.requirement].condition;
    if (const auto* lasting = std::get_if<LastingNode>(&model[condition].node)) condition = lasting->condition;
    if (quantifier != nullptr)
      if (const auto* typed = std::get_if<QuantifierNode>(&model[condition].node)) {
        bind(scope, quantifier->ranges, typed->ranges);
        node.by_item = true;
      }
    Scope there{.context = context_, .module = source.module, .tree = tree};
    note_unreachable(there, written, quantifier);
    scope.unreachable = std::move(there.unreachable);
  }

  static void bind(Scope& scope, const grammar::Ranges& written, const RangesNode& typed) {
    for (std::size_t i = 0; i < typed.ranges.size(); ++i) {
      const grammar::Binder& binder = written.binders[i];
      scope.bound.push_back({binder.second ? binder.second->text : binder.first.text, typed.ranges[i].value});
      if (typed.ranges[i].key) scope.bound.push_back({binder.first.text, typed.ranges[i].key});
    }
  }

  Context& context_;
  std::size_t module_;
  const grammar::WaiverDecl& waiver_;
  bool in_force_;  // else it is checked, and does nothing
};

}  // namespace

void type_waivers(Context& context) {
  for (std::size_t module = 0; module < context.resolved.modules.size(); ++module) {
    const auto& decls = context.tree(module).decls;
    for (std::uint32_t i = 0; i < decls.size(); ++i)
      if (const auto* waiver = std::get_if<grammar::WaiverDecl>(&decls[grammar::DeclId(i)].node))
        WaiverTyping(context, module, *waiver, context.resolved.modules[module].in_force[i]).run();
  }
}

}  // namespace nexus::rules::typing
