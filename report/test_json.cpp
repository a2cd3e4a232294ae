#include "report/json_parts.h"
#include "report/json_writer.h"
#include "report/test_format.h"

#include <string>
#include <string_view>

namespace nexus::report {

namespace {

using engine::TestReport;

constexpr std::uint64_t format_version = 1;

std::string_view outcome_name(engine::TestOutcome outcome) {
  switch (outcome) {
    case engine::TestOutcome::passed: return "passed";
    case engine::TestOutcome::failed: return "failed";
    case engine::TestOutcome::broken: break;
  }
  return "broken";
}

// Field order is part of the output's contract: new fields go to the end of their object.

template <class Items, class Write>
void write_list(JsonWriter& json, std::string_view name, const Items& items, Write write) {
  json.key(name).begin_array();
  for (const auto& item : items) write(json, item);
  json.end_array();
}

void write_place(JsonWriter& json, std::string_view name, const engine::PolicyPlace& place) { write(json.key(name), place); }

void write_reason(JsonWriter& json, const engine::ReasonReport& reason) {
  json.begin_object().key("code").string(reason.code).key("message").string(reason.message).key("help").string_or_null(reason.help);
  json.key("document").string_or_null(reason.evidence.document).key("pointer").string(reason.evidence.pointer).end_object();
}

void write_finding(JsonWriter& json, const engine::Finding& finding) {
  json.begin_object().key("id").string(finding.id).key("kind").string(engine::finding_kind_name(finding.kind));
  json.key("level").string(base::level_name(finding.level)).key("message").string(finding.message);
  json.key("document").string_or_null(finding.evidence.document).key("pointer").string(finding.evidence.pointer);
  write_place(json, "policy", finding.policy);
  json.end_object();
}

void write_failure(JsonWriter& json, const engine::FailureReport& failure) {
  json.begin_object().key("expectation").string(failure.expectation);
  write_place(json, "policy", failure.policy);
  json.key("actual").string(failure.actual);
  write_parts(json.key("parts"), failure.parts);
  write_list(json, "reasons", failure.reasons, write_reason);
  write_list(json, "findings", failure.findings, write_finding);
  write_conditions(json.key("conditions"), failure.conditions);
  json.end_object();
}

void write_result(JsonWriter& json, const engine::TestResult& result) {
  json.begin_object().key("name").string(result.name).key("module").string(result.module).key("outcome").string(outcome_name(result.outcome));
  write_place(json, "policy", result.policy);
  json.key("row").string_or_null(result.row).key("problem").string_or_null(result.problem);
  write_list(json, "failures", result.failures, write_failure);
  json.end_object();
}

void write_covered(JsonWriter& json, const engine::CoveredCondition& condition) {
  json.begin_object().key("id").string(condition.id).key("clause").string(condition.clause).key("text").string(condition.text);
  json.key("part").boolean(condition.is_part);
  json.key("true").number(std::uint64_t{condition.seen.yes}).key("false").number(std::uint64_t{condition.seen.no}).key("unknown").number(std::uint64_t{condition.seen.unknown});
  write_place(json, "policy", condition.policy);
  json.end_object();
}

void write_row(JsonWriter& json, const engine::CoveredRow& row) {
  json.begin_object().key("id").string(row.id).key("text").string(row.text).key("seen").number(std::uint64_t{row.seen});
  write_place(json, "policy", row.policy);
  json.end_object();
}

void write_coverage(JsonWriter& json, const engine::CoverageReport& coverage) {
  json.begin_object().key("percent").number(std::uint64_t{covered_percent(coverage)});
  json.key("outcomes").number(std::uint64_t{coverage.outcomes}).key("seen").number(std::uint64_t{coverage.seen});
  write_list(json, "conditions", coverage.conditions, write_covered);
  write_list(json, "rows", coverage.rows, write_row);
  write_list(json, "never_failed", coverage.never_failed, [](JsonWriter& j, const std::string& id) { j.string(id); });
  json.end_object();
}

}  // namespace

void render_tests_json(const TestReport& report, const Options&, std::string& out) {
  JsonWriter json(out, JsonWriter::Layout::indented);
  json.begin_object().key("version").number(format_version);
  json.key("passed").number(std::uint64_t{report.count(engine::TestOutcome::passed)});
  json.key("failed").number(std::uint64_t{report.count(engine::TestOutcome::failed)});
  json.key("broken").number(std::uint64_t{report.count(engine::TestOutcome::broken)});
  json.key("left_out").number(std::uint64_t{report.left_out});
  write_list(json, "tests", report.results, write_result);
  json.key("coverage");
  if (report.coverage) write_coverage(json, *report.coverage);
  else json.null();
  write_list(json, "policies", report.policies, [](JsonWriter& j, const engine::SourceReport& source) {
    j.begin_object().key("name").string(source.name).key("file").string(source.file).key("sha256").string(source.sha256).end_object();
  });
  json.end_object();
  out += '\n';
}

}  // namespace nexus::report
