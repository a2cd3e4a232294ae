#include "engine/history/replay.h"

#include <algorithm>

namespace nexus::engine {

void ReplayLog::add(const plan::Plan& plan, std::uint64_t line, const base::Decimal& time, std::string_view decision, const std::vector<Outcome>& outcomes) {
  if (report_.snapshots++ == 0) report_.first = time;
  report_.last = time;
  add_change("decision", {}, {}, decision, line, time);
  for (const Outcome& outcome : outcomes) {
    const plan::Rule& rule = plan.rule(outcome.rule);
    switch (outcome.rule.kind) {
      case plan::RuleKind::trigger: add_trigger(rule, outcome, line, time); break;
      case plan::RuleKind::gate: add_change("gate", outcome.id, rule.title, outcome.status, line, time); break;
      case plan::RuleKind::phase: add_change("phase", outcome.id, rule.title, outcome.status, line, time); break;
    }
  }
  // An instance whose item is gone fires no more.
  for (TriggerReplay& trigger : report_.triggers)
    if (!trigger.episodes.empty() && !trigger.episodes.back().over && trigger.episodes.back().last_line != line) {
      trigger.episodes.back().over = true;
      trigger.episodes.back().until = time;
    }
}

void ReplayLog::add_trigger(const plan::Rule& rule, const Outcome& outcome, std::uint64_t line, const base::Decimal& time) {
  const auto [at, fresh] = triggers_.try_emplace(outcome.id, report_.triggers.size());
  if (fresh) report_.triggers.push_back({.id = outcome.id, .title = rule.title, .episodes = {}});
  TriggerReplay& trigger = report_.triggers[at->second];
  trigger.pending += outcome.status == "pending" ? 1 : 0;
  trigger.unknown += outcome.status == "unknown" ? 1 : 0;
  if (outcome.status != "fired") return;
  ++trigger.fired;
  if (trigger.episodes.empty() || trigger.episodes.back().over)
    trigger.episodes.push_back({.from = time, .until = time, .over = false, .first_line = line, .last_line = line, .level = outcome.asks});
  Episode& episode = trigger.episodes.back();
  episode.until = time;
  episode.last_line = line;
  episode.level = base::graver(episode.level, outcome.asks);
}

void ReplayLog::add_change(std::string_view kind, const std::string& id, const std::string& title, std::string_view status, std::uint64_t line, const base::Decimal& time) {
  const auto [at, fresh] = changes_.try_emplace(id, report_.changes.size());
  if (fresh) report_.changes.push_back({.kind = std::string(kind), .id = id, .title = title, .changes = {}});
  std::vector<Change>& changes = report_.changes[at->second].changes;
  if (!changes.empty() && changes.back().to == status) return;
  changes.push_back({.time = time, .line = line, .from = changes.empty() ? std::string() : changes.back().to, .to = std::string(status)});
}

ReplayReport ReplayLog::finish(std::string file, std::optional<std::vector<LabelReplay>> labels) && {
  report_.file = std::move(file);
  if (!labels) return std::move(report_);
  report_.labelled = true;
  report_.labels = *std::move(labels);
  for (const TriggerReplay& trigger : report_.triggers)
    for (const Episode& episode : trigger.episodes) {
      // What is over at a snapshot had fired until the one before; it was in force until then.
      const auto touches = [&](const LabelReplay& label) { return episode.from <= label.end && (episode.over ? episode.until > label.start : episode.until >= label.start); };
      bool any = false;
      for (LabelReplay& label : report_.labels) {
        if (!touches(label)) continue;
        any = true;
        const base::Decimal at = std::max(episode.from, label.start);
        if (label.caught_at && *label.caught_at <= at) continue;
        label.caught_at = at;
        label.caught_by = trigger.id;
      }
      if (!any) report_.false_alarms.push_back({trigger.id, episode.from});
    }
  std::ranges::stable_sort(report_.false_alarms, {}, &FalseAlarm::from);
  return std::move(report_);
}

}  // namespace nexus::engine
