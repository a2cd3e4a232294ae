#include "cli/explain.h"

#include "base/diagnostics/catalogue.h"
#include "base/diagnostics/pages.h"
#include "base/values/text.h"
#include "cli/exit_code.h"
#include "cli/prepare.h"
#include "cli/results.h"
#include "cli/snapshot.h"
#include "cli/terminal.h"
#include "report/diagnostic_page.h"
#include "report/explanation.h"
#include "workspace/select.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

// ---- codes

int explain_code(const ExplainArguments& arguments) {
  const auto pages = diagnostics::pages();
  const auto page = std::ranges::find(pages, arguments.rule + ".md", &diagnostics::Page::file);
  if (page == pages.end()) {
    complain(diagnostics::bad_usage({}, "there is no diagnostic `" + arguments.rule + "`").with_help("codes stand in brackets after `error` and `warning`: NX1 syntax, NX2 names and types, NX3 lints, NX4 input, NX5 evaluation"), arguments.colour);
    return exit_failed;
  }
  std::string text;
  report::render_diagnostic_page(page->text, {.colour = colour_of_results(arguments.colour)}, text);
  return write_result(text) == Delivery::failed ? exit_failed : 0;
}

// ---- rules

/// Asks for something, or waits for something.
bool needs_explaining(const engine::RuleReport& rule) {
  static constexpr std::string_view fine[]{"pass", "skipped", "ready", "active", "done", "quiet"};
  return std::ranges::find(fine, rule.status) == std::ranges::end(fine);
}

/// Keeps of a report what was asked about: a rule or a part of one, else whatever needs explaining.
void keep(engine::Report& report, const plan::Plan& plan, const std::optional<workspace::RulePart>& part) {
  std::erase_if(report.rules, [&](const engine::RuleReport& rule) { return part ? rule.id != plan.rule(part->rule).id : !needs_explaining(rule); });
  std::erase_if(report.findings, [&](const engine::Finding& finding) {
    const bool is_shown = std::ranges::any_of(report.rules, [&](const engine::RuleReport& rule) { return rule.id == finding.rule; });
    return !is_shown || (part && !workspace::is_of(plan, *part, finding.id));
  });
}

std::vector<plan::RuleRef> rules_of(const engine::Report& report, const plan::Plan& plan) {
  std::vector<plan::RuleRef> rules;
  for (const plan::RuleRef ref : plan.order)
    if (std::ranges::find(report.rules, plan.rule(ref).id, &engine::RuleReport::id) != report.rules.end()) rules.push_back(ref);
  return rules;
}

/// `tests[api]`, where there is no such instance; `tests.9`, where there are three.
base::Diagnostic no_such_part(const std::string& asked, const std::vector<engine::ConditionReport>& all) {
  std::vector<std::string_view> ids;
  for (const engine::ConditionReport& condition : all)
    if (ids.empty() || ids.back() != condition.id) ids.push_back(condition.id);
  base::Diagnostic diagnostic = diagnostics::no_such_rule({}, asked);
  if (const auto near = base::nearest(asked, ids)) return std::move(diagnostic).with_help("did you mean `" + std::string(*near) + "`?");
  constexpr std::size_t most = 12;
  std::string help = "what was judged of it is";
  for (std::size_t i = 0; i < std::min(ids.size(), most); ++i) help.append(i == 0 ? " `" : ", `").append(ids[i]).append("`");
  if (ids.size() > most) help += " …";
  return ids.empty() ? std::move(diagnostic).with_help("nothing of it was judged") : std::move(diagnostic).with_help(help);
}

std::string rendered(const engine::Report& report, const ExplainArguments& arguments) {
  std::string text;
  if (arguments.as_json) {
    report::find_format("json")->render({&report, 1}, {}, text);
    return text;
  }
  if (report.rules.empty()) return "every rule passes or does not apply; name one to see how: `nexus explain RULE …`\n";
  report::render_explanation(report, {.detail = arguments.detail, .colour = colour_of_results(arguments.colour)}, text);
  return text;
}

int explain_rules(const ExplainArguments& arguments) {
  if (arguments.snapshots.empty()) {
    complain(diagnostics::no_snapshot({}).with_help("name one with `-s FILE`, or `-s -` for standard input"), arguments.colour);
    return exit_failed;
  }
  const auto prepared = prepare(arguments);
  if (!prepared) return exit_failed;
  const plan::Plan& plan = prepared->policy->plan();
  std::optional<workspace::RulePart> part;
  if (!arguments.rule.empty()) {
    auto found = workspace::find_rule_part(plan, arguments.rule);
    if (!found) return complain(found.error(), arguments.colour), exit_failed;
    part = *std::move(found);
  }
  const workspace::TracedPolicy traced = workspace::trace(*prepared->policy);
  workspace::Runner runner(traced);
  const bool given = give_inputs(*prepared, runner, arguments.colour);
  const auto snapshot = read_snapshot(arguments.snapshots.front(), arguments, *prepared);
  if (!given || !snapshot) return exit_failed;
  const workspace::Text text{snapshot->name, snapshot->text};
  auto report = runner.run(text, prepared->question);
  if (!report) return complain(workspace::with_text(std::move(report.error()), text), arguments.colour), exit_failed;
  keep(*report, plan, part);
  report->conditions = runner.conditions(traced, rules_of(*report, traced.plan));
  if (part && !part->rest.empty()) {
    auto all = report->conditions;
    std::erase_if(report->conditions, [&](const engine::ConditionReport& condition) { return !workspace::is_of(plan, *part, condition.id); });
    if (report->conditions.empty()) return complain(no_such_part(arguments.rule, all), arguments.colour), exit_failed;
  }
  return write_result(rendered(*report, arguments)) == Delivery::failed ? exit_failed : 0;
}

}  // namespace

int run_explain(const ExplainArguments& arguments) { return arguments.is_code ? explain_code(arguments) : explain_rules(arguments); }

}  // namespace nexus::cli
