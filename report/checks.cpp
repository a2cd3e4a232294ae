#include "report/checks.h"

#include "base/values/text.h"
#include "report/text_findings.h"
#include "report/text_words.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace nexus::report {

namespace {

using base::Level;
using engine::Finding;
using engine::FindingKind;

/// Nobody reads more of one check, and a file of it must still be opened.
constexpr std::size_t most_findings = 100;
constexpr std::size_t most_obligations = 12;

bool is_about_evidence(FindingKind kind) { return kind == FindingKind::unknown || kind == FindingKind::order_unknown; }

/// What still asks for something. A trigger that is about to fire asks for a look.
const Finding* gravest(const Check& check) {
  const Finding* found = nullptr;
  for (const Finding* finding : check.findings)
    if (finding->counts && !finding->waived && finding->level > Level::allow &&
        (found == nullptr || finding->level > found->level))
      found = finding;
  return found;
}

class Collector {
 public:
  explicit Collector(const engine::Report& report) : report_(report) {}

  std::vector<Check> collect() {
    for (const engine::RuleReport& rule : report_.rules) add_rule(rule);
    for (const Finding& finding : report_.findings) place(finding);
    return std::move(checks_);
  }

 private:
  void add_rule(const engine::RuleReport& rule) {
    for (const engine::InstanceReport& instance : rule.instances) {
      for (const engine::RequirementReport& requirement : instance.requirements)
        add({.id = requirement.id,
             .definition = definition_of(rule.id, instance.id, requirement.id),
             .rule = &rule,
             .policy = requirement.policy,
             .status = requirement.status,
             .note = requirement.note,
             .level = requirement.level,
             .asks = requirement.asks,
             .findings = {}});
      // A score is something of its own to reach.
      if (instance.requirements.empty() || instance.score)
        add({.id = instance.id,
             .definition = rule.id,
             .rule = &rule,
             .policy = rule.policy,
             .status = instance.status,
             .note = instance.score ? words_of(*instance.score) : rule.note,
             .level = instance.asks,
             .asks = instance.asks,
             .findings = {}});
    }
    if (rule.instances.empty())
      add({.id = rule.id,
           .definition = rule.id,
           .rule = &rule,
           .policy = rule.policy,
           .status = rule.status,
           .note = rule.note,
           .level = rule.asks,
           .asks = rule.asks,
           .findings = {}});
  }

  static std::string definition_of(std::string_view rule, std::string_view instance, std::string_view id) {
    return std::string(rule).append(id.starts_with(instance) ? id.substr(instance.size()) : std::string_view{});
  }

  static std::string definition_of(const engine::RuleReport& rule, std::string_view id) {
    std::string_view longest;
    for (const engine::InstanceReport& instance : rule.instances)
      if (id.starts_with(instance.id) && instance.id.size() > longest.size()) longest = instance.id;
    return longest.empty() ? std::string(id) : definition_of(rule.id, longest, id);
  }

  void add(Check check) {
    at_.emplace(check.id, checks_.size());
    checks_.push_back(std::move(check));
  }

  /// What is not about one requirement (whether a gate applies, the order of a phase) is a check where there is something to say.
  void place(const Finding& finding) {
    if (!at_.contains(finding.id)) {
      const auto rule = std::ranges::find(report_.rules, finding.rule, &engine::RuleReport::id);
      if (rule == report_.rules.end()) return;
      add({.id = finding.id,
           .definition = definition_of(*rule, finding.id),
           .rule = &*rule,
           .policy = finding.policy,
           .status = rule->status,
           .note = rule->note,
           .level = finding.level,
           .asks = finding.counts ? finding.level : Level::allow,
           .findings = {}});
    }
    Check& check = checks_[at_.at(finding.id)];
    check.findings.push_back(&finding);
    check.level = std::max(check.level, finding.level);
  }

  const engine::Report& report_;
  std::vector<Check> checks_;
  std::unordered_map<std::string, std::size_t> at_;
};

}  // namespace

std::vector<Check> checks_of(const engine::Report& report) { return Collector(report).collect(); }

Verdict verdict_of(const Check& check, FailOn fail_on) {
  if (!check.rule->counted) return {Outcome::skipped};
  if (const Finding* finding = gravest(check))
    return {is_about_evidence(finding->kind) ? Outcome::unknown : Outcome::fails, fail_on.fails(finding->level)};
  const std::string_view status = check.status;
  const bool fails_run = check.asks > Level::allow && fail_on.fails(check.asks);
  if (status == "unknown") return {Outcome::unknown, fails_run};
  if (status == "fail" || status == "warn" || status == "fired" || status == "out_of_order" || status == "pending")
    return {Outcome::fails, fails_run};
  if (status == "pass" || status == "quiet" || status == "ready" || status == "active" || status == "done") return {};
  // A phase that was asked about and waits for others.
  if (check.asks > Level::allow) return {Outcome::fails, fails_run};
  return {Outcome::skipped};
}

std::string reason_of(const Check& check) {
  const auto waived = std::ranges::find_if(check.findings, [](const Finding* f) { return f->waived.has_value(); });
  std::string reason = check.rule->counted ? status_words(check.status) : "not counted";
  if (waived != check.findings.end()) return reason + ": " + words_of(*(*waived)->waived);
  const std::string& note = check.note.empty() ? check.rule->note : check.note;
  return note.empty() ? reason : reason + ": " + note;
}

std::string details_of(const Check& check, const engine::Report& report) {
  std::string text;
  for (std::size_t i = 0; i < std::min(check.findings.size(), most_findings); ++i) {
    if (i != 0) text += '\n';
    text += text_of(*check.findings[i]);
  }
  if (check.findings.size() > most_findings)
    text += "\nand " + std::to_string(check.findings.size() - most_findings) + " more: --format json has all\n";

  std::size_t obligations = 0;
  for (const engine::Obligation& obligation : report.obligations) {
    if (std::ranges::find(obligation.sources, check.id) == obligation.sources.end()) continue;
    if (++obligations > most_obligations) continue;
    text += (obligations == 1 ? "\nnext\n  " : "  ") + base::printable(words_of(obligation)) + '\n';
  }
  if (obligations > most_obligations) text += "  and " + std::to_string(obligations - most_obligations) + " more\n";
  return text;
}

}  // namespace nexus::report
