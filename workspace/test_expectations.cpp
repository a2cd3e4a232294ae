#include "base/values/level.h"
#include "workspace/test_case.h"

#include <algorithm>
#include <array>
#include <variant>

/// What a test expects, held against what came of the run.
namespace nexus::workspace {

namespace {

/// Rules shown for a decision that nobody expected.
constexpr std::size_t most_rules_shown = 6;

/// `payments.release/service_health[staging].1` without its instance.
std::string without_instance(const std::string& id) {
  const std::size_t open = id.find('[', id.find('/'));
  const std::size_t close = id.rfind(']');
  return open == std::string::npos || close == std::string::npos ? id : id.substr(0, open) + id.substr(close + 1);
}

/// `it is pass` for a status that is another one, `it is false`, `it is unknown`.
std::string in_short(const std::string& value) {
  const std::size_t colon = value.find(": it is ");
  return colon == std::string::npos ? "it is " + value : value.substr(colon + 2);
}

/// Of the instances of a requirement the first of these that one has, as for rules.
std::string status_of_all(const std::vector<std::string>& statuses) {
  static constexpr std::array<std::string_view, 7> order{"fail", "unknown", "warn", "pass", "waived", "excused", "upcoming"};
  for (const std::string_view status : order)
    if (std::ranges::count(statuses, status) != 0) return std::string(status);
  return "skipped";
}

bool contains_all(const std::vector<engine::ObligationField>& fields, const std::vector<engine::ObligationField>& wanted) {
  return std::ranges::all_of(wanted, [&](const engine::ObligationField& field) {
    return std::ranges::any_of(fields, [&](const engine::ObligationField& other) { return other.name == field.name && other.json == field.json; });
  });
}

std::string in_words(const engine::Obligation& obligation) {
  std::string text = obligation.name + " {";
  for (const engine::ObligationField& field : obligation.fields) text += (text.ends_with('{') ? " " : ", ") + field.name + ": " + field.json;
  return text + (text.ends_with('{') ? "}" : " }");
}

}  // namespace

std::vector<engine::FailureReport> ExpectationCheck::run() {
  for (const rules::Expectation& expectation : case_.expectations)
    std::visit([&](const auto& expected) { check(expectation, expected); }, expectation.node);
  return std::move(failures_);
}

const engine::Report& ExpectationCheck::report() {
  if (report_) return *report_;
  auto report = bench_.evaluator_.report(bench_.policy_.sources(), bench_.names_);
  if (report) return report_.emplace(*std::move(report));
  fail(case_.expectations.front(), "the report goes beyond a limit at `" + report.error().rule + "`");
  return report_.emplace();
}

engine::FailureReport& ExpectationCheck::fail(const rules::Expectation& expectation, std::string actual) {
  engine::FailureReport failure;
  failure.expectation = bench_.one_line(expectation.span);
  failure.policy = bench_.place(expectation.span);
  failure.actual = std::move(actual);
  return failures_.emplace_back(std::move(failure));
}

void ExpectationCheck::show_rule(engine::FailureReport& failure, plan::RuleRef rule) {
  const std::string& id = bench_.lowered_.plan.rule(rule).id;
  auto conditions =
      bench_.evaluator_.conditions(bench_.lowered_.traces, {&rule, 1}, bench_.policy_.sources(), bench_.names_);
  if (!conditions)
    failure.reasons.push_back(bench_.beyond_limit(conditions.error()));
  else
    for (engine::ConditionReport& condition : *conditions) failure.conditions.push_back(std::move(condition));
  for (const engine::Finding& finding : report().findings)
    if (finding.rule == id) failure.findings.push_back(finding);
}

/// The gates that keep a phase from starting.
void ExpectationCheck::show_gates(engine::FailureReport& failure, std::uint32_t phase) {
  const plan::Plan& plan = bench_.lowered_.plan;
  for (const std::uint32_t gate : plan.phases[phase].gates)
    for (const engine::RuleReport& rule : report().rules)
      if (rule.id == plan.gates[gate].rule.id && rule.asks >= base::Level::hold) show_rule(failure, {plan::RuleKind::gate, gate});
}

/// What a requirement looked at, or the whole rule where a finding names that.
void ExpectationCheck::show_requirement(engine::FailureReport& failure, const rules::FindingRef& finding) {
  show_rule(failure, bench_.to_plan(finding.rule));
  if (finding.requirement.empty()) return;
  const std::string& rule = bench_.lowered_.plan.rule(bench_.to_plan(finding.rule)).id;
  const std::string ending = (finding.instance ? engine::instance_id(rule, *finding.instance) : std::string()) + "." + finding.requirement;
  const bool is_judged = std::ranges::any_of(failure.conditions, [&](const engine::ConditionReport& c) { return c.id.ends_with(ending); });
  // Where it was not even judged, what was says why.
  if (is_judged) std::erase_if(failure.conditions, [&](const engine::ConditionReport& c) { return !c.id.ends_with(ending); });
  std::erase_if(failure.findings, [&](const engine::Finding& f) { return is_judged && !f.id.ends_with(ending); });
}

// ------------------------------------------------------------------------------------------------ conditions

/// `gate g is not pass` of a gate that is unknown: rules cannot know that yet, but the report says what it is.
bool ExpectationCheck::is_so_in_report(rules::ExprId condition) {
  const auto* test = std::get_if<rules::RuleStatusNode>(&bench_.policy_.model()[condition].node);
  if (test == nullptr) return false;
  const std::string& id = bench_.lowered_.plan.rule(bench_.to_plan(test->rule)).id;
  const auto& rules = report().rules;
  const auto rule = std::ranges::find(rules, id, &engine::RuleReport::id);
  if (rule == rules.end()) return false;
  if (!test->instance) return (rule->status == test->status) != test->negated;
  const auto instance = std::ranges::find(rule->instances, engine::instance_id(id, *test->instance), &engine::InstanceReport::id);
  return instance != rule->instances.end() && (instance->status == test->status) != test->negated;
}

void ExpectationCheck::check(const rules::Expectation& expectation, const rules::ExpectedCondition& expected) {
  auto value = bench_.shown(expected.condition);
  if (value.known && value.text == "true") return;
  if (!value.known && is_so_in_report(expected.condition)) return;
  const plan::Trace& trace = bench_.lowered_.conditions.at(expected.condition);
  const plan::Plan& plan = bench_.lowered_.plan;
  auto parts = bench_.evaluator_.parts(bench_.lowered_.traces, trace, bench_.policy_.sources(), bench_.names_);
  engine::FailureReport& failure =
      fail(expectation, !parts || parts->empty() ? value.text : in_short(parts->front().value));
  failure.reasons = std::move(value.reasons);
  if (parts) failure.parts = *std::move(parts);
  std::vector<plan::RuleRef> shown;
  for (std::uint32_t i = trace.first; i < trace.first + trace.count; ++i) {
    const plan::NodeId point = bench_.lowered_.traces.points[i].node;
    const plan::Node& test = plan[plan[point].op == plan::Op::not_ ? plan::NodeId(plan[point].a) : point];
    if (test.op != plan::Op::rule_status) continue;
    const plan::RuleRef rule = plan.status_tests[test.a].rule;
    if (std::ranges::count(shown, rule) != 0) continue;
    shown.push_back(rule);
    show_rule(failure, rule);
    if (rule.kind == plan::RuleKind::phase) show_gates(failure, rule.index);
  }
}

void ExpectationCheck::check(const rules::Expectation& expectation, const rules::ExpectedDecision& expected) {
  const auto wanted = bench_.shown(expected.level);
  const std::string actual =
      decision_ ? std::string(base::level_name(*decision_)) : "nothing was decided: no rule contributed";
  if (!wanted.known) return void(fail(expectation, "the level is " + wanted.text).reasons = wanted.reasons);
  if (decision_ && (actual == wanted.text) != expected.negated) return;
  engine::FailureReport& failure = fail(expectation, decision_ ? "the decision is " + actual : actual);
  const plan::Plan& plan = bench_.lowered_.plan;
  std::size_t shown = 0;
  // A decision graver than expected has findings to blame; a milder one may be any rule's fault.
  const auto level = base::level_of(wanted.text);
  const bool is_graver = decision_ && level && *decision_ > *level;
  for (const engine::RuleReport& rule : report().rules) {
    if (shown == most_rules_shown) break;
    if (is_graver ? rule.asks <= *level : rule.kind == "phase" && rule.asks == base::Level::allow) continue;
    for (const plan::RuleRef& ref : plan.order)
      if (plan.rule(ref).id == rule.id) show_rule(failure, ref), ++shown;
  }
}

// ------------------------------------------------------------------------------------------------ requirements, findings

std::optional<std::string> ExpectationCheck::message(const rules::Expectation& expectation, rules::ExprId text) {
  if (!text) return std::string();
  auto shown = bench_.shown(text);
  if (shown.known) return std::move(shown.text);
  fail(expectation, "the text of the message is " + shown.text).reasons = std::move(shown.reasons);
  return std::nullopt;
}

std::vector<const engine::Finding*> ExpectationCheck::findings_of(const rules::FindingRef& ref) {
  const plan::Rule& rule = bench_.lowered_.plan.rule(bench_.to_plan(ref.rule));
  std::vector<const engine::Finding*> found;
  // A rule alone means any finding of it.
  const auto is_of = [&](const std::string& id, const std::string& subject) {
    return ref.requirement.empty() ? id == subject || id.starts_with(subject + ".") : id == subject + "." + ref.requirement;
  };
  for (const engine::Finding& finding : report().findings) {
    if (finding.rule != rule.id || !is_of(without_instance(finding.id), rule.id)) continue;
    if (ref.instance && !is_of(finding.id, engine::instance_id(rule.id, *ref.instance))) continue;
    found.push_back(&finding);
  }
  return found;
}

void ExpectationCheck::check(const rules::Expectation& expectation, const rules::ExpectedRequirement& expected) {
  const rules::FindingRef& ref = expected.requirement;
  const std::string& rule_id = bench_.lowered_.plan.rule(bench_.to_plan(ref.rule)).id;
  const std::string ending = "." + ref.requirement;
  std::vector<std::string> statuses;
  for (const engine::RuleReport& rule : report().rules) {
    if (rule.id != rule_id) continue;
    for (const engine::InstanceReport& instance : rule.instances) {
      if (ref.instance && instance.id != engine::instance_id(rule_id, *ref.instance)) continue;
      for (const engine::RequirementReport& requirement : instance.requirements)
        if (requirement.id.ends_with(ending)) statuses.push_back(requirement.status);
    }
  }
  const std::string status = status_of_all(statuses);
  if ((status == expected.status) == expected.negated) return show_requirement(fail(expectation, "it is " + status), ref);
  const auto text = message(expectation, expected.message);
  if (!text || text->empty()) return;
  const auto findings = findings_of(ref);
  const bool said = std::ranges::any_of(findings, [&](const engine::Finding* f) { return f->message.find(*text) != std::string::npos; });
  if (!said) show_requirement(fail(expectation, findings.empty() ? "it has no finding" : "no message of it contains that"), ref);
}

void ExpectationCheck::check(const rules::Expectation& expectation, const rules::ExpectedFinding& expected) {
  const auto text = message(expectation, expected.message);
  if (!text) return;
  const auto findings = findings_of(expected.finding);
  // What is waived or excused asks for nothing: `requirement … is waived` asks for that.
  const auto says = [&](const engine::Finding* f) { return f->message.find(*text) != std::string::npos; };
  const auto is_covered = [](const engine::Finding* f) { return f->waived.has_value(); };
  const bool found = std::ranges::any_of(findings, [&](const engine::Finding* f) { return !is_covered(f) && says(f); });
  if (found != expected.negated) return;
  const char* actual = found                                          ? "there is one"
                       : findings.empty()                             ? "there is none"
                       : std::ranges::none_of(findings, says)         ? "there is one, but no message contains that"
                                                                      : "there is one, but it is waived or excused";
  show_requirement(fail(expectation, actual), expected.finding);
}

void ExpectationCheck::check(const rules::Expectation& expectation, const rules::ExpectedObligation& expected) {
  std::vector<engine::ObligationField> wanted;
  for (const auto& [name, value] : expected.fields) {
    auto shown = bench_.shown(value);
    if (!shown.known)
      return void(fail(expectation, "`" + name + "` is " + shown.text).reasons = std::move(shown.reasons));
    wanted.push_back({name, std::move(shown.json)});
  }
  std::vector<const engine::Obligation*> same_name;
  for (const engine::Obligation& obligation : report().obligations)
    if (obligation.name == expected.name) same_name.push_back(&obligation);
  const bool found = std::ranges::any_of(same_name, [&](const engine::Obligation* o) { return contains_all(o->fields, wanted); });
  if (found != expected.negated) return;
  std::string actual = same_name.empty() ? "there is none" : "there is";
  for (const engine::Obligation* obligation : same_name) actual += (actual == "there is" ? " " : ", and ") + in_words(*obligation);
  fail(expectation, std::move(actual));
}

}  // namespace nexus::workspace
