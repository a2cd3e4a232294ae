#include "tests/reference/engine_side.h"
#include "tests/reference/past.h"
#include "tests/reference/policies.h"
#include "tests/reference/schema.h"
#include "tests/reference/soak.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

/// What docs/language.md promises of every policy, asked of the engine on policies that are made up. README.md says which
/// law is which.
namespace nexus::reference {

namespace {

constexpr std::size_t policies = 400;
constexpr std::size_t snapshots_a_policy = 12;

/// What became of rules and requirements: `gate p/g1` → `fail`, `asks p/g1` → `block`, `decision` → `block`.
std::map<std::string, std::string> outcomes(const Verdict& verdict) {
  std::map<std::string, std::string> result;
  for (const std::string& line : verdict) {
    const std::size_t first = line.find(' ');
    const std::string word = line.substr(0, first);
    if (word == "decision") result[word] = line.substr(first + 1);
    if (word != "gate" && word != "trigger" && word != "phase" && word != "requirement" && word != "asks") continue;
    // IDs have spaces in quotes alone; none is made up.
    const std::size_t last = line.find(' ', first + 1);
    result[line.substr(0, last)] = line.substr(last + 1);
  }
  return result;
}
int grade(const std::string& level) {
  static const std::array<std::string, 5> levels = {"allow", "warn", "hold", "block", "rollback"};
  return static_cast<int>(std::find(levels.begin(), levels.end(), level) - levels.begin());
}

/// Where two outcomes differ first; empty where they do not.
std::string apart(const std::map<std::string, std::string>& a, const std::map<std::string, std::string>& b) {
  for (const auto& [key, value] : a) {
    const auto other = b.find(key);
    if (other == b.end()) return key + ": " + value + ", and not there";
    if (other->second != value) return key + ": " + value + ", and " + other->second;
  }
  for (const auto& [key, value] : b)
    if (!a.contains(key)) return key + ": not there, and " + value;
  return "";
}

/// A part of a document that is a member of a record, or an item.
struct Part {
  Json* in;
  std::size_t at;
  const Shape* shape;
};
void parts(const Shape& shape, Json& json, std::vector<Part>& found) {
  const bool object = json.kind == Json::Kind::object, array = json.kind == Json::Kind::array;
  for (std::size_t i = 0; i < json.items.size(); ++i) {
    const Shape* inner = nullptr;
    if (shape.kind == Shape::Kind::record && object) {
      for (const Field& field : shape.fields)
        if (field.name == json.keys[i]) inner = &field.shape;
    } else if ((shape.kind == Shape::Kind::list && array) || (shape.kind == Shape::Kind::map && object)) {
      inner = shape.item.get();
    }
    if (inner == nullptr) continue;
    found.push_back({&json, i, inner});
    parts(*inner, json.items[i], found);
  }
}

/// The same with one thing in it that is of no use any more.
std::optional<Json> damaged(const Schema& schema, const Json& snapshot, Dice& dice) {
  Json result = snapshot;
  std::vector<Part> found;
  parts(schema.snapshot, result, found);
  if (found.empty()) return std::nullopt;
  const auto [in, at, shape] = dice.pick(found);
  const bool is_scalar = shape->fields.empty() && shape->item == nullptr;
  in->items[at] = is_scalar ? Json::object() : Json::of(true);
  return result;
}

struct Pair {
  std::unique_ptr<EngineSide> engine;
  Schema schema;
  MadeUp made;
};
std::optional<Pair> make(bool plain, Dice& dice) {
  Pair result{.engine = nullptr, .schema = make_schema(dice, true), .made = {}};
  result.made = make_policy(result.schema, dice, plain);
  result.engine = EngineSide::compile(to_text(result.made.policy));
  if (!result.engine) return std::nullopt;
  return result;
}

Run run_on(const EngineSide& engine, const Json& snapshot) {
  Run run{.documents = {&snapshot}, .now = Number(1793613600)};
  run.documents.resize(engine.model().inputs.size(), nullptr);
  return run;
}

/// Runs `check(pair, snapshot, dice)` on many.
template <class Check>
void on_many(bool plain, const Check& check) {
  for (std::uint64_t seed = 1; seed <= policies; ++seed) {
    Dice dice(seed * 77777 + (plain ? 1 : 0));
    auto pair = make(plain, dice);
    if (!pair) continue;
    for (std::size_t i = 0; i < snapshots_a_policy; ++i) check(*pair, make_document(pair->schema.snapshot, dice), dice);
  }
}

std::string told(const Pair& pair, const Json& snapshot) {
  return to_text(pair.made.policy) + "\n" + to_text(snapshot);
}

/// The policy without the clauses that begin so; null where it has none.
std::optional<Term> without(const Term& policy, const std::string& begin, bool inside) {
  Term result = policy;
  bool any = false;
  const auto strip = [&](auto& self, Term& term) -> void {
    for (std::size_t i = term.operands.size(); i-- > 0;) {
      const std::string& text = term.operands[i].text.front();
      if (term.operands[i].can_go && text.find(begin) != std::string::npos && text.find(begin) <= 5) {
        term.operands.erase(term.operands.begin() + static_cast<std::ptrdiff_t>(i));
        term.text[i] += term.text[i + 1];
        term.text.erase(term.text.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        any = true;
      } else if (inside) {
        self(self, term.operands[i]);
      }
    }
  };
  strip(strip, result);
  return any ? std::optional(result) : std::nullopt;
}

}  // namespace

TEST_CASE(
    "What is known decides: more evidence changes no status that was not unknown (L1, L2, L5, L6, L14, L17, L27)") {
  std::size_t compared = 0;
  on_many(true, [&](Pair& pair, const Json& snapshot, Dice& dice) {
    const auto less = damaged(pair.schema, snapshot, dice);
    if (!less) return;
    const auto before = outcomes(pair.engine->verdict(run_on(*pair.engine, *less)));
    const auto after = outcomes(pair.engine->verdict(run_on(*pair.engine, snapshot)));
    if (!before.contains("decision") || !after.contains("decision")) return;
    for (const auto& [rule, status] : before) {
      const bool is_rule = rule.starts_with("gate ") || rule.starts_with("trigger ");
      if (!is_rule || rule.find('[') != std::string::npos || status == "unknown") continue;
      ++compared;
      INFO(told(pair, snapshot) << "\nwith less: " << to_text(*less) << "\n" << rule);
      CHECK(after.at(rule) == status);
    }
    // L12
    const int grave = grade(before.at("decision"));
    INFO(told(pair, snapshot) << "\nwith less: " << to_text(*less));
    if (grave >= 3) CHECK(grade(after.at("decision")) >= 3);
    if (grave <= 1) CHECK(grade(after.at("decision")) <= 1);
  });
  CHECK(compared > 2000);
}

TEST_CASE("No silent pass: what passes holds in all its parts (L8, L9)") {
  std::size_t compared = 0;
  on_many(true, [&](Pair& pair, const Json& snapshot, Dice&) {
    const auto all = outcomes(pair.engine->verdict(run_on(*pair.engine, snapshot)));
    for (const auto& [gate, status] : all) {
      if (!gate.starts_with("gate ") || status != "pass" || gate.find('[') != std::string::npos) continue;
      const std::string begin = "requirement " + gate.substr(5) + ".";
      const std::string source = to_text(pair.made.policy);
      if (source.find("score") != std::string::npos) continue;
      for (auto at = all.lower_bound(begin); at != all.end() && at->first.starts_with(begin); ++at) {
        ++compared;
        INFO(told(pair, snapshot) << "\n" << at->first);
        CHECK((at->second == "pass" || at->second == "pass vacuous" || at->second == "skipped" ||
               at->second == "upcoming"));
      }
    }
  });
  CHECK(compared > 500);
}

TEST_CASE("A waiver never makes anything graver (L10)") {
  std::size_t compared = 0;
  on_many(false, [&](Pair& pair, const Json& snapshot, Dice&) {
    const auto bare = without(pair.made.policy, "waiver ", false);
    if (!bare) return;
    const auto engine = EngineSide::compile(to_text(*bare));
    if (!engine) return;
    const auto with = outcomes(pair.engine->verdict(run_on(*pair.engine, snapshot)));
    const auto sans = outcomes(engine->verdict(run_on(*engine, snapshot)));
    INFO(told(pair, snapshot));
    if (sans.contains("decision")) REQUIRE(with.contains("decision"));
    // Where rules speak of rules, a waiver of one may move another either way.
    const std::string text = to_text(pair.made.policy);
    for (const char* other : {"(gate ", "(phase ", "(trigger "})
      if (text.find(other) != std::string::npos) return;
    for (const auto& [rule, level] : sans) {
      if (!rule.starts_with("asks ") && rule != "decision") continue;
      if (!with.contains(rule)) continue;
      ++compared;
      INFO(rule);
      CHECK(grade(with.at(rule)) <= grade(level));
    }
  });
  CHECK(compared > 500);
}

TEST_CASE("A phase more makes no run milder that asks about none (L16)") {
  std::size_t compared = 0;
  on_many(false, [&](Pair& pair, const Json& snapshot, Dice&) {
    const auto bare = without(pair.made.policy, "phase ", false);
    const auto engine = bare ? EngineSide::compile(to_text(*bare)) : nullptr;
    if (!engine) return;
    const auto with = outcomes(pair.engine->verdict(run_on(*pair.engine, snapshot)));
    const auto sans = outcomes(engine->verdict(run_on(*engine, snapshot)));
    if (!sans.contains("decision")) return;
    ++compared;
    INFO(told(pair, snapshot));
    REQUIRE(with.contains("decision"));
    CHECK(grade(with.at("decision")) >= grade(sans.at("decision")));
  });
  CHECK(compared > 200);
}

TEST_CASE("The order of keys and of declarations decides nothing (L24)") {
  on_many(false, [&](Pair& pair, const Json& snapshot, Dice& dice) {
    Json other = snapshot;
    for (std::size_t i = other.items.size(); i > 1; --i) {
      const std::size_t j = dice.roll(i);
      std::swap(other.items[i - 1], other.items[j]);
      std::swap(other.keys[i - 1], other.keys[j]);
    }
    const Verdict verdict = pair.engine->verdict(run_on(*pair.engine, snapshot));
    INFO(told(pair, snapshot));
    CHECK(verdict == pair.engine->verdict(run_on(*pair.engine, other)));
    Term turned = pair.made.policy;
    std::reverse(turned.operands.begin() + 1, turned.operands.end());
    const auto engine = EngineSide::compile(to_text(turned));
    REQUIRE(engine);
    CHECK(apart(outcomes(verdict), outcomes(engine->verdict(run_on(*engine, snapshot)))) == "");
  });
}

TEST_CASE("Messages and remedies decide nothing (L28)") {
  std::size_t compared = 0;
  on_many(false, [&](Pair& pair, const Json& snapshot, Dice&) {
    const auto bare = without(pair.made.policy, "remedy ", true);
    const auto engine = bare ? EngineSide::compile(to_text(*bare)) : nullptr;
    if (!engine) return;
    ++compared;
    INFO(told(pair, snapshot));
    CHECK(apart(outcomes(pair.engine->verdict(run_on(*pair.engine, snapshot))),
                outcomes(engine->verdict(run_on(*engine, snapshot)))) == "");
  });
  CHECK(compared > 200);
}

TEST_CASE("A waiver that is over changes nothing (L30)") {
  std::size_t compared = 0;
  on_many(false, [&](Pair& pair, const Json& snapshot, Dice&) {
    const std::string text = to_text(pair.made.policy);
    const std::size_t label = text.find("require r0: ");
    const std::size_t gate = text.rfind("gate ", label);
    if (label == std::string::npos || gate == std::string::npos || text.find("waiver") != std::string::npos) return;
    const std::string name = text.substr(gate + 5, text.find(' ', gate + 5) - gate - 5);
    const auto engine = EngineSide::compile(text + "\nwaiver \"w\" {\n  waives " + name +
                                            ".r0\n  until 2026-11-01\n  approved by \"a\"\n}\n");
    if (!engine) return;
    ++compared;
    INFO(told(pair, snapshot));
    CHECK(pair.engine->verdict(run_on(*pair.engine, snapshot)) == engine->verdict(run_on(*engine, snapshot)));
  });
  CHECK(compared > 200);
}

TEST_CASE("The order of the lines of a history decides nothing (L21)") {
  std::size_t compared = 0;
  on_many(false, [&](Pair& pair, const Json& snapshot, Dice& dice) {
    if (!pair.made.looks_back) return;
    Run run = run_on(*pair.engine, snapshot);
    run.history = make_history(pair.schema, snapshot, dice);
    // Those of one time are told from one another by their lines.
    std::set<std::string> times;
    for (const Json& earlier : *run.history) times.insert(time_of(pair.engine->model(), earlier)->plain());
    if (times.size() != run.history->size()) return;
    const Verdict verdict = pair.engine->verdict(run);
    std::reverse(run.history->begin(), run.history->end());
    ++compared;
    INFO(told(pair, snapshot));
    CHECK(verdict == pair.engine->verdict(run));
  });
  CHECK(compared > 200);
}

}  // namespace nexus::reference
