#include "workspace/record/record.h"

#include "tests/support/catch.h"
#include "tests/unit/report/json_schema.h"
#include "workspace/record/compare.h"
#include "workspace/record/hosts.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <string>

namespace nexus::workspace {

namespace {

engine::Report report(base::Level decision) {
  engine::Report report;
  report.decision = decision;
  report.now = "2026-11-02T10:00:00Z";
  report.rules.push_back({.kind = "gate",
                          .id = "p/floor",
                          .title = {},
                          .owner = {},
                          .tags = {},
                          .status = decision == base::Level::allow ? "pass" : "fail",
                          .note = {},
                          .instances = {},
                          .policy = {}});
  report.obligations.push_back(
      {"wait", {{"until", "\"so\""}, {"share", "0.1234567890123456789012345678901234"}}, {}, {}});
  return report;
}

DecisionRecord sample() {
  DecisionRecord record;
  record.nexus = "0.1.0";
  record.zone_database = "2026a";
  record.now = "2026-11-02T10:00:00Z";
  record.decision = "block";
  record.exit_code = 1;
  record.call = {"--snapshot=s \"1\".json", "--", "p.nexus"};
  record.policies = {"p.nexus"};
  record.texts.push_back(
      recorded_text("p.nexus", std::string("policy p\n\t\\ \"ü\" \xE2\x80\xA8 \x01 nul: ") + '\0' + "\r\n"));
  record.texts.back().also = {"link.nexus", "other.nexus"};
  record.texts.push_back(recorded_text("s \"1\".json", "\xEF\xBB\xBF{\"a\": 1.0e-30, \"b\": \"\\ud800\"}"));
  record.library.push_back(recorded_text("delivery/rollback.nexus", ""));
  record.results.push_back(recorded_result("s \"1\".json", report(base::Level::block)));
  record.results.push_back(recorded_result("t.json", report(base::Level::allow)));
  return record;
}

/// The codes and messages of what is wrong.
std::string mistakes(const std::string& json) {
  const auto record = read_record("r.json", json);
  std::string all;
  if (!record)
    for (const base::Diagnostic& problem : record.error())
      all += std::string(problem.code) + " " + problem.message + "\n";
  return all;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a record is read as it was written, and fits its schema") {
  const std::string json = to_json(sample());
  const auto again = read_record("r.json", json);
  REQUIRE(again);
  CHECK(*again == sample());
  CHECK(to_json(*again) == json);
  using Json = nlohmann::ordered_json;
  std::ifstream schema(std::string(NEXUS_SOURCE_DIR) + "/docs/record.schema.json");
  CHECK(report::testing::schema_violations(Json::parse(schema), Json::parse(json)) == std::vector<std::string>{});
}

TEST_CASE("white space between the parts of a record may change") {
  const std::string json = replaced(to_json(sample()), "\"report\": {", "\"report\" : {\n ");
  REQUIRE(read_record("r.json", json));
  CHECK(*read_record("r.json", json) == sample());
}

TEST_CASE("a record that was edited is refused") {
  const std::string json = to_json(sample());
  CHECK(mistakes(json).empty());
  CHECK(mistakes(replaced(json, "policy p", "policy q"))
            .find("NX4503 `r.json` is not as it was recorded: `p.nexus` has another digest") == 0);
  CHECK(mistakes(replaced(json, "0.1234567890123456789012345678901234", "0.1234567890123456789012345678901235"))
            .find("the report on `s \"1\".json` has another digest") != std::string::npos);
  CHECK(mistakes(replaced(json, "\"decision\": \"block\"", "\"decision\": \"allow\""))
            .find("it says `allow`, and its results say `block`") != std::string::npos);
  CHECK(mistakes(replaced(json, "\"snapshot\": \"t.json\",\n      \"decision\": \"allow\"",
                          "\"snapshot\": \"t.json\",\n      \"decision\": \"warn\""))
            .find("its decision on `t.json` is not that of the report") != std::string::npos);
}

TEST_CASE("what is no record is told from one of another version") {
  CHECK(mistakes("{}").find("NX4501") == 0);
  CHECK(mistakes("[1]").find("NX4501") == 0);
  CHECK(mistakes("{").find("NX4501 `r.json` is no decision record: it is not JSON") == 0);
  CHECK(mistakes(R"({"record_version": 2})")
            .find("NX4502 `r.json` is a decision record of version 2, and this nexus reads version 1") == 0);
  for (const std::string member : {"nexus", "zone_database", "now", "decision", "exit_code", "call", "policies",
                                   "texts", "library", "results", "sha256", "report_sha256", "report"}) {
    INFO(member);
    CHECK(mistakes(replaced(to_json(sample()), "\"" + member + "\":", "\"x_" + member + "\":"))
              .find("NX4501 `r.json` is no decision record: `" + member + "` is missing in it") == 0);
  }
  CHECK(mistakes(replaced(to_json(sample()), "\"exit_code\": 1", "\"exit_code\": 1.5")).find("NX4501") == 0);
  CHECK(mistakes(replaced(to_json(sample()), "\"nexus\": \"0.1.0\"", "\"nexus\": 1")).find("must be a string") !=
        std::string::npos);
}

TEST_CASE("a host that gives what a record holds gives nothing else") {
  const DecisionRecord record = sample();
  RecordedHost host(record, "r.json", base::Decimal(7));
  CHECK(*host.read_file("p.nexus", snapshot_size({})) == record.texts[0].text);
  CHECK(*host.read_file("link.nexus", snapshot_size({})) == record.texts[0].text);
  CHECK(host.identity_of("link.nexus") == "p.nexus");
  CHECK_FALSE(host.read_file("/etc/hostname", snapshot_size({})));
  CHECK(host.now() == base::Decimal(7));
  CHECK(host.unread() == std::vector<std::string>{"s \"1\".json"});
  REQUIRE(host.library().size() == 1);
  CHECK(host.library().front().path == "delivery/rollback.nexus");
}

TEST_CASE("differences are told, gravest first") {
  const RecordedResult before = recorded_result("s.json", report(base::Level::block));
  CHECK(differences(before, before).empty());
  engine::Report changed = report(base::Level::allow);
  changed.notices.push_back("once more");
  engine::Finding finding;
  finding.id = "p/floor.1";
  finding.message = "too low";
  changed.findings.push_back(finding);
  CHECK(differences(before, recorded_result("s.json", changed)) ==
        std::vector<std::string>{"the decision is allow, and was block", "gate `p/floor` is pass, and was fail",
                                 "`p/floor.1` failed now, and not then: too low", "`notices` of the report differs"});
  RecordedResult reordered = before;
  reordered.report = replaced(replaced(before.report, "\"decision\":\"block\",", ""), "{", "{\"decision\":\"block\",");
  REQUIRE(reordered.report.size() == before.report.size());
  REQUIRE(reordered.report != before.report);
  CHECK(differences(reordered, before) ==
        std::vector<std::string>{"the report says the same in another order, or otherwise spelt"});
}

}  // namespace nexus::workspace
