#include "base/values/time.h"
#include "tests/suite/cases.h"
#include "tests/support/catch.h"
#include "workspace/replay.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/// Replays measurements of the Numenta Anomaly Benchmark, whose incidents people have labelled (README.md of this folder).
/// What must come of it stands in the policies: `series FILE`, `episode FROM UNTIL` for each time the trigger fired, `caught N
/// of M` windows, `caught-at TIME` for each, `false-alarms N`, `held N`: at most so many snapshots at once.
namespace nexus::tests {

namespace {

namespace fs = std::filesystem;

const fs::path data = fs::path(NEXUS_SOURCE_DIR) / "../shared/data/incidents";
const fs::path policies = fs::path(NEXUS_SOURCE_DIR) / "tests/acceptance/incidents";

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// `2014-02-14 14:30:00,0.132` → `{"time": "2014-02-14T14:30:00Z", "value": 0.132}`.
std::string to_json(std::string line) {
  const std::size_t comma = line.find(',');
  std::ranges::replace(line, ' ', 'T');
  return "{\"time\": \"" + line.substr(0, comma) + "Z\", \"value\": " + line.substr(comma + 1) + "}";
}

std::vector<std::string> rests(const SuitePolicy& policy, const std::string& word) {
  std::vector<std::string> found;
  for (const Directive& directive : policy.common)
    if (directive.word == word) found.push_back(directive.rest);
  return found;
}

void replay(const SuitePolicy& policy) {
  const std::string series = rests(policy, "series").at(0);
  workspace::LoadRequest request;
  request.texts.push_back({policy.name, policy.text});
  const auto loaded = workspace::load(request);
  REQUIRE(loaded->is_sound());
  CHECK(loaded->diagnostics().empty());

  workspace::Replay replay(*loaded);
  std::ifstream in(data / series);
  std::string line;
  std::getline(in, line);  // the names of the columns
  std::size_t held = 0;
  for (std::uint32_t number = 1; std::getline(in, line); ++number) {
    REQUIRE_FALSE(replay.step(series, number, to_json(line), {}));
    held = std::max(held, replay.held());
  }
  auto labels = workspace::read_labels(read_file(data / "windows.json"), "windows.json", series);
  REQUIRE(labels);
  const engine::ReplayReport report = replay.finish(series, *std::move(labels));

  CHECK(report.snapshots > 4000);
  REQUIRE(report.triggers.size() == 1);
  std::vector<std::string> episodes, caught_at;
  for (const engine::Episode& episode : report.triggers.front().episodes)
    episodes.push_back(base::format_time(episode.from) + " " + base::format_time(episode.until));
  for (const engine::LabelReplay& label : report.labels)
    if (label.caught_at) caught_at.push_back(base::format_time(*label.caught_at));
  CHECK(episodes == rests(policy, "episode"));
  CHECK(caught_at == rests(policy, "caught-at"));
  CHECK(std::to_string(caught_at.size()) + " of " + std::to_string(report.labels.size()) == rests(policy, "caught").at(0));
  CHECK(std::to_string(report.false_alarms.size()) == rests(policy, "false-alarms").at(0));
  CHECK(std::to_string(held) == rests(policy, "held").at(0));
}

}  // namespace

TEST_CASE("replayed rules catch the incidents that people labelled") {
  if (!fs::is_directory(data)) {
    WARN("skipped: there are no incidents in " << data.lexically_normal().string());
    return;
  }
  std::size_t replayed = 0;
  for (const auto& file : fs::directory_iterator(policies)) {
    INFO(file.path().filename().string());
    replay(read_suite_file(file.path().filename().string(), read_file(file.path())));
    ++replayed;
  }
  CHECK(replayed >= 4);
}

}  // namespace nexus::tests
