#include "tests/unit/report/sample.h"

#include <utility>

namespace nexus::report::testing {

namespace {

using base::Level;
using engine::EvidencePlace;
using engine::Finding;
using engine::FindingKind;
using engine::PolicyPlace;
using engine::Report;
using engine::RuleReport;

PolicyPlace policy(std::uint32_t line, std::uint32_t column) { return {"release.nexus", line, column}; }
EvidencePlace snapshot(std::string pointer, std::uint32_t line = 0, std::uint32_t column = 0) {
  return {"snapshot", "failing.json", std::move(pointer), line, column};
}

RuleReport rule(std::string kind, std::string name, std::string title, std::string status, Level asks, std::uint32_t line, const std::string& requirement = ".1") {
  RuleReport report;
  report.kind = std::move(kind);
  report.id = "checkout.release/" + name;
  report.title = std::move(title);
  report.status = status;
  report.asks = asks;
  report.policy = policy(line, 6);
  const std::string requirement_status = status == "quiet" ? "pass" : status;
  report.instances = {{report.id, status, asks, {}}};
  if (report.kind == "gate") report.instances.front().requirements = {{report.id + requirement, requirement_status, Level::block, asks, false, policy(line + 1, 11)}};
  return report;
}

Finding finding(std::string rule, std::string requirement, std::string title, FindingKind kind, Level level) {
  Finding finding;
  finding.rule = "checkout.release/" + rule;
  finding.id = finding.rule + requirement;
  finding.rule_title = std::move(title);
  finding.kind = kind;
  finding.level = level;
  return finding;
}

Finding low_coverage() {
  Finding low = finding("coverage", ".floor", "Line coverage holds", FindingKind::failed, Level::warn);
  low.message = "line coverage 74.2% is below 80%";
  low.condition = "coverage.line >= min_coverage";
  low.policy = policy(36, 18);
  low.evidence = snapshot("/coverage/line", 8, 24);
  low.margins = {{"coverage.line", "74.2%", ">=", "80%", "-5.8pt", "-0.058", false, low.evidence}};
  low.causes = {{"coverage.line is 74.2%", low.evidence, low.margins}};
  return low;
}

Finding failing_suite(std::string message, std::string witness, std::uint32_t line) {
  Finding failing = finding("tests", ".1", "Every suite passes", FindingKind::failed, Level::block);
  failing.message = std::move(message);
  failing.condition = "every s in tests.suites has s.failed == 0";
  failing.policy = policy(30, 11);
  failing.evidence = snapshot("/tests/suites/" + witness.substr(witness.find('[') + 1, 1) + "/failed", line, 40);
  failing.witness = std::move(witness);
  return failing;
}

Finding unknown_security() {
  Finding unknown = finding("security", ".no_serious", "No open serious finding", FindingKind::unknown, Level::hold);
  unknown.message = "cannot be told: `security` is missing";
  unknown.condition = "no f in security.findings where f.severity >= high";
  unknown.policy = policy(42, 23);
  unknown.reasons = {{"absent", "`security` is missing", "let the scan write its result into the snapshot", snapshot("/security"),
                      policy(42, 32), {"security.findings"}}};
  return unknown;
}

Finding fired_trigger() {
  Finding fired = finding("error_rate", "", "Errors above the limit", FindingKind::fired, Level::rollback);
  fired.message = "error rate is 7%, limit 5%";
  fired.condition = "metrics.error_rate > max_error_rate";
  fired.policy = policy(70, 14);
  fired.evidence = snapshot("/metrics/error_rate", 30, 19);
  fired.margins = {{"metrics.error_rate", "7%", ">", "5%", "2pt", "0.02", true, fired.evidence}};
  fired.causes = {{"metrics.error_rate is 7%", fired.evidence, fired.margins}};
  return fired;
}

Report base_report(std::string file) {
  Report report;
  report.now = "2026-11-02T10:00:00Z";
  report.zone_database = "2025b";
  report.policies = {{"checkout.release", "release.nexus", std::string(64, 'a')}};
  report.inputs = {{"snapshot", std::move(file), std::string(64, 'b')}};
  report.params = {{"checkout.release/min_coverage", "80%", "default"}};
  return report;
}

}  // namespace

Report failing_report() {
  Report report = base_report("failing.json");
  report.decision = Level::rollback;
  report.rules = {
      rule("gate", "build", "The build is green", "pass", Level::allow, 24),
      rule("gate", "tests", "Every suite passes", "fail", Level::block, 29),
      rule("gate", "coverage", "Line coverage holds", "warn", Level::warn, 34, ".floor"),
      rule("gate", "security", "No open serious finding", "unknown", Level::hold, 40, ".no_serious"),
      rule("gate", "deployment", "The deployment is healthy", "skipped", Level::allow, 50),
      rule("phase", "ci", "Pipeline and contract", "done", Level::allow, 56),
      rule("phase", "go_live", "Go-Live", "blocked", Level::allow, 60),
      rule("trigger", "error_rate", "Errors above the limit", "fired", Level::rollback, 68),
      rule("trigger", "health", "", "quiet", Level::allow, 74),
  };
  report.rules[4].note = "`deployment` is not there";
  report.findings = {failing_suite("3 failed in api", "tests.suites[0]", 12), failing_suite("1 failed in web", "tests.suites[2]", 14),
                     low_coverage(), unknown_security(), fired_trigger()};
  Finding approvals = finding("go_live", ".1", "Go-Live", FindingKind::failed, Level::block);
  approvals.counts = false;
  approvals.message = "two maintainers must approve";
  approvals.policy = policy(63, 11);
  report.findings.push_back(approvals);
  report.obligations = {
      {"fix", {{"suite", "\"api\""}, {"failed", "3"}}, {"checkout.release/tests.1"}, {}},
      {"bring_evidence", {{"path", "\"security\""}, {"reason", "\"absent\""}}, {"checkout.release/security.no_serious"}, {}},
      {"notify", {{"channel", "\"ops\""}, {"ticket", "null"}}, {"checkout.release/error_rate"}, {"ticket"}},
  };
  report.contributors = {"checkout.release/build", "checkout.release/tests", "checkout.release/error_rate"};
  return report;
}

Report excepted_report() {
  Report report = base_report("excepted.json");
  report.rules = {
      rule("gate", "security", "No open serious finding", "waived", Level::allow, 40, ".serious"),
      rule("gate", "quality", "Good enough", "unknown", Level::hold, 50),
      rule("gate", "canary", "The canary is healthy", "fail", Level::block, 60),
  };
  Finding waived = finding("security", ".serious", "No open serious finding", FindingKind::waived, Level::allow);
  waived.message = "critical finding CVE-1";
  waived.policy = policy(42, 23);
  waived.waived = engine::WaivedReport{.by = "waiver", .reason = "not reachable", .approved_by = "ana", .until = "2026-12-31"};
  Finding excused = finding("security", ".scanned", "No open serious finding", FindingKind::excused, Level::allow);
  excused.message = "not scanned";
  excused.policy = policy(43, 23);
  excused.waived = engine::WaivedReport{.by = "excuse", .reason = "outage 12", .approved_by = "bo", .until = {}};
  Finding canary = finding("canary", ".1", "The canary is healthy", FindingKind::failed, Level::block);
  canary.counts = false;
  canary.message = "3 errors";
  canary.policy = policy(62, 11);
  report.findings = {waived, excused, canary};
  engine::InstanceReport& scored = report.rules[1].instances.front();
  scored.score = engine::ScoreReport{.total = {.weight = "3", .earned = "1", .may_earn = "3"}, .share = "33.33%", .may_share = "100%", .pass = "90%", .warn = "70%"};
  scored.requirements.front().share = engine::ShareReport{.weight = "2", .earned = "0", .may_earn = "2"};
  scored.requirements.front().note = "from 2027-01-01";
  report.rules[2].counted = false;
  report.rules[2].note = "counts only when `go_live` is active or asked about";
  report.waivers = {{.title = "not reachable", .target = "checkout.release/security.serious", .approved_by = "ana", .until = "2026-12-31", .ends = "2027-01-01T00:00:00Z", .policy = policy(80, 8)}};
  report.notices = {"the waiver \"old\" of checkout.release/security.serious matches nothing"};
  return report;
}

Report hostile_report(const std::string& text) {
  Report report = failing_report();
  report.notices = {text};
  report.policies.front().file = text;
  report.inputs.front().file = text;
  report.params = {{"checkout.release/" + text, text, text}};
  RuleReport health = rule("gate", "health", text, "fail", Level::block, 80);
  engine::InstanceReport& instance = health.instances.front();
  instance.id = engine::instance_id(health.id, text);
  instance.requirements.front().id = instance.id + ".1";
  health.note = text;
  health.owner = text;
  health.tags = {text};
  report.rules.push_back(health);
  for (RuleReport& each : report.rules) {
    each.title = text;
    each.note = text;
    each.policy.file = text;
    for (engine::InstanceReport& of : each.instances)
      for (engine::RequirementReport& requirement : of.requirements) requirement.policy.file = text;
  }
  Finding sick = finding("health", "", text, FindingKind::failed, Level::block);
  sick.id = instance.requirements.front().id;
  Finding waived = sick;
  waived.kind = FindingKind::waived;
  waived.level = Level::allow;
  waived.waived = engine::WaivedReport{.by = "waiver", .reason = text, .approved_by = text, .until = text};
  report.findings.push_back(sick);
  report.findings.push_back(waived);
  for (Finding& each : report.findings) {
    each.rule_title = text;
    each.message = text;
    each.condition = text;
    each.policy.file = text;
    each.witness = text;
    each.file = text;
    each.line = -3;
    each.evidence = {"snapshot", text, "/" + text, 3, 4};
    each.causes = {{text, each.evidence, {}}, {text, each.evidence, {{text, text, text, text, text, "1", false, each.evidence}}}};
    each.reasons = {{text, text, text, each.evidence, each.policy, {text}}};
    each.undecided = {text};
  }
  report.obligations = {{"fix", {{text, text}}, {sick.id}, {}}};
  return report;
}

Report large_report(std::size_t findings) {
  Report report = base_report("large.json");
  report.decision = Level::block;
  report.rules = {rule("gate", "security", "No open serious finding", "fail", Level::block, 40)};
  for (std::size_t i = 0; i < findings; ++i) {
    Finding open = finding("security", ".1", "No open serious finding", FindingKind::failed, Level::block);
    open.message = "finding " + std::to_string(i);
    open.policy = policy(42, 23);
    open.witness = "security.findings[" + std::to_string(i) + "]";
    open.evidence = snapshot("/security/findings/" + std::to_string(i), static_cast<std::uint32_t>(i + 2), 5);
    open.evidence.file = "large.json";
    report.findings.push_back(open);
  }
  return report;
}

Report green_report() {
  Report report = base_report("green.json");
  report.rules = {
      rule("gate", "build", "The build is green", "pass", Level::allow, 24),
      rule("gate", "tests", "Every suite passes", "pass", Level::allow, 29),
      rule("phase", "ci", "Pipeline and contract", "done", Level::allow, 56),
      rule("trigger", "error_rate", "Errors above the limit", "quiet", Level::allow, 68),
  };
  report.contributors = {"checkout.release/build", "checkout.release/tests", "checkout.release/error_rate"};
  return report;
}

}  // namespace nexus::report::testing
