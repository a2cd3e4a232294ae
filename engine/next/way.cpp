#include "engine/next/way.h"

#include "base/values/quantity.h"
#include "base/values/text.h"
#include "base/values/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace nexus::engine {

namespace {

/// Choices multiply: more than a few of them nobody reads, nor tries.
constexpr std::size_t most_ways = 8;

Ways cheapest_first(Ways ways) {
  std::ranges::stable_sort(ways, {}, &Way::cost);
  if (ways.size() > most_ways) ways.resize(most_ways);
  return ways;
}

/// Fewer than none there are not.
bool is_nothing(std::string_view text) { return text == "0" || text == "0%" || text == "0s" || text == "0B"; }

std::string bounded(const Action& action) {
  switch (action.bound) {
    case Bound::at_least:
      return "at least " + action.to;
    case Bound::at_most:
      return is_nothing(action.to) ? action.to : "at most " + action.to;
    default:
      return action.to;
  }
}

std::string plural(const std::string& noun) {
  if (noun.ends_with('y') && !noun.ends_with("ay") && !noun.ends_with("ey"))
    return noun.substr(0, noun.size() - 1) + "ies";
  const bool hisses = noun.ends_with('s') || noun.ends_with('x') || noun.ends_with("ch") || noun.ends_with("sh");
  return noun + (hisses ? "es" : "s");
}

std::string set_words(const Action& action) {
  if (action.verb.starts_with("too ") && action.bound != Bound::any) {
    const std::string_view or_so = action.bound == Bound::at_least  ? " or later"
                                   : action.bound == Bound::at_most ? " or earlier"
                                                                    : "";
    return fmt::format("{}: {} is {}, {}{} is needed", action.path, action.was, action.verb, action.to, or_so);
  }
  if (action.bound == Bound::any) return fmt::format("change {} from {}", action.path, action.was);
  const std::string apart = action.apart.empty() ? std::string() : " (" + action.apart + ")";
  return fmt::format("{} {} from {} to {}{}", action.verb, action.path, action.was, bounded(action), apart);
}

std::string wait_words(const Action& action, const base::Decimal& now) {
  const bool keeps = action.kind == ActionKind::keep;
  const base::Decimal length = base::subtract(*action.until, keeps ? action.since : now).value;
  const auto duration = [](const base::Decimal& seconds) {
    return base::format_quantity(seconds, base::Dimension::duration);
  };
  const bool needs_more = keeps && action.apart_at_most < length;
  return fmt::format("{} {}, until {}{}", keeps ? "keep it so for" : "wait", duration(length),
                     base::format_time(*action.until),
                     needs_more ? ", with a snapshot at least every " + duration(action.apart_at_most) : "");
}

}  // namespace

Ways nothing_to_do() { return {Way{}}; }

Ways either(Ways a, Ways b) {
  std::ranges::move(b, std::back_inserter(a));
  return cheapest_first(std::move(a));
}

Ways both(const Ways& a, const Ways& b) {
  Ways all;
  for (const Way& first : a)
    for (const Way& second : b) {
      Way way = first;
      way.cost += second.cost;
      for (const Action& action : second.actions) {
        const auto same = [&](const Action& c) {
          return c.kind == action.kind && c.document == action.document && c.pointer == action.pointer &&
                 c.json == action.json;
        };
        if (action.kind == ActionKind::add || std::ranges::none_of(way.actions, same)) way.actions.push_back(action);
      }
      all.push_back(std::move(way));
    }
  return cheapest_first(std::move(all));
}

Ways dearer(Ways ways, int by) {
  for (Way& way : ways) way.cost += by;
  return ways;
}

std::string words_of(const Action& action, const base::Decimal& now, std::size_t times) {
  switch (action.kind) {
    case ActionKind::set:
      return set_words(action);
    case ActionKind::provide:
      return fmt::format("provide {} (missing)", action.path) +
             (action.bound == Bound::any ? "" : ": " + bounded(action));
    case ActionKind::correct:
      return fmt::format("correct {}: it is {}", action.path, action.was) +
             (action.bound == Bound::any ? "" : ", and should be " + bounded(action));
    case ActionKind::renew:
      return fmt::format("bring {} again", action.path) + (action.to.empty() ? "" : ", " + action.to);
    case ActionKind::add:
      return fmt::format("{} more {}", times, times == 1 ? action.path : plural(action.path)) +
             (action.details.empty() ? "" : " with " + base::list_with(action.details, "and"));
    case ActionKind::remove:
      return fmt::format("{} {}", action.verb, action.path);
    case ActionKind::wait:
    case ActionKind::keep:
      return wait_words(action, now);
  }
  return {};
}

}  // namespace nexus::engine
