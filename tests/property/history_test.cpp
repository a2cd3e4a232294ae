#include "base/values/time.h"
#include "engine/evaluate.h"
#include "engine/history/record.h"
#include "grammar/parse.h"
#include "rules/check.h"
#include "rules/lower.h"
#include "rules/plan/look_back.h"
#include "rules/resolved_model.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

/// Laws of history (docs/language.md, "History"): the engine against definitions that are too slow for anything but a test.
namespace nexus {

namespace {

enum class Seen : std::uint8_t { no, yes, unknown };
struct Point {
  int time;
  Seen seen;
};
using Points = std::vector<Point>;  // by time; the last one is the snapshot that is judged

/// How the trigger is written.
struct Form {
  int duration = 0;                 ///< 0: none
  int needed = 0, of_last = 0;      ///< `for N of the last M snapshots`
  int keep = 0;
  std::optional<int> max_gap = std::nullopt;
};

std::string policy_text(const Form& form) {
  std::string text = "policy p\ninput { hot: bool }\ntrigger t \"t\" {\n  fires when hot";
  if (form.duration != 0) text += " for " + std::to_string(form.duration) + "s";
  if (form.of_last != 0) text += " for " + std::to_string(form.needed) + " of the last " + std::to_string(form.of_last) + " snapshots";
  if (form.max_gap) text += " max gap " + std::to_string(*form.max_gap) + "s";
  if (form.keep != 0) text += "\n  keep for " + std::to_string(form.keep) + "s";
  return text + "\n  then block \"hot\"\n}\n";
}

class Compiled {
 public:
  explicit Compiled(const std::string& text) {
    base::SourceMap sources;
    base::DiagnosticSink sink;
    std::vector<grammar::SyntaxTree> trees;
    trees.push_back(grammar::parse(sources, sources.add("p.nexus", text), sink));
    const rules::ResolvedModel resolved = rules::resolve(sources, trees, {}, sink);
    auto model = rules::check(resolved, sink);
    REQUIRE(model);
    plan_ = rules::lower(*model);
    evaluator_.emplace(plan_);
    reader_.emplace(plan_);
  }
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;

  static std::string json(const Point& point) {
    const char* const value = point.seen == Seen::unknown ? "\"?\"" : point.seen == Seen::yes ? "true" : "false";
    return "{\"time\": \"" + base::format_time(base::Decimal(point.time)) + "\", \"hot\": " + value + "}";
  }
  void add(engine::Record& record, const Point& point) {
    record.insert(*reader_->read(0, json(point)), base::Decimal(point.time), "h.jsonl", 1);
  }
  std::string status(const Point& now, engine::Record* record) {
    snapshot_ = *reader_->read(0, json(now));
    const engine::Document* documents[] = {&snapshot_};
    return status(documents, now.time, record);
  }
  std::string status(std::span<const engine::Document* const> documents, int time, engine::Record* record) {
    const auto decided = evaluator_->evaluate({.documents = documents, .now = base::Decimal(time), .asked_phase = std::nullopt, .history = record, .time = base::Decimal(time)});
    REQUIRE(decided);
    return std::string(evaluator_->outcomes().front().status);
  }
  /// Judges the last point, with those before it as history.
  std::string status(const Points& points) {
    engine::Record record;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) add(record, points[i]);
    return status(points.back(), &record);
  }
  [[nodiscard]] const plan::Plan& plan() const { return plan_; }

