#include "workspace/next.h"

#include "base/values/time.h"
#include "engine/history/record.h"
#include "engine/read/locate.h"
#include "workspace/draft.h"
#include "workspace/next_later.h"
#include "workspace/next_words.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>

namespace nexus::workspace {

using engine::Action;
using engine::ActionKind;
using engine::Obstacle;
using engine::Standing;

namespace {

// How much is tried. Each trial is one evaluation: a fraction of a millisecond for everyday policies.
constexpr std::size_t most_rounds = 400;       // obstacles that are dealt with
constexpr std::size_t most_trials_each = 150;  // for one of them
constexpr std::size_t most_ways = 4;           // that are shown for one
constexpr std::size_t most_depth = 8;          // proposals that build on each other
constexpr std::size_t most_trials_less = 600;  // for finding what can be left out
constexpr int most_visits = 3;                 // of one obstacle that comes back
constexpr int most_kept = 100;                 // snapshots of a time in which things stay as they are
// Bytes that are gone through: each change, and each item that is named, goes through its document once.
constexpr std::uint64_t most_bytes = 1'000'000'000;

using Actions = std::vector<Action>;

struct Trial {
  base::Level decision = base::Level::block;
  bool decided = false;
  Standing standing;
  Draft::State state;

  [[nodiscard]] const Obstacle* find(const std::string& id) const {
    const auto at = std::ranges::find(standing.obstacles, id, &Obstacle::id);
    return at == standing.obstacles.end() ? nullptr : &*at;
  }
  /// Is every obstacle one of `others`?
  [[nodiscard]] bool has_only(const std::set<std::string>& others) const {
    return decided && std::ranges::all_of(standing.obstacles, [&](const Obstacle& o) { return others.contains(o.id); });
  }
  [[nodiscard]] std::set<std::string> open() const {
    std::set<std::string> ids;
    for (const Obstacle& obstacle : standing.obstacles) ids.insert(obstacle.id);
    return ids;
  }
};

struct Found {
  Actions actions;
  int cost = 0;
};
/// What was found for one obstacle; the first way is the one that is taken.
struct Step {
  Obstacle obstacle;
  std::vector<Found> ways;
  std::set<std::string> serves = {};
};

class Search {
 public:
  Search(const LoadedPolicy& policy, const NextRequest& request)
      : request_(request),
        plan_(policy.plan()),
        runner_(policy),
        draft_(documents(policy, request)),
        given_(policy.plan().inputs.size()),
        input_names_(names(policy)) {}

  [[nodiscard]] std::optional<RunFailure> start() {
    start_ = engine::time_of_snapshot(plan_, request_.snapshot.text).value_or(request_.question.now);
    if (request_.history) past_ = lines_until(plan_, request_.history->text, start_);
    if (auto failure = hand_over()) return failure;
    auto report = runner_.run(request_.snapshot, request_.question);
    if (!report) return std::move(report.error());
    initial_ = *std::move(report);
    return std::nullopt;
  }

  void search() {
    before_ = trial({});
    std::map<std::string, int> visits;
    for (std::size_t round = 0; round < most_rounds; ++round) {
      const Actions current = all();
      const Trial now = trial(current);
      const auto is_due = [&](const Obstacle& o) { return !left_.contains(o.id); };
      const auto next = std::ranges::find_if(now.standing.obstacles, is_due);
      if (next == now.standing.obstacles.end()) break;
      std::string why = "what would help breaks something else: on this evidence the rules contradict each other";
      std::vector<Found> ways;
      if (initial_.findings.size() * request_.snapshot.text.size() > most_bytes || bytes_ > most_bytes) {
        why = "too many items break it, in too large a snapshot, to try changes; `nexus eval` lists them";
      } else if (++visits[next->id] <= most_visits) {
        why.clear();
        ways = ways_past(*next, current, now, why, visits[next->id] > 1);
      }
      if (ways.empty())
        left_.emplace(next->id, why.empty() ? "no change that was tried helps" : why);
      else
        steps_.push_back({*next, std::move(ways)});
    }
    after_ = trial(all());
    // Half a way that makes things worse is none.
    if (!after_.decided || after_.decision > before_.decision) {
      steps_.clear();
      after_ = trial({});
    }
    leave_out();
    merge_steps();
    check_alternatives();
    after_ = trial(all());
  }

