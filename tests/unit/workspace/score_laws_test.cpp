#include "workspace/nexus.h"

#include "tests/support/catch.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// A scored gate is decided exactly where every way to fill in what is unknown gives the same status
/// (docs/language.md, "Scored gates").
namespace nexus {

namespace {

enum class Third : std::uint8_t { no, yes, unknown };
constexpr std::array<Third, 3> thirds{Third::no, Third::yes, Third::unknown};

/// Of a requirement: its value, its `when`, its band.
struct Part {
  Third value, when, band;
};
using Parts = std::array<Part, 2>;

constexpr const char* policy_text = R"(policy laws
input { a?: bool, aw?: bool, ab?: bool, b?: bool, bw?: bool, bb?: bool }
gate g "G" {
  score pass 75% warn 50%
  require a: a when aw warn when ab weight 3 else "a"
  require b: b when bw warn when bb key else "b"
}
gate h "Something counts" { require true else "never" }
)";

std::string snapshot(const Parts& parts) {
  std::string json;
  const auto field = [&](const char* name, Third value) {
    if (value == Third::unknown) return;
    json += json.empty() ? "{" : ", ";
    json.append("\"").append(name).append("\": ").append(value == Third::yes ? "true" : "false");
  };
  field("a", parts[0].value);
  field("aw", parts[0].when);
  field("ab", parts[0].band);
  field("b", parts[1].value);
  field("bw", parts[1].when);
  field("bb", parts[1].band);
  return json.empty() ? "{}" : json + "}";
}

/// In quarters, so that halves of the weights are whole.
std::string status_of(const Parts& parts) {
  constexpr std::array<int, 2> weights{12, 4};
  int earned = 0, weight = 0;
  bool keys = true;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].when == Third::no) continue;
    weight += weights[i];
    earned += parts[i].value == Third::yes ? weights[i] : parts[i].band == Third::yes ? weights[i] / 2 : 0;
    keys &= i == 0 || parts[i].value == Third::yes || parts[i].band == Third::yes;
  }
  if (weight == 0) return "skipped";
  if (!keys || 2 * earned < weight) return "fail";
  return 4 * earned < 3 * weight ? "warn" : "pass";
}

/// The status that all ways to fill it in agree on, else `unknown`.
std::string agreed(Parts parts) {
  for (Part& part : parts)
    for (Third* field : {&part.value, &part.when, &part.band}) {
      if (*field != Third::unknown) continue;
      *field = Third::no;
      const std::string without = agreed(parts);
      *field = Third::yes;
      return agreed(parts) == without ? without : "unknown";
    }
  return status_of(parts);
}

}  // namespace

TEST_CASE("a score is decided where nothing that is unknown could change it") {
  const auto policy = Policy::from_text("laws.nexus", policy_text);
  if (!policy) FAIL(policy.error().text());
  std::vector<Part> kinds;
  for (const Third value : thirds)
    for (const Third when : thirds)
      for (const Third band : thirds) kinds.push_back({value, when, band});
  for (const Part& a : kinds)
    for (const Part& b : kinds) {
      const std::string json = snapshot({a, b});
      const auto report = policy->evaluate(Inputs{.snapshot = json});
      if (!report) FAIL(report.error().text());
      INFO(json);
      REQUIRE(report->rules.front().status == agreed({a, b}));
    }
}

}  // namespace nexus
