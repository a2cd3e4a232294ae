#include "workspace/nexus.h"

#include "tests/support/catch.h"
#include "tests/unit/workspace/scratch_folder.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <thread>

namespace nexus {

namespace {

constexpr const char* rules = R"(policy checkout
param min_coverage: ratio in 0%..100% = 80%
input { build: { status: string }  coverage: { line: ratio in percent } }
input baseline?: { coverage: { line: ratio in percent } }
gate build "Green" { require build.status == "success" else block "build is {build.status}" }
gate coverage { require floor: coverage.line >= min_coverage else warn "too little" }
phase go_live { gates build }
)";

constexpr std::string_view green = R"({"build": {"status": "success"}, "coverage": {"line": 83.5}})";
constexpr std::string_view red = R"({"build": {"status": "failure"}, "coverage": {"line": 74.2}})";

Policy checkout(const LoadOptions& options = {}) {
  auto policy = Policy::from_text("checkout.nexus", rules, options);
  if (!policy) FAIL(policy.error().text());
  return *std::move(policy);
}

Report judged(const Policy& policy, std::string_view snapshot, const EvaluateOptions& options = {}) {
  auto report = policy.evaluate(Inputs{.snapshot = snapshot}, options);
  if (!report) FAIL(report.error().text());
  return *std::move(report);
}

}  // namespace

TEST_CASE("limits that the stack or 32 bits have no room for are refused") {
  LoadOptions options;
  for (const std::uint64_t depth : {std::uint64_t{100'000}, std::uint64_t{1} << 32U, std::uint64_t{0}}) {
    options.limits.snapshot_depth = depth;
    const auto policy = Policy::from_text("checkout.nexus", rules, options);
    REQUIRE_FALSE(policy);
    CHECK(policy.error().problems.front().code == "NX4216");
    CHECK_FALSE(Policy::load({"examples/release-gate/release.nexus"}, options));
  }
  options.limits.snapshot_depth = 2000;
  CHECK(Policy::from_text("checkout.nexus", rules, options));
}

TEST_CASE("policy: a report can be had as the command line writes it") {
  const Report report = judged(checkout(), red);
  const nlohmann::json json = nlohmann::json::parse(to_json(report));
  CHECK(json.at("decision") == "block");
  CHECK(json.at("findings").size() == 2);
  CHECK(to_text(report).starts_with("BLOCK     checkout on snapshot\n"));
}

TEST_CASE("a policy from a text judges snapshots") {
  const Policy policy = checkout();
  CHECK(judged(policy, green).decision == Level::allow);
  const Report report = judged(policy, red);
  CHECK(report.decision == Level::block);
  REQUIRE(report.findings.size() == 2);
  CHECK(report.findings[0].id == "checkout/build.1");
  CHECK(report.findings[0].message == "build is failure");
  CHECK(report.findings[1].id == "checkout/coverage.floor");
  REQUIRE(report.findings[1].margins.size() == 1);
  CHECK(report.findings[1].margins[0].difference == "-5.8pt");
}

TEST_CASE("a report says what it rests on") {
  const Report report = judged(checkout(), green, {.now = "2026-11-02T10:00:00Z", .phase = {}, .only = {}});
  CHECK(report.now == "2026-11-02T10:00:00Z");
  REQUIRE(report.policies.size() == 1);
  CHECK(report.policies[0].name == "checkout");
  CHECK(report.policies[0].file == "checkout.nexus");
  CHECK(report.policies[0].sha256.size() == 64);
  REQUIRE(report.inputs.size() == 1);
  CHECK(report.inputs[0].name == "snapshot");
  CHECK(judged(checkout(), red).policies[0].sha256 == report.policies[0].sha256);
  CHECK(judged(checkout(), red).inputs[0].sha256 != report.inputs[0].sha256);
  REQUIRE(report.params.size() == 1);
  CHECK(report.params[0].value == "80%");
  CHECK(report.params[0].origin == "default");
}

TEST_CASE("without `now` the clock says") {
  CHECK(judged(checkout(), green).now > "2025-01-01T00:00:00Z");
  const auto report = checkout().evaluate(Inputs{.snapshot = green}, {.now = "yesterday", .phase = {}, .only = {}});
  REQUIRE_FALSE(report);
  CHECK(report.error().problems.front().message == "`yesterday` is not a time");
}

TEST_CASE("params as the language writes them") {
  const Policy policy = checkout({.params = {{"min_coverage", "70%"}}});
  const Report report = judged(policy, red);
  CHECK(report.findings.size() == 1);
  CHECK(report.params[0].value == "70%");
  CHECK(report.params[0].origin == "caller");

  CHECK_FALSE(Policy::from_text("p.nexus", rules, {.params = {{"min_coverage", "170%"}}}));
  const auto unknown = Policy::from_text("p.nexus", rules, {.params = {{"min_cover", "70%"}}});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().text().find("min_cover") != std::string::npos);
}

TEST_CASE("a snapshot as nlohmann/json") {
  const Policy policy = checkout();
  const auto report = policy.evaluate(nlohmann::json::parse(red));
  REQUIRE(report);
  CHECK(report->decision == Level::block);
  // There is no text a line could be counted in.
  CHECK(report->findings[0].evidence.line == 0);
  CHECK(report->findings[0].evidence.pointer == "/build/status");

  const auto broken = policy.evaluate(nlohmann::json{{"build", {{"status", "\xff"}}}});
  REQUIRE_FALSE(broken);
  CHECK(broken.error().problems.front().code == "NX4103");
}

TEST_CASE("further documents go by their name") {
  const Policy policy = checkout();
  Inputs inputs{.snapshot = green};
  inputs.further["baseline"] = {R"({"coverage": {"line": 90}})", "last.json"};
  const auto report = policy.evaluate(inputs);
  REQUIRE(report);
  REQUIRE(report->inputs.size() == 2);
  CHECK(report->inputs[1].file == "last.json");

  inputs.further["basline"] = {"{}", ""};
  const auto unknown = policy.evaluate(inputs);
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().text() == "error[NX4209]: the policy has no input `basline`\n = help: did you mean `baseline`?\n");
}