  [[nodiscard]] NextResult result() {
    NextResult result;
    engine::NextReport& report = result.report;
    report.file = request_.snapshot.name;
    report.now = base::format_time(request_.question.now);
    report.asked_phase = initial_.asked_phase;
    report.decision = initial_.decision;
    report.outcome = after_.decided ? after_.decision : initial_.decision;
    report.evaluations = trials_;
    Actions chosen = all();
    const NextWords words(draft_, after_.state, chosen, request_.question.now, input_names_);
    std::ranges::stable_sort(steps_, std::greater{}, [](const Step& step) { return step.obstacle.asks; });
    for (const Step& step : steps_) {
      engine::NextStep& shown = report.steps.emplace_back();
      for (const Obstacle& obstacle : before_.standing.obstacles)
        if (step.serves.contains(obstacle.id)) shown.reasons.push_back(reason(obstacle));
      if (shown.reasons.empty()) shown.reasons.push_back(reason(step.obstacle));
      for (const Found& way : step.ways) {
        const bool taken = &way == &step.ways.front();
        const Draft::State state = taken ? Draft::State{} : draft_.with(with_instead(step, way.actions));
        shown.ways.push_back(words.way(way.actions, taken ? after_.state : state));
      }
      std::erase_if(shown.ways, [](const engine::NextWay& way) { return way.actions.empty(); });
      if (shown.ways.empty()) report.steps.pop_back();
    }
    for (const Obstacle& obstacle : after_.standing.obstacles) {
      const auto why = left_.find(obstacle.id);
      report.left.push_back(
          {reason(obstacle), why == left_.end() ? "no more was tried" : why->second, obstacle.waivable});
    }
    std::ranges::stable_sort(report.left, std::greater{}, [](const engine::NextLeft& left) { return left.what.level; });
    result.snapshot = *after_.state.texts.front();
    result.now = now_with(chosen);
    for (std::size_t i = 1; i < after_.state.texts.size(); ++i)
      if (after_.state.texts[i] && after_.state.texts[i] != draft_.original(static_cast<std::uint32_t>(i)))
        result.further.emplace_back(i, *after_.state.texts[i]);
    return result;
  }

 private:
  static std::vector<std::optional<std::string>> documents(const LoadedPolicy& policy, const NextRequest& request) {
    std::vector<std::optional<std::string>> texts(policy.plan().inputs.size());
    texts[0] = std::string(request.snapshot.text);
    for (const NextRequest::Further& further : request.further) texts[further.input] = std::string(further.text.text);
    return texts;
  }
  static std::vector<std::string> names(const LoadedPolicy& policy) {
    std::vector<std::string> names;
    for (const plan::Input& input : policy.plan().inputs) names.push_back(input.name.empty() ? "snapshot" : input.name);
    return names;
  }

  std::optional<RunFailure> hand_over() {
    runner_.take_back();
    std::ranges::fill(given_, std::nullopt);
    if (request_.history)
      if (auto failure = runner_.give_history(*request_.history)) return failure;
    has_later_ = false;
    for (const NextRequest::Further& further : request_.further) {
      if (auto failure = runner_.give(further.input, further.text)) return failure;
      given_[further.input] = std::string(further.text.text);
    }
    return std::nullopt;
  }

  // ---- trying

  [[nodiscard]] base::Decimal now_with(const Actions& actions) const {
    base::Decimal now = request_.question.now;
    for (const Action& action : actions)
      if (action.until) now = std::max(now, *action.until);
    return now;
  }

  Trial trial(const Actions& actions) {
    ++trials_;
    Trial trial;
    trial.state = draft_.with(actions);
    std::string snapshot = *trial.state.texts.front();
    bytes_ += (1 + actions.size()) * snapshot.size();
    if (!go_on(actions, snapshot)) return trial;
    for (std::size_t i = 1; i < given_.size(); ++i) {
      if (given_[i] && !trial.state.texts[i]) (void)hand_over();
      if (trial.state.texts[i] == given_[i]) continue;
      if (runner_.give(i, {.name = "changed", .text = *trial.state.texts[i], .has_lines = false})) return trial;
      given_[i] = trial.state.texts[i];
    }
    Question question = request_.question;
    question.now = now_with(actions);
    question.now_is_given = true;
    const auto decision =
        runner_.decide({.name = request_.snapshot.name, .text = snapshot, .has_lines = false}, question);
    if (!decision) return trial;
    auto standing = runner_.standing();
    if (!standing) return trial;
    trial.decided = true;
    trial.decision = *decision;
    trial.standing = *std::move(standing);
    return trial;
  }

