#include "report/ci_formats.h"
#include "report/problems.h"
#include "tests/support/catch.h"
#include "tests/unit/report/sample.h"
#include "tests/unit/report/xml_mistake.h"

#include "base/values/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report {

namespace {

using Json = nlohmann::ordered_json;

/// What somebody would try who wants to be taken for us.
const std::string hostile =
    "]]> <b>&amp; \"q\" 'a'\n::error::pwned\r\n##[error]boo %0A::warning file=a,line=1::b | `c` ``` </details> "
    "<script>\n"
    "# head\n/close @octocat #12 GH-12 https://evil.example www.evil.example a@b.c [x](y) ![i](j) {0} \\ "
    "\x01\x1B[31m\x7F \xFF\xFE \xEF\xBF\xBF \xF0\x9F\x98\x80 # SKIP\nok 1";

std::string rendered(Render render, const std::vector<engine::Report>& reports, const Options& options = {}) {
  std::string out;
  render(reports, options, out);
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::size_t count(std::string_view text, std::string_view of) {
  std::size_t n = 0;
  for (std::size_t at = text.find(of); at != std::string_view::npos; at = text.find(of, at + of.size())) ++n;
  return n;
}

bool is_uri_path(const std::string& uri) {
  return std::ranges::all_of(uri, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("-._~/%").find(c) != std::string_view::npos;
  });
}

/// What is wrong with a location, or nothing.
void check_location(const Json& location) {
  const Json& physical = location.at("physicalLocation");
  CHECK(is_uri_path(physical.at("artifactLocation").at("uri").get<std::string>()));
  if (physical.contains("region")) {
    CHECK(physical["region"].at("startLine").get<int>() > 0);
    CHECK(physical["region"].value("startColumn", 1) > 0);
  }
}

/// What the schema cannot say, and what servers rely on.
void check_sarif(const Json& log) {
  CHECK(log.at("version") == "2.1.0");
  REQUIRE(log.at("runs").size() == 1);
  const Json& run = log["runs"][0];
  const Json& rules = run.at("tool").at("driver").at("rules");
  std::set<std::string> ids, fingerprints;
  for (const Json& rule : rules) {
    CHECK(ids.insert(rule.at("id")).second);
    CHECK_FALSE(rule.at("shortDescription").at("text").get<std::string>().empty());
  }
  for (const Json& artifact : run.at("artifacts"))
    CHECK(is_uri_path(artifact.at("location").at("uri").get<std::string>()));
  for (const Json& result : run.at("results")) {
    CHECK(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id") == result.at("ruleId"));
    CHECK(std::set<std::string>{"note", "warning", "error"}.contains(result.at("level").get<std::string>()));
    CHECK_FALSE(result.at("message").at("text").get<std::string>().empty());
    REQUIRE(result.at("locations").size() == 1);
    check_location(result["locations"][0]);
    for (const Json& location : result.at("relatedLocations")) check_location(location);
    CHECK(fingerprints.insert(result.at("partialFingerprints").at("nexusFinding/v1")).second);
  }
}

Json sarif(const std::vector<engine::Report>& reports, const Options& options = {}) {
  const std::string text = rendered(render_sarif, reports, options);
  INFO(text);
  Json log = Json::parse(text);
  check_sarif(log);
  return log;
}

}  // namespace

TEST_CASE("SARIF is sound whatever stands in it") {
  for (const auto& report : {testing::failing_report(), testing::excepted_report(), testing::green_report(),
                             testing::hostile_report(hostile), testing::large_report(10'000)})
    (void)sarif({report});
  (void)sarif({testing::failing_report(), testing::failing_report(), testing::green_report()});
}

TEST_CASE("SARIF has no more results than code scanning takes, and says so") {
  const std::string text = rendered(render_sarif, {testing::large_report(25'003)});
  CHECK(count(text, "\"ruleId\"") == 25'000);
  CHECK(text.find("3 more results are left out: --format json has all") != std::string::npos);
  CHECK(rendered(render_sarif, {testing::large_report(3)}).find("left out") == std::string::npos);
}

TEST_CASE("a result of SARIF leads to what it is about") {
  engine::Report report = testing::failing_report();
  report.findings[2].file = "./src/a b/../café.go";
  report.findings[2].line = 57;
  const Json run = sarif({report}, {.exit_code = 3})["runs"][0];
  CHECK(run["invocations"][0]["exitCode"] == 3);
  CHECK(run["properties"]["decision"] == "rollback");
  REQUIRE(run["results"].size() == 5);  // what does not count is left out
  CHECK(run["results"][0]["ruleId"] == "checkout.release/error_rate");
  const Json& covered = run["results"][4];
  CHECK(covered["ruleId"] == "checkout.release/coverage.floor");
  CHECK(covered["level"] == "warning");
  CHECK(covered["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "src/caf%C3%A9.go");
  CHECK(covered["locations"][0]["physicalLocation"]["region"]["startLine"] == 57);
  CHECK(covered["relatedLocations"].size() == 2);
  const Json& unknown = run["results"][3];
  CHECK(unknown["level"] == "error");
  CHECK(unknown["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "release.nexus");
}

TEST_CASE("what is waived is suppressed in SARIF, with who did it") {
  const Json run = sarif({testing::excepted_report()})["runs"][0];
  REQUIRE(run["results"].size() == 3);  // the gate that cannot be told comes first
  const Json& suppression = run["results"][1]["suppressions"][0];
  CHECK(suppression["kind"] == "external");
  CHECK(suppression["status"] == "accepted");
  CHECK(suppression["justification"] == "not reachable");
  CHECK(suppression["properties"]["approved_by"] == "ana");
  CHECK(run["results"][1]["level"] == "note");
  CHECK_FALSE(run["results"][0].contains("suppressions"));
}

TEST_CASE("what fails the run is an error, the rest a warning") {
  const auto levels = [](FailOn fail_on) {
    std::vector<Severity> found;
    const engine::Report report = testing::failing_report();
    for (const Problem& problem : problems_of({&report, 1}, fail_on)) found.push_back(problem.severity);
    return found;
  };
  using enum Severity;
  CHECK(levels(base::Level::hold) == std::vector{error, error, error, error, warning});
  CHECK(levels(base::Level::warn) == std::vector{error, error, error, error, error});
  CHECK(levels(base::Level::rollback) == std::vector{error, warning, warning, warning, warning});
  CHECK(levels(FailOn::never()) == std::vector{warning, warning, warning, warning, warning});
}

TEST_CASE("what asks for something is told even where the report has no finding about it") {
  engine::Report report = testing::green_report();
  report.decision = base::Level::block;
  report.rules[2].status = report.rules[2].instances.front().status = "blocked";
  report.rules[2].asks = report.rules[2].instances.front().asks = base::Level::block;
  report.rules[2].note = "gate `tests` is fail";
  const std::vector<Problem> problems = problems_of({&report, 1}, base::Level::hold);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].severity == Severity::error);
  CHECK(problems[0].finding->id == "checkout.release/ci");
  CHECK(problems[0].finding->message == "blocked: gate `tests` is fail");
  CHECK(count(rendered(render_junit, {report}), "<failure type=\"block\" message=\"blocked: gate `tests` is fail\"") ==
        1);
  CHECK(count(rendered(render_tap, {report}), "not ok 3 - ci: Pipeline and contract\n") == 1);
}

TEST_CASE("a fingerprint stays when lines move and values change") {
  const auto fingerprints = [](const std::vector<engine::Report>& reports) {
    std::vector<std::string> found;
    for (const Problem& problem : problems_of(reports, base::Level::hold)) found.push_back(problem.fingerprint);
    return found;
  };
  const engine::Report before = testing::failing_report();
  engine::Report after = before;
  for (engine::Finding& finding : after.findings) {
    finding.policy.line += 7;
    finding.evidence.line += 3;
    finding.message += " now";
  }
  CHECK(fingerprints({before}) == fingerprints({after}));

  const std::vector<std::string> twice = fingerprints({before, before, testing::large_report(1'000)});
  CHECK(std::set<std::string>(twice.begin(), twice.end()).size() == twice.size());
}

TEST_CASE("only files of the project have a path in it") {
  CHECK(project_path("./a//b/../c.json", {}) == "a/c.json");
  CHECK(project_path("a.json", "/srv/shop") == "a.json");
  CHECK(project_path("/srv/shop/a/../b.json", "/srv/shop") == "b.json");
  for (const char* outside : {"", "/etc/passwd", "/srv/shop", "/srv/shop2/a.json", "/srv/shop/../a.json", "../a.json",
                              "a/../../b", "<stdin>", "<std>/security/findings.nexus", ".", "a/.."}) {
    INFO(outside);
    CHECK(project_path(outside, "/srv/shop").empty());
  }
}

TEST_CASE("JUnit's XML of a run is well formed whatever stands in it") {
  for (const auto& report : {testing::failing_report(), testing::excepted_report(), testing::green_report(),
                             testing::hostile_report(hostile), testing::large_report(10'000)}) {
    const std::string xml = rendered(render_junit, {report});
    INFO(xml.substr(0, 4'000));
    CHECK(testing::xml_mistake(xml).empty());
    CHECK(xml.size() < 100'000);
  }
  CHECK(testing::xml_mistake(rendered(render_junit, {})).empty());
}

TEST_CASE("a test of JUnit is a requirement, and missing evidence is none that passes") {
  const std::string xml = rendered(render_junit, {testing::failing_report()});
  INFO(xml);
  CHECK(xml.find(R"(<testsuites name="nexus eval" tests="10" failures="2" errors="1">)") != std::string::npos);
  CHECK(count(xml, "<testcase ") == 10);
  CHECK(count(xml, "<failure type=\"block\" message=\"3 failed in api, and 1 more\"") == 1);
  CHECK(count(xml, "<failure type=\"rollback\"") == 1);
  CHECK(count(xml, "<error type=\"hold\"") == 1);
  CHECK(count(xml, "warn: line coverage 74.2% is below 80%") == 1);

  // Even where it is not what fails the run.
  const std::string lenient = rendered(render_junit, {testing::failing_report()}, {.fail_on = base::Level::rollback});
  CHECK(count(lenient, "<error") == 0);
  CHECK(count(lenient, "<skipped message=\"unknown: cannot be told: `security` is missing\"") == 1);
}

TEST_CASE("TAP has a point a requirement and nothing that could be taken for one") {
  const std::string tap = rendered(render_tap, {testing::failing_report()});
  INFO(tap);
  CHECK(tap.starts_with("TAP version 14\n1..10\n"));
  CHECK(count(tap, "\nok ") + count(tap, "\nnot ok ") == 10);
  CHECK(count(tap, "# SKIP") == 3);
  CHECK(count(tap, "# TODO warn is no failure here") == 1);
  CHECK(count(rendered(render_tap, {testing::excepted_report()}),
              "# SKIP waived: not reachable (approved by ana, until 2026-12-31)") == 1);

  const std::string wild = rendered(render_tap, {testing::hostile_report(hostile)});
  INFO(wild);
  CHECK(base::is_utf8(wild));
  std::size_t points = 0;
  for (const std::string& line : lines_of(wild)) {
    const bool is_point = line.starts_with("ok ") || line.starts_with("not ok ");
    points += is_point ? 1 : 0;
    CHECK((is_point || line.starts_with("  ") || line.starts_with("# ") || line.starts_with("TAP ") ||
           line.starts_with("1..")));
    if (is_point) CHECK(count(line, " # ") <= 1);
  }
  CHECK(wild.find("1.." + std::to_string(points) + "\n") != std::string::npos);
}

TEST_CASE("GitLab's findings have a place and a fingerprint of their own") {
  const auto parsed = [](const std::vector<engine::Report>& reports) {
    const Json all = Json::parse(rendered(render_gitlab, reports));
    std::set<std::string> fingerprints;
    for (const Json& one : all) {
      CHECK(fingerprints.insert(one.at("fingerprint")).second);
      CHECK(one.at("location").at("lines").at("begin").get<int>() > 0);
      CHECK_FALSE(one["location"].at("path").get<std::string>().empty());
      CHECK(std::set<std::string>{"info", "minor", "major", "critical", "blocker"}.contains(
          one.at("severity").get<std::string>()));
      CHECK_FALSE(one.at("description").get<std::string>().empty());
    }
    return all;
  };
  const Json failing = parsed({testing::failing_report()});
  REQUIRE(failing.size() == 5);
  CHECK(failing[0]["severity"] == "blocker");
  CHECK(failing[0]["check_name"] == "checkout.release/error_rate");
  CHECK(parsed({testing::green_report()}).empty());
  CHECK(parsed({testing::excepted_report()})[1]["severity"] == "info");
  CHECK(parsed({testing::failing_report(), testing::failing_report()}).size() == 10);
  (void)parsed({testing::hostile_report(hostile), testing::large_report(10'000)});
}

TEST_CASE("GitHub gets a command a finding, and takes nothing else for one") {
  const std::vector<std::string> lines = lines_of(rendered(render_github, {testing::failing_report()}));
  REQUIRE(lines.size() == 6);
  CHECK(
      lines[0].starts_with("::error file=failing.json,line=30,col=19,title=rollback%3A error_rate%2C Errors above the "
                           "limit::error rate is 7%25"));
  CHECK(lines[4].starts_with("::warning file=failing.json,line=8,col=24,title=warn%3A coverage.floor"));
  CHECK(lines[5].starts_with("ROLLBACK checkout.release on failing.json: "));
  CHECK(lines_of(rendered(render_github, {testing::excepted_report()}))[1].starts_with(
      "::notice file=release.nexus,line=42,col=23,title=waived%3A security.serious"));

  for (const std::string& line : lines_of(rendered(render_github, {testing::hostile_report(hostile)}))) {
    INFO(line);
    const bool is_command =
        line.starts_with("::error ") || line.starts_with("::warning ") || line.starts_with("::notice ");
    CHECK((is_command || line.starts_with("ROLLBACK ")));
    if (!is_command) CHECK(line.find("##[") == std::string::npos);
    // Of a command, the properties end where the message begins.
    if (is_command) CHECK(line.substr(2, line.find("::", 2)).find(": ") == std::string::npos);
    CHECK(std::ranges::all_of(line, [](char c) { return static_cast<unsigned char>(c) >= 0x20; }));
  }
}

TEST_CASE("the last annotation that GitHub shows tells how many there are beyond") {
  const std::vector<std::string> lines = lines_of(rendered(render_github, {testing::large_report(10'000)}));
  CHECK(lines.size() == 10'002);
  CHECK(lines[8].starts_with("::error file=large.json,line=10,"));
  CHECK(lines[9].starts_with("::error title=9991 more::"));
  CHECK(lines_of(rendered(render_github, {testing::large_report(10)})).size() == 11);
}

}  // namespace nexus::report
