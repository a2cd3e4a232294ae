#include "workspace/nexus.h"

#include "tests/support/catch.h"

#include <nlohmann/json.hpp>

namespace nexus {

namespace {

Policy checkout() {
  auto policy = Policy::from_text("checkout.nexus", R"(policy checkout
input { build: { status: string }  coverage: { line: ratio in percent }  suites: [ { name: string, failed: int } ] }
input baseline?: { coverage: { line: ratio in percent } }
gate build "Green" { require build.status == "success" else block "build is {build.status}" }
gate coverage { require coverage.line >= 80% else warn "too little" }
gate suites { require every s in suites has s.failed == 0 else block "{s.name}" }
gate no_worse { require coverage.line >= (baseline.coverage.line ?? 0%) else hold "worse" }
)");
  if (!policy) FAIL(policy.error().text());
  return *std::move(policy);
}

constexpr std::string_view snapshot =
    R"({"build": {"status": "success"}, "coverage": {"line": 83.5}, "suites": [{"name": "api", "failed": 0}]})";

LiveEvaluation live_on(const Policy& policy, std::string_view text) {
  auto live = policy.live(
      Inputs{.snapshot = text, .further = {{"baseline", {R"({"coverage": {"line": 80}})", "baseline.json"}}}},
      {.now = "2026-11-02T12:00:00Z", .phase = {}, .only = {}});
  if (!live) FAIL(live.error().text());
  return *std::move(live);
}

std::vector<std::string> names(const Change& change) {
  std::vector<std::string> names;
  for (const RejudgedRule& rule : change.rejudged)
    names.push_back(rule.id.substr(rule.id.find('/') + 1) + " " + rule.before + " " + rule.now);
  return names;
}

}  // namespace

TEST_CASE("live: an edit judges the rules that read the place, and no others") {
  LiveEvaluation live = live_on(checkout(), snapshot);
  const auto lower = live.update("/coverage/line", "79.5");
  REQUIRE(lower);
  CHECK(lower->decision == Level::hold);
  CHECK_FALSE(lower->whole);
  CHECK(names(*lower) == std::vector<std::string>{"coverage pass warn", "no_worse pass fail"});

  const auto failed = live.update("/suites/-", R"({"name": "web", "failed": 2})");
  REQUIRE(failed);
  CHECK(failed->decision == Level::block);
  CHECK(names(*failed) == std::vector<std::string>{"suites pass fail"});
  CHECK(failed->rejudged.front().asked == Level::allow);
  CHECK(failed->rejudged.front().asks == Level::block);

  const auto unread = live.update("/build/number", "7");
  REQUIRE(unread);
  CHECK(unread->rejudged.empty());
  CHECK(unread->decision == Level::block);

  const auto fixed = live.remove("/suites/1");
  REQUIRE(fixed);
  CHECK(fixed->decision == Level::hold);
}

TEST_CASE("live: further documents can be edited, too") {
  LiveEvaluation live = live_on(checkout(), snapshot);
  const auto higher = live.update("/coverage/line", "90", "baseline");
  REQUIRE(higher);
  CHECK(higher->decision == Level::hold);
  CHECK(names(*higher) == std::vector<std::string>{"no_worse pass fail"});
  CHECK(live.text("baseline") == R"({"coverage": {"line": 90}})");
  CHECK(live.text() == snapshot);
  CHECK_FALSE(live.update("/a", "1", "nobody"));
}

TEST_CASE("live: the report is that of the edited text") {
  const Policy policy = checkout();
  LiveEvaluation live = live_on(policy, snapshot);
  REQUIRE(live.update("/coverage", "{\n\"line\": 70}"));
  const std::string text = live.text();
  CHECK(text ==
        "{\"build\": {\"status\": \"success\"}, \"coverage\": {\n\"line\": 70}, \"suites\": [{\"name\": \"api\", "
        "\"failed\": 0}]}");
  auto live_report = live.report();
  LiveEvaluation anew = live_on(policy, text);
  auto wanted = anew.report();
  REQUIRE((live_report && wanted));
  CHECK(to_json(*live_report) == to_json(*wanted));
  CHECK(live_report->findings.front().evidence.line == 2);
}

TEST_CASE("live: a refused edit says why and changes nothing") {
  LiveEvaluation live = live_on(checkout(), snapshot);
  const auto no_json = live.update("/coverage/line", "80,");
  REQUIRE_FALSE(no_json);
  CHECK(no_json.error().problems.front().code == "NX4102");
  const auto no_place = live.update("/suites/7", "1");
  REQUIRE_FALSE(no_place);
  CHECK(no_place.error().problems.front().code == "NX4214");
  const auto no_pointer = live.update("coverage", "1");
  REQUIRE_FALSE(no_pointer);
  CHECK(no_pointer.error().problems.front().code == "NX4211");
  const auto nothing = live.remove("/coverage/branch");
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().problems.front().code == "NX4211");
  CHECK(live.text() == snapshot);
}

TEST_CASE("live: there need not be anything to decide at first") {
  auto policy = Policy::from_text(
      "p.nexus",
      "policy p\ninput { on: bool, a: int }\ngate g { applies when on require a == 1 else block \"a is {a}\" }\n");
  REQUIRE(policy);
  auto live = policy->live(Inputs{.snapshot = R"({"on": false, "a": 2})"});
  REQUIRE(live);
  CHECK_FALSE(live->report());
  const auto change = live->update("/on", "true");
  REQUIRE(change);
  CHECK(change->decision == Level::block);
  const auto back = live->update("/on", "false");
  REQUIRE(back);
  CHECK_FALSE(back->decision);
}

}  // namespace nexus
