#include "report/problems.h"

#include "engine/digest.h"
#include "report/checks.h"
#include "report/text_words.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace nexus::report {

namespace {

/// What stays when lines move and values change: which requirement, and of what. A file that the policy names with `at` says
/// that better than the index of an item, which changes when one before it is gone.
std::string identity(const engine::Finding& finding, std::string_view snapshot) {
  std::string text = finding.id;
  for (const std::string_view part :
       {std::string_view(finding.file), finding.file.empty() ? std::string_view(finding.witness) : std::string_view(),
        snapshot})
    text.append(1, '\0').append(part);
  return text;
}

engine::Finding finding_of(const Check& check) {
  engine::Finding finding;
  finding.id = check.id;
  finding.rule = check.rule->id;
  finding.rule_title = check.rule->title;
  finding.kind = check.status == "unknown" ? engine::FindingKind::unknown : engine::FindingKind::not_ready;
  finding.level = check.asks;
  finding.message = reason_of(check);
  finding.policy = check.policy;
  return finding;
}

/// The file that was asked for, where it is one: it put in force what a library says. Empty where there are several.
std::string_view only_policy(const engine::Report& report) {
  std::string_view only;
  for (const engine::SourceReport& policy : report.policies) {
    if (!policy.is_asked) continue;
    if (!only.empty()) return {};
    only = policy.file;
  }
  return only;
}

}  // namespace

Severity severity_of(base::Level level, FailOn fail_on) {
  if (level == base::Level::allow) return Severity::note;
  return fail_on.fails(level) ? Severity::error : Severity::warning;
}

std::vector<Problem> problems_of(std::span<const engine::Report> reports, FailOn fail_on) {
  std::vector<Problem> problems;
  std::map<std::string, std::size_t> seen;
  for (const engine::Report& report : reports) {
    const std::string_view snapshot = reports.size() > 1 ? snapshot_file(report) : std::string_view{};
    const auto add = [&](const Check& check, std::shared_ptr<const engine::Finding> finding) {
      std::string same = identity(*finding, snapshot);
      const std::size_t nth = ++seen[same];
      same.append(1, '\0').append(std::to_string(nth));
      const Severity severity = severity_of(finding->level, fail_on);
      problems.push_back({.report = &report,
                          .finding = std::move(finding),
                          .definition = check.definition,
                          .fingerprint = engine::sha256(same).substr(0, 32),
                          .severity = severity});
    };
    std::set<std::string_view> told;  // rules that something is said of which asks for more than `allow`
    for (const engine::Finding& finding : report.findings)
      if (finding.counts && finding.level > base::Level::allow) told.insert(finding.rule);
    for (const Check& check : checks_of(report)) {
      for (const engine::Finding* finding : check.findings)
        if (finding->counts) add(check, {std::shared_ptr<void>(), finding});  // owned by the report
      if (check.rule->counted && check.asks > base::Level::allow && told.insert(check.rule->id).second)
        add(check, std::make_shared<engine::Finding>(finding_of(check)));
    }
  }
  std::ranges::stable_sort(problems, std::ranges::greater{},
                           [](const Problem& p) { return std::pair(p.severity, p.finding->level); });
  return problems;
}

std::string project_path(std::string_view file, std::string_view root) {
  if (!root.empty() && file.starts_with(root) && file.substr(root.size()).starts_with('/'))
    file.remove_prefix(root.size() + 1);
  // `<stdin>` is what reports call standard input, `<std>/…` the libraries inside the program.
  if (file.empty() || file.front() == '/' || file.front() == '<') return {};
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= file.size();) {
    const std::size_t end = std::min(file.find('/', begin), file.size());
    const std::string_view part = file.substr(begin, end - begin);
    begin = end + 1;
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (parts.empty()) {
      return {};
    } else {
      parts.pop_back();
    }
  }
  std::string path;
  for (const std::string_view part : parts) path.append(path.empty() ? "" : "/").append(part);
  return path;
}

std::uint32_t source_line(const engine::Finding& finding) {
  const bool is_line = finding.line && *finding.line > 0 && *finding.line <= std::numeric_limits<std::int32_t>::max();
  return is_line ? static_cast<std::uint32_t>(*finding.line) : 0;
}

engine::PolicyPlace first_place(const Problem& problem, std::string_view root) {
  const engine::Finding& finding = *problem.finding;
  if (std::string path = project_path(finding.file, root); !path.empty())
    return {.file = std::move(path), .line = source_line(finding), .column = 0};
  const engine::EvidencePlace& evidence = finding.evidence;
  if (std::string path = project_path(evidence.file, root); evidence.line != 0 && !path.empty())
    return {.file = std::move(path), .line = evidence.line, .column = evidence.column};
  if (std::string path = project_path(finding.policy.file, root); !path.empty())
    return {.file = std::move(path), .line = finding.policy.line, .column = finding.policy.column};
  return {.file = project_path(only_policy(*problem.report), root), .line = 0, .column = 0};
}

}  // namespace nexus::report