  /// Where things have to stay as they are: hands over the history as it will be then, and makes of `snapshot` that of then.
  bool go_on(const Actions& actions, std::string& snapshot) {
    const auto keep = std::ranges::find(actions, ActionKind::keep, &Action::kind);
    if (keep == actions.end()) {
      if (!has_later_ || !request_.history) return true;
      has_later_ = false;
      return !runner_.give_history(*request_.history);
    }
    const std::string lines = past_ + later_snapshots(plan_, snapshot, start_, *keep);
    has_later_ = true;
    snapshot = at_time(plan_, snapshot, *keep->until);
    return !runner_.give_history({.name = request_.history->name, .text = lines, .has_lines = false});
  }

  [[nodiscard]] Actions all() const {
    Actions actions;
    for (const Step& step : steps_) actions = joined(std::move(actions), step.ways.front().actions);
    return actions;
  }
  [[nodiscard]] Actions with_instead(const Step& replaced, const Actions& by) const {
    Actions actions;
    for (const Step& step : steps_)
      actions = joined(std::move(actions), &step == &replaced ? by : step.ways.front().actions);
    return actions;
  }

  // ---- one obstacle

  /// The proposals of the engine, in the coordinates of the draft. The last trial must have been that of `state`.
  std::vector<Found> proposals(const Obstacle& obstacle, const Trial& at, std::string& why, engine::Proposal& about) {
    const engine::Proposal proposal = runner_.propose(obstacle, at.state.fresh);
    if (why.empty()) why = proposal.why_not;
    about.reads_clock |= proposal.reads_clock;
    about.looks_back = proposal.looks_back;
    std::vector<Found> found;
    for (const engine::Way& way : proposal.ways) {
      Found& own = found.emplace_back(Found{{}, way.cost});
      std::map<std::string, std::size_t> added;
      for (const Action& action : way.actions)
        own.actions.push_back(
            Draft::own(action, at.state, action.kind == ActionKind::add ? added[action.pointer]++ : 0));
    }
    return found;
  }

  /// Is it gone, and not just looked away from?
  [[nodiscard]] bool is_past(const Obstacle& obstacle, const Trial& trial) const {
    if (!trial.decided || trial.find(obstacle.id) != nullptr) return false;
    const auto hides = [&](const std::string& id) { return id == obstacle.id || obstacle.id.starts_with(id + "."); };
    return obstacle.may_not_apply || std::ranges::none_of(trial.standing.skipped, hides);
  }

  /// Follows proposals, the cheapest first, until some are past the obstacle.
  /// `again`: what was taken for it before was undone for another's sake, so that it matters more what breaks nothing.
  std::vector<Found> ways_past(const Obstacle& obstacle, const Actions& current, const Trial& now, std::string& why,
                               bool again) {
    const std::set<std::string> open = now.open();
    std::vector<Found> found, frontier{{}};
    std::vector<std::size_t> depth{0};
    std::set<std::vector<std::optional<std::string>>> seen;
    engine::Proposal about;
    const std::size_t last_trial = trials_ + most_trials_each;
    while (!frontier.empty() && trials_ < last_trial && bytes_ < most_bytes && found.size() < most_ways + 2) {
      const auto cheapest = std::ranges::min_element(frontier, {}, &Found::cost) - frontier.begin();
      const Found from = std::move(frontier[static_cast<std::size_t>(cheapest)]);
      const std::size_t at_depth = depth[static_cast<std::size_t>(cheapest)];
      frontier.erase(frontier.begin() + cheapest);
      depth.erase(depth.begin() + cheapest);
      if (!found.empty() && from.cost > found.front().cost + 4) break;
      const Trial here = trial(joined(current, from.actions));
      const Obstacle* still = here.find(obstacle.id);
      if (still == nullptr) continue;
      const Obstacle same = *still;
      for (Found& next : proposals(same, here, why, about)) {
        next.actions = joined(from.actions, next.actions);
        next.cost += from.cost;
        const Trial then = trial(joined(current, next.actions));
        if (!then.decided) {
          why = "a change would be rid of it, but nothing would be left to decide";
          continue;
        }
        if (!is_timed(next.actions) && !seen.insert(then.state.texts).second) continue;
        if (is_past(obstacle, then)) {
          // What it brings about elsewhere has to be paid for, too.
          for (const Obstacle& other : then.standing.obstacles)
            if (!open.contains(other.id))
              next.cost += again || other.asks > obstacle.asks ? engine::last_resort + 10 : 4;
          found.push_back(std::move(next));
        } else if (at_depth + 1 < most_depth && then.find(obstacle.id) != nullptr) {
          next.cost += 1;
          frontier.push_back(std::move(next));
          depth.push_back(at_depth + 1);
        }
      }
      if (about.looks_back)
        if (auto way = keeping(obstacle, current, from, *about.looks_back)) found.push_back(*std::move(way));
    }
    const bool waits = std::ranges::any_of(found, [&](const Found& way) { return is_timed(way.actions); });
    if (about.reads_clock && !waits)
      if (auto way = waiting(obstacle, current)) found.push_back(*std::move(way));
    std::ranges::stable_sort(found, {}, &Found::cost);
    keep_choices(found);
    return found;
  }

