#include "tests/support/catch.h"
#include "workspace/format.h"
#include "workspace/infer/starter.h"
#include "workspace/misfits.h"
#include "workspace/select.h"
#include "workspace/tests.h"
#include "workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <random>
#include <string>
#include <vector>

/// A policy that is made from snapshots checks without a warning, is in canonical layout, declares every value in them as it
/// is, and allows them; its tests pass. Whatever the JSON.
namespace nexus::workspace {

namespace {

using Json = nlohmann::ordered_json;
using Random = std::mt19937;

const std::string& one_of(const std::vector<std::string>& all, Random& random) { return all[random() % all.size()]; }

/// Names that say something, reserved words, and names that need quotes.
std::string any_name(Random& random) {
  static const std::vector<std::string> names{"status",
                                              "state",
                                              "tests",
                                              "coverage",
                                              "line",
                                              "lines",
                                              "branch",
                                              "failed",
                                              "failures",
                                              "errors",
                                              "error_rate",
                                              "p95",
                                              "duration_ms",
                                              "build",
                                              "healthy",
                                              "findings",
                                              "severity",
                                              "id",
                                              "name",
                                              "version",
                                              "time",
                                              "timestamp",
                                              "started_at",
                                              "in",
                                              "for",
                                              "gate",
                                              "snapshot",
                                              "now",
                                              "size_kb",
                                              "evidence",
                                              "security",
                                              "git",
                                              "commit",
                                              "suites",
                                              "services",
                                              "item",
                                              "total",
                                              "passed",
                                              "metrics",
                                              "environments",
                                              "every",
                                              "allow",
                                              "test",
                                              "input",
                                              "url",
                                              "commit-sha",
                                              "odd key",
                                              "a.b/c",
                                              "",
                                              "{x}",
                                              "\"q\"",
                                              "back\\slash",
                                              "\xC3\xA9t\xC3\xA9",
                                              "\xF0\x9F\x98\x80",
                                              "tab\there",
                                              "7up",
                                              "null",
                                              "true",
                                              "count",
                                              "\xE2\x80\xAE",
                                              "max_p95",
                                              "max_errors",
                                              "has_failed",
                                              "tests_total",
                                              "green"};
  if (random() % 9 == 0) return std::string(1 + random() % 3, static_cast<char>('a' + random() % 26));
  return one_of(names, random);
}

Json any_scalar(Random& random) {
  static const std::vector<std::string> words{"success",
                                              "failure",
                                              "low",
                                              "high",
                                              "critical",
                                              "2026-11-02T10:00:00Z",
                                              "2026-11-02",
                                              "2026-11-02T10:00:00",
                                              "1.2.3",
                                              "v2.0.0-rc.1",
                                              "83.5%",
                                              "250ms",
                                              "PT5M",
                                              "512Mi",
                                              "",
                                              "ready",
                                              "4f1c2ab9",
                                              "main",
                                              "{no}",
                                              "\"",
                                              "pass",
                                              "ok",
                                              "https://x.y",
                                              "\xE2\x80\xAE",
                                              "a\nb"};
  switch (random() % 9) {
    case 0:
      return nullptr;
    case 1:
      return random() % 3 != 0;
    case 2:
      return 0;
    case 3:
      return static_cast<std::int64_t>(random() % 100);
    case 4:
      return static_cast<double>(random() % 1000) / 10;
    case 5:
      return 18446744073709551615ULL;
    case 6:
      return static_cast<std::int64_t>(1762077600) - static_cast<std::int64_t>(random() % 2) * 1762077700;
    default:
      return one_of(words, random);
  }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as it says
Json any_json(Random& random, int depth) {
  const auto kind = random() % 10;
  if (depth == 0 || kind < 4) return any_scalar(random);
  if (kind < 6) {
    Json list = Json::array();
    const Json first = any_json(random, depth - 1);
    for (auto count = random() % 4; count != 0; --count)
      list.push_back(random() % 5 == 0 ? any_json(random, depth - 1) : first);
    return list;
  }
  Json object = Json::object();
  const bool is_map = random() % 6 == 0;
  const Json first = any_json(random, depth - 1);
  for (auto count = random() % 6; count != 0; --count)
    object[any_name(random)] = is_map ? first : any_json(random, depth - 1);
  return object;
}

/// Another snapshot of the same project: some values are others, some are gone.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the document
Json variant(const Json& json, Random& random) {
  if (json.is_object()) {
    Json object = Json::object();
    for (const auto& [key, value] : json.items())
      if (random() % 12 != 0) object[key] = variant(value, random);
    return object;
  }
  if (json.is_array()) {
    Json list = Json::array();
    for (const Json& item : json)
      if (random() % 6 != 0) list.push_back(variant(item, random));
    return list;
  }
  return random() % 8 == 0 ? any_scalar(random) : json;
}

}  // namespace

TEST_CASE("a policy made from snapshots describes and allows them") {
  std::size_t with_gate = 0;
  Question question;
  question.now = system_now();
  for (unsigned seed = 0; seed < 400; ++seed) {
    Random random(seed);
    Json first = Json::object();
    for (int fields = 0; fields < 6; ++fields) first[any_name(random)] = any_json(random, 4);
    // Objects side by side, at the root and below it; a byte order mark.
    if (seed % 4 == 0)
      for (const char* twin : {"web", "api"})
        first[twin] = {{"tests", {{"total", 1 + seed % 3}, {"failed", 0}}}, {"p95", 4}};
    if (seed % 4 == 1)
      for (const char* twin : {"web", "api"}) first["parts"][twin] = {{"failed", 0}, {"ok", true}, {"coverage", 50.5}};
    infer::StarterRequest request{.snapshots = {}, .policy_file = "made.nexus"};
    const auto count = 1 + random() % 4;
    for (unsigned i = 0; i < count; ++i)
      request.snapshots.push_back(
          {.name = "snapshot",
           .text = (seed % 7 == 0 ? "\xEF\xBB\xBF" : "") + (i == 0 ? first : variant(first, random)).dump()});
    INFO("seed " << seed << ": " << request.snapshots.front().text);

    const auto starter = infer::starter_policy(request);
    REQUIRE(starter);
    INFO(starter->text);
    CHECK(starter->given_up.empty());

    LoadRequest to_load;
    to_load.texts = {{"made.nexus", starter->text}};
    to_load.look_around = false;
    to_load.tests = true;
    const auto policy = load(to_load);
    REQUIRE(policy->is_sound());
    CHECK(policy->diagnostics().empty());
    const auto layout = format_text("made.nexus", starter->text);
    REQUIRE(layout);
    CHECK(layout->is_canonical());

    Misfits misfits(policy->sources(), policy->model());
    for (const infer::StarterSnapshot& snapshot : request.snapshots) CHECK(misfits.of(0, snapshot.text).empty());
    if (starter->gate.empty()) continue;
    ++with_gate;
    Runner runner(*policy);
    for (const infer::StarterSnapshot& snapshot : request.snapshots) {
      const auto decision = runner.decide({.name = snapshot.name, .text = snapshot.text}, question);
      REQUIRE(decision);
      CHECK(*decision == base::Level::allow);
    }
    const engine::TestReport tests = run_tests(*policy, {});
    CHECK(tests.results.size() == (starter->has_tests ? 2 : 0));
    CHECK(tests.count(engine::TestOutcome::passed) == tests.results.size());
  }
  CHECK(with_gate > 40);  // else the law says little
}

}  // namespace nexus::workspace
