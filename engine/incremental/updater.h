#pragma once

#include "base/values/level.h"
#include "engine/evaluate.h"
#include "engine/incremental/dependencies.h"
#include "engine/judge/judge.h"
#include "engine/read/document.h"
#include "engine/run/machine.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nexus::engine {

/// Brings a verdict up to date after an edit: forgets the values that depend on what changed, judges the rules that ask for
/// them again, those first that others ask for, and keeps count of what rules ask for. A rule that is judged again and stands
/// as it stood leaves those alone that ask for its status.
class Updater {
 public:
  Updater(const plan::Plan& plan, Machine& machine, Judge& judge)
      : plan_(plan), machine_(machine), judge_(judge), dependencies_(plan) {}

  /// Notes how every rule stands, after a run that judged all of them.
  void take_stock();
  /// The rules changed behind its back: they are not as it knows them.
  void forget_stock() { standings_.clear(); }
  [[nodiscard]] bool has_stock() const { return standings_.size() == plan_.order.size(); }

  /// Judges again what an edit of one place may have changed. False where everything must be judged again. Throws OutOfSteps.
  [[nodiscard]] bool update(const Edit& edit);
  /// After a run that followed an edit: every rule that was judged, as it stood and as it stands.
  [[nodiscard]] std::vector<Rejudged> all_judged() const;
  /// The rules that were judged again, in the order of the report.
  [[nodiscard]] std::vector<Rejudged>& rejudged() { return rejudged_; }
  /// Is there anything to decide? As of the last stock or update.
  [[nodiscard]] bool contributes() const { return contributing_ != 0 || judge_.verdicts().asked_phase; }

 private:
  /// How a rule stands: its verdict, and its say.
  struct Standing {
    Status status = Status::skipped;
    base::Level asks = base::Level::allow;
    Judge::Say say;
  };
  /// What was made anew since the last run is not given back before the next.
  [[nodiscard]] bool is_worn() const;
  [[nodiscard]] std::size_t verdicts() const {
    return judge_.verdicts().instances.size() + judge_.verdicts().requirements.size();
  }
  void reach_place(plan::SchemaId place);
  void reach_what_looks_into(plan::SchemaId record);
  void reach(Dependencies::Step step);
  void enqueue(std::uint32_t position);
  void judge_again(std::uint32_t position);
  void count(const Judge::Say& say, int by);
  void note(std::uint32_t position);

  const plan::Plan& plan_;
  Machine& machine_;
  Judge& judge_;
  Dependencies dependencies_;

  std::vector<Standing> standings_;  // by position in Plan::order
  std::array<std::uint32_t, static_cast<std::size_t>(base::Level::rollback) + 1>
      asking_{};  // rules, by what they ask for
  std::uint32_t contributing_ = 0;
  std::size_t memory_after_run_ = 0, verdicts_after_run_ = 0;
  std::uint64_t steps_after_run_ = 0;

  // of one update
  std::vector<std::uint32_t> reached_;  // by step: the update that reached it last
  std::uint32_t number_ = 0;
  std::vector<Dependencies::Step> open_;
  std::vector<std::uint32_t> queue_, counted_;  // positions; the queue a heap with the lowest rank first
  std::vector<Rejudged> rejudged_;
};

}  // namespace nexus::engine