  static bool is_timed(const Actions& actions) { return std::ranges::any_of(actions, &Action::is_timed); }

  /// Of ways that write to the same places the first one; no last resort beside what is reasonable.
  static void keep_choices(std::vector<Found>& found) {
    std::set<std::set<std::string>> places;
    const auto is_same = [&](const Found& way) {
      if (way.cost > found.front().cost + engine::last_resort - 1) return true;
      std::set<std::string> written;
      for (const Action& action : way.actions)
        written.insert(std::to_string(action.document) + action.pointer + (action.until ? "wait" : ""));
      return !places.insert(std::move(written)).second;
    };
    std::vector<Found> kept;
    for (const Found& way : found)
      if (!is_same(way) && kept.size() < most_ways) kept.push_back(way);
    found = std::move(kept);
  }

  /// The first time at which the obstacle is gone although nothing else changes: by the hour for ten days, by the day for
  /// a year, then to the second.
  std::optional<Found> waiting(const Obstacle& obstacle, const Actions& current) {
    const auto gone_at = [&](const base::Decimal& time) {
      return is_past(obstacle, trial(joined(current, std::vector{wait_until(time)})));
    };
    const base::Decimal start = now_with(current);
    const auto later = [&](std::int64_t seconds) { return base::add(start, base::Decimal(seconds)).value; };
    constexpr std::int64_t hour = 3600, day = 24 * hour;
    std::int64_t before = 0, found = 0;
    for (std::int64_t at = hour; at <= 365 * day && found == 0; at += at < 10 * day ? hour : day) {
      if (gone_at(later(at)))
        found = at;
      else
        before = at;
    }
    if (found == 0) return std::nullopt;
    while (found - before > 1) {
      const std::int64_t middle = before + (found - before) / 2;
      (gone_at(later(middle)) ? found : before) = middle;
    }
    return Found{{wait_until(later(found))}, 2};
  }

  /// How long everything has to stay as `from` makes it until the obstacle is gone, to the second.
  std::optional<Found> keeping(const Obstacle& obstacle, const Actions& current, const Found& from,
                               const engine::LookBack& back) {
    // Where no history was given it is not time that is lacking.
    if (!request_.history || !(back.silence > base::Decimal(0))) return std::nullopt;
    if (base::divide(back.longest, back.silence).value > base::Decimal(most_kept)) return std::nullopt;
    const base::Decimal part = base::remainder(back.longest, base::Decimal(1)).value;
    const auto most = base::add(base::subtract(back.longest, part).value, base::Decimal(1)).value.to_int64();
    if (!most) return std::nullopt;
    Found way = from;
    way.cost += 2;
    const Actions before = joined(current, from.actions);
    const auto gone_after = [&](std::int64_t seconds) {
      Action keep{.kind = ActionKind::keep};
      keep.until = base::add(start_, base::Decimal(seconds)).value;
      keep.since = start_;
      keep.apart_at_most = back.silence;
      way.actions = joined(from.actions, std::vector{keep});
      return is_past(obstacle, trial(joined(before, std::vector{keep})));
    };
    std::int64_t not_yet = 0, found = *most;
    if (!gone_after(found)) return std::nullopt;
    while (found - not_yet > 1) {
      const std::int64_t middle = not_yet + (found - not_yet) / 2;
      (gone_after(middle) ? found : not_yet) = middle;
    }
    (void)gone_after(found);
    return way;
  }

  static Action wait_until(const base::Decimal& time) {
    Action action{.kind = ActionKind::wait};
    action.until = time;
    return action;
  }

  // ---- the whole

