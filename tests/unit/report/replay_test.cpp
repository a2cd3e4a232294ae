#include "report/replay.h"
#include "tests/support/catch.h"
#include "tests/unit/report/json_schema.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <optional>
#include <string>
#include <utility>

namespace nexus::report {

namespace {

using Json = nlohmann::ordered_json;

engine::ReplayReport sample() {
  engine::ReplayReport report;
  report.file = "h.jsonl";
  report.snapshots = 4;
  report.first = base::Decimal(0);
  report.last = base::Decimal(90);
  engine::TriggerReplay trigger{.id = "p/errors", .title = "Errors", .episodes = {}, .fired = 2, .pending = 1, .unknown = 0};
  trigger.episodes.push_back({.from = base::Decimal(30), .until = base::Decimal(60), .over = true, .first_line = 2, .last_line = 2, .level = base::Level::block});
  trigger.episodes.push_back({.from = base::Decimal(90), .until = base::Decimal(90), .over = false, .first_line = 4, .last_line = 4, .level = base::Level::warn});
  report.triggers.push_back(std::move(trigger));
  report.triggers.push_back({.id = "p/calm", .title = {}, .episodes = {}, .fired = 0, .pending = 0, .unknown = 3});
  report.changes.push_back({.kind = "decision", .id = {}, .title = {}, .changes = {{base::Decimal(0), 1, "", "allow"}, {base::Decimal(30), 2, "allow", "block"}}});
  report.changes.push_back({.kind = "gate", .id = "p/g", .title = "G", .changes = {{base::Decimal(0), 1, "", "pass"}}});
  return report;
}

engine::ReplayReport labelled() {
  engine::ReplayReport report = sample();
  report.labelled = true;
  report.labels.push_back({.start = base::Decimal(20), .end = base::Decimal(40), .caught_by = "p/errors", .caught_at = base::Decimal(30)});
  report.labels.push_back({.start = base::Decimal(70), .end = base::Decimal(80), .caught_by = {}, .caught_at = std::nullopt});
  report.false_alarms.push_back({"p/errors", base::Decimal(90)});
  return report;
}

void require_valid(const engine::ReplayReport& report) {
  std::ifstream file("docs/replay.schema.json");
  REQUIRE(file);
  std::string text;
  render_replay_json(report, text);
  INFO(text);
  REQUIRE(testing::schema_violations(Json::parse(file), Json::parse(text)) == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("a replay as JSON is what the published schema describes") {
  require_valid(sample());
  require_valid(labelled());
}

TEST_CASE("a replay as text") {
  std::string text;
  render_replay_text(labelled(), {}, text);
  CHECK(text ==
        "4 snapshots of h.jsonl, 1970-01-01T00:00:00Z to 1970-01-01T00:01:30Z\n"
        "\n"
        "trigger p/errors \"Errors\": fired 2 times, for 30s in all; pending at 1 snapshot\n"
        "  1970-01-01T00:00:30Z  block  for 30s  line 2\n"
        "  1970-01-01T00:01:30Z  warn  still firing after 0s  line 4\n"
        "\n"
        "trigger p/calm: never fired; unknown at 3 snapshots\n"
        "\n"
        "decision: changed 1 time\n"
        "  1970-01-01T00:00:00Z  allow  line 1\n"
        "  1970-01-01T00:00:30Z  block  line 2\n"
        "\n"
        "gate p/g \"G\": always pass\n"
        "\n"
        "labels: 1 of 2 windows caught, 1 false alarm\n"
        "  1970-01-01T00:00:20Z to 1970-01-01T00:00:40Z  caught by p/errors, 10s after its start, 10s before its end\n"
        "  1970-01-01T00:01:10Z to 1970-01-01T00:01:20Z  missed\n"
        "  1970-01-01T00:01:30Z  false alarm of p/errors\n");
}

}  // namespace nexus::report
