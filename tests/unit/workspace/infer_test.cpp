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
           Row{R"("p95": 0.35)", "p95: number\n"},
           Row{R"("latency": 1.5)", "latency: number\n"},
           Row{R"("latency": 12.5)", "latency: duration in ms"},
           Row{R"("uptime": 99.95)", "uptime: number\n"},
           Row{R"("uptime": 86400)", "uptime: duration in ms"},
           Row{R"("exchange_rate": 1.1)", "exchange_rate: number\n"},
           Row{R"("frame_rate": 60)", "frame_rate: int\n"},
           Row{R"("sampleRate": 44.1)", "sampleRate: number\n"},
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

TEST_CASE("a gate asks the same of objects side by side") {
  const std::string nested =
      made_from({R"({ "services": { "cart": { "tests": { "total": 9, "failed": 0 }, "status": "success" },
                          "web": { "tests": { "total": 9, "failed": 0 }, "status": "success" } } })"});
  INFO(nested);
  CHECK(has(nested, R"(gate tests "Nothing failed in tests of cart; the same for web")"));
  CHECK(has(nested, "require services.cart.tests.failed == 0"));
  CHECK(has(nested, "require services.web.tests.failed == 0"));
  CHECK(has(nested, "failed in the tests of web\""));
  CHECK(has(nested, "require services.web.tests.total > 0"));

  const std::string top = made_from({R"({ "web": { "failed": 0 }, "api": { "failed": 0 } })"});
  INFO(top);
  CHECK(has(top, "Nothing failed in web; the same for api"));
  CHECK(has(top, "require web.failed == 0"));
  CHECK(has(top, "require api.failed == 0"));

  const std::string named =
      made_from({R"({ "checks": { "lint": { "errors": 0 }, "types": { "errors": 0, "files": 7 } } })"});
  INFO(named);
  CHECK(has(named, R"(gate checks "No errors in lint; the same for types")"));

  // One that fails cannot be asked for: the title says whose tests the gate is for.
  const std::string one =
      made_from({R"({ "services": { "cart": { "tests": { "failed": 0 } }, "web": { "tests": { "failed": 2 } } } })"});
  INFO(one);
  CHECK(has(one, R"(gate tests "Nothing failed in tests of cart" {)"));
  CHECK(!has(one, "require services.web"));
  // Of other forms, they are not the same.
  const std::string others = made_from({R"({ "lint": { "errors": 0 }, "types": { "errors": 0, "files": 7 } })"});
  INFO(others);
  CHECK(has(others, R"(gate lint "No errors in lint" {)"));
}

TEST_CASE("no gate is made of a count that is good or a limit") {
  for (const std::string_view name :
       {"days_without_incidents", "no_errors", "zero_failures", "error_free", "days_since_incidents", "bugs_fixed",
        "alertsResolved", "closed_bugs", "allowed_failures", "max_errors", "min_failures", "error_limit",
        "warnings_threshold", "error_budget", "errors_under", "errors_total"}) {
    INFO(name);
    for (const std::string_view count : {"0", "3"})
      CHECK(!has(made_from({"{ \"x\": { \"" + std::string(name) + "\": " + std::string(count) + " } }"}), "\ngate "));
  }
  CHECK(!has(made_from({R"({ "limits": { "errors": 0 } })"}), "\ngate "));
  CHECK(has(made_from({R"({ "x": { "errors": 0 } })"}), "\ngate x "));
}

TEST_CASE("the name of a flag reads as a sentence") {
  CHECK(has(made_from({R"({ "has_failed": false })"}), "\"The release is not failed\""));
  CHECK(has(made_from({R"({ "db": { "isHealthy": true } })"}), "\"The db is healthy\""));
  CHECK(has(made_from({R"({ "db": { "was_degraded": false } })"}), "\"the db is degraded\""));
  CHECK(!has(made_from({R"({ "db": { "not_ready": true } })"}), "\ngate "));
}

TEST_CASE("that nothing failed says nothing where no test ran") {
  const std::string some = made_from({R"({ "tests": { "total": 9, "failed": 0 } })"});
  INFO(some);
  CHECK(has(some, "require tests.failed == 0"));
  CHECK(has(some, R"(require tests.total > 0 else block "no test ran")"));
  CHECK(has(made_from({R"({ "unit": { "tests": 9, "failures": 0, "errors": 0 } })"}), "require unit.tests > 0"));
  CHECK(!has(made_from({R"({ "tests": { "total": 0, "failed": 0 } })"}), "\ngate "));
  CHECK(!has(made_from({R"({ "tests": { "total": 9, "failed": 0 } })", R"({ "tests": { "total": 0, "failed": 0 } })"}),
             "\ngate "));
  CHECK(!has(made_from({R"({ "tests": { "total": 0, "failed": 0, "status": "success" } })"}), "\ngate "));
  CHECK(!has(made_from({R"({ "requests": { "total": 9, "failed": 0 } })"}), "test ran"));
  CHECK(has(made_from({R"({ "runs": [ { "name": "a", "tests": { "total": 9, "failed": 0 } } ] })"}),
            "require every run in runs has run.tests.total > 0"));
  // Of many suites one may be empty, but not all.
  CHECK(has(made_from({R"({ "suites": [ { "name": "a", "tests": 9, "failed": 0 } ] })"}),
            R"(require every suite in suites has suite.tests > 0)"));
  CHECK(has(made_from({R"({ "suites": [ { "tests": 9, "failed": 0 }, { "tests": 0, "failed": 0 } ] })"}),
            "\ngate suites "));
  CHECK(!has(made_from({R"({ "suites": [ { "tests": 0, "failed": 0 } ] })"}), "\ngate "));
}

TEST_CASE("a byte order mark hides nothing") {
  const std::string json = R"({ "build": { "status": "success" } })";
  CHECK(made_from({"\xEF\xBB\xBF" + json}) == made_from({json}));
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
