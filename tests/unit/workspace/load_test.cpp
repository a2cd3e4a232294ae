#include "workspace/workspace.h"

#include "tests/support/catch.h"
#include "tests/unit/workspace/scratch_folder.h"

#include <algorithm>

namespace nexus::workspace {

namespace {

using testing::ScratchFolder;
using Strings = std::vector<std::string>;

constexpr const char* rules = R"(policy p
enum Severity { low < high }
type Names = [string]
type Text = string
param min: ratio = 80%
param wait: duration = 5m
param name: Text = "x"
param names: Names = ["x"]
param ratios: [ratio] = [10%]
param worst: Severity = low
param mode: "on" | "off" = "on"
param least: version = version("1.0")
param strict: level = block
param count: int = 1
param flag: bool = false
gate g { require count > 0 }
)";

LoadRequest request() {
  LoadRequest request;
  request.texts.push_back({"p.nexus", rules});
  return request;
}

Strings complaints(const LoadedPolicy& policy) {
  Strings all;
  for (const base::Diagnostic& diagnostic : policy.diagnostics()) {
    if (diagnostic.severity == base::Severity::error) all.push_back(diagnostic.message);
  }
  return all;
}

/// The params in force, but those that are as declared.
std::string params_of(const LoadRequest& request) {
  const auto policy = load(request);
  if (!policy->is_sound()) return complaints(*policy).empty() ? "?" : complaints(*policy).front();
  const auto report = Runner(*policy).run({"s.json", "{}"}, {});
  REQUIRE(report);
  std::string all;
  for (const engine::ParamReport& param : report->params) {
    if (param.origin != "default") all += param.id.substr(param.id.find('/') + 1) + '=' + param.value + " (" + param.origin + ");";
  }
  return all;
}

std::string with_assignment(const std::string& assignment) {
  LoadRequest with = request();
  with.assignments = {assignment};
  return params_of(with);
}

/// Whether a condition holds of the params in force.
bool holds(const LoadRequest& request, const std::string& condition) {
  const auto policy = load(request);
  if (!policy->is_sound()) FAIL(complaints(*policy).front());
  const auto expression = compile_expression(*policy, "-e", condition);
  REQUIRE(expression);
  return Runner(*expression).show(expression->root, nullptr, {})->text == "true";
}

bool holds_with(const std::string& assignment, const std::string& condition) {
  LoadRequest with = request();
  with.assignments = {assignment};
  return holds(with, condition);
}

bool holds_with_json(const std::string& text, const std::string& condition) {
  const ScratchFolder scratch;
  LoadRequest with = request();
  with.params_files = {scratch.write("params.json", text)};
  return holds(with, condition);
}

std::string with_json(const std::string& text) {
  const ScratchFolder scratch;
  LoadRequest with = request();
  with.params_files = {scratch.write("params.json", text)};
  std::string params = params_of(with);
  for (std::size_t at = params.find(with.params_files[0]); at != std::string::npos; at = params.find(with.params_files[0])) {
    params.replace(at, with.params_files[0].size(), "params.json");
  }
  return params;
}

}  // namespace

TEST_CASE("--param takes the words of a shell") {
  CHECK(with_assignment("min=75%") == "min=75% (--param);");
  CHECK(with_assignment("p.min=75%") == "min=75% (--param);");
  CHECK(holds_with("wait=90s", "wait == 1m30s"));
  CHECK(holds_with("name=a word", "name == 'a word'"));
  CHECK(holds_with("name=\"quoted\"", "name == 'quoted'"));
  CHECK(holds_with("name='quoted'", "name == 'quoted'"));
  CHECK(holds_with("name={braces}", "name == '{braces}'"));
  CHECK(holds_with("name=", "name == ''"));
  CHECK(holds_with("names=[\"a\", \"b\"]", "names == ['a', 'b']"));
  CHECK(holds_with("worst=high", "worst == high"));
  CHECK(holds_with("mode=off", "mode == off"));
  CHECK(holds_with("mode=\"off\"", "mode == off"));
  CHECK(holds_with("least=2.0", "least == version('2.0.0')"));
  CHECK(holds_with("least=version('2.1')", "least == version('2.1.0')"));
  CHECK(holds_with("strict=hold", "strict == hold"));
  CHECK(holds_with("count=-3", "count == -3"));
  CHECK(holds_with("flag=true", "flag"));
}

TEST_CASE("--params takes JSON: numbers, bools, and strings as the language writes them") {
  CHECK(with_json(R"({"min": "75%", "count": 5, "flag": true})") == "min=75% (params.json);count=5 (params.json);flag=true (params.json);");
  CHECK(holds_with_json(R"({"name": "75%"})", "name == '75%'"));
  CHECK(holds_with_json(R"({"name": "\"{x}\" \n"})", R"(name == "\"\{x\}\" \n")"));
  CHECK(holds_with_json(R"({"names": ["75%", "{x}"]})", "names == ['75%', '{x}']"));
  CHECK(holds_with_json(R"({"ratios": ["75%", "80%"]})", "ratios == [75%, 80%]"));
  CHECK(holds_with_json(R"({"worst": "high", "mode": "off", "strict": "hold"})", "worst == high and mode == off and strict == hold"));
  CHECK(holds_with_json(R"({"least": "2.0"})", "least == version('2')"));
}

