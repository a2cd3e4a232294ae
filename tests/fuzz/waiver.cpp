#include "base/values/level.h"
#include "base/values/time.h"
#include "tests/fuzz/target.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Until when a waiver is good: the first line stands behind `until`, the second one, if there is one, is the zone of the policy. It is in
// force up to a moment and not from then on, the last day included; that moment is where the calendar of the standard library has it.

namespace nexus::fuzz {

namespace {

constexpr std::string_view expired = "expired-waiver";

std::shared_ptr<const workspace::LoadedPolicy> load(const std::string& policy, std::optional<base::Decimal> now = {}) {
  workspace::LoadRequest request;
  request.look_around = false;
  request.texts.push_back({"fuzz.nexus", policy});
  request.now = now;
  return workspace::load(request);
}

/// The midnight after a date, by another calendar; nothing for a day that there is not.
std::optional<base::Decimal> end_of_day(std::string_view date) {
  const auto number = [&](std::size_t begin, std::size_t count) {
    int value = 0;
    for (const char digit : date.substr(begin, count)) value = value * 10 + (digit - '0');
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!day.ok()) return std::nullopt;
  constexpr std::int64_t seconds_a_day = 86'400;
  return base::Decimal((std::chrono::sys_days(day).time_since_epoch().count() + 1) * seconds_a_day);
}

/// `2026-12-31` and nothing else.
bool is_date(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-dd";
  return std::ranges::equal(text, shape, [](char c, char s) { return s == 'd' ? c >= '0' && c <= '9' : c == s; });
}

base::Level decide(const workspace::LoadedPolicy& policy, const base::Decimal& now) {
  workspace::Runner runner(policy);
  const auto decision =
      runner.decide({"snapshot.json", R"({"ok": false})"}, {.now = now, .now_is_given = true, .phase = {}, .only = {}});
  must(decision.has_value(), "a gate decides");
  return *decision;
}

bool warns(const std::string& policy, const base::Decimal& now) {
  const auto loaded = load(policy, now);
  return std::ranges::any_of(loaded->diagnostics(), [](const auto& diagnostic) { return diagnostic.name == expired; });
}

void judge(const std::string& policy, const workspace::LoadedPolicy& loaded, std::string_view until,
           std::string_view zone) {
  const base::Moment& end = loaded.plan().waivers.front().until;
  if (is_date(until)) {
    const auto wanted = end_of_day(until);
    must(wanted.has_value(), "a day that there is not is refused", until);
    const base::Decimal apart = base::subtract(end.at, *wanted).value;
    constexpr std::int64_t farthest = 26 * 3600;  // of the zones that there are, and of a day that one of them left out
    must(apart.abs() <= (zone.empty() ? base::Decimal(0) : base::Decimal(farthest)), "a day ends with its midnight",
         end.at.to_string());
    must(end.text == (zone.empty() ? std::string(until) : std::string(until) + " (" + std::string(zone) + ")"),
         "the last day is told as it is written", end.text);
  }
  const base::Decimal before = base::subtract(end.at, base::Decimal(1)).value;
  must(decide(loaded, before) == base::Level::allow, "before its end, a waiver counts", end.text);
  must(decide(loaded, end.at) == base::Level::block, "from its end on, a waiver does not count", end.text);
  must(!warns(policy, before), "before its end, nothing is said of a waiver", end.text);
  must(warns(policy, end.at), "from its end on, a waiver is said to have expired", end.text);
}

}  // namespace

}  // namespace nexus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nexus::fuzz;
  const std::string input = text_of(data, size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string until = input.substr(0, end), zone = input.substr(std::min(end + 1, input.size()));
  const std::string policy = "policy fuzz" + (zone.empty() ? "" : " zone \"" + zone + "\"") +
                             "\ninput { ok: bool }\ngate g \"Gate\" { require r: ok else block \"not ok\" }\n"
                             "waiver \"Waived\" {\n  waives g.r\n  approved by \"ana\"\n  until " +
                             until + "\n}\n";
  const auto loaded = load(policy);
  if (!loaded->is_sound()) {
    must(!is_date(until) || !end_of_day(until) || !zone.empty(), "a day that there is is understood", until);
    return 0;
  }
  // A text that closes the waiver may go on as it likes.
  constexpr std::string_view structure = "{}\"#";
  if (input.find_first_of(structure) == std::string::npos) judge(policy, *loaded, until, zone);
  return 0;
}
