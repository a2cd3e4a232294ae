#pragma once

#include "base/values/decimal.h"
#include "base/values/level.h"
#include "rules/plan/plan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What could be done about a rule that stands in the way (docs/cli.md, "nexus next"). A way is a proposal: whoever shows
/// it has applied it and evaluated again.
namespace nexus::engine {

enum class ActionKind : std::uint8_t {
  set,      ///< another value where one stands
  provide,  ///< a value where nothing stands
  correct,  ///< a value where something stands that is no good
  renew,    ///< evidence that is stale, or about something else: the field that says so
  add,      ///< one more item at the end of a list
  remove,   ///< an item of a list, an entry of a map, a field
  wait,     ///< the clock
  keep      ///< later snapshots, with everything as it is then
};

/// How exactly a value is meant: `at least 80%` asks for less than `80%`.
enum class Bound : std::uint8_t { exactly, at_least, at_most, any };

/// One thing to do. Everything a person is told is text already.
struct Action {
  ActionKind kind = ActionKind::set;
  std::uint32_t document = 0;     ///< number of the input
  std::string pointer = {};       ///< of an added item: `/approvals/-`
  std::string json = {};          ///< the new value as JSON; empty for remove and wait
  std::string path = {};          ///< `coverage.line`, `failed of suite api`; of an item: `finding X-1`
  std::string field = {};         ///< the last step of it: `line`
  std::string verb = {};          ///< `raise`, `lower`; of a time what it is: `too early`; `resolve`, `remove`
  std::string was = {}, to = {};  ///< values as messages print them
  Bound bound = Bound::exactly;
  std::string apart = {};                   ///< how far `was` is from `to`: `5.8 points`; may be empty
  std::vector<std::string> details = {};    ///< of an added item: what it must be, `role maintainer`
  std::optional<base::Decimal> until = {};  ///< wait, keep: the moment, in seconds since the epoch
  base::Decimal since = {};                 ///< keep: the time of the snapshot
  base::Decimal apart_at_most = {};         ///< keep: how far apart the snapshots may be, in seconds

  /// Is it time that brings it, not a change of a document?
  [[nodiscard]] bool is_timed() const { return until.has_value(); }
};

/// Changes that belong together.
struct Way {
  std::vector<Action> actions;
  int cost = 0;  ///< the cheapest is what a person would do first
};
/// Cheapest first; empty where none is known. A way without actions: nothing is to be done.
using Ways = std::vector<Way>;

/// What is more than this dearer than the cheapest is a last resort, not a choice.
inline constexpr int last_resort = 20;

[[nodiscard]] Ways nothing_to_do();
[[nodiscard]] Ways either(Ways a, Ways b);
[[nodiscard]] Ways both(const Ways& a, const Ways& b);
[[nodiscard]] Ways dearer(Ways ways, int by);

/// What stands between a run and `allow`: a requirement, a trigger, a phase.
struct Obstacle {
  enum class Kind : std::uint8_t {
    requirement,
    applicability,  ///< nobody can tell whether the rule applies
    nothing,        ///< there is nothing to make instances of
    score,          ///< a scored gate earns too little
    trigger,
    order,  ///< a phase began, or would begin, before what it comes after
    done    ///< a phase is done, and gates of it fail
  };
  Kind kind = Kind::requirement;
  plan::RuleRef rule;
  std::string instance = {};      ///< its ID; empty without `for each`
  std::uint32_t position = 0;     ///< of the instance in the loop
  std::uint32_t requirement = 0;  ///< of the rule's requirements
  base::Level asks = base::Level::hold;
  bool waivable = false;
  bool may_not_apply = false;  ///< whether it applies cannot be told: it may turn out that it does not
  std::string id = {};         ///< as findings have it: `payments.release/coverage.floor`
};

/// Where a run stands.
struct Standing {
  std::vector<Obstacle> obstacles;   ///< as declared
  std::vector<std::string> skipped;  ///< IDs of rules and requirements that were not looked at
};

/// An item that was added before: fields of it can be chosen freely.
struct FreshItem {
  std::uint32_t document = 0;
  std::string pointer;
};

/// How a rule looks back.
struct LookBack {
  base::Decimal longest;  ///< seconds: what was before that does not matter
  base::Decimal silence;  ///< seconds: the longest it bears between two snapshots
};

/// Ways to be rid of an obstacle, and where none is known, why.
struct Proposal {
  Ways ways;
  std::string why_not;
  bool reads_clock = false;                 ///< it looks at the time: another time may do
  std::optional<LookBack> looks_back = {};  ///< it asks for some time: things may have to stay as they are
};

/// What to do, as a person would say it: `raise coverage.line from 74.2% to at least 80% (5.8 points)`.
/// `times`: of an item that is added, how many of them.
[[nodiscard]] std::string words_of(const Action& action, const base::Decimal& now, std::size_t times = 1);

}  // namespace nexus::engine
