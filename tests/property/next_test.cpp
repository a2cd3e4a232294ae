#include "base/values/time.h"
#include "tests/support/catch.h"
#include "tests/support/next_done.h"
#include "workspace/next.h"

#include <iostream>
#include <random>
#include <string>
#include <vector>

/// On generated policies and snapshots: what `nexus next` promises comes about when it is done, each step is needed, and
/// what it says twice is the same.
namespace nexus::tests {

namespace {

/// Writes policies and snapshots that hang together, by chance.
class Generator {
 public:
  explicit Generator(unsigned seed) : chance_(seed) {}

  std::string policy() {
    std::string text = R"(policy p
enum Severity { low < medium < high }
input {
  a?: int
  b: int
  share?: ratio in percent
  flag: bool
  severity?: Severity
  word?: string
  took?: duration in ms
  items: [ { id: string, n: int, ok: bool, severity: Severity } ]
}
)";
    const std::size_t gates = 1 + below(3);
    for (std::size_t i = 0; i < gates; ++i) {
      text += "gate g" + std::to_string(i) + " \"g\" {\n";
      for (std::size_t r = 0; r <= below(3); ++r) text += "  require " + condition(2) + " else " + one_of({"block", "warn", "hold"}) + " \"no\"\n";
      text += "}\n";
    }
    if (below(3) == 0) text += "trigger t \"t\" {\n  fires when " + condition(1) + "\n  then rollback \"fired\"\n}\n";
    return text;
  }

  std::string snapshot() {
    std::string text = "{\"b\":" + number() + ",\"flag\":" + one_of({"true", "false"});
    if (below(3) != 0) text += ",\"a\":" + number();
    if (below(3) != 0) text += ",\"share\":" + one_of({"12.5", "79.9", "80", "100", "\"half\""});
    if (below(3) != 0) text += ",\"severity\":\"" + severity() + "\"";
    if (below(3) != 0) text += ",\"word\":\"" + one_of({"v1", "main", ""}) + "\"";
    if (below(3) != 0) text += ",\"took\":" + one_of({"150", "2000", "\"3s\"", "null"});
    text += ",\"items\":[";
    const std::size_t size = below(5);
    for (std::size_t i = 0; i < size; ++i)
      text += std::string(i == 0 ? "" : ",") + "{\"id\":\"i" + std::to_string(i) + "\",\"n\":" + number() + ",\"ok\":" + one_of({"true", "false"}) + ",\"severity\":\"" + severity() + "\"}";
    return text + "]}";
  }

 private:
  std::size_t below(std::size_t n) { return chance_() % n; }
  std::string one_of(const std::vector<std::string>& words) { return words[below(words.size())]; }
  std::string number() { return std::to_string(static_cast<int>(below(12)) - 2); }
  std::string severity() { return one_of({"low", "medium", "high"}); }
  std::string relation() { return one_of({"<", "<=", ">", ">=", "==", "!="}); }

  std::string of_item() {
    switch (below(4)) {
      case 0: return "x.n " + relation() + " " + number();
      case 1: return "x.ok";
      case 2: return "x.severity " + relation() + " " + severity();
      default: return "(x.ok and x.n " + relation() + " " + number() + ")";
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  std::string condition(std::size_t depth) {
    if (depth > 0 && below(3) == 0) {
      const std::string word = one_of({" and ", " or "});
      return "(" + condition(depth - 1) + word + condition(depth - 1) + ")";
    }
    switch (below(18)) {
      case 0: return "a " + relation() + " " + number();
      case 1: return "a " + relation() + " b";
      case 2: return "a + 2 * b " + relation() + " " + number();
      case 3: return "share " + relation() + " " + one_of({"80%", "50%", "12.5%"});
      case 4: return "flag";
      case 5: return "not flag";
      case 6: return "severity " + relation() + " " + severity();
      case 7: return "word == \"main\"";
      case 8: return "word starts with \"v\"";
      case 9: return "took " + relation() + " " + one_of({"200ms", "2s"});
      case 10: return "(every x in items has " + of_item() + ")";
      case 11: return "(no x in items where " + of_item() + ")";
      case 12: return "(some x in items where " + of_item() + ")";
      case 13: return "(at least 2 x in items where " + of_item() + ")";
      case 14: return "(at most 1 x in items where " + of_item() + ")";
      case 15: return "count(x in items where " + of_item() + ") " + relation() + " " + one_of({"1", "2"});
      case 16: return "max(x.n for x in items) " + relation() + " " + number();
      default: return "sum(x.n for x in items) " + relation() + " " + number();
    }
  }

  std::mt19937 chance_;
};

base::Level decision_after(const workspace::LoadedPolicy& policy, const std::string& snapshot, const std::vector<const engine::NextWay*>& ways, const workspace::Question& question) {
  Documents documents{{"snapshot", nlohmann::ordered_json::parse(snapshot)}};
  CHECK(do_ways(ways, documents).empty());
  workspace::Runner runner(policy);
  const std::string text = documents["snapshot"]->dump();
  const auto decision = runner.decide({"s.json", text}, question);
  REQUIRE(decision);
  return *decision;
}

}  // namespace

TEST_CASE("what is to be done next brings what it promises, by generated policies and snapshots") {
  std::size_t open = 0, whole = 0;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    Generator generator(seed);
    workspace::LoadRequest request;
    request.look_around = false;
    request.texts.push_back({"p.nexus", generator.policy()});
    const std::string snapshot = generator.snapshot();
    INFO("seed " << seed << "\n" << request.texts.front().text << snapshot);
    const auto policy = workspace::load(request);
    REQUIRE(policy->is_sound());
    workspace::NextRequest next{.snapshot = {"s.json", snapshot}, .further = {}, .history = {}, .question = {.now = *base::parse_time("2026-11-02T10:00:00Z"), .now_is_given = true, .phase = {}, .only = {}}};
    const auto found = workspace::find_next(*policy, next);
    REQUIRE(found);
    const engine::NextReport& report = found->report;
    if (report.steps.empty() && report.left.empty()) {
      CHECK(report.decision == base::Level::allow);
      continue;
    }
    ++open;
    whole += report.left.empty() ? 1 : 0;
    std::vector<const engine::NextWay*> ways;
    for (const engine::NextStep& step : report.steps) ways.push_back(&step.ways.front());
    CHECK(decision_after(*policy, snapshot, ways, next.question) == report.outcome);
    if (report.left.empty()) CHECK(report.outcome == base::Level::allow);
    for (std::size_t step = 0; step < report.steps.size(); ++step) {
      for (std::size_t i = 1; i < report.steps[step].ways.size(); ++i) {
        auto others = ways;
        others[step] = &report.steps[step].ways[i];
        CHECK(decision_after(*policy, snapshot, others, next.question) <= report.outcome);
      }
    }
    workspace::Runner runner(*policy);
    const auto applied = runner.decide({"s.json", found->snapshot}, next.question);
    REQUIRE(applied);
    CHECK(*applied == report.outcome);
  }
  std::cout << "next: of " << open << " generated cases " << whole << " have a way to allow\n";
  CHECK(whole * 100 >= open * 65);  // conditions thrown together contradict each other now and then
}

}  // namespace nexus::tests
