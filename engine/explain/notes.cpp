#include "base/values/text.h"
#include "engine/explain/explainer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

/// Why a rule stands as it does, on one line beside its status.
namespace nexus::engine {

using base::Level;
using base::Truth;

/// What a phase waits for, on one line.
std::string Explainer::phase_note(std::uint32_t index) {
  const PhaseVerdict& verdict = judge_.verdicts().phases[index];
  if (verdict.rule.status == Status::out_of_order && verdict.after_then == Truth::no) return "begun before its time";
  if (verdict.rule.status != Status::blocked && verdict.rule.status != Status::unknown) return {};
  if (verdict.rule.status == Status::unknown && verdict.rule.why.is_unknown() && plan_.phases[index].rule.applies) {
    const Value applies = machine_.eval(plan_.phases[index].rule.applies);
    if (applies.is_unknown() && !machine_.reasons().all(applies, ReasonClass::optional_root_absence))
      return "whether it applies cannot be told: " + reasons(applies, plan_.phases[index].rule.applies).front().message;
  }
  std::vector<std::string> causes;
  if (verdict.after != Truth::yes)
    if (const std::string open = waits_for(index); !open.empty()) causes.push_back("waits for " + open);
  for (const std::uint32_t gate : plan_.phases[index].gates)
    if (const RuleVerdict& g = judge_.verdicts().of({plan::RuleKind::gate, gate}); g.asks >= Level::hold)
      causes.push_back(fmt::format("gate `{}` is {}", plan_.gates[gate].rule.name, status_name(g.status)));
  for (std::size_t i = 0; i < plan_.phases[index].requirements.size(); ++i)
    if (const RequirementVerdict& r = judge_.verdicts().requirements[verdict.first_requirement + i]; r.asks >= Level::hold)
      causes.push_back(fmt::format("requirement `{}` is {}", plan_.phases[index].requirements[i].name, r.status == Status::fail ? "not met" : "unknown"));
  return fmt::format("{}", fmt::join(causes, "; "));
}

/// Why a gate with `only for` does not count, or may not.
std::string Explainer::counted_note(const plan::Gate& gate, const RuleVerdict& verdict) {
  std::vector<std::string> phases;
  for (const std::uint32_t phase : gate.only_for) phases.push_back(fmt::format("`{}`", plan_.phases[phase].rule.name));
  const std::string listed = base::list_with(phases, "or");
  if (verdict.counted == Truth::no) return fmt::format("counts only when {} is active or asked about", listed);
  const auto why = reasons(verdict.counted_why, {});
  return fmt::format("whether {} is active cannot be told{}", listed, why.empty() ? std::string() : ": " + why.front().message);
}

/// Why a rule does not apply.
std::string Explainer::skipped_note(plan::RuleRef ref) {
  if (judge_.verdicts().of(ref).status != Status::skipped) return {};
  const plan::Rule& rule = plan_.rule(ref);
  if (ref.kind == plan::RuleKind::gate && judge_.is_over(plan_.gates[ref.index])) return "nothing is required any more";
  const bool judged_once = !rule.for_each || !rule.for_each->applies_mentions_item;
  if (rule.applies && judged_once) {
    const Value applies = machine_.eval(rule.applies);
    if (applies.is_unknown()) return reasons(applies, rule.applies).front().message;
    if (!applies.as_bool()) return fmt::format("`{}` is false", source_text(rule.applies_span));
  }
  if (rule.for_each) return fmt::format("`{}` has no items that it applies to", source_text(plan_.spans[plan_.loops[rule.for_each->loop.index()].ranges.front().list.index()]));
  return "no `when` of its requirements holds";
}

/// Why a rule asks for less than it says: `enforce … as LEVEL`.
std::string Explainer::capped_note(plan::RuleRef ref) {
  const plan::Rule& rule = plan_.rule(ref);
  if (!rule.cap || judge_.verdicts().of(ref).asks == Level::allow) return {};
  const Value cap = machine_.eval(rule.cap);
  return cap.is_unknown() ? std::string() : fmt::format("enforced as {}", base::level_name(cap.as_level()));
}

}  // namespace nexus::engine
