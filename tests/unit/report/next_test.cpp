#include "report/next.h"
#include "tests/support/catch.h"
#include "tests/unit/report/json_schema.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <string>

namespace nexus::report {

namespace {

using Json = nlohmann::ordered_json;

engine::NextReport sample() {
  engine::NextReport report;
  report.file = "s.json";
  report.now = "2026-11-02T10:00:00Z";
  report.decision = base::Level::rollback;
  report.outcome = base::Level::hold;
  engine::NextStep step;
  step.reasons.push_back({"p/coverage.floor", base::Level::block, "too little"});
  step.ways.push_back({{"raise line from 70% to at least 80% (10 points)"},
                       {{.kind = "set", .words = "raise line from 70% to at least 80% (10 points)", .document = "snapshot", .pointer = "/line", .before = "70.0", .after = "80", .until = {}}}});
  step.ways.push_back({{"wait 1h, until 2026-11-02T11:00:00Z"},
                       {{.kind = "wait", .words = "wait 1h, until 2026-11-02T11:00:00Z", .document = {}, .pointer = {}, .before = {}, .after = {}, .until = "2026-11-02T11:00:00Z"}}});
  report.steps.push_back(step);
  report.steps.push_back({{{"p/open", base::Level::warn, ""}},
                          {{{"resolve finding X-1"}, {{.kind = "remove", .words = "resolve finding X-1", .document = "snapshot", .pointer = "/findings/0", .before = "{}", .after = {}, .until = {}}}}}});
  report.left.push_back({{"p/steady", base::Level::hold, ""}, "it takes later snapshots", true});
  report.evaluations = 12;
  return report;
}

}  // namespace

TEST_CASE("what to do next fits its schema, digit for digit") {
  std::string text;
  render_next_json(sample(), text);
  CHECK(text.find("70.0") != std::string::npos);
  std::ifstream file(std::string(NEXUS_SOURCE_DIR) + "/docs/next.schema.json");
  const std::vector<std::string> violations = testing::schema_violations(Json::parse(file), Json::parse(text));
  CHECK(violations == std::vector<std::string>{});
}

TEST_CASE("what to do next says what is a choice, and what was not found") {
  std::string text;
  render_next_text(sample(), {}, text);
  for (const std::string words : {"s.json is rollback", "would be hold:", "1.  raise line", "or  wait 1h", "for coverage.floor (block)  too little", "2.  resolve finding X-1", "steady (hold)", "takes later snapshots"}) {
    INFO(text);
    CHECK(text.find(words) != std::string::npos);
  }
  std::string quiet;
  render_next_text(sample(), {.detail = Detail::decision}, quiet);
  CHECK(quiet == "hold\n");
}

}  // namespace nexus::report
