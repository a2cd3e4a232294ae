#include "workspace/edit.h"

#include "tests/support/catch.h"

namespace nexus::workspace {

namespace {

constexpr const char* declared = R"(policy p
enum Severity { low < high }
input {
  build: { status: string, done: bool, at?: time, version?: version }
  coverage: { line: ratio in percent, branch: ratio }
  rate: number in percent
  p95: duration in ms
  wait: duration
  memory: size in MiB
  disk: size
  seen: time in epoch s
  worst?: Severity
  suites: [ { name: string, failed: int } ]
  services: { [string]: { healthy: bool } }
  anything: any
}
input baseline?: { x: int }
gate g { require build.done }
)";

std::shared_ptr<const LoadedPolicy> policy(const char* text) {
  LoadRequest request;
  request.texts.push_back({"p.nexus", text});
  auto policy = load(request);
  for (const base::Diagnostic& diagnostic : policy->diagnostics()) {
    if (diagnostic.severity == base::Severity::error) FAIL(diagnostic.message);
  }
  return policy;
}

/// `pointer json`, or what is wrong with it.
std::string parsed(const std::string& assignment, const char* text = declared) {
  const auto edit = parse_edit(*policy(text), assignment);
  if (edit) return edit->pointer + ' ' + edit->json.value();
  const base::Diagnostic& diagnostic = edit.error().diagnostics.front();
  return diagnostic.message + (diagnostic.helps.empty() ? "" : "; " + diagnostic.helps.front());
}

std::string applied(const std::vector<std::string>& assignments, std::string_view json) {
  const auto loaded = policy(declared);
  std::vector<Edit> edits;
  for (const std::string& assignment : assignments) edits.push_back(*parse_edit(*loaded, assignment));
  const auto text = edited(edits, {"s.json", json}, loaded->limits());
  return text ? *text : text.error().diagnostic.message;
}

}  // namespace

TEST_CASE("literals take the form the policy declares") {
  CHECK(parsed("coverage.line=79.9%") == "/coverage/line 79.9");
  CHECK(parsed("coverage.branch=79.9%") == "/coverage/branch 0.799");
  CHECK(parsed("rate=250%") == "/rate 250");
  CHECK(parsed("p95=1.5s") == "/p95 1500");
  CHECK(parsed("wait=150ms") == "/wait \"150ms\"");
  CHECK(parsed("memory=1GiB") == "/memory 1024");
  CHECK(parsed("disk=10MiB") == "/disk \"10MiB\"");
  CHECK(parsed("seen=2026-11-02T10:00:00Z") == "/seen 1793613600");
  CHECK(parsed("build.at=2026-11-02T10:00:00Z") == "/build/at \"2026-11-02T10:00:00Z\"");
}

TEST_CASE("JSON stays JSON") {
  CHECK(parsed("coverage.line=79.9") == "/coverage/line 79.9");
  CHECK(parsed("coverage.line=\"79.9%\"") == "/coverage/line \"79.9%\"");
  CHECK(parsed("suites=[{\"name\": \"a\"}]") == "/suites [{\"name\": \"a\"}]");
  CHECK(parsed("anything={\"a\": [1, 2]}") == "/anything {\"a\": [1, 2]}");
  CHECK(parsed("coverage=null") == "/coverage null");
  CHECK(parsed("build.done=true") == "/build/done true");
}

TEST_CASE("bare words are strings") {
  CHECK(parsed("build.status=failure") == "/build/status \"failure\"");
  CHECK(parsed("build.status=\"failure\"") == "/build/status \"failure\"");
  CHECK(parsed("build.status=12") == "/build/status \"12\"");
  CHECK(parsed("build.status=a=b") == "/build/status \"a=b\"");
  CHECK(parsed("build.version=1.10") == "/build/version \"1.10\"");
  CHECK(parsed("worst=high") == "/worst \"high\"");
  CHECK(parsed("anything=word") == "/anything \"word\"");
}

TEST_CASE("paths are written as in the language") {
  CHECK(parsed("suites[0].failed=1") == "/suites/0/failed 1");
  CHECK(parsed("services[\"a b\"].healthy=false") == "/services/a b/healthy false");
  CHECK(parsed("services[\"a=b/c~\"].healthy=false") == "/services/a=b~1c~0/healthy false");
  CHECK(parsed("snapshot.build.done=true") == "/build/done true");
  CHECK(parsed("anything.deep[3].down=1") == "/anything/deep/3/down 1");
}

TEST_CASE("edits that make no sense say so") {
  CHECK(parsed("coverage").starts_with("`coverage` is not of the form `path=value`"));
  CHECK(parsed("coverage.lime=1") == "the policy's input has no `coverage.lime`; did you mean `line`?");
  CHECK(parsed("covrage.line=1") == "the policy's input has no `covrage.line`; did you mean `coverage`?");
  CHECK(parsed("baseline.x=1") == "the policy's input has no `baseline.x`; `baseline` is a document of its own: --input baseline=FILE");
  CHECK(parsed("build.status.x=1").starts_with("the policy's input has no `build.status.x`; `build.status` is"));
  CHECK(parsed("suites.name=1").starts_with("the policy's input has no `suites.name`"));
  CHECK(parsed("suites[-1].name=x").starts_with("`suites[-1].name` is not a path into the snapshot"));
  CHECK(parsed("1 + 2=3").starts_with("`1 + 2` is not a path into the snapshot"));
  CHECK(parsed("coverage.line=5ms").starts_with("`5ms` is not a value for `coverage.line`, which is "));
  CHECK(parsed("build.done=yes").starts_with("`yes` is not a value for `build.done`, which is "));
  CHECK(parsed("suites=many").starts_with("`many` is not a value for `suites`, which is "));
}

TEST_CASE("without an input block every path goes") {
  constexpr const char* undeclared = "policy p\ngate g { require a.b == 1 }\n";
  CHECK(parsed("x.y[\"z\"]=1", undeclared) == "/x/y/z 1");
  CHECK(parsed("x.y=word", undeclared) == "/x/y \"word\"");
}

TEST_CASE("edits are made in their order, objects on the way") {
  CHECK(applied({"coverage.line=79.9%"}, R"({"coverage": {"line": 83.5}})") == R"({"coverage": {"line": 79.9}})");
  CHECK(applied({"coverage.line=1", "coverage.line=2"}, R"({"coverage": {"line": 83.5}})") == R"({"coverage": {"line": 2}})");
  CHECK(applied({"suites[0].failed=2"}, R"({"suites": []})") == "the snapshot has no place for `suites[0].failed`");
  CHECK(applied({"coverage.line=1"}, "{").starts_with("this is not JSON"));
}

}  // namespace nexus::workspace
