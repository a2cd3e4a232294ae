#include "base/values/text.h"
#include "base/values/time.h"
#include "engine/explain/explainer.h"
#include "engine/run/show.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nexus::engine {

using base::Level;
using base::Truth;

std::string_view finding_kind_name(FindingKind kind) {
  static constexpr std::array<std::string_view, 9> names{"failed", "unknown", "fired", "pending", "out-of-order", "order-unknown", "not-ready", "waived", "excused"};
  return names[static_cast<std::size_t>(kind)];
}

namespace {

std::string_view kind_name(plan::RuleKind kind) {
  switch (kind) {
    case plan::RuleKind::gate: return "gate";
    case plan::RuleKind::phase: return "phase";
    case plan::RuleKind::trigger: break;
  }
  return "trigger";
}

}  // namespace

std::string Explainer::timing_note(const plan::Requirement& requirement, const RequirementVerdict& verdict) {
  switch (verdict.timing) {
    case Timing::in_force: return {};
    case Timing::upcoming: return "from " + requirement.from->text;
    case Timing::over: return "until " + requirement.until->text;
  }
  return {};
}

std::vector<RequirementReport> Explainer::requirement_reports(const std::vector<plan::Requirement>& requirements, const std::string& rule_id, std::uint32_t first) {
  std::vector<RequirementReport> result;
  for (std::size_t i = 0; i < requirements.size(); ++i) {
    const RequirementVerdict& verdict = judge_.verdicts().requirements[first + i];
    result.push_back({.id = rule_id + "." + requirements[i].name,
                      .status = std::string(status_name(verdict.timing == Timing::upcoming && verdict.status != Status::skipped ? Status::upcoming : verdict.status)),
                      .level = verdict.level,
                      .asks = verdict.asks,
                      .vacuous = verdict.vacuous,
                      .policy = policy_place(requirements[i].condition_span),
                      .note = timing_note(requirements[i], verdict),
                      .share = {}});
  }
  return result;
}

/// Since when the condition of a trigger has held that has not lasted long enough.
std::string Explainer::pending_note(const RuleVerdict& verdict) const {
  for (const Instance& instance : std::span(judge_.verdicts().instances).subspan(verdict.first_instance, verdict.instances)) {
    if (verdict.status != Status::pending || !instance.since) continue;
    const base::Decimal held = base::subtract(machine_.standpoint().time, *instance.since).value;
    return fmt::format("since {}, for {} so far", base::format_time(*instance.since), base::format_exact(held, base::Dimension::duration));
  }
  return {};
}

RuleReport Explainer::rule_report(plan::RuleRef ref) {
  const plan::Rule& rule = plan_.rule(ref);
  const RuleVerdict& verdict = judge_.verdicts().of(ref);
  RuleReport result{.kind = std::string(kind_name(ref.kind)),
                    .id = rule.id,
                    .title = rule.title,
                    .owner = rule.owner,
                    .tags = rule.tags,
                    .status = std::string(status_name(verdict.status)),
                    .asks = verdict.asks,
                    .counted = verdict.counted != Truth::no,
                    .note = {},
                    .instances = {},
                    .policy = policy_place(rule.name_span)};
  if (ref.kind == plan::RuleKind::phase) {
    if (judge_.verdicts().asked_phase == ref.index) result.asks = base::graver(result.asks, judge_.verdicts().asked_asks);
    result.note = phase_note(ref.index);
    if (result.note.empty()) result.note = skipped_note(ref);
    if (result.note.empty()) result.note = capped_note(ref);
    result.instances.push_back({.id = rule.id,
                                .status = result.status,
                                .asks = result.asks,
                                .requirements = requirement_reports(plan_.phases[ref.index].requirements, rule.id, judge_.verdicts().phases[ref.index].first_requirement),
                                .score = {}});
    return result;
  }
  // Nobody knows whether it counts: it asks for no more than that somebody looks.
  const Level most = verdict.counted == Truth::unknown ? Level::hold : Level::rollback;
  result.asks = base::milder(result.asks, most);
  for (std::uint32_t i = 0; i < verdict.instances; ++i) {
    const Instance& instance = judge_.verdicts().instances[verdict.first_instance + i];
    InstanceReport shown{.id = id_of(rule, instance), .status = std::string(status_name(instance.status)), .asks = base::milder(instance.asks, most), .requirements = {}, .score = {}};
    if (ref.kind == plan::RuleKind::gate && instance.judged) {
      const plan::Gate& gate = plan_.gates[ref.index];
      shown.requirements = requirement_reports(gate.requirements, shown.id, instance.first_requirement);
      shown.score = score_report(gate, instance);
      if (shown.score) add_shares(gate, instance, shown.requirements);
    }
    result.instances.push_back(std::move(shown));
  }
  result.note = verdict.counted == Truth::yes ? skipped_note(ref) : counted_note(plan_.gates[ref.index], verdict);
  if (result.note.empty()) result.note = capped_note(ref);
  if (result.note.empty()) result.note = pending_note(verdict);
  return result;
}

Report Explainer::report(const std::vector<bool>* only, std::uint64_t max_findings) {
  report_ = {};
  max_findings_ = max_findings;
  obligations_.clear();
  matched_.assign(plan_.waivers.size(), false);
  report_.decision = judge_.verdicts().decision;
  report_.now = base::format_time(machine_.shown_now());
  if (const auto asked = judge_.verdicts().asked_phase) report_.asked_phase = plan_.phases[*asked].rule.id;
  for (const plan::Param& param : plan_.params) {
    std::string value;
    show_text(value, machine_.eval(param.value), plan_, machine_.reasons(), base::Decimal::max_digits);
    report_.params.push_back({param.id, std::move(value), param.origin});
  }
  for (std::size_t i = 0; i < plan_.order.size(); ++i) {
    const plan::RuleRef ref = plan_.order[i];
    const bool chosen = only == nullptr || (*only)[i];
    const bool asked = ref.kind == plan::RuleKind::phase && judge_.verdicts().asked_phase == ref.index;
    if (!chosen && !asked) continue;
    rule_in_work_ = &plan_.rule(ref);
    rule_findings(ref);
    report_.rules.push_back(rule_report(ref));
    const RuleVerdict& verdict = judge_.verdicts().of(ref);
    if (asked || (verdict.contributes && verdict.counted != Truth::no)) report_.contributors.push_back(plan_.rule(ref).id);
    if (only != nullptr && chosen) report_.only.push_back(plan_.rule(ref).id);
  }
  report_waivers();
  for (const Machine::LeftOut& window : machine_.left_out())
    report_.notices.push_back(fmt::format("`{}` leaves out {} snapshot{} without a value", source_text(plan_.spans[window.window.index()]), window.samples, window.samples == 1 ? "" : "s"));
  return std::move(report_);
}

}  // namespace nexus::engine
