#include "collect/security.h"

#include "base/values/decimal.h"
#include "base/values/text.h"
#include "base/values/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <utility>

namespace nexus::collect {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// Tags and categories, in lower case, whose meaning is certain.
constexpr auto kinds_of_tags = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"vulnerability", "vulnerability"},
    {"vulnerabilities", "vulnerability"},
    {"secret", "secret"},
    {"secrets", "secret"},
    {"misconfiguration", "misconfiguration"},
    {"license", "licence"},
    {"licence", "licence"},
});

/// Tools that look for one kind of thing only, by the beginning of their names in lower case.
constexpr auto kinds_of_tools = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"gitleaks", "secret"},
    {"trufflehog", "secret"},
    {"detect-secrets", "secret"},
    {"grype", "vulnerability"},
    {"osv-scanner", "vulnerability"},
    {"govulncheck", "vulnerability"},
    {"dependency-check", "vulnerability"},
    {"checkov", "misconfiguration"},
    {"tfsec", "misconfiguration"},
    {"kics", "misconfiguration"},
    {"terrascan", "misconfiguration"},
    {"hadolint", "misconfiguration"},
    {"eslint", "code"},
    {"codeql", "code"},
    {"cppcheck", "code"},
    {"clang", "code"},
    {"gnu c", "code"},
    {"bandit", "code"},
    {"flawfinder", "code"},
    {"gosec", "code"},
    {"ruff", "code"},
    {"pylint", "code"},
    {"shellcheck", "code"},
    {"clippy", "code"},
    {"spotbugs", "code"},
    {"pmd", "code"},
});

struct Dialect {
  std::string_view mark;  ///< the name at the top that tells
  std::string_view words;
  std::string_view use;  ///< the options or keys that read it
};
constexpr auto dialects = std::to_array<Dialect>({
    {"bomFormat", "a CycloneDX document", "`cyclonedx` or `cyclonedx-vulnerabilities`"},
    {"spdxVersion", "an SPDX document", "`spdx`"},
    {"@graph", "an SPDX 3 document or other JSON-LD", {}},
    {"runs", "SARIF", "`sarif`"},
    {"auditReportVersion", "a report of `npm audit`", {}},
});

/// Of two times; none where one of them is not known.
std::string earlier(const std::string& one, const std::string& other) {
  const auto first = base::parse_time(one);
  const auto second = base::parse_time(other);
  if (!first || !second) return {};
  return *second < *first ? other : one;
}

}  // namespace

std::optional<Malformed> add(Security& all, Security more) {
  if (all.scans == 0) {
    all = std::move(more);
    return std::nullopt;
  }
  if (more.scans == 0) return std::nullopt;
  if (!all.commit.empty() && !more.commit.empty() && all.commit != more.commit)
    return Malformed{
        0, fmt::format(
               "it is a scan of the commit {}, and another one of {}: scan one commit, or give each a field of its own",
               base::printable(more.commit), base::printable(all.commit))};
  all.scans += more.scans;
  all.completed = all.completed && more.completed;
  if (all.commit.empty()) all.commit = std::move(more.commit);
  all.scanned_at = earlier(all.scanned_at, more.scanned_at);
  std::ranges::move(more.findings, std::back_inserter(all.findings));
  return std::nullopt;
}

void add(Sbom& all, Sbom more) {
  if (all.format.empty() && all.components.empty()) {
    all = std::move(more);
    return;
  }
  if (more.format != all.format) all.format.clear();
  if (more.subject != all.subject) all.subject.clear();
  all.created_at = earlier(all.created_at, more.created_at);
  std::ranges::move(more.components, std::back_inserter(all.components));
}

std::string severity_of_score(std::string_view score) {
  const auto value = base::Decimal::parse(score);
  if (!value || value->is_negative() || *value > base::Decimal(10)) return {};
  if (*value >= base::Decimal(9)) return "critical";
  if (*value >= base::Decimal(7)) return "high";
  if (*value >= base::Decimal(4)) return "medium";
  return "low";
}

std::string kind_of_finding(std::string_view id, std::span<const std::string> tags, std::string_view tool) {
  for (const auto& tag : tags)
    for (const auto& [word, kind] : kinds_of_tags)
      if (lower(tag) == word) return std::string(kind);
  for (const std::string_view prefix : {"CVE-", "GHSA-", "OSV-", "RUSTSEC-", "PYSEC-", "GO-20"})
    if (id.starts_with(prefix)) return "vulnerability";
  for (const auto& [name, kind] : kinds_of_tools)
    if (lower(tool).starts_with(name)) return std::string(kind);
  return {};
}

std::string wrong_kind(std::string_view wanted, std::string_view missing, std::span<const std::string_view> seen) {
  for (const auto& dialect : dialects) {
    if (std::ranges::find(seen, dialect.mark) == seen.end()) continue;
    const auto use = dialect.use.empty() ? std::string() : fmt::format(": use {}", dialect.use);
    return fmt::format("this is {} (it has `{}`), not {}{}", dialect.words, dialect.mark, wanted, use);
  }
  return fmt::format("this is not {}: it has no `{}`", wanted, missing);
}

}  // namespace nexus::collect
