#pragma once

#include "workspace/infer/input_type.h"

#include <string>
#include <vector>

namespace nexus::workspace::infer {

/// Where a value stands in each of the snapshots: below the root, or below each item of one list or map.
struct Place {
  std::vector<std::string> collection;  ///< steps from the root to the list or map; empty where there is none
  bool is_map = false;
  std::vector<std::string> steps;  ///< from the root, or from the item
  const InputType* type = nullptr;
  const InputType* owner = nullptr;  ///< the record that it is a field of
  const InputType* item = nullptr;   ///< of the collection
  bool may_be_absent = false;        ///< some field on the way is declared optional

  [[nodiscard]] const std::string& name() const { return steps.back(); }
  /// The field that it is in; empty at the root, and right below an item.
  [[nodiscard]] std::string parent() const { return steps.size() > 1 ? steps[steps.size() - 2] : std::string(); }
};

/// Places of single values that are there in all snapshots, as they stand. The type must outlive them.
[[nodiscard]] std::vector<Place> places_of(const InputType& root);

}  // namespace nexus::workspace::infer