  /// Drops what is not needed, and finds out what each step is for: what comes back without it.
  void leave_out() {
    const std::set<std::string> open = after_.open();
    const std::size_t last_trial = trials_ + most_trials_less;
    const auto may_go_on = [&] { return trials_ < last_trial && bytes_ < most_bytes; };
    for (std::size_t i = steps_.size(); i-- > 0 && may_go_on();) {
      Step& step = steps_[i];
      Actions& actions = step.ways.front().actions;
      for (std::size_t a = actions.size(); a-- > 0 && actions.size() > 1 && may_go_on();) {
        const Action dropped = actions[a];
        actions.erase(actions.begin() + static_cast<std::ptrdiff_t>(a));
        if (!is_as_good(trial(all()), open)) actions.insert(actions.begin() + static_cast<std::ptrdiff_t>(a), dropped);
      }
      const Trial without = trial(with_instead(step, {}));
      for (const Obstacle& obstacle : without.standing.obstacles)
        if (!open.contains(obstacle.id)) step.serves.insert(obstacle.id);
      if (step.serves.empty() && without.decided) steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  [[nodiscard]] bool is_as_good(const Trial& trial, const std::set<std::string>& open) const {
    return trial.has_only(open) && trial.decision <= after_.decision;
  }

  /// Do other steps write where this way does? Then what it writes is theirs, too.
  [[nodiscard]] bool shares_places(const Step& step, const Actions& actions) const {
    return std::ranges::any_of(steps_, [&](const Step& other) {
      if (&other == &step) return false;
      return std::ranges::any_of(other.ways.front().actions, [&](const Action& a) {
        return std::ranges::any_of(actions, [&](const Action& b) {
          return a.document == b.document &&
                 (is_at_or_below(a.pointer, b.pointer) || is_at_or_below(b.pointer, a.pointer));
        });
      });
    });
  }

  /// A choice is one only where it does the same among all the others.
  void check_alternatives() {
    const std::set<std::string> open = after_.open();
    for (Step& step : steps_) {
      std::vector<Found> kept{step.ways.front()};
      if (shares_places(step, step.ways.front().actions)) step.ways.resize(1);
      for (std::size_t i = 1; i < step.ways.size(); ++i)
        if (!shares_places(step, step.ways[i].actions) &&
            is_as_good(trial(with_instead(step, step.ways[i].actions)), open))
          kept.push_back(step.ways[i]);
      step.ways = std::move(kept);
    }
  }

  /// A step that only writes into what another one brings is part of that.
  void merge_steps() {
    const auto is_below = [](const Action& inner, const Action& outer) {
      return !outer.is_timed() && !inner.is_timed() && inner.document == outer.document &&
             inner.pointer != outer.pointer && is_at_or_below(inner.pointer, outer.pointer);
    };
    for (std::size_t i = steps_.size(); i-- > 0;) {
      const Actions& inner = steps_[i].ways.front().actions;
      const auto builds_on = [&](const Step& step) {
        if (&step == &steps_[i]) return false;
        return std::ranges::any_of(inner, [&](const Action& a) {
          return std::ranges::any_of(step.ways.front().actions, [&](const Action& b) { return is_below(a, b); });
        });
      };
      const auto outer = std::ranges::find_if(steps_, builds_on);
      if (outer == steps_.end()) continue;
      outer->ways.front().actions = joined(std::move(outer->ways.front().actions), inner);
      outer->ways.resize(1);
      outer->serves.merge(steps_[i].serves);
      steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  [[nodiscard]] engine::NextReason reason(const Obstacle& obstacle) const {
    const auto finding = std::ranges::find(initial_.findings, obstacle.id, &engine::Finding::id);
    return {obstacle.id, obstacle.asks, finding == initial_.findings.end() ? std::string() : finding->message};
  }

  const NextRequest& request_;
  const plan::Plan& plan_;
  Runner runner_;
  Draft draft_;
  std::vector<std::optional<std::string>> given_;  // further documents, as the runner has them
  std::vector<std::string> input_names_;
  engine::Report initial_;
  Trial before_, after_;
  std::vector<Step> steps_;
  std::map<std::string, std::string> left_;  // obstacles without a way, and why
  std::uint64_t trials_ = 0;
  std::uint64_t bytes_ = 0;  // gone through so far
  base::Decimal start_;     // the time of the snapshot
  std::string past_;        // what of the history is not later than that
  bool has_later_ = false;  // the runner was given a history that goes on
};

}  // namespace

base::Expected<NextResult, RunFailure> find_next(const LoadedPolicy& policy, const NextRequest& request) {
  Search search(policy, request);
  if (auto failure = search.start()) return base::Unexpected{std::move(*failure)};
  search.search();
  return search.result();
}

}  // namespace nexus::workspace
