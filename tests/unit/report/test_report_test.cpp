#include "report/test_format.h"
#include "tests/support/catch.h"
#include "tests/unit/report/json_schema.h"
#include "tests/unit/report/xml_mistake.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report {

namespace {

using Json = nlohmann::ordered_json;

/// What nobody writes into a title, and somebody does.
constexpr const char* hostile = "]]> <b>&amp; \"q\" 'a' # not \\ ok\n\t\x01\x1B[31m\x7F é \xEF\xBF\xBF \xF0\x9F\x98\x80";

engine::TestReport sample() {
  engine::TestReport report;
  engine::TestResult passed;
  passed.name = "it passes";
  passed.module = "shop";
  passed.policy = {.file = "shop.nexus", .line = 3, .column = 6};
  engine::TestResult failed = passed;
  failed.name = hostile;
  failed.row = "{ n: 1 }";
  failed.outcome = engine::TestOutcome::failed;
  engine::FailureReport failure;
  failure.expectation = hostile;
  failure.policy = {.file = "shop.nexus", .line = 9, .column = 3};
  failure.actual = "it is false";
  failure.parts = {{.text = "coverage.line >= floor", .value = "false", .depth = 0, .is_known = true}, {.text = "coverage.line", .value = hostile, .depth = 1, .is_known = true}};
  failure.reasons.push_back({.code = "absent", .message = "`coverage` is missing", .help = {}, .evidence = {}, .policy = {}, .asked_for = {}});
  failure.findings.emplace_back().id = "shop/coverage.floor";
  failure.conditions.push_back({.id = "shop/coverage.floor", .clause = "require", .status = "fail", .text = "coverage.line >= floor", .policy = failure.policy, .parts = failure.parts});
  failed.failures.push_back(failure);
  engine::TestResult broken = passed;
  broken.name = "it cannot";
  broken.outcome = engine::TestOutcome::broken;
  broken.problem = hostile;
  report.results = {passed, failed, broken};
  report.left_out = 1;
  report.coverage = engine::CoverageReport{.conditions = {{.id = "shop/coverage.floor", .clause = "require", .text = "coverage.line >= floor", .policy = failure.policy, .is_part = false, .seen = {.yes = 2, .no = 0, .unknown = 1}}},
                                           .rows = {},
                                           .outcomes = 2,
                                           .seen = 1,
                                           .never_failed = {"shop/coverage.floor"}};
  report.policies.push_back({.name = "shop", .file = "shop.nexus", .sha256 = std::string(64, 'a')});
  return report;
}

std::string rendered(RenderTests render, const engine::TestReport& report) {
  std::string out;
  render(report, {}, out);
  return out;
}

Json schema() {
  std::ifstream file("docs/test-report.schema.json");
  REQUIRE(file);
  return Json::parse(file);
}

std::size_t count(const std::string& text, const std::string& of) {
  std::size_t n = 0;
  for (std::size_t at = text.find(of); at != std::string::npos; at = text.find(of, at + of.size())) ++n;
  return n;
}

}  // namespace

TEST_CASE("the JSON of tests is what the published schema describes") {
  const std::string text = rendered(render_tests_json, sample());
  INFO(text);
  CHECK(testing::schema_violations(schema(), Json::parse(text)) == std::vector<std::string>{});
  CHECK(testing::schema_violations(schema(), Json::parse(rendered(render_tests_json, {}))) == std::vector<std::string>{});
  CHECK(Json::parse(text)["tests"][1]["name"] == hostile);

  Json wrong = Json::parse(text);
  wrong["tests"][0]["outcome"] = "maybe";
  CHECK_FALSE(testing::schema_violations(schema(), wrong).empty());
}

TEST_CASE("JUnit's XML is well formed whatever stands in it") {
  const std::string xml = rendered(render_tests_junit, sample());
  INFO(xml);
  CHECK(testing::xml_mistake(xml).empty());
  CHECK(xml.find(R"(<testsuites name="nexus test" tests="3" failures="1" errors="1">)") != std::string::npos);
  CHECK(count(xml, "<testcase ") == 3);
  CHECK(count(xml, "<failure ") == 1);
  CHECK(count(xml, "<error ") == 1);
  CHECK(xml.find("\x1B") == std::string::npos);
  CHECK(testing::xml_mistake(rendered(render_tests_junit, {})).empty());
}

TEST_CASE("what is no XML is found out") {
  const std::string head = R"(<?xml version="1.0" encoding="UTF-8"?>)";
  CHECK(testing::xml_mistake(head + "<a><b x=\"1\"/></a>").empty());
  for (const char* wrong : {"<a>", "<a></b>", "<a x=\"<\"/>", "<a>&nbsp;</a>", "<a>\x01</a>", "<a>]]></a>", "<a"}) {
    INFO(wrong);
    CHECK_FALSE(testing::xml_mistake(head + wrong).empty());
  }
}

TEST_CASE("TAP has a line a test and nothing that could be taken for one") {
  const std::string tap = rendered(render_tests_tap, sample());
  INFO(tap);
  CHECK(tap.starts_with("TAP version 14\n1..3\nok 1 - shop: it passes\nnot ok 2 - shop: "));
  std::size_t points = 0;
  std::istringstream lines(tap);
  for (std::string line; std::getline(lines, line);) points += line.starts_with("ok ") || line.starts_with("not ok ") ? 1U : 0U;
  CHECK(points == 3);
  CHECK(tap.find("\\# not") != std::string::npos);
  CHECK(count(tap, "  ---\n") == 2);
}

TEST_CASE("the text of tests escapes what a terminal would act on") {
  const std::string text = rendered(render_tests_text, sample());
  INFO(text);
  CHECK(text.find('\x1B') == std::string::npos);
  CHECK(text.find("1 test passed, 1 failed, 1 could not be run, 1 left out") != std::string::npos);
  CHECK(text.find("never false") != std::string::npos);
}

TEST_CASE("formats of tests are found by name") {
  CHECK(find_test_format("junit") != nullptr);
  CHECK(find_test_format("xml") == nullptr);
  CHECK(covered_percent({}) == 100);
  engine::CoverageReport almost;
  almost.outcomes = 300;
  almost.seen = 299;
  CHECK(covered_percent(almost) == 99);
}

}  // namespace nexus::report
