#include "tests/support/catch.h"
#include "tests/unit/rules/checked.h"

/// What the checked model promises to the stage after it; mistakes are in tests/suite/diagnostics.
namespace nexus::rules {

namespace {

constexpr std::string_view inputs = R"(
policy shop
enum Severity { low < medium < high }
input {
  severity: Severity
  name: string
  names: [string]
  services: { [string]: { healthy: bool } }
  by_severity: { [Severity]: int }
  coverage: ratio in percent
  latency: duration in ms
  passed: int
  total: int
  release: version
  started_at: time
  day: date
  suites: [ { name: string, failed: int } ]
}
)";

std::string with_let(std::string_view value) { return std::string(inputs) + "let x = " + std::string(value) + "\n"; }

std::string type_of(std::string_view value) {
  const Checked checked(with_let(value));
  return checked.is_good() ? checked.type_of_let("x") : checked.codes();
}

}  // namespace

TEST_CASE("arithmetic follows the table of units") {
  CHECK(type_of("passed + total") == "int");
  CHECK(type_of("passed / total") == "number");
  CHECK(type_of("passed * 2.5") == "number");
  CHECK(type_of("passed % total") == "int");
  CHECK(type_of("1 - coverage") == "ratio");
  CHECK(type_of("coverage * 2") == "ratio");
  CHECK(type_of("coverage / coverage") == "number");
  CHECK(type_of("latency * 110%") == "duration");
  CHECK(type_of("latency / 1ms") == "number");
  CHECK(type_of("now - started_at") == "duration");
  CHECK(type_of("day + 1h") == "time");
  CHECK(type_of("-latency") == "duration");
}

TEST_CASE("words and strings take the type of what stands beside them") {
  CHECK(type_of("severity >= high") == "bool");
  CHECK(type_of("high <= severity") == "bool");
  CHECK(type_of("severity in [low, \"high\"]") == "bool");
  CHECK(type_of("if passed > 3 then severity else low") == "Severity");
  CHECK(type_of("by_severity[high] + by_severity.low + by_severity[\"medium\"]") == "int");
  CHECK(type_of("[f.name for f in suites where f.failed > 0]") == "[string]");
  CHECK(type_of("weekday(now, \"UTC\") == friday") == "bool");
}

TEST_CASE("literals of lists and records adapt to one another") {
  CHECK(type_of("[1, 2.5]") == "[number]");
  CHECK(type_of("[0, 80%]") == "[ratio]");
  CHECK(type_of("[]") == "[]");
  CHECK(type_of("[ { a: 1 }, { a: 2.5, b: \"x\" } ]") == "[{ a: number, b?: string }]");
  CHECK(type_of("names ?? []") == "[string]");
  CHECK(type_of("[2026-12-31, now]") == "[time]");
}

TEST_CASE("`not in` and `contains` are memberships, and string tests on strings") {
  const Checked checked(with_let("name not in names"));
  REQUIRE(checked.is_good());
  CHECK(std::get<MembershipNode>(checked.let("x").node).negated);
  const Checked list(with_let("names contains name"));
  REQUIRE(list.is_good());
  CHECK(std::holds_alternative<MembershipNode>(list.let("x").node));
  const Checked string(with_let("name contains \"x\""));
  REQUIRE(string.is_good());
  CHECK(std::get<StringTestNode>(string.let("x").node).relation == StringRelation::contains);
}

TEST_CASE("a key of a map may be written after a dot, a part of a version too") {
  const Checked checked(with_let("services.pay"));
  REQUIRE(checked.is_good());
  CHECK(std::holds_alternative<EntryAt>(checked.let("x").node));
  const Checked part(with_let("release.major"));
  REQUIRE(part.is_good());
  CHECK(std::get<CallNode>(part.let("x").node).function == Function::major);
}

TEST_CASE("what is not declared takes the type beside it, but no number takes a unit") {
  const std::string policy =
      "policy shop\nlet known = a.b > 3\nlet ratio = a.b > 80%\nlet both = a == b\nlet sum = a + b\nlet item = "
      "a[0].c\n";
  const Checked checked(policy);
  REQUIRE(checked.is_good());
  const CheckedModel& model = checked.model();
  const auto converted = [&](std::string_view let) {
    return model.types[model[std::get<CompareNode>(checked.let(let).node).lhs].type];
  };
  CHECK(converted("known").kind == TypeKind::number);
  CHECK(converted("ratio").kind == TypeKind::ratio);
  CHECK(converted("ratio").wire == base::WireUnit::text);
  CHECK(converted("both").kind == TypeKind::any);
  CHECK(checked.type_of_let("sum") == "number");
  CHECK(checked.type_of_let("item") == "any");
}

TEST_CASE("a rule with `for each` knows whether its `applies when` is about the item") {
  const auto mentions = [](std::string_view condition) {
    const Checked checked(std::string(inputs) +
                          "gate g \"G\" for each s in suites {\n  let bad = s.failed > 0\n  applies when " +
                          std::string(condition) + "\n  require s.failed == 0 else block \"{s.name}\"\n}\n");
    REQUIRE(checked.is_good());
    return checked.model().gates[GateId(0)].head.for_each->applies_mentions_item;
  };
  CHECK(mentions("s.failed > 0"));
  CHECK(mentions("bad"));
  CHECK_FALSE(mentions("passed > 0"));
  CHECK_FALSE(mentions("some s2 in suites where s2.failed > 0"));
}

TEST_CASE("a phase has its gates once each, in source order") {
  const Checked checked(
      std::string(inputs) +
      "gate a \"A\" { require passed > 0 else block \"a\" }\ngate b \"B\" { require total > 0 else block \"b\" }\n"
      "phase p \"P\" { gates b, *, a }\n");
  REQUIRE(checked.is_good());
  CHECK(checked.model().phases[PhaseId(0)].gates == std::vector<GateId>{GateId(1), GateId(0)});
}

TEST_CASE("one mistake is one message, and independent ones are all reported") {
  CHECK(type_of("nothing + 3 > 80% and [nothing] == []") == "NX2010 NX2010");
  CHECK(type_of("latency < 5% and coverage >= 80 and severity == hihg") == "NX2103 NX2104 NX2021");
  CHECK(type_of("the s in suites where s.faild == 0") == "NX2011");
}

TEST_CASE("an expression at a prompt sees what the policy declares") {
  Checked checked(with_let("passed / total"));
  REQUIRE(checked.is_good());
  CHECK(checked.type_at_prompt("x >= 95%") == "bool");
  CHECK(checked.type_at_prompt("[s.name for s in suites]") == "[string]");
  CHECK(checked.type_at_prompt("3 as duration in ms") == "duration in ms");
  CHECK(checked.type_at_prompt("coverge") == "NX2010");
  Checked empty("");
  REQUIRE(empty.is_good());
  CHECK(empty.type_at_prompt("a.b") == "any");
  CHECK(empty.type_at_prompt("1h / 1m") == "number");
}

}  // namespace nexus::rules
