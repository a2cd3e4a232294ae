#include "tests/support/catch.h"
#include "workspace/infer/names.h"
#include "workspace/infer/starter.h"

#include <string>
#include <string_view>
#include <vector>

/// What an input block says of values, one field at a time.
namespace nexus::workspace::infer {

namespace {

/// The lines of the policy that is made from snapshots.
std::string made_from(const std::vector<std::string>& snapshots) {
  StarterRequest request{.snapshots = {}, .policy_file = "made.nexus"};
  for (const std::string& text : snapshots) request.snapshots.push_back({.name = "snapshot", .text = text});
  const auto starter = starter_policy(request);
  REQUIRE(starter);
  CHECK(starter->given_up.empty());
  return starter->text;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("one value tells a type, and its name a unit") {
  struct Row {
    std::string_view member, declared;
  };
  for (const Row& row : {
           Row{R"("n": 3)", "n: int"},
           Row{R"("n": 3.0)", "n: int"},
           Row{R"("n": 3.5)", "n: number"},
           Row{R"("n": 9223372036854775808)", "n: number"},
           Row{R"("ok": true)", "ok: bool"},
           Row{R"("at": "2026-11-02T10:00:00+01:00")", "at: time"},
           Row{R"("day": "2026-11-02")", "day: date"},
           Row{R"("at": "2026-11-02T10:00:00")", "at: string  # times without an offset"},
           Row{R"("created_at": 1793613600)", "created_at: time in epoch s"},
           Row{R"("created_at": 1793613600000)", "created_at: time in epoch ms"},
           Row{R"("created_at": 12)", "created_at: int"},
           Row{R"("version": "1.4.0")", "version: version"},
           Row{R"("host": "10.0.1")", "host: string"},
           Row{R"("took_ms": 12)", "took_ms: duration in ms"},
           Row{R"("tookSeconds": 12)", "tookSeconds: duration in s"},
           Row{R"("max_age_days": 30)", "max_age_days: duration in d"},
           Row{R"("requests_per_second": 12)", "requests_per_second: int"},
           Row{R"("p95": 412)", "p95: duration in ms"},
           Row{R"("duration": 4.25)", "duration: duration in s"},
           Row{R"("timeout": "PT5M")", "timeout: duration"},
           Row{R"("memory": "512Mi")", "memory: size"},
           Row{R"("heap_mib": 512)", "heap_mib: size in MiB"},
           Row{R"("size_bytes": 512)", "size_bytes: size in bytes"},
           Row{R"("used_pct": 51)", "used_pct: ratio in percent"},
           Row{R"("growth_percent": 250)", "growth_percent: number in percent"},
           Row{R"("line_coverage": 83.5)", "line_coverage: ratio in percent"},
           Row{R"("line_coverage": 0.83)", "line_coverage: ratio  # guessed"},
           Row{R"("line_coverage": 1)", "line_coverage: int"},
           Row{R"("error_rate": 2.5)", "error_rate: ratio in percent"},
           Row{R"("rate_limit": 5000)", "rate_limit: int"},
           Row{R"("share": "83.5%")", "share: ratio"},
           Row{R"("share": "830%")", "share: string"},
           Row{R"("severity": "high")", "severity: Severity"},
           Row{R"("severity": "sev-1")", "severity: string"},
           Row{R"("x": null)", "x?: any  # null so far"},
           Row{R"("x": [])", "x: [any]  # empty so far"},
           Row{R"("x": {})", "x: {}"},
           Row{R"("x": [1, "a"])", "x: [any]  # not always of the same kind"},
           Row{R"("x": [1, null, 2.5])", "x: [number | null]"},
           Row{R"("in": 1)", "in: int"},
           Row{R"("a b{c}": 1)", R"("a b\{c\}": int)"},
           Row{R"("services": { "web.eu": { "up": true }, "pay.eu": { "up": true } })",
               "services: { [string]: { up: bool } }"},
           Row{R"("counts": { "passed": 1, "failed": 2, "skipped": 3 })",
               "counts: { passed: int, failed: int, skipped: int }"},
       }) {
    const std::string policy = made_from({"{ " + std::string(row.member) + " }"});
    INFO(row.member << " gave\n" << policy);
    CHECK(has(policy, row.declared));
  }
}

TEST_CASE("several snapshots tell what may be absent, null or another word") {
  const std::string policy = made_from({R"({ "a": 1, "b": 1, "status": "ok", "m": { "x": 1 } })",
                                        R"({ "a": 1.5, "b": null, "status": "ok", "c": [] })",
                                        R"({ "a": 2, "b": 3, "status": "failed", "c": [ true ] })",
                                        R"({ "a": 2, "b": 3, "status": "ok", "c": [ false ] })"});
  INFO(policy);
  CHECK(has(policy, "a: number\n"));
  CHECK(has(policy, "b: int | null\n"));
  CHECK(has(policy, "c?: [bool]\n"));
  CHECK(has(policy, R"(status: "ok" | "failed"  # seen so far)"));
  CHECK(has(policy, "m?: { x: int }\n"));
}

TEST_CASE("a record that comes twice gets a name") {
  const std::string policy = made_from(
      {R"({ "owner": { "login": "a", "id": 1, "admin": true }, "reviewers": [ { "login": "b", "id": 2, "admin": false } ], "sender": null })",
       R"({ "owner": { "login": "a", "id": 1, "admin": true }, "reviewers": [], "sender": { "login": "c", "id": 3, "admin": false } })"});
  INFO(policy);
  CHECK(has(policy, "type Owner = { login: string, id: int, admin: bool }\n"));
  CHECK(has(policy, "owner: Owner\n"));
  CHECK(has(policy, "reviewers: [Owner]\n"));
  CHECK(has(policy, "sender: Owner | null\n"));
}

TEST_CASE("the library's types are taken where nothing would be hidden or misread") {
  CHECK(has(made_from({R"({ "coverage": { "line": 83.5 } })"}), "coverage: evidence.Coverage"));
  CHECK(!has(made_from({R"({ "coverage": { "line": 0.835 } })"}), "evidence"));               // a part of 1
  CHECK(!has(made_from({R"({ "coverage": { "line": 83.5, "method": 70 } })"}), "evidence"));  // it has no `method`
  CHECK(!has(made_from({R"({ "coverage": { "branch": 70 } })"}), "evidence"));                // it asks for `line`
  CHECK(!has(made_from({R"({ "coverage": { "line": "83" } })"}), "evidence"));
}

TEST_CASE("names say words, and are written as the language has them") {
  CHECK(words_of("errorRate_p95-ms") == std::vector<std::string>{"error", "rate", "p95", "ms"});
  CHECK(words_of("").empty());
  CHECK(path_from_root({"coverage", "line"}) == "coverage.line");
  CHECK(path_from_root({"in", "odd key"}) == R"(snapshot.in."odd key")");
  CHECK(type_name("changed_files") == "ChangedFile");
  CHECK(singular("dependencies") == "dependency");
  CHECK(singular("status") == "status");
  CHECK(singular("classes") == "class");
  CHECK(steps_of("/a~1b/~01/0") == std::vector<std::string>{"a/b", "~1", "0"});
}

}  // namespace nexus::workspace::infer
