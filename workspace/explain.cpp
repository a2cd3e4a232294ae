#include "workspace/explain.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "workspace/select.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::workspace {

namespace {

namespace diagnostics = base::diagnostics;

/// Asks for something, or waits for something.
bool needs_explaining(const engine::RuleReport& rule) {
  static constexpr std::string_view fine[]{"pass", "skipped", "ready", "active", "done", "quiet"};
  return std::ranges::find(fine, rule.status) == std::ranges::end(fine);
}

/// Keeps of a report what was asked about: a rule or a part of one, else whatever needs explaining.
void keep(engine::Report& report, const plan::Plan& plan, const std::optional<RulePart>& part) {
  std::erase_if(report.rules, [&](const engine::RuleReport& rule) {
    return part ? rule.id != plan.rule(part->rule).id : !needs_explaining(rule);
  });
  std::erase_if(report.findings, [&](const engine::Finding& finding) {
    const bool is_shown =
        std::ranges::any_of(report.rules, [&](const engine::RuleReport& rule) { return rule.id == finding.rule; });
    return !is_shown || (part && !is_of(plan, *part, finding.id));
  });
}

std::vector<plan::RuleRef> rules_of(const engine::Report& report, const plan::Plan& plan) {
  std::vector<plan::RuleRef> rules;
  for (const plan::RuleRef ref : plan.order)
    if (std::ranges::find(report.rules, plan.rule(ref).id, &engine::RuleReport::id) != report.rules.end())
      rules.push_back(ref);
  return rules;
}

/// `tests[api]`, where there is no such instance; `tests.9`, where there are three.
base::Diagnostic no_such_part(const std::string& asked, const std::vector<engine::ConditionReport>& all) {
  std::vector<std::string_view> ids;
  for (const engine::ConditionReport& condition : all)
    if (ids.empty() || ids.back() != condition.id) ids.push_back(condition.id);
  base::Diagnostic diagnostic = diagnostics::no_such_rule({}, asked);
  if (const auto near = base::nearest(asked, ids))
    return std::move(diagnostic).with_help("did you mean `" + std::string(*near) + "`?");
  constexpr std::size_t most = 12;
  std::string help = "what was judged of it is";
  for (std::size_t i = 0; i < std::min(ids.size(), most); ++i)
    help.append(i == 0 ? " `" : ", `").append(ids[i]).append("`");
  if (ids.size() > most) help += " …";
  return ids.empty() ? std::move(diagnostic).with_help("nothing of it was judged")
                     : std::move(diagnostic).with_help(help);
}

Mistakes mistake(base::Diagnostic diagnostic) {
  Mistakes mistakes;
  mistakes.diagnostics.push_back(std::move(diagnostic));
  return mistakes;
}

}  // namespace

base::Expected<engine::Report, Mistakes> explain(const TracedPolicy& traced, Runner& runner, const Text& snapshot,
                                                 const Question& question, const std::string& asked) {
  const plan::Plan& plan = traced.plan;
  std::optional<RulePart> part;
  if (!asked.empty()) {
    auto found = find_rule_part(plan, asked);
    if (!found) return base::Unexpected{mistake(std::move(found.error()))};
    part = *std::move(found);
  }
  auto report = runner.run(snapshot, question);
  if (!report) return base::Unexpected{with_text(std::move(report.error()), snapshot)};
  keep(*report, plan, part);
  auto conditions = runner.conditions(traced, rules_of(*report, plan));
  if (!conditions) return base::Unexpected{with_text(std::move(conditions.error()), snapshot)};
  report->conditions = *std::move(conditions);
  if (part && !part->rest.empty()) {
    const auto all = report->conditions;
    std::erase_if(report->conditions,
                  [&](const engine::ConditionReport& condition) { return !is_of(plan, *part, condition.id); });
    if (report->conditions.empty()) return base::Unexpected{mistake(no_such_part(asked, all))};
  }
  return *std::move(report);
}

}  // namespace nexus::workspace