TEST_CASE("one evaluation does not see the documents of another") {
  const Policy policy = checkout();
  Inputs with{.snapshot = green};
  with.further["baseline"] = {R"({"coverage": {"line": 90}})", "last.json"};
  REQUIRE(policy.evaluate(with));
  CHECK(judged(policy, green).inputs.size() == 1);
}

TEST_CASE("asking about a phase, and about some rules only") {
  const Policy policy = checkout();
  CHECK(judged(policy, green, {.now = {}, .phase = "go_live", .only = {}}).asked_phase == "checkout/go_live");
  const Report only = judged(policy, red, {.now = {}, .phase = {}, .only = {"coverage"}});
  CHECK(only.decision == Level::warn);
  CHECK(only.only == std::vector<std::string>{"checkout/coverage"});
  CHECK(judged(policy, red, {.now = {}, .phase = {}, .only = {"checkout/coverage"}}).decision == Level::warn);

  const auto wrong = policy.evaluate(Inputs{.snapshot = green}, {.now = {}, .phase = "golive", .only = {}});
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().text() == "error[NX4206]: there is no phase `golive`\n = help: did you mean `go_live`?\n");
  const auto gate = policy.evaluate(Inputs{.snapshot = green}, {.now = {}, .phase = "build", .only = {}});
  CHECK(gate.error().text() == "error[NX4206]: there is no phase `build`\n = help: `build` is a gate\n");
  const auto requirement = policy.evaluate(Inputs{.snapshot = green}, {.now = {}, .phase = {}, .only = {"coverage.floor"}});
  CHECK(requirement.error().text() == "error[NX4205]: there is no rule `coverage.floor`\n = help: rules are judged as a whole: `coverage`\n");
}

