#pragma once

#include "workspace/infer/places.h"

#include <optional>
#include <set>
#include <string>

namespace nexus::workspace::infer {

/// What a gate asks of a place, in the words of the language.
struct Demand {
  int rank = 0;      ///< the lower, the sooner it is proposed
  std::string name;  ///< of the gate
  std::string title;
  std::string also = {};   ///< what the title goes on with, of a demand that is made beside another
  std::string param = {};  ///< a declaration
  std::string param_name = {};
  std::string condition = {};       ///< of the value, or of each item
  std::string forbidden = {};       ///< in place of a condition: what no item may be
  std::string message;              ///< with `{…}`
  std::string presence = {};        ///< a condition beside it: that there was something to count at all
  std::string absence = {};         ///< what is said, and mended, where there was nothing
  std::string task;                 ///< what is to be done
  std::string item = {}, key = {};  ///< the variables of an item, and of its key in a map
  std::string bad;                  ///< a value that breaks it, as the language writes it
};

/// What can be asked of a place, as it stands in the snapshots; nothing where nobody could tell. `taken` are names that mean
/// something already; `whose` tells the object from another of the same name, and may be empty.
[[nodiscard]] std::optional<Demand> demand_of(const Place& place, const std::set<std::string>& taken,
                                              const std::string& whose);

}  // namespace nexus::workspace::infer
