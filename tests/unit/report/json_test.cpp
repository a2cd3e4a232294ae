#include "report/json.h"
#include "report/json_writer.h"
#include "tests/support/catch.h"
#include "tests/unit/report/json_schema.h"
#include "tests/unit/report/sample.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace nexus::report {

namespace {

using Json = nlohmann::ordered_json;

// Tests run in the project's root.
Json schema() {
  std::ifstream file("docs/report.schema.json");
  REQUIRE(file);
  return Json::parse(file);
}

std::string rendered(Render render, std::vector<engine::Report> reports, const Options& options = {}) {
  std::string out;
  render(reports, options, out);
  return out;
}

void require_valid(const std::string& text) {
  INFO(text);
  REQUIRE(testing::schema_violations(schema(), Json::parse(text)) == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("JSON output is what the published schema describes") {
  require_valid(rendered(render_json, {testing::failing_report()}));
  require_valid(rendered(render_json, {testing::green_report()}));
  require_valid(rendered(render_json, {testing::excepted_report()}));
  require_valid(rendered(render_json, {testing::failing_report(), testing::green_report()}));
  require_valid(rendered(render_json, {engine::Report{}}));
  require_valid(rendered(render_json_lines, {testing::failing_report()}, {.line = 7}));
  std::string failed;
  render_json_line({.line = 3, .code = "NX4102", .message = "expected a value", .column = 12}, failed);
  require_valid(failed);
}

TEST_CASE("the validator of these tests finds what is wrong") {
  Json document = Json::parse(rendered(render_json, {testing::failing_report()}));
  SECTION("a field that is missing") { document.erase("rules"); }
  SECTION("a field that is not described") { document["rules"][0]["surprise"] = 1; }
  SECTION("a wrong type") { document["findings"][0]["counts"] = "yes"; }
  SECTION("a word that is none of the list") { document["decision"] = "maybe"; }
  SECTION("a digest that is none") { document["inputs"][0]["sha256"] = "abc"; }
  REQUIRE_FALSE(testing::schema_violations(schema(), document).empty());
}

TEST_CASE("JSON output starts with what scripts ask for first") {
  const Json document = Json::parse(rendered(render_json, {testing::failing_report()}));
  std::vector<std::string> names;
  for (const auto& [name, value] : document.items()) names.push_back(name);
  REQUIRE(names == std::vector<std::string>{"version", "decision", "asked_phase", "now", "findings", "obligations", "rules", "contributors",
                                            "only", "notices", "params", "policies", "inputs", "zone_database", "waivers"});
}

TEST_CASE("waivers, scores and notes in JSON") {
  const Json document = Json::parse(rendered(render_json, {testing::excepted_report()}));
  REQUIRE(document["findings"][0]["kind"] == "waived");
  REQUIRE(document["findings"][0]["waived"] ==
          Json::parse(R"({"by":"waiver","reason":"not reachable","approved_by":"ana","until":"2026-12-31"})"));
  REQUIRE(document["findings"][1]["waived"]["until"].is_null());
  REQUIRE(document["waivers"][0]["ends"] == "2027-01-01T00:00:00Z");
  REQUIRE(document["rules"][1]["instances"][0]["score"]["total"] == Json::parse(R"({"weight":"3","earned":"1","may_earn":"3"})"));
  REQUIRE(document["rules"][1]["instances"][0]["requirements"][0]["share"]["may_earn"] == "2");
  REQUIRE(document["rules"][1]["instances"][0]["requirements"][0]["note"] == "from 2027-01-01");
  REQUIRE(document["rules"][2]["counted"] == false);
}

TEST_CASE("several reports have one decision, the most severe") {
  const Json document = Json::parse(rendered(render_json, {testing::green_report(), testing::failing_report()}));
  REQUIRE(document["decision"] == "rollback");
  REQUIRE(document["reports"].size() == 2);
  REQUIRE(document["reports"][0]["decision"] == "allow");
}

TEST_CASE("a line a report") {
  const std::string lines = rendered(render_json_lines, {testing::green_report(), testing::failing_report()}, {.line = 4});
  REQUIRE(std::count(lines.begin(), lines.end(), '\n') == 2);
  REQUIRE(lines.starts_with(R"({"version":1,"line":4,"decision":"allow",)"));
}

TEST_CASE("values of obligations come out digit for digit") {
  engine::Report report = testing::green_report();
  report.obligations = {{"wait", {{"exact", "0.10000000000000000000000000000000001"}, {"odd \"name\"", "[1,2]"}}, {}, {}}};
  const std::string text = rendered(render_json_lines, {report});
  REQUIRE(text.find(R"("fields":{"exact":0.10000000000000000000000000000000001,"odd \"name\"":[1,2]})") != std::string::npos);
}

TEST_CASE("strings are escaped where they must be") {
  std::string out;
  JsonWriter json(out, JsonWriter::Layout::compact);
  json.begin_array().string("plain").string("a \"quote\"").string("back\\slash").string("\n\x7f").string("é").string("\xff").end_array();
  const Json read = Json::parse(out);
  REQUIRE(read == Json{"plain", "a \"quote\"", "back\\slash", "\n\x7f", "é", "\uFFFD"});
}

TEST_CASE("the writer indents, and leaves empty objects and arrays on their line") {
  std::string out;
  JsonWriter json(out, JsonWriter::Layout::indented);
  json.begin_object().key("a").begin_array().end_array().key("b").begin_array().number(std::int64_t{-1}).begin_object().end_object();
  json.end_array().key("c").boolean(true).key("d").string_or_null("").end_object();
  REQUIRE(out == "{\n  \"a\": [],\n  \"b\": [\n    -1,\n    {}\n  ],\n  \"c\": true,\n  \"d\": null\n}");
}

}  // namespace nexus::report
