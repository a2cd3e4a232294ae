#include "rules/typing/finding_names.h"

#include "rules/typing/rule_names.h"
#include "rules/typing/words.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

/// What each phase requires besides its own `require`s: that it does not come before its time.
constexpr std::string_view order_requirement = "order";

const std::vector<RequirementNode>* requirements_of(const CheckedModel& model, RuleRef rule) {
  if (rule.kind == grammar::RuleKind::gate) return &model.gates[GateId(rule.index)].requirements;
  if (rule.kind == grammar::RuleKind::phase) return &model.phases[PhaseId(rule.index)].requirements;
  return nullptr;
}

std::vector<std::string_view> requirement_names(const CheckedModel& model, RuleRef rule) {
  std::vector<std::string_view> names;
  if (const auto* requirements = requirements_of(model, rule))
    for (const RequirementNode& requirement : *requirements) names.emplace_back(requirement.name);
  if (rule.kind == grammar::RuleKind::phase) names.push_back(order_requirement);
  return names;
}

class Finder {
 public:
  Finder(Scope& scope, const grammar::RequirementRef& ref) : scope_(scope), context_(scope.context), ref_(ref) {
    for (const grammar::RequirementRef::Part& part : ref.parts) path_.push_back(part.name);
  }

  std::optional<FindingRef> find() {
    const std::size_t last = path_.size() - 1;
    // `a.b` is the requirement b of rule a before it is rule b of module a.
    if (last > 0)
      if (const auto rule = look_up_rule(scope_, std::span(path_).first(last))) return requirement_of(*rule, last);
    if (const auto rule = look_up_rule(scope_, path_)) return with_instance({*rule, {}, {}}, last);
    report_unknown_rule();
    return std::nullopt;
  }

 private:
  std::optional<FindingRef> requirement_of(RuleRef rule, std::size_t last) {
    const auto names = requirement_names(context_.model, rule);
    const grammar::Name& wanted = path_[last];
    if (std::ranges::count(names, wanted.text) != 0) return with_instance({rule, {}, std::string(wanted.text)}, last - 1);
    base::Diagnostic diagnostic = diagnostics::unknown_requirement(wanted.span, rule_kind_word(rule.kind), path_[last - 1].text, wanted.text);
    diagnostic = did_you_mean(std::move(diagnostic), wanted.span, wanted.text, names);
    if (!diagnostic.suggestion && !names.empty()) diagnostic.helps.push_back("there is " + quoted_list(names, "and"));
    if (names.empty()) diagnostic.helps.push_back("name the trigger alone: `" + std::string(path_[last - 1].text) + "`");
    context_.report(std::move(diagnostic));
    return std::nullopt;
  }

  /// The instance in brackets, after the part that names the rule.
  std::optional<FindingRef> with_instance(FindingRef found, std::size_t at) {
    const auto& instance = ref_.parts[at].instance;
    if (!instance) return found;
    if (!is_for_each(scope_, found.rule)) {
      context_.report(diagnostics::no_instances(instance->span, rule_kind_word(found.rule.kind), path_[at].text)
                          .with_help("only rules with `for each` have instances to choose from"));
      return std::nullopt;
    }
    found.instance = std::string(instance->text);
    return found;
  }

  void report_unknown_rule() {
    std::vector<std::string_view> candidates;
    for (const auto& [name, decl] : context_.resolved.modules[scope_.module].rules) candidates.push_back(name);
    std::ranges::sort(candidates);
    const grammar::Name& first = path_.front();
    context_.report(did_you_mean(diagnostics::unknown_rule_name(first.span, "rule", first.text), first.span, first.text, candidates));
  }

  Scope& scope_;
  Context& context_;
  const grammar::RequirementRef& ref_;
  grammar::Path path_;
};

}  // namespace

std::optional<FindingRef> find_finding(Scope& scope, const grammar::RequirementRef& ref) { return Finder(scope, ref).find(); }

}  // namespace nexus::rules::typing
