#pragma once

#include "base/values/decimal.h"
#include "base/values/level.h"
#include "engine/evaluate.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What a replay found: a history told as episodes and changes. Plain data that owns itself.
namespace nexus::engine {

/// A trigger fired, from one snapshot on until another.
struct Episode {
  base::Decimal from;    ///< time of the first snapshot at which it had fired
  base::Decimal until;   ///< of the first at which it no longer had; of the last one of all, where it still has
  bool over = false;
  std::uint64_t first_line = 0, last_line = 0;  ///< of the snapshots at which it had fired
  base::Level level = base::Level::warn;        ///< the gravest it asked for
};
/// A trigger, or one instance of it.
struct TriggerReplay {
  std::string id, title;
  std::vector<Episode> episodes;
  std::uint64_t fired = 0, pending = 0, unknown = 0;  ///< snapshots
};
/// The decision, or the status of a gate or phase, became another.
struct Change {
  base::Decimal time;
  std::uint64_t line = 0;
  std::string from, to;  ///< `from` is empty at the first snapshot
};
struct ChangeReplay {
  std::string kind;  ///< decision, gate, phase
  std::string id, title;
  std::vector<Change> changes;
};
/// A window that somebody labelled: here was an incident.
struct LabelReplay {
  base::Decimal start, end;
  std::string caught_by;                   ///< ID of the first trigger that had fired in it; empty where none had
  std::optional<base::Decimal> caught_at;  ///< time of that snapshot
};
struct FalseAlarm {
  std::string id;
  base::Decimal from;
};
struct ReplayReport {
  std::string file;
  std::uint64_t snapshots = 0, repeated = 0;
  base::Decimal first, last;
  std::vector<TriggerReplay> triggers;  ///< as declared, instances as they appeared
  std::vector<ChangeReplay> changes;    ///< the decision first
  bool labelled = false;
  std::vector<LabelReplay> labels;
  std::vector<FalseAlarm> false_alarms;  ///< episodes that touch no labelled window
};

/// Turns the outcomes of a replay's steps into what is told of them.
class ReplayLog {
 public:
  void add(const plan::Plan& plan, std::uint64_t line, const base::Decimal& time, std::string_view decision, const std::vector<Outcome>& outcomes);
  /// Ends the replay. `labels` are windows with both ends included.
  [[nodiscard]] ReplayReport finish(std::string file, std::optional<std::vector<LabelReplay>> labels) &&;

 private:
  void add_trigger(const plan::Rule& rule, const Outcome& outcome, std::uint64_t line, const base::Decimal& time);
  void add_change(std::string_view kind, const std::string& id, const std::string& title, std::string_view status, std::uint64_t line, const base::Decimal& time);

  ReplayReport report_;
  std::map<std::string, std::size_t> triggers_, changes_;  // by ID: where in the report
};

}  // namespace nexus::engine
