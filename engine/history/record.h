#pragma once

#include "base/values/decimal.h"
#include "base/values/version.h"
#include "engine/read/document.h"
#include "engine/run/reasons.h"
#include "engine/value.h"
#include "rules/plan/plan.h"

#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::engine {

/// The time a snapshot says it was taken: its top-level `time`, in the form that the policy declares for it, else RFC 3339.
/// Nothing where there is none, or it is no time. `json` is valid JSON.
[[nodiscard]] std::optional<base::Decimal> time_of_snapshot(const plan::Plan& plan, std::string_view json);

/// A time as a snapshot of this plan says it: `time_of_snapshot` reads it again.
[[nodiscard]] std::string time_json(const plan::Plan& plan, const base::Decimal& time);

/// What a node was worth at a sample. Owned by the sample, and good as long as it is.
struct SampleValue {
  bool there = true;  ///< false: the item that the rule's instance is about was not in the list
  Value value;        ///< where it is unknown, `reasons` say why
  std::vector<Reason> reasons;
};

/// Whether a value is unknown where it cannot be told that the item was there.
enum class Membership : std::uint8_t { counts, aside };

/// What was asked at an earlier snapshot: a node, of the item of an instance (empty: of none).
struct Asked {
  plan::NodeId node;
  std::string instance;
  Membership membership = Membership::counts;
  friend auto operator<=>(const Asked&, const Asked&) = default;
};

/// An earlier snapshot. What nodes were worth at it is remembered, so that no sample is ever evaluated twice.
struct Sample {
  Document document;
  base::Decimal time;      ///< seconds since 1970-01-01T00:00:00Z
  std::string file;        ///< where it comes from, for messages
  std::uint32_t line = 1;  ///< of that file, where its text begins; 0 for one that was never text

  std::map<Asked, SampleValue> remembered;
  std::list<std::string> texts;  ///< what the remembered refer to
  std::list<Frame> frames;       ///< their headers, without slots
  std::list<base::Decimal> numbers;
  std::list<base::Version> versions;
};

/// Snapshots of a run's history, oldest first (docs/language.md, "History"). Belongs to one plan, and to the one Evaluator
/// that is given it: what that found out about its samples stays in it.
class Record {
 public:
  /// Puts a snapshot where its time belongs: behind those of the same time. One of equal text and time is kept once; then
  /// false comes back. The document was read as document 0 of the plan.
  bool insert(Document document, const base::Decimal& time, std::string file, std::uint32_t line);

  [[nodiscard]] std::size_t size() const { return samples_.size(); }
  [[nodiscard]] const Sample& operator[](std::size_t i) const { return samples_[i]; }
  [[nodiscard]] Sample& operator[](std::size_t i) { return samples_[i]; }
  /// How many samples are not later than `time`.
  [[nodiscard]] std::size_t count_until(const base::Decimal& time) const;
  /// The sample a frame was read from; nothing for frames of other documents.
  [[nodiscard]] std::optional<std::size_t> find(const Frame* frame) const;

  /// Forgets the oldest samples.
  void drop_first(std::size_t count) {
    samples_.erase(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(count));
  }
  /// Forgets what was found out about samples: params, other documents or the question have changed.
  void forget();
  /// The same, unless `by` is who remembered it.
  void belong_to(const void* by);

 private:
  std::deque<Sample> samples_;
  const void* remembered_by_ = nullptr;
};

}  // namespace nexus::engine
