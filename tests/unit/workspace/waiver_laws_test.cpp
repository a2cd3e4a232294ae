#include "workspace/nexus.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

/// What waivers promise, over every combination of two items whose guard, condition and match are true, false or unknown
/// (docs/language.md, "Waivers").
namespace nexus {

namespace {

enum class Third : std::uint8_t { no, yes, unknown };
constexpr std::array<Third, 3> thirds{Third::no, Third::yes, Third::unknown};

/// `g`: does it count; `p`: is it good; `w`: does the waiver match.
struct Item {
  Third g, p, w;
};

std::string field(const char* name, Third value) {
  if (value == Third::unknown) return "";
  return std::string(", \"") + name + "\": " + (value == Third::yes ? "true" : "false");
}

std::string snapshot(const std::vector<Item>& items) {
  std::string json = R"({"items": [)";
  for (std::size_t i = 0; i < items.size(); ++i)
    json += std::string(i == 0 ? "" : ", ") + R"({"id": ")" + std::to_string(i) + '"' + field("g", items[i].g) + field("p", items[i].p) + field("w", items[i].w) + "}";
  return json + "]}";
}

/// Every way to fill in what is unknown.
std::vector<std::vector<Item>> completions(std::vector<Item> items) {
  for (Item& item : items)
    for (Third* field : {&item.g, &item.p, &item.w}) {
      if (*field != Third::unknown) continue;
      std::vector<std::vector<Item>> all;
      for (const Third value : {Third::no, Third::yes}) {
        *field = value;
        const auto rest = completions(items);
        all.insert(all.end(), rest.begin(), rest.end());
      }
      return all;
    }
  return {items};
}

/// What a condition is over items that are known; `covered` with the waiver. Nothing: nothing to judge.
using Oracle = std::optional<bool> (*)(const std::vector<Item>&, bool covered);
struct Form {
  const char* condition;
  Oracle oracle;
};

bool good(const Item& item, bool covered) { return item.p == Third::yes || (covered && item.w == Third::yes); }
std::size_t bad(const std::vector<Item>& items, bool covered) {
  return static_cast<std::size_t>(
      std::ranges::count_if(items, [&](const Item& i) { return i.g == Third::yes && i.p == Third::yes && !(covered && i.w == Third::yes); }));
}
bool any(const std::vector<Item>& items) { return std::ranges::any_of(items, [](const Item& i) { return i.g == Third::yes; }); }
bool all_good(const std::vector<Item>& items, bool covered) {
  return std::ranges::all_of(items, [&](const Item& i) { return i.g != Third::yes || good(i, covered); });
}

const std::array<Form, 4> forms{{
    {"every x in items where x.g has x.p", [](const std::vector<Item>& items, bool covered) { return any(items) ? std::optional(all_good(items, covered)) : std::nullopt; }},
    {"every x in items where x.g if any has x.p", [](const std::vector<Item>& items, bool covered) { return std::optional(all_good(items, covered)); }},
    {"no x in items where x.g and x.p", [](const std::vector<Item>& items, bool covered) { return std::optional(bad(items, covered) == 0); }},
    {"at most 1 x in items where x.g and x.p", [](const std::vector<Item>& items, bool covered) { return std::optional(bad(items, covered) <= 1); }},
}};

/// The value that all completions agree on; unknown where they do not, or where one has nothing to judge.
Third agreed(const Form& form, const std::vector<Item>& items, bool covered) {
  std::optional<bool> first;
  for (const auto& filled : completions(items)) {
    const auto value = form.oracle(filled, covered);
    if (!value || (first && *first != *value)) return Third::unknown;
    first = value;
  }
  return *first ? Third::yes : Third::no;
}

constexpr const char* by_item = "waiver \"w\" { waives g.r where x.w until 2026-12-31 approved by \"ana\" }\n";
constexpr const char* wider = "waiver \"v\" { waives g.r where x.w or x.id == \"1\" until 2026-12-31 approved by \"ana\" }\n";
constexpr const char* whole = "waiver \"a\" { waives g.r until 2026-12-31 approved by \"ana\" }\n";

Policy policy(const Form& form, const std::string& waivers, const char* on_missing = "") {
  const std::string text = "policy laws\ninput { items: [ { id: string, g?: bool, p?: bool, w?: bool } ] }\ngate g \"G\" {\n" + std::string(on_missing) +
                           "  require r: " + form.condition + " else warn \"bad\"\n}\n" + waivers;
  auto result = Policy::from_text("laws.nexus", text);
  if (!result) FAIL(result.error().text());
  return *std::move(result);
}

Report judged(const Policy& policy, const std::string& json, const char* now) {
  auto report = policy.evaluate(Inputs{.snapshot = json}, {.now = now, .phase = {}, .only = {}});
  if (!report) FAIL(report.error().text());
  return *std::move(report);
}

const engine::RequirementReport& requirement(const Report& report) { return report.rules.front().instances.front().requirements.front(); }

Third value_of(const Report& report) {
  const std::string& status = requirement(report).status;
  if (status == "unknown") return Third::unknown;
  return status == "fail" ? Third::no : Third::yes;
}

template <class Visit>
void each_pair(const Visit& visit) {
  std::vector<Item> kinds;
  for (const Third g : thirds)
    for (const Third p : thirds)
      for (const Third w : thirds) kinds.push_back({g, p, w});
  for (const Item& first : kinds) {
    visit(std::vector<Item>{first});
    for (const Item& second : kinds) visit(std::vector<Item>{first, second});
  }
  visit(std::vector<Item>{});
}

constexpr const char* in_force = "2026-12-31T23:59:59Z";
constexpr const char* expired = "2027-01-01T00:00:00Z";

/// How far a value is from failing.
int height(Third value) { return value == Third::no ? 0 : value == Third::unknown ? 1 : 2; }

}  // namespace

