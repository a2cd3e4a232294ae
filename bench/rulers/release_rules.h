#pragma once

#include "bench/rulers/verdict.h"

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The ten rules of release_gate.nexus, by hand. Written once for both ways to read: `Json` is simdjson's `dom::element` or
/// `ondemand::document`, whose look-ups are spelt alike. Fields are asked for in the order in which they stand in most
/// snapshots, which On-Demand likes; any other order is slower and gives the same.
namespace nexus::bench {

/// What stands there, or nothing where it is missing or of another kind.
template <class T, class Found>
std::optional<T> value_of(Found&& found) {
  T value;
  if (found.get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

template <class Found>
std::string text_of(Found&& found) {
  return std::string(value_of<std::string_view>(found).value_or("?"));
}

inline bool starts_with_any(std::string_view path) {
  constexpr std::array<std::string_view, 3> allowed{"src/", "docs/", "tests/"};
  for (const std::string_view folder : allowed)
    if (path.starts_with(folder)) return true;
  return false;
}

/// Is every item good? Any that is not has its message, and where there is none, one that cannot be judged counts.
/// `judge(item)` says true, false or nothing (for want of `field`); `message(item)` is asked for those that are not.
template <class List, class Judge, class Message>
void every_item(List&& list, std::string_view path, std::string_view field, Verdict& verdict, Judge judge,
                Message message) {
  if (list.error() != simdjson::SUCCESS) return verdict.miss(path);
  bool failed = false;
  std::optional<std::size_t> missing;
  std::size_t position = 0;
  for (auto item : list.value_unsafe()) {
    const std::optional<bool> good = judge(item);
    if (!good) {
      if (!missing) missing = position;
    } else if (!*good) {
      failed = true;
      verdict.fail(Level::block, message(item));
    }
    ++position;
  }
  if (missing && !failed) verdict.miss(std::string(path) + '[' + std::to_string(*missing) + "]." + std::string(field));
}

template <class Count>
void no_errors(Count&& found, std::string_view path, std::string_view words, Verdict& verdict) {
  const auto errors = value_of<std::int64_t>(found);
  if (!errors) return verdict.miss(path);
  if (*errors != 0) verdict.fail(Level::block, std::to_string(*errors) + std::string(words));
}

template <class Suites>
void suites_are_green(Suites&& suites, Verdict& verdict) {
  std::int64_t failed = 0;
  const auto judge = [&](auto& suite) -> std::optional<bool> {
    if (suite["failed"].get(failed) != simdjson::SUCCESS) return std::nullopt;
    return failed == 0;
  };
  const auto message = [&](auto& suite) { return std::to_string(failed) + " failed in " + text_of(suite["name"]); };
  every_item(suites, "tests.suites", "failed", verdict, judge, message);
}

inline void covered(std::optional<double> line, Verdict& verdict) {
  constexpr double floor = 80;
  if (!line) return verdict.miss("coverage.line", Level::warn);
  if (*line < floor) verdict.fail(Level::warn, "line coverage " + decimal(*line) + "% is below 80%");
}

template <class Findings>
void no_serious_finding(Findings&& findings, std::int64_t now, Verdict& verdict) {
  std::string_view severity;
  const auto judge = [&](auto& finding) -> std::optional<bool> {
    if (finding["severity"].get(severity) != simdjson::SUCCESS) return std::nullopt;
    if (severity == "low" || severity == "medium") return true;
    if (severity != "high" && severity != "critical") return std::nullopt;
    std::string_view text;
    const simdjson::error_code error = finding["waived_until"].get(text);
    if (error == simdjson::NO_SUCH_FIELD) return false;
    const auto until = error == simdjson::SUCCESS ? parse_time(text) : std::nullopt;
    if (!until) return std::nullopt;
    return *until > now;
  };
  const auto message = [&](auto& finding) { return std::string(severity) + " finding " + text_of(finding["id"]); };
  every_item(findings, "security.findings", "severity", verdict, judge, message);
}

inline void build_is_green(std::optional<std::string_view> status, Verdict& verdict) {
  if (!status) return verdict.miss("build.status");
  if (*status != "success") verdict.fail(Level::block, "build is " + std::string(*status));
}

inline void qa_approved(std::optional<std::string_view> status, std::optional<std::string_view> commit,
                        std::optional<std::string_view> built, Verdict& verdict) {
  const bool other_status = status && *status != "approved";
  const bool other_commit = commit && built && *commit != *built;
  if (other_status || other_commit)
    return verdict.fail(Level::block,
                        "QA is " + std::string(status.value_or("?")) + " for " + std::string(commit.value_or("?")));
  if (!status) return verdict.miss("qa.status");
  if (!commit) return verdict.miss("qa.commit");
  if (!built) verdict.miss("build.commit");
}

inline void few_errors(std::optional<double> rate, Verdict& verdict) {
  constexpr double most = 0.05;
  if (!rate) return verdict.miss("metrics.error_rate");
  if (*rate > most) verdict.fail(Level::block, "error rate " + decimal(*rate * 100) + '%');
}

inline void fast_enough(std::optional<double> p95, std::optional<double> baseline, Verdict& verdict) {
  if (!p95) return verdict.miss("metrics.p95");
  if (!baseline) return verdict.miss("metrics.baseline_p95");
  if (*p95 > 2 * *baseline)
    verdict.fail(Level::block, "p95 " + decimal(*p95) + "ms, baseline " + decimal(*baseline) + "ms");
}

template <class Changed>
void paths_are_allowed(Changed&& changed, Verdict& verdict) {
  std::string_view path;
  const auto judge = [&](auto& file) -> std::optional<bool> {
    if (file["path"].get(path) != simdjson::SUCCESS) return std::nullopt;
    return starts_with_any(path);
  };
  const auto message = [&](auto&) { return std::string(path) + " is not allowed"; };
  every_item(changed, "changed", "path", verdict, judge, message);
}

template <class Json>
void judge_release(Json& root, std::int64_t now, Verdict& verdict) {
  no_errors(root["lint"]["errors"], "lint.errors", " lint errors", verdict);
  no_errors(root["typecheck"]["errors"], "typecheck.errors", " type errors", verdict);
  suites_are_green(root["tests"]["suites"].get_array(), verdict);
  covered(value_of<double>(root["coverage"]["line"]), verdict);
  no_serious_finding(root["security"]["findings"].get_array(), now, verdict);

  auto build = root["build"];
  build_is_green(value_of<std::string_view>(build["status"]), verdict);
  const auto built = value_of<std::string_view>(build["commit"]);
  auto qa = root["qa"];
  const auto status = value_of<std::string_view>(qa["status"]);
  qa_approved(status, value_of<std::string_view>(qa["commit"]), built, verdict);

  auto metrics = root["metrics"];
  few_errors(value_of<double>(metrics["error_rate"]), verdict);
  const auto p95 = value_of<double>(metrics["p95"]);
  fast_enough(p95, value_of<double>(metrics["baseline_p95"]), verdict);
  paths_are_allowed(root["changed"].get_array(), verdict);
}

}  // namespace nexus::bench
