#include "base/values/quantity.h"
#include "engine/explain/explainer.h"
#include "engine/judge/score.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <vector>

/// The score of a gate, broken down.
namespace nexus::engine {

using base::Decimal;
using base::Truth;

namespace {

Decimal sum(const Decimal& a, const Decimal& b) { return base::add(a, b).value; }

/// What one requirement adds to a share, and whether anybody can tell that it counts.
struct Addend {
  Decimal earned, weight;
  bool may_be_left_out;
};

Decimal ratio(const Decimal& earned, const Decimal& weight) { return base::divide(earned, weight).value; }

/// The extreme share: of those that may be left out, the ones count that move it further. Taken from the most extreme on,
/// each does so as long as its own share is beyond that of the others together.
template <class Beyond>
std::string extreme_share(std::vector<Addend> addends, const Beyond& beyond) {
  std::ranges::stable_sort(addends, [&](const Addend& a, const Addend& b) {
    if (a.may_be_left_out != b.may_be_left_out) return b.may_be_left_out;
    return beyond(ratio(a.earned, a.weight), ratio(b.earned, b.weight));
  });
  Decimal earned, weight;
  for (const Addend& addend : addends) {
    const bool counts = !addend.may_be_left_out || weight.is_zero() || beyond(ratio(addend.earned, addend.weight), ratio(earned, weight));
    if (!counts) continue;
    earned = sum(earned, addend.earned);
    weight = sum(weight, addend.weight);
  }
  return base::format_quantity(ratio(earned, weight), base::Dimension::ratio, 2);
}

/// `70%`, or `60% to 70%` where it cannot be told.
std::string range(const std::string& least, const std::string& most) { return least == most ? least : least + " to " + most; }

}  // namespace

bool Explainer::all_upcoming(const plan::Gate& gate, const Instance& instance) const {
  const auto verdicts = std::span(judge_.verdicts().requirements).subspan(instance.first_requirement, gate.requirements.size());
  return std::ranges::none_of(verdicts, [](const RequirementVerdict& v) { return is_scored(v, false); });
}

std::optional<ScoreReport> Explainer::score_report(const plan::Gate& gate, const Instance& instance) {
  if (!gate.score || !instance.judged || instance.status == Status::skipped) return std::nullopt;
  const bool upcoming = all_upcoming(gate, instance);
  Decimal weight, least, most;
  std::vector<Addend> at_least, at_most;
  for (std::size_t i = 0; i < gate.requirements.size(); ++i) {
    const RequirementVerdict& verdict = judge_.verdicts().requirements[instance.first_requirement + i];
    if (!is_scored(verdict, upcoming)) continue;
    const Earned part = earned(gate.requirements[i], verdict);
    weight = sum(weight, gate.requirements[i].weight);
    least = sum(least, part.least);
    most = sum(most, part.most);
    at_least.push_back({part.least, gate.requirements[i].weight, verdict.when_unknown});
    at_most.push_back({part.most, gate.requirements[i].weight, verdict.when_unknown});
  }
  return ScoreReport{.total = {.weight = weight.to_string(), .earned = least.to_string(), .may_earn = most.to_string()},
                     .share = extreme_share(std::move(at_least), std::ranges::less{}),
                     .may_share = extreme_share(std::move(at_most), std::ranges::greater{}),
                     .pass = base::format_exact(gate.score->pass, base::Dimension::ratio),
                     .warn = base::format_exact(gate.score->warn, base::Dimension::ratio)};
}

void Explainer::add_shares(const plan::Gate& gate, const Instance& instance, std::vector<RequirementReport>& reports) const {
  const bool upcoming = all_upcoming(gate, instance);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const RequirementVerdict& verdict = judge_.verdicts().requirements[instance.first_requirement + i];
    if (!is_scored(verdict, upcoming)) continue;
    const Earned part = earned(gate.requirements[i], verdict);
    reports[i].share = ShareReport{.weight = gate.requirements[i].weight.to_string(), .earned = part.least.to_string(), .may_earn = part.most.to_string()};
  }
}

/// The gate asks as a whole; what its requirements lack is told after it.
void Explainer::score_finding(const plan::Gate& gate, const Instance& instance, const Subject& subject) {
  const auto score = score_report(gate, instance);
  if (!score) return;
  Finding finding = new_finding(subject, instance.status == Status::unknown ? FindingKind::unknown : FindingKind::failed);
  finding.condition.clear();
  finding.message = fmt::format("the score is {} ({} of {}): {} passes", range(score->share, score->may_share),
                                range(score->total.earned, score->total.may_earn), score->total.weight, score->pass);
  if (score->warn != score->pass) finding.message += fmt::format(", {} warns", score->warn);
  for (std::size_t i = 0; i < gate.requirements.size(); ++i) {
    const RequirementVerdict& verdict = judge_.verdicts().requirements[instance.first_requirement + i];
    if (verdict.when_unknown) finding.message += fmt::format("; whether `{}` counts cannot be told", gate.requirements[i].name);
    if (gate.requirements[i].key && verdict.status == Status::fail) finding.message += fmt::format("; `{}` is key, and fails", gate.requirements[i].name);
  }
  add_finding(std::move(finding));
}

}  // namespace nexus::engine
