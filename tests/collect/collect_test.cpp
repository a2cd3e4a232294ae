#include "collect/collect.h"

#include "collect/shape.h"
#include "tests/support/catch.h"
#include "tests/unit/report/json_schema.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace nexus::collect {

namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> violations(const std::string& json) {
  std::ifstream file("docs/collected.schema.json");
  REQUIRE(file);
  return report::testing::schema_violations(Json::parse(file), Json::parse(json));
}

Request request(const std::vector<std::string>& options) {
  Request request;
  request.folder = "tests/cli/files/reports";
  for (const std::string& option : options) {
    const std::size_t space = option.find(' ');
    const auto problem = add_option(request, *find_kind(option.substr(0, space)), option.substr(space + 1));
    CHECK(!problem);
  }
  return request;
}

struct Outcome {
  std::optional<std::string> json;
  std::string said;
};
Outcome collect(const std::vector<std::string>& options) {
  base::DiagnosticSink sink;
  Outcome outcome;
  outcome.json = collect(request(options), {.now = base::Decimal(0), .variables = {}}, sink);
  for (const base::Diagnostic& diagnostic : sink.all()) outcome.said += diagnostic.message + "\n";
  return outcome;
}

}  // namespace

TEST_CASE("what is collected is what the published schema describes") {
  Snapshot all;
  all.time = "2026-11-02T10:00:00Z";
  Suite suite{.name = "a",
              .layer = "unit",
              .tests = 3,
              .failures = 1,
              .errors = 1,
              .skipped = 0,
              .seconds = "0.25",
              .started_at = all.time,
              .failed = {}};
  suite.failed.push_back({.name = "x", .suite_class = "c", .is_error = true, .message = "m", .file = "f", .line = 3});
  all.parts.push_back({"tests", Tests{{suite, Suite{}}}});
  Coverage coverage;
  coverage.files["a.js"].lines[1] = {.covered = true, .branches = 2, .branches_covered = 1};
  coverage.files["none.js"];
  coverage.files[""] = {.lines = {}, .lines_total = 4, .lines_covered = 1, .branches_total = 0, .branches_covered = 0};
  all.parts.push_back({"coverage", coverage});
  Security security{.completed = true, .commit = "c", .scanned_at = all.time, .findings = {Finding{}}};
  security.findings.push_back({.id = "CVE-1",
                               .severity = "high",
                               .kind = "secret",
                               .tool = "t",
                               .message = "m",
                               .component = "c",
                               .fixed_in = "2",
                               .file = "f",
                               .line = 1,
                               .found_at = all.time,
                               .status = "open"});
  all.parts.push_back({"security", security});
  all.parts.push_back({"sbom", Sbom{.format = "CycloneDX 1.5",
                                    .created_at = all.time,
                                    .subject = "shop",
                                    .components = {{.name = "n",
                                                    .version = "1",
                                                    .purl = "p",
                                                    .type = "library",
                                                    .scope = "required",
                                                    .licences = {"MIT"},
                                                    .sha256 = {"00"}},
                                                   Component{}}}});
  all.parts.push_back({"manifest", std::vector<ManifestEntry>{{"a", "00", "00"}, {"b", "00", ""}}});
  all.git = Git{.commit = "c",
                .branch = "main",
                .base = "b",
                .committed_at = all.time,
                .tags = {"v1"},
                .authors = {"ana"},
                .changed = {{"a", 1, 2, false}, {"b", 0, 0, true}}};
  all.environment = std::map<std::string, std::string>{{"CI", "true"}};
  all.files.push_back({"tests", "junit", "a.xml", "00", 3, all.time});
  all.files.push_back({"tests", "junit", "<stdin>", "00", 3, ""});
  all.missing.push_back({"tests", "junit", "b.xml", true});
  const std::string json = to_json(all);
  INFO(json);
  CHECK(violations(json) == std::vector<std::string>{});

  Snapshot none;
  none.time = all.time;
  none.git = Git{};
  none.parts = {{"tests", Tests{}}, {"coverage", Coverage{}}, {"security", Security{}}, {"sbom", Sbom{}}};
  CHECK(violations(to_json(none)) == std::vector<std::string>{});
  CHECK(violations(*collect({"junit unit/*.xml", "lcov lcov.info", "cobertura coverage.xml"}).json) ==
        std::vector<std::string>{});
}

TEST_CASE("without a line there is no share of them") {
  Snapshot snapshot;
  snapshot.parts.push_back({"coverage", Coverage{}});
  const Json json = Json::parse(to_json(snapshot));
  CHECK(!json["coverage"].contains("line"));
  CHECK(!json["coverage"].contains("branch"));
  CHECK(!json["coverage"].contains("lines"));
}

TEST_CASE("a document keeps its digits and is laid out as the rest") {
  Snapshot snapshot;
  snapshot.parts.push_back({"slo", Document{"{\"target\":99.900}"}});
  CHECK(to_json(snapshot).find("  \"slo\": {\n    \"target\": 99.900\n  }") != std::string::npos);
}

TEST_CASE("a field is whole or not there") {
  const Outcome outcome = collect({"junit unit/*.xml", "junit api/*.xml", "lcov lcov.info?"});
  REQUIRE(outcome.json);
  const Json json = Json::parse(*outcome.json);
  CHECK(!json.contains("tests"));
  CHECK(json.contains("coverage"));
  CHECK(outcome.said == "no file matches `api/*.xml`: `tests` is left out\n");
  CHECK(json["evidence"]["files"].size() == 1);

  const Outcome none = collect({"junit api/*.xml?"});
  CHECK(none.said.empty());
  CHECK(!Json::parse(*none.json).contains("tests"));
}

TEST_CASE("nothing comes of a broken report, nor of kinds that do not go together") {
  CHECK(!collect({"junit unit/*.xml", "junit odd/cut.xml"}).json);
  CHECK(!collect({"junit odd/bomb.xml?"}).json);
  const Outcome outcome = collect({"junit unit/cart.xml", "lcov tests=none.info"});
  CHECK(!outcome.json);
  CHECK(outcome.said == "`tests` cannot be made of JUnit and LCOV\n");
}

TEST_CASE("the digest is that of the whole file") {
  const Json json = Json::parse(*collect({"junit unit/price.xml"}).json);
  CHECK(json["evidence"]["files"][0]["sha256"] == "b35a98f989d284dd2f3be71dbef32f0cf6d276734d17c98ac794438473114694");
  CHECK(json["evidence"]["files"][0]["bytes"] == 74);
}

}  // namespace nexus::collect
