#include "report/diagnostics.h"

#include "base/diagnostics/catalogue.h"
#include "tests/support/catch.h"
#include "tests/unit/report/json_schema.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <vector>

namespace nexus::report {

namespace {

using Json = nlohmann::ordered_json;

}  // namespace

TEST_CASE("diagnostics as JSON are what the published schema describes") {
  base::SourceMap sources;
  const base::FileId file = sources.add("release.nexus", "gate g {\n  require ö = 1\n}\n");
  std::vector<base::Diagnostic> diagnostics;
  diagnostics.push_back(base::diagnostics::bad_usage({file, 19, 23}, "not this")
                            .with_label({file, 0, 8}, "in this gate")
                            .with_help("write something else")
                            .with_suggestion({file, 22, 23}, "=="));
  diagnostics.push_back(base::diagnostics::no_policy_named({}));

  std::string out;
  render_diagnostics_json(diagnostics, sources, 1, out);
  std::ifstream schema("docs/check.schema.json");
  REQUIRE(schema);
  INFO(out);
  const Json document = Json::parse(out);
  REQUIRE(testing::schema_violations(Json::parse(schema), document) == std::vector<std::string>{});

  REQUIRE(document["errors"] == 2);
  const Json& first = document["diagnostics"][0];
  REQUIRE(first["place"] == Json::parse(R"({"file": "release.nexus", "line": 2, "column": 11, "end_line": 2, "end_column": 14})"));
  REQUIRE(first["suggestion"]["replacement"] == "==");
  REQUIRE(document["diagnostics"][1]["place"].is_null());
}

TEST_CASE("the summary of a check") {
  std::vector<base::Diagnostic> diagnostics;
  REQUIRE(diagnostics_summary(diagnostics, 1) == "no errors in 1 file");
  diagnostics.push_back(base::diagnostics::bad_usage({}, "x"));
  REQUIRE(diagnostics_summary(diagnostics, 2) == "1 error in 2 files");
  diagnostics.push_back(diagnostics.front());
  diagnostics.push_back(diagnostics.front());
  diagnostics.back().severity = base::Severity::warning;
  REQUIRE(diagnostics_summary(diagnostics, 2) == "2 errors, 1 warning in 2 files");
  diagnostics.erase(diagnostics.begin(), diagnostics.begin() + 2);
  REQUIRE(diagnostics_summary(diagnostics, 1) == "1 warning in 1 file");
}

TEST_CASE("diagnostics in text stand apart") {
  const base::SourceMap sources;
  const std::vector<base::Diagnostic> diagnostics{base::diagnostics::no_policy_named({}), base::diagnostics::bad_usage({}, "x")};
  std::string out;
  render_diagnostics(diagnostics, sources, base::Colour::off, out);
  REQUIRE(out == "error[NX4007]: no policy is named, and there is none in ./*.nexus or ./policies\n\nerror[NX4200]: x\n");
}

}  // namespace nexus::report