TEST_CASE("what is no JSON is shown where it is wrong") {
  const auto report = checkout().evaluate(Inputs{.snapshot = "{\n  \"build\": tru\n}", .snapshot_name = "s.json"});
  REQUIRE_FALSE(report);
  const Problem& problem = report.error().problems.front();
  CHECK(problem.code == "NX4102");
  CHECK(problem.file == "s.json");
  CHECK(problem.line == 2);
  CHECK(problem.rendered.find("2 |   \"build\": tru") != std::string::npos);

  const auto empty = checkout().evaluate(Inputs{.snapshot = "", .snapshot_name = "s.json"});
  CHECK(empty.error().text() == "error[NX4101]: `s.json` is empty: a JSON document was expected\n");
}

TEST_CASE("a policy that makes no sense gives all its problems") {
  const auto policy = Policy::from_text("p.nexus", "policy p\ninput { a: int  b: ratio }\ngate g { require a == \"x\" }\ngate h { require b >= 80 }\n");
  REQUIRE_FALSE(policy);
  REQUIRE(policy.error().problems.size() >= 2);
  for (const Problem& problem : policy.error().problems) {
    CHECK(problem.code.starts_with("NX"));
    CHECK(problem.file == "p.nexus");
    CHECK(problem.line >= 3);
    CHECK(problem.rendered.ends_with('\n'));
  }
}

TEST_CASE("policies from files and folders") {
  const workspace::testing::ScratchFolder scratch;
  scratch.write("policies/checkout.nexus", rules);
  scratch.write("policies/more/other.nexus", "policy other\ninput { x: int }\ngate g { require x > 0 }\n");
  const auto policy = Policy::load({scratch / "policies"});
  if (!policy) FAIL(policy.error().text());
  const auto report = policy->evaluate(Inputs{.snapshot = R"({"build": {"status": "success"}, "coverage": {"line": 99}, "x": 1})"});
  REQUIRE(report);
  CHECK(report->policies.size() == 2);
  CHECK(report->decision == Level::allow);

  const auto none = Policy::load({scratch / "none"});
  REQUIRE_FALSE(none);
  CHECK(none.error().problems.front().code == "NX4001");
}

TEST_CASE("nothing to decide is a failure, never a pass") {
  const auto policy = Policy::from_text("p.nexus", "policy p\nlet a = 1\n");
  if (policy) {
    const auto report = policy->evaluate(Inputs{.snapshot = "{}"});
    REQUIRE_FALSE(report);
    CHECK(report.error().problems.front().code == "NX5003");
  }
}

TEST_CASE("any number of threads may use one policy") {
  const Policy policy = checkout();
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, copy = policy] {
      for (int i = 0; i < 50; ++i) {
        const bool is_green = i % 2 == 0;
        const auto report = copy.evaluate(Inputs{.snapshot = is_green ? green : red});
        if (report && report->decision == (is_green ? Level::allow : Level::block)) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 400);
}

TEST_CASE("policy: rules that look back are given the snapshots before") {
  constexpr const char* alarm = R"(policy alarm
input { errors: ratio }
trigger errors "Errors" { fires when errors > 5% for 2m then block "{errors}" }
)";
  auto policy = Policy::from_text("alarm.nexus", alarm);
  REQUIRE(policy);
  constexpr std::string_view now = R"({"time": "2026-11-01T10:02:00Z", "errors": 0.1})";
  constexpr std::string_view earlier = R"({"time": "2026-11-01T10:01:00Z", "errors": 0.1}
{"time": "2026-11-01T10:00:00Z", "errors": 0.1})";
  const auto decision = [&](std::optional<Inputs::Further> history) {
    auto report = policy->evaluate(Inputs{.snapshot = now, .history = history});
    REQUIRE(report);
    return report->decision;
  };
  CHECK(decision(std::nullopt) == Level::hold);
  CHECK(decision(Inputs::Further{"", "none.jsonl"}) == Level::warn);
  CHECK(decision(Inputs::Further{earlier, "h.jsonl"}) == Level::block);
  CHECK(decision(std::nullopt) == Level::hold);  // nothing is kept from one evaluation to the next

  const auto broken = policy->evaluate(Inputs{.snapshot = now, .history = Inputs::Further{"{}", "h.jsonl"}});
  REQUIRE_FALSE(broken);
  CHECK(broken.error().problems.front().code == "NX4111");
  CHECK(broken.error().problems.front().line == 1);
}

}  // namespace nexus
