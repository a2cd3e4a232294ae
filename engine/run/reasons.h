#pragma once

#include "engine/value.h"
#include "rules/plan/plan.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace nexus::engine {

/// Why something is unknown: what is wrong, and at which place of which document.
struct Reason {
  ReasonCode code = ReasonCode::absent;
  plan::SchemaId place;          ///< the topmost missing or bad place; none where no single place is to blame
  const Frame* frame = nullptr;  ///< the frame that place stands in
  std::string_view key;          ///< a key or position below `place` that is not there, or not a member of the enum; empty for the place itself
  plan::NodeId node;             ///< the node that met it; none for what was read as it stands
  std::string_view detail;       ///< words about a computed value, may be empty

  friend bool operator==(const Reason& a, const Reason& b) {
    return a.code == b.code && a.place == b.place && a.frame == b.frame && a.key == b.key && (a.place || a.node == b.node);
  }
};

/// What a reason may be an instance of (docs/language.md, "Unknown and why").
enum class ReasonClass : std::uint8_t {
  absence = 1,
  optional_absence = 2,  ///< where it is declared as possible: optional fields and documents, keys, positions, JSON of undeclared shape
  optional_root_absence = 4,  ///< of a whole optional top-level field of the snapshot or document: for `applies when` "does not apply"
  not_yet = 8  ///< optional absence, or nothing to judge: for a phase "not yet"
};

/// The reasons of the unknowns of one run. Sets are immutable, and share members where they can; an unknown names one, or a
/// single place.
class ReasonStore {
 public:
  static constexpr std::size_t most_stored = 64;

  /// `steps` are those of the run: what the store takes beyond some megabytes is counted there, 8 bytes a step, so that
  /// memory has the limit that time has. Whoever counts them looks at the budget.
  ReasonStore(const plan::Plan& plan, std::uint64_t& steps) : plan_(plan), steps_(steps) {}
  void reset();

  /// An unknown for one reason.
  [[nodiscard]] Value unknown(const Reason& reason);
  /// An unknown for the reasons of both, first ones first, each once. Either may be known: then the other's.
  [[nodiscard]] Value merge(Value first, Value second);

  /// The reasons of an unknown, at most `most_stored`. Valid until the next call of any member.
  [[nodiscard]] std::span<const Reason> reasons(Value unknown);
  /// How many there were, also those that are not stored.
  [[nodiscard]] std::size_t total(Value unknown) const;

  /// Are all of them, also those that are not stored, of a class?
  [[nodiscard]] bool all(Value unknown, ReasonClass of) const { return (classes(unknown) & static_cast<std::uint8_t>(of)) != 0; }

 private:
  struct Set {
    std::uint32_t begin, size;
    std::size_t total;
    std::uint8_t classes;  ///< what all of them are
  };
  /// What is really wrong where a slot was left empty: the topmost place that is missing or bad.
  [[nodiscard]] Reason at_place(Value unknown) const;
  [[nodiscard]] std::uint8_t classes(const Reason& reason) const;
  [[nodiscard]] std::uint8_t classes(Value unknown) const;
  /// Members for any merge can be added without moving those that are there.
  void make_room();
  Value add(const Set& set);

  const plan::Plan& plan_;
  std::uint64_t& steps_;
  std::size_t counted_ = 0;  // of the members: those that count as steps already, if they do
  std::vector<Reason> members_;
  std::vector<Set> sets_;
  Reason single_;
};

}  // namespace nexus::engine