TEST_CASE("the later wins, --param over files") {
  const ScratchFolder scratch;
  LoadRequest with = request();
  with.params_files = {scratch.write("a.json", R"({"count": 2, "p.min": "10%"})"), scratch.write("b.json", R"({"count": 3})")};
  with.assignments = {"min=20%"};
  CHECK(params_of(with) == "min=20% (--param);count=3 (" + with.params_files[1] + ");");
}

TEST_CASE("params that make no sense") {
  CHECK(with_assignment("min") == "`min` is not of the form `name=value`");
  CHECK(with_assignment("=1") == "`=1` is not of the form `name=value`");
  CHECK_FALSE(with_assignment("min=75").starts_with("min"));
  CHECK_FALSE(with_assignment("min=").starts_with("min"));
  CHECK_FALSE(with_assignment("nim=75%").starts_with("nim="));
  LoadRequest twice = request();
  twice.assignments = {"count=1", "count=2"};
  CHECK(params_of(twice) == "param `count` is given twice");
  CHECK(with_json("[1]").ends_with("must hold one JSON object: names of params and their values"));
  CHECK(with_json(R"({"min": {"a": 1}})") == "the value of param `min` is an object, not a number, string, bool or a list of them");
  CHECK(with_json(R"({"names": ["a", null]})") == "the value of param `names` is null, not a number, string, bool or a list of them");
  CHECK(with_json(R"({"min": )").starts_with("this is not JSON: "));
}

TEST_CASE("mistakes in params are shown where they were made") {
  const ScratchFolder scratch;
  LoadRequest with = request();
  with.params_files = {scratch.write("params.json", "{\n  \"nim\": \"75%\"\n}\n")};
  const auto policy = load(with);
  REQUIRE_FALSE(policy->is_sound());
  const base::Diagnostic& diagnostic = policy->diagnostics().front();
  REQUIRE(diagnostic.span);
  CHECK(policy->sources().name(diagnostic.span.file) == with.params_files[0]);
  CHECK(policy->sources().position(diagnostic.span.file, diagnostic.span.begin).line == 2);
}

TEST_CASE("the decision alone is that of the report") {
  LoadRequest with = request();
  const auto policy = load(with);
  Runner runner(*policy);
  for (const char* text : {"{}", "[]", "1"}) {
    const Text snapshot{"s.json", text};
    const auto decision = runner.decide(snapshot, {});
    const auto report = runner.run(snapshot, {});
    REQUIRE(decision);
    REQUIRE(report);
    CHECK(*decision == report->decision);
  }
  CHECK_FALSE(runner.decide({"s.json", "{"}, {}));
}

TEST_CASE("places are counted from where the text begins in its file") {
  LoadRequest stream;
  stream.texts.push_back({"p.nexus", "policy p\ninput { a: { b: int } }\ngate g { require a.b > 1 }\n"});
  const auto policy = load(stream);
  REQUIRE(policy->is_sound());
  Runner runner(*policy);
  Text line{"s.jsonl", R"({"a": {"b": 0}})"};
  line.first_line = 7;
  const auto report = runner.run(line, {});
  REQUIRE(report);
  CHECK(report->findings[0].evidence.line == 7);
  CHECK(report->findings[0].margins[0].evidence.line == 7);
  CHECK(report->findings[0].evidence.column == 13);
}

TEST_CASE("expressions, with and without a policy") {
  const auto value = [](const LoadedPolicy& policy, const char* text, const char* snapshot) -> std::string {
    const auto expression = compile_expression(policy, "-e", text);
    if (!expression) return expression.error().diagnostics.front().message;
    Runner runner(*expression);
    const Text document{"s.json", snapshot != nullptr ? snapshot : ""};
    const auto shown = runner.show(expression->root, snapshot != nullptr ? &document : nullptr, {});
    return shown ? shown->text : shown.error().diagnostic.message;
  };
  LoadRequest nothing;
  nothing.look_around = false;
  const auto no_policy = load(nothing);
  REQUIRE(no_policy->is_sound());
  CHECK(value(*no_policy, "1 + 2", nullptr) == "3");
  CHECK(value(*no_policy, "coverage.line", R"({"coverage": {"line": 83.5}})") == "83.5");
  CHECK(value(*no_policy, "coverage.line", "{}").starts_with("unknown"));
  CHECK(value(*no_policy, "1 +", nullptr) != "");
  CHECK(value(*no_policy, "1", "{").starts_with("this is not JSON"));

  const auto policy = load(request());
  REQUIRE(policy->is_sound());
  CHECK(value(*policy, "min + 1pt", "{}") == "81%");
  CHECK(value(*policy, "min >= 75%", "{}") == "true");
  // The policy is not changed by it.
  CHECK(value(*policy, "count * 2", "{}") == "2");
}

}  // namespace nexus::workspace
