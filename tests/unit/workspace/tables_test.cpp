#include "tests/support/catch.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

/// Random decision tables, held against a table that is simply tried out on every input.
namespace nexus::workspace {

namespace {

struct Input {
  int stage = 0;  // poc, mvp, live
  bool on = false;
  int n = 0;
};
constexpr int least = -2, most = 7;  // beyond every bound that cells name

struct Cell {
  std::string text;
  std::function<bool(const Input&)> fits;
};
struct Row {
  std::array<Cell, 3> cells;
  [[nodiscard]] bool fits(const Input& input) const {
    return std::ranges::all_of(cells, [&](const Cell& cell) { return cell.fits(input); });
  }
};
struct Table {
  std::vector<Row> rows;
  bool otherwise = false, first_match = false;
};

constexpr std::array<const char*, 3> stages{"poc", "mvp", "live"};

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  int upto(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }

  /// `computed`: numbers are named by `let`s, so that nobody can hold rows against each other before a run.
  Table table(bool first_match, bool computed) {
    Table table;
    table.first_match = first_match;
    table.otherwise = upto(2) == 0;
    const int rows = 1 + upto(5);
    for (int i = 0; i < rows; ++i) table.rows.push_back({{stage(), on(), number(computed)}});
    return table;
  }

 private:
  static Cell any() {
    return {"_", [](const Input&) { return true; }};
  }
  Cell stage() {
    const int s = upto(3);
    switch (upto(5)) {
      case 0: return any();
      case 1: return {std::string(">= ") + stages[static_cast<std::size_t>(s)], [s](const Input& i) { return i.stage >= s; }};
      case 2: return {std::string("!= ") + stages[static_cast<std::size_t>(s)], [s](const Input& i) { return i.stage != s; }};
      case 3: return {std::string("in [poc, ") + stages[static_cast<std::size_t>(s)] + "]", [s](const Input& i) { return i.stage == 0 || i.stage == s; }};
      default: return {stages[static_cast<std::size_t>(s)], [s](const Input& i) { return i.stage == s; }};
    }
  }
  Cell on() {
    if (upto(2) == 0) return any();
    const bool wanted = upto(2) == 0;
    return {wanted ? "true" : "false", [wanted](const Input& i) { return i.on == wanted; }};
  }
  Cell number(bool computed) {
    const int a = upto(5), b = a + 1 + upto(5 - a);
    const auto written = [&](int value) { return (computed ? "k" : "") + std::to_string(value); };
    switch (upto(6)) {
      case 0: return any();
      case 1: return {"< " + written(a), [a](const Input& i) { return i.n < a; }};
      case 2: return {">= " + written(a), [a](const Input& i) { return i.n >= a; }};
      case 3: return {written(a) + ".." + written(b), [a, b](const Input& i) { return a <= i.n && i.n < b; }};
      case 4: return {"not in [" + written(a) + ", " + written(b) + "]", [a, b](const Input& i) { return i.n != a && i.n != b; }};
      default: return {written(a), [a](const Input& i) { return i.n == a; }};
    }
  }

  std::mt19937 engine_;
};

std::string policy_of(const Table& table) {
  std::string text = "policy p\nenum Stage { poc < mvp < live }\ninput { stage?: Stage, on?: bool, n?: int }\n";
  for (int k = 0; k <= 5; ++k) text += "let k" + std::to_string(k) + " = " + std::to_string(k) + "\n";
  text += std::string("table f(stage: Stage, on: bool, n: int) -> string") + (table.first_match ? " first match" : "") + " {\n";
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const auto& cells = table.rows[i].cells;
    text += "  case " + cells[0].text + ", " + cells[1].text + ", " + cells[2].text + " => \"r" + std::to_string(i) + "\"\n";
  }
  if (table.otherwise) text += "  else => \"none\"\n";
  return text + "}\ngate g \"G\" { require f(stage, on, n) != \"\" else block \"\" }\n";
}

template <class Visit>
void each_input(Visit visit) {
  for (int stage = 0; stage < 3; ++stage)
    for (const bool on : {false, true})
      for (int n = least; n <= most; ++n) visit(Input{stage, on, n});
}

/// Does some input satisfy it?
template <class Predicate>
bool any_input(Predicate holds) {
  bool found = false;
  each_input([&](const Input& input) { found = found || holds(input); });
  return found;
}

std::size_t times(const LoadedPolicy& policy, std::string_view code) {
  return static_cast<std::size_t>(std::ranges::count(policy.diagnostics(), code, &base::Diagnostic::code));
}

