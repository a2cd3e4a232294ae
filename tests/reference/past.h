#pragma once

#include "rules/checked_model.h"
#include "tests/reference/json.h"
#include "tests/reference/value.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace nexus::reference {

class Judge;

/// What a run is about: its documents by the number of their input (null: not given), its clock, the phase it asks about,
/// and the snapshots before.
struct Run {
  std::vector<const Json*> documents;
  Number now;
  std::optional<std::uint32_t> asked_phase = std::nullopt;
  std::optional<std::vector<Json>> history = std::nullopt;  ///< nothing: none was given
};

/// The snapshots of a run in the order of time, the one that is judged last (docs/language.md, "History").
class Past {
 public:
  Past(const rules::CheckedModel& model, const Run& run);
  ~Past();

  [[nodiscard]] std::size_t size() const { return samples_.size(); }
  [[nodiscard]] bool is_recorded() const { return run_.history.has_value(); }
  [[nodiscard]] const Json* snapshot(std::size_t at) const { return samples_[at].snapshot; }
  [[nodiscard]] const Number& time(std::size_t at) const { return samples_[at].time; }
  /// What `now` means there.
  [[nodiscard]] const Number& now(std::size_t at) const { return at + 1 == size() ? run_.now : time(at); }
  /// Who judges rules as they were then.
  Judge& at(std::size_t at);

 private:
  struct Sample {
    const Json* snapshot;
    Number time;
    std::unique_ptr<Judge> judge = nullptr;
  };
  const rules::CheckedModel& model_;
  const Run& run_;
  std::vector<Sample> samples_;
};

/// The time that a snapshot says it is of: its top-level `time`, in the form that the policy declares for it.
[[nodiscard]] std::optional<Number> time_of(const rules::CheckedModel& model, const Json& snapshot);

/// A snapshot, or another document, as the policy reads it.
/// One of the earlier ones is told from it by its name.
[[nodiscard]] Value read_document(const rules::CheckedModel& model, rules::InputId input, const Json* json,
                                  bool is_earlier = false);

}  // namespace nexus::reference