TEST_CASE("a waiver of items is exact, and moves a verdict only upwards") {
  for (const Form& form : forms) {
    const Policy without = policy(form, ""), with = policy(form, by_item);
    each_pair([&](const std::vector<Item>& items) {
      const std::string json = snapshot(items);
      const Third bare = value_of(judged(without, json, in_force)), waived = value_of(judged(with, json, in_force));
      INFO(form.condition << " on " << json);
      REQUIRE(bare == agreed(form, items, false));
      REQUIRE(waived == agreed(form, items, true));
      REQUIRE(height(waived) >= height(bare));
    });
  }
}

TEST_CASE("a waiver, or a wider one, never raises what is asked for, and leaves the run with what it rests on") {
  for (const Form& form : forms)
    for (const char* on_missing : {"", "  on missing block\n", "  on missing allow\n"}) {
      const Policy without = policy(form, "", on_missing), with = policy(form, by_item, on_missing), more = policy(form, wider, on_missing),
                   all = policy(form, whole, on_missing);
      each_pair([&](const std::vector<Item>& items) {
        const std::string json = snapshot(items);
        INFO(form.condition << on_missing << " on " << json);
        const Level bare = judged(without, json, in_force).decision, some = judged(with, json, in_force).decision;
        REQUIRE(some <= bare);
        REQUIRE(judged(more, json, in_force).decision <= some);
        REQUIRE(judged(all, json, in_force).decision == Level::allow);
      });
    }
}

TEST_CASE("a waiver that has expired changes nothing but what is noted") {
  for (const Form& form : forms) {
    const Policy without = policy(form, ""), with = policy(form, std::string(by_item) + whole);
    each_pair([&](const std::vector<Item>& items) {
      const std::string json = snapshot(items);
      Report bare = judged(without, json, expired), over = judged(with, json, expired);
      REQUIRE(over.notices.size() == 2);
      over.notices.clear();
      over.policies = bare.policies;  // the texts differ, and so do their digests
      REQUIRE(to_json(over) == to_json(bare));
    });
  }
}

}  // namespace nexus