LoadRequest request(const std::string& text) {
  LoadRequest request;
  request.texts.push_back({"p.nexus", text});
  return request;
}

/// What the table gives for a known input; nothing where that is unknown.
std::optional<std::string> outcome(const Table& table, const Input& input) {
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    if (table.rows[i].fits(input)) fitting.push_back(i);
  if (fitting.empty()) return table.otherwise ? std::optional<std::string>("none") : std::nullopt;
  if (fitting.size() > 1 && !table.first_match) return std::nullopt;
  return "r" + std::to_string(fitting.front());
}

}  // namespace

TEST_CASE("overlaps and gaps are those that trying every input finds") {
  Random random(20261121);
  int overlapping = 0, gaping = 0;
  for (int round = 0; round < 400; ++round) {
    const Table table = random.table(false, false);
    const std::string text = policy_of(table);
    INFO(text);
    const auto policy = load(request(text));
    std::size_t overlaps = 0;
    for (std::size_t second = 1; second < table.rows.size(); ++second)
      overlaps += any_input([&](const Input& input) {
        const auto before = table.rows.begin() + static_cast<std::ptrdiff_t>(second);
        return table.rows[second].fits(input) && std::any_of(table.rows.begin(), before, [&](const Row& row) { return row.fits(input); });
      });
    CHECK(times(*policy, "NX2182") == overlaps);
    overlapping += overlaps != 0;
    if (overlaps != 0) continue;
    const bool gap = !table.otherwise && any_input([&](const Input& input) { return !outcome(table, input); });
    CHECK(times(*policy, "NX2183") + times(*policy, "NX3040") == std::size_t{gap});
    gaping += gap;
  }
  CHECK(overlapping > 50);
  CHECK(gaping > 20);
}

TEST_CASE("unreachable rows are those that no input gets to") {
  Random random(7);
  std::size_t found = 0;
  for (int round = 0; round < 400; ++round) {
    const Table table = random.table(true, false);
    const std::string text = policy_of(table);
    INFO(text);
    const auto policy = load(request(text));
    std::size_t unreachable = 0;
    for (std::size_t i = 0; i <= table.rows.size(); ++i) {
      if (i == table.rows.size() && !table.otherwise) continue;
      const std::string own = i == table.rows.size() ? "none" : "r" + std::to_string(i);
      unreachable += !any_input([&](const Input& input) { return outcome(table, input) == own; });
    }
    if (policy->is_sound()) CHECK(times(*policy, "NX3041") == unreachable);
    found += policy->is_sound() ? unreachable : 0;
  }
  CHECK(found > 50);
}

TEST_CASE("a table gives what its rows say, and where inputs are unknown nothing that a value would change") {
  Random random(99);
  int decided = 0, open = 0;
  for (int round = 0; round < 150; ++round) {
    const Table table = random.table(round % 2 == 0, true);
    const std::string text = policy_of(table);
    INFO(text);
    const auto policy = load(request(text));
    if (!policy->is_sound()) continue;  // a gap over enums and bools is seen all the same
    const auto expression = compile_expression(*policy, "-e", "f(stage, on, n)");
    REQUIRE(expression);
    Runner runner(*expression);
    const auto value = [&](const Input& input, unsigned known) {
      std::string json;
      if ((known & 1U) != 0) json += std::string(",\"stage\":\"") + stages[static_cast<std::size_t>(input.stage)] + "\"";
      if ((known & 2U) != 0) json += std::string(",\"on\":") + (input.on ? "true" : "false");
      if ((known & 4U) != 0) json += ",\"n\":" + std::to_string(input.n);
      json = "{" + (json.empty() ? json : json.substr(1)) + "}";
      const Text snapshot{"s.json", json};
      const auto shown = runner.show(expression->root, &snapshot, {});
      REQUIRE(shown);
      return shown->known ? std::optional(shown->text) : std::nullopt;
    };
    each_input([&](const Input& input) { CHECK(value(input, 7) == outcome(table, input)); });
    for (unsigned known = 0; known < 7; ++known) {
      const Input base{random.upto(3), random.upto(2) == 0, random.upto(6)};
      const auto given = value(base, known);
      (given ? decided : open) += 1;
      if (!given) continue;
      each_input([&](const Input& input) {
        const bool other = ((known & 1U) != 0 && base.stage != input.stage) || ((known & 2U) != 0 && base.on != input.on) || ((known & 4U) != 0 && base.n != input.n);
        if (!other) CHECK(outcome(table, input) == *given);
      });
    }
  }
  CHECK(decided > 50);
  CHECK(open > 200);
}

}  // namespace nexus::workspace
