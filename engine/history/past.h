#pragma once

#include "engine/history/record.h"
#include "engine/run/machine.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nexus::engine {

class Judge;

/// Evaluates parts of a plan at earlier snapshots: each of them is the snapshot then, sees only those before it as history,
/// and its time is `now`. Nested windows are evaluated on machines of their own, one a level, made when first needed.
class Past {
 public:
  explicit Past(const plan::Plan& plan);
  ~Past();
  Past(const Past&) = delete;
  Past& operator=(const Past&) = delete;

  /// Begins a run. `record` is null where none was supplied; `before` is how many of its samples stand before the snapshot
  /// of the run, and `is_next` says that this snapshot is the sample after them.
  void begin(Record* record, std::size_t before, bool is_next, std::span<const Document* const> documents,
             std::optional<std::uint32_t> asked_phase);

  [[nodiscard]] bool supplied() const { return record_ != nullptr; }
  [[nodiscard]] std::size_t before() const { return before_; }
  [[nodiscard]] const Sample& sample(std::size_t i) const { return (*record_)[i]; }
  [[nodiscard]] const Record* record() const { return record_; }

  /// What `node` was worth at a sample; with `for_each`, for the item that has the ID `instance` there. An unknown has its
  /// reasons in the asker's store. Nothing: there was no such item; or, with the membership aside, nobody can tell which there were.
  [[nodiscard]] std::optional<Value> value(Machine& asker, std::size_t sample, plan::NodeId node,
                                           const plan::ForEach* for_each, const std::string& instance,
                                           Membership membership = Membership::counts);
  /// Keeps what `asker` found at its own snapshot, for the time when that has become an earlier one.
  void remember(Machine& asker, plan::NodeId node, const std::string& instance, const Value& value);

 private:
  struct Level;
  const SampleValue& evaluate(Machine& asker, Sample& sample, std::size_t index, Asked asked,
                              const plan::ForEach* for_each);
  Level& level(std::size_t depth);
  SampleValue keep(Sample& sample, Machine& machine, const Value& value) const;
  static Value as_known_to(Machine& asker, const SampleValue& value);

  const plan::Plan& plan_;
  Record* record_ = nullptr;
  std::size_t before_ = 0;
  bool is_next_ = false;
  std::vector<const Document*> documents_;
  std::optional<std::uint32_t> asked_phase_;
  std::vector<std::unique_ptr<Level>> levels_;
};

}  // namespace nexus::engine
