#pragma once

#include "base/values/decimal.h"
#include "base/values/level.h"
#include "base/values/truth.h"
#include "engine/run/machine.h"
#include "engine/value.h"
#include "rules/plan/plan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::engine {

/// What became of a rule or requirement (docs/language.md, "Rules and decisions").
enum class Status : std::uint8_t {
  pass, warn, fail, skipped, unknown, upcoming, waived,  // gates; requirements too
  ready, active, done, blocked, out_of_order,            // phases, which may also be skipped and unknown
  quiet, pending, fired,                                 // triggers, which may also be skipped and unknown
  excused                                                // requirements alone
};
[[nodiscard]] std::string_view status_name(Status status);
[[nodiscard]] std::optional<Status> status_of(std::string_view name);

/// How a requirement stands to its `from` and `until`.
enum class Timing : std::uint8_t {
  in_force,
  upcoming,  ///< judged, but asks for at most warn
  over       ///< not looked at any more
};

struct RequirementVerdict {
  Status status = Status::pass;  ///< of the condition, waivers and excuse taken into account; never upcoming: see `timing`
  base::Level level = base::Level::block;  ///< what failing asks for; hold where the level itself is unknown
  base::Level asks = base::Level::allow;
  bool vacuous = false;  ///< holds because there was nothing to judge
  Value bare;   ///< of the condition alone
  Value value;  ///< after waivers and excuse
  Value why;    ///< an unknown with the reasons, where the status is unknown
  Timing timing = Timing::in_force;
  bool when_unknown = false;  ///< nobody can tell whether it applies
  base::Truth band = base::Truth::no;  ///< in a scored gate: does what still earns half the weight hold?
};

/// One instance of a rule; a rule without `for each` has one.
struct Instance {
  std::string id;  ///< `staging` of `rule[staging]`; empty without `for each`
  bool will_pass = false;    ///< its score passes, though it is still to come
  bool placeholder = false;  ///< `[]`: there was nothing to make instances of
  bool judged = false;       ///< its requirements (its condition) were looked at: it applies
  Status status = Status::skipped;
  base::Level asks = base::Level::allow;
  Value why;  ///< reasons, where the status is unknown for a cause of its own (applicability, nothing to judge, the trigger's condition)
  std::optional<base::Decimal> since;  ///< of a pending trigger with `for D`: the time from which on its condition has held
  std::uint32_t position = 0;  ///< which item of the loop, counting those whose guard is not false
  std::uint32_t first_requirement = 0;  ///< in Verdicts::requirements
};

struct RuleVerdict {
  Status status = Status::skipped;
  base::Level asks = base::Level::allow;
  bool judged = false;
  bool contributes = false;
  base::Truth counted = base::Truth::yes;  ///< has it a say in the decision?
  Value counted_why;                       ///< an unknown with the reasons, where nobody can tell
  Value why;  ///< reasons, where the rule as a whole is unknown
  std::uint32_t first_instance = 0, instances = 0;  ///< in Verdicts::instances
};

/// How a phase stands to its order.
struct PhaseVerdict {
  RuleVerdict rule;
  base::Truth after = base::Truth::yes;      ///< everything it comes after is done or skipped
  base::Truth after_then = base::Truth::yes; ///< the same for when it began, where a time says when
  base::Truth gates = base::Truth::yes;
  base::Truth requirements = base::Truth::yes;
  base::Truth order_broken = base::Truth::no;
  bool order_waived = false;  ///< it would be broken, or nobody could tell, but for a waiver
  Value order_bare;  ///< an unknown with the reasons, where nobody could tell but for a waiver
  Value order_why;  ///< reasons, where `order_broken` is unknown
  /// Unknowns, where evidence that is not there yet was read as "not yet": for others it remains to be seen whether the
  /// phase is out of order, done, active.
  Value open_order, open_done, open_active;
  std::uint32_t first_requirement = 0;
};

/// How far a gate has been judged.
enum class Judged : std::uint8_t {
  not_yet,
  in_short,  ///< it passes, and nobody has asked for more: it has no instance (Judge::complete)
  in_full
};

/// What a run found. Values in it live as long as the machine's memory: until its next run.
struct Verdicts {
  base::Level decision = base::Level::allow;
  std::vector<RuleVerdict> gates, triggers;
  std::vector<Judged> judged;  ///< by gate
  std::vector<PhaseVerdict> phases;
  std::vector<Instance> instances;
  std::vector<RequirementVerdict> requirements;
  std::optional<std::uint32_t> asked_phase;
  base::Level asked_asks = base::Level::allow;  ///< what asking about that phase adds

  [[nodiscard]] const RuleVerdict& of(plan::RuleRef ref) const {
    switch (ref.kind) {
      case plan::RuleKind::gate: return judged[ref.index] == Judged::in_short ? passes : gates[ref.index];
      case plan::RuleKind::phase: return phases[ref.index].rule;
      case plan::RuleKind::trigger: break;
    }
    return triggers[ref.index];
  }

 private:
  static constexpr RuleVerdict passes{.status = Status::pass, .judged = true, .contributes = true, .counted_why = {}, .why = {}};
};

}  // namespace nexus::engine
