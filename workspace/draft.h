#pragma once

#include "engine/next/way.h"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::workspace {

/// Documents with changes that come and go. Actions are kept in the coordinates of the documents as they were, items that
/// were added counted behind those that were there and items that are removed counted still: so that each can be left out
/// without moving the places of the others.
class Draft {
 public:
  /// By number of the input; none: not given.
  explicit Draft(std::vector<std::optional<std::string>> documents) : originals_(std::move(documents)) {}

  /// The documents with actions applied, in their order.
  struct State {
    std::vector<std::optional<std::string>> texts;
    std::vector<std::optional<std::string>> unremoved;  ///< with all that is removed still there
    std::vector<std::set<std::string>> removed;         ///< pointers, by document
    std::vector<engine::FreshItem> fresh;               ///< items that were added, where they stand in `texts`
  };
  [[nodiscard]] State with(std::span<const engine::Action> actions) const;

  /// An action on the documents of a state, in the draft's own coordinates. `added` counts the items that the same way has
  /// added to its list before.
  [[nodiscard]] static engine::Action own(engine::Action action, const State& state, std::size_t added);

  [[nodiscard]] const std::optional<std::string>& original(std::uint32_t document) const {
    return originals_[document];
  }

 private:
  std::vector<std::optional<std::string>> originals_;
};

/// Is `pointer` the place itself, or below it?
[[nodiscard]] bool is_at_or_below(std::string_view pointer, std::string_view place);

/// All of both; of two values for one place the later one counts.
[[nodiscard]] std::vector<engine::Action> joined(std::vector<engine::Action> first,
                                                 std::span<const engine::Action> second);

}  // namespace nexus::workspace
