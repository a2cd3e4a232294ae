#include "base/values/text.h"
#include "base/values/time.h"
#include "engine/explain/explainer.h"

#include <fmt/format.h>

/// Who waived what, why and until when; and the waivers that do nothing.
namespace nexus::engine {

using base::Truth;

void Explainer::set_waived(Finding& finding, const std::optional<WaivedReport>& waived) {
  if (!waived) return;
  finding.kind = waived->by == "excuse" ? FindingKind::excused : FindingKind::waived;
  finding.level = base::Level::allow;
  finding.waived = waived;
}

WaivedReport Explainer::waived_by(const plan::Cover& cover) {
  const plan::Waiver& waiver = plan_.waivers[cover.waiver];
  matched_[cover.waiver] = true;
  return {.by = "waiver", .reason = waiver.title, .approved_by = waiver.approved_by, .until = waiver.until.text};
}

std::string Explainer::text_of(plan::NodeId node) {
  const Value value = machine_.eval(node);
  return value.kind() == ValueKind::string ? std::string(value.as_string()) : std::string();
}

WaivedReport Explainer::excused_by(const plan::Excuse& excuse) {
  return {.by = "excuse", .reason = text_of(excuse.because), .approved_by = text_of(excuse.by), .until = {}};
}

/// The first waiver that covers whatever breaks the condition. All that do are marked, so that none is said to do nothing.
std::optional<WaivedReport> Explainer::cover_of_all(const plan::Waived& waived, const Value& bare) {
  std::optional<WaivedReport> first;
  for (const plan::Cover& cover : waived.covers) {
    if (cover.by_item || !judge_.in_force(plan_.waivers[cover.waiver])) continue;
    const bool covers = !cover.where || (!bare.is_unknown() && Machine::truth_of(machine_.eval(cover.where)) == Truth::yes);
    if (!covers) continue;
    WaivedReport by = waived_by(cover);
    if (!first) first = std::move(by);
  }
  return first;
}

Explainer::ItemCover Explainer::cover_of_item(const Exceptions& exceptions) {
  ItemCover result;
  if (exceptions.by_item != nullptr)
    for (const plan::Cover& cover : exceptions.by_item->covers) {
      if (!cover.by_item || !judge_.in_force(plan_.waivers[cover.waiver])) continue;
      const Value matches = machine_.eval(cover.where);
      const Truth covers = Machine::truth_of(matches);
      if (covers == Truth::unknown && result.why.empty()) result.why = ": " + reasons(matches, cover.where).front().message;
      if (covers == Truth::yes && !result.by) result.by = waived_by(cover);
      if (covers == Truth::yes) matched_[cover.waiver] = true;
      result.covered = result.covered || covers;
    }
  if (result.covered == Truth::yes || !exceptions.all) return result;
  return {.covered = Truth::yes, .by = exceptions.all};
}

Explainer::Exceptions Explainer::exceptions(const plan::Requirement& requirement, const RequirementVerdict& verdict, const Subject& subject) {
  Exceptions result;
  result.fails = verdict.status == Status::fail || verdict.status == Status::warn;
  // Whether it applies is nothing that anybody waives.
  if (verdict.when_unknown && !subject.scored) return result;
  if (const plan::Waived* waived = Judge::waived_in(requirement.waived, subject.instance)) {
    if (waived->condition) result.by_item = waived;
    result.all = cover_of_all(*waived, verdict.bare);
  }
  if (!result.all && verdict.status == Status::excused && subject.excuse != nullptr) result.all = excused_by(*subject.excuse);
  return result;
}

std::string Explainer::target_of(const plan::Waiver& waiver) const {
  const plan::Rule& rule = plan_.rule(waiver.rule);
  std::string target = rule.id;
  if (waiver.instance) target = instance_id(target, *waiver.instance);
  if (!waiver.requirement) return target + ".order";
  const auto& requirements =
      waiver.rule.kind == plan::RuleKind::gate ? plan_.gates[waiver.rule.index].requirements : plan_.phases[waiver.rule.index].requirements;
  return target + "." + requirements[*waiver.requirement].name;
}

/// Those that cover something are listed. An expired one has stopped working, and one that matches nothing may be
/// misspelt or of no use any more: that is said, and never decides.
void Explainer::report_waivers() {
  for (std::size_t i = 0; i < plan_.waivers.size(); ++i) {
    const plan::Waiver& waiver = plan_.waivers[i];
    if (!judge_.verdicts().of(waiver.rule).judged) continue;
    const std::string target = target_of(waiver);
    if (matched_[i])
      report_.waivers.push_back({.title = waiver.title,
                                 .target = target,
                                 .approved_by = waiver.approved_by,
                                 .until = waiver.until.text,
                                 .ends = base::format_time(waiver.until.at),
                                 .policy = policy_place(waiver.span)});
    else if (!judge_.in_force(waiver))
      report_.notices.push_back(fmt::format("the waiver \"{}\" of {} expired: it was good until {}", waiver.title, target, waiver.until.text));
    else
      report_.notices.push_back(fmt::format("the waiver \"{}\" of {} matches nothing", waiver.title, target));
  }
}

}  // namespace nexus::engine