 private:
  plan::Plan plan_;
  std::optional<engine::Reader> reader_;
  std::optional<engine::Evaluator> evaluator_;
  engine::Document snapshot_;
};

constexpr int long_ago = -1'000'000;

/// The status where everything is known, straight from the definition. Silences are no unknowns here.
std::string known_status(const Form& form, const Points& points) {
  const auto lasted = [&](std::size_t at) {
    if (points[at].seen != Seen::yes) return false;
    if (form.of_last != 0) {
      int count = 0;
      for (std::size_t i = 0; i < points.size() && i <= at; ++i)
        if (static_cast<int>(at - i) < form.of_last) count += points[i].seen == Seen::yes ? 1 : 0;
      return count >= form.needed;
    }
    std::size_t first = at;
    while (first > 0 && points[first - 1].seen == Seen::yes) --first;
    return points[at].time - points[first].time >= form.duration;
  };
  // `for N of the last M` does not ask that it holds now.
  const auto lasted_at = [&](std::size_t at) {
    if (form.of_last == 0) return lasted(at);
    int count = 0;
    for (std::size_t i = 0; i <= at; ++i)
      if (static_cast<int>(at - i) < form.of_last) count += points[i].seen == Seen::yes ? 1 : 0;
    return count >= form.needed;
  };
  const int now = points.back().time;
  for (std::size_t at = points.size(); at-- > 0;) {
    const bool looked_at = at + 1 == points.size() || points[at].time > now - form.keep;
    if (looked_at && points[at].time != long_ago && lasted_at(at)) return "fired";
  }
  return points.back().seen == Seen::yes ? "pending" : "quiet";
}

/// The status as all completions of what is unknown have it: samples, and silences, in each of which one more sample may stand.
std::string status_by_completions(const Form& form, const Points& points) {
  Points all;
  const int gap = form.max_gap.value_or(form.duration);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i > 0 && form.duration != 0 && points[i].time - points[i - 1].time > gap) all.push_back({points[i].time, Seen::unknown});
    all.push_back(points[i]);
  }
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].seen == Seen::unknown) open.push_back(i);
  std::set<std::string> statuses;
  for (std::uint32_t bits = 0; bits < (1U << open.size()); ++bits) {
    Points completed = all;
    for (std::size_t k = 0; k < open.size(); ++k) completed[open[k]].seen = ((bits >> k) & 1U) != 0 ? Seen::yes : Seen::no;
    // A sample that fills a silence breaks a run or does not; it is no snapshot at which a run could end or begin.
    std::string status;
    Points real;
    std::vector<bool> broken_before;
    bool broken = false;
    std::size_t k = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool fills = k < points.size() && i + 1 < all.size() && all[i].time == all[i + 1].time && all[i].seen == Seen::unknown;
      if (fills) {
        broken = completed[i].seen == Seen::no;
        continue;
      }
      if (broken) real.push_back({completed[i].time, Seen::no});
      broken = false;
      real.push_back(completed[i]);
      ++k;
    }
    statuses.insert(known_status(form, real));
  }
  return statuses.size() == 1 ? *statuses.begin() : "unknown";
}

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint32_t>(n)); }
  Points points(int most, bool with_unknown) {
    Points result;
    int time = 1000;
    for (int i = 1 + below(most); i > 0; --i) {
      const int kind = below(with_unknown ? 8 : 6);
      result.push_back({time, kind < 4 ? Seen::yes : kind < 6 ? Seen::no : Seen::unknown});
      time += 5 * (1 + below(5));
    }
    return result;
  }

 private:
  std::mt19937 random_;
};

std::string shown(const Form& form, const Points& points) {
  std::string text = policy_text(form);
  for (const Point& point : points) text += Compiled::json(point) + "\n";
  return text;
}

const std::vector<Form>& forms() {
  static const std::vector<Form> all = {{.duration = 20},
                                        {.duration = 40},
                                        {.duration = 30, .max_gap = 15},
                                        {.duration = 20, .keep = 30},
                                        {.duration = 30, .keep = 15, .max_gap = 20},
                                        {.keep = 25},
                                        {.needed = 2, .of_last = 3},
                                        {.needed = 3, .of_last = 4, .keep = 20}};
  return all;
}

}  // namespace

TEST_CASE("L17: a trigger's status is what all completions of its samples and silences agree on") {
  Generator generator(17);
  for (const Form& form : forms()) {
    Compiled compiled(policy_text(form));
    for (int i = 0; i < 3000; ++i) {
      const Points points = generator.points(7, true);
      const std::string actual = compiled.status(points), wanted = status_by_completions(form, points);
      INFO(shown(form, points));
      REQUIRE(actual == wanted);
    }
  }
}

TEST_CASE("L17: without a record it may have been anything before") {
  Generator generator(171);
  for (const Form& form : forms()) {
    Compiled compiled(policy_text(form));
    for (const Seen seen : {Seen::no, Seen::yes, Seen::unknown}) {
      const Point now{1000, seen};
      std::set<std::string> statuses;
      // Before it: nothing at all, or an unbroken past in which it held.
      for (const Seen completed : {Seen::no, Seen::yes}) {
        if (seen != Seen::unknown && completed != seen) continue;
        statuses.insert(known_status(form, {{1000, completed}}));
        Points past;
        for (int t = 900; t < 1000; t += 5) past.push_back({t, Seen::yes});
        past.push_back({1000, completed});
        statuses.insert(known_status(form, past));
      }
      const std::string wanted = statuses.size() == 1 ? *statuses.begin() : "unknown";
      INFO(policy_text(form) << static_cast<int>(seen));
      CHECK(compiled.status(now, nullptr) == wanted);
    }
  }
}

TEST_CASE("L18: fired, where it held at every sample from one at least D old on, without a silence longer than D or G") {
  Generator generator(18);
  for (const Form& form : forms()) {
    if (form.duration == 0 || form.keep != 0) continue;
    Compiled compiled(policy_text(form));
    for (int i = 0; i < 3000; ++i) {
      const Points points = generator.points(9, true);
      bool fired = false;
      for (std::size_t at = points.size(); at-- > 0 && points[at].seen == Seen::yes;) {
        if (points.back().time - points[at].time >= form.duration) {
          fired = true;
          break;
        }
        if (at > 0 && points[at].time - points[at - 1].time > form.max_gap.value_or(form.duration)) break;
      }
      INFO(shown(form, points));
      REQUIRE((compiled.status(points) == "fired") == fired);
    }
  }
}

TEST_CASE("L19: with `keep for K`, fired where it had fired without it at a snapshot of the last K") {
  Generator generator(19);
  for (const Form& form : forms()) {
    if (form.keep == 0) continue;
    Form plain = form;
    plain.keep = 0;
    Compiled kept(policy_text(form)), without(policy_text(plain));
    for (int i = 0; i < 2000; ++i) {
      const Points points = generator.points(8, false);
      bool fired = false, open = false;
      for (std::size_t n = points.size(); n > 0; --n) {
        if (n < points.size() && points[n - 1].time <= points.back().time - form.keep) break;
        const std::string status = without.status(Points(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(n)));
        fired |= status == "fired";
        open |= status == "unknown";
      }
      INFO(shown(form, points));
      const std::string status = kept.status(points);
      if (fired) REQUIRE(status == "fired");
      if (!fired && !open) REQUIRE(status != "fired");
    }
  }
}

TEST_CASE("L20: samples older than 2 D + K only tell a gap from pending") {
  Generator generator(20);
  for (const Form& form : forms()) {
    if (form.duration == 0 || form.max_gap) continue;
    Compiled compiled(policy_text(form));
    int dropped = 0;
    for (int i = 0; i < 3000; ++i) {
      const Points points = generator.points(10, true);
      Points kept;
      std::ranges::copy_if(points, std::back_inserter(kept), [&](const Point& p) { return p.time >= points.back().time - 2 * form.duration - form.keep; });
      dropped += kept.size() != points.size() ? 1 : 0;
      const std::string all = compiled.status(points), some = compiled.status(kept);
      INFO(shown(form, points));
      REQUIRE((all == some || (all == "unknown" && some == "pending")));
    }
    CHECK(dropped > 100);
  }
}

TEST_CASE("L21: the order of a history's lines is irrelevant, and each step of a replay is an evaluation of its line") {
  std::vector<std::string> policies;
  for (const Form& form : forms()) policies.push_back(policy_text(form));
  // Windows inside windows, other snapshots, rules that speak of rules.
  policies.emplace_back("policy p\ninput { hot: bool }\ntrigger t \"t\" {\n  fires when count(hot over 30s) >= 2 for 20s\n  then block \"hot\"\n}\n");
  policies.emplace_back("policy p\ninput { hot: bool }\ntrigger t \"t\" {\n  fires when count(hot over 20s needs at least 2 max gap 15s) >= 2\n  keep for 25s\n  then block \"hot\"\n}\n");
  policies.emplace_back("policy p\ninput { hot: bool }\ntrigger t \"t\" {\n  fires when hot and (previous.hot ?? false)\n  then block \"hot\"\n}\n");
  policies.emplace_back("policy p\ninput { hot: bool }\ntrigger t \"t\" {\n  fires when count(h in history where h.hot) >= 3\n  then block \"hot\"\n}\n");
  policies.emplace_back("policy p\ninput { hot: bool }\ntrigger t \"t\" {\n  fires when gate g is fail for 15s\n  keep for 10s\n  then block \"hot\"\n}\ngate g \"g\" { require not hot for 10s else \"hot\" }\n");
  Generator generator(21);
  std::mt19937 random(2121);
  for (const std::string& text : policies) {
    Compiled whole(text), step(text);
    const auto back = plan::look_back(step.plan());
    for (int i = 0; i < 150; ++i) {
      const Points points = generator.points(14, true);
      Points shuffled = points;
      std::shuffle(shuffled.begin(), shuffled.end(), random);
      engine::Record all, growing;
      for (const Point& point : shuffled) whole.add(all, point);
      for (const Point& point : points) {
        step.add(growing, point);
        const engine::Document* documents[] = {&growing[growing.size() - 1].document};
        INFO(text << Compiled::json(point) << "\n" << shown({}, points));
        REQUIRE(step.status(documents, point.time, &growing) == whole.status(point, &all));
        // As a replay forgets: whatever the policy does not look back on.
        if (!back) continue;
        std::size_t oldest = growing.size() - 1;
        for (const plan::LookBack& one : *back) {
          const std::size_t until = growing.count_until(base::subtract(growing[oldest].time, one.duration).value);
          oldest = std::min(until == 0 ? 0 : until - 1, oldest - std::min(static_cast<std::size_t>(one.samples), oldest));
        }
        growing.drop_first(oldest);
      }
    }
  }
}

}  // namespace nexus
