#pragma once

#include "tests/reference/schema.h"
#include "tests/reference/term.h"

#include <string>
#include <vector>

namespace nexus::reference {

struct MadeUp {
  Term policy;
  std::vector<std::string> phases;  ///< that can be asked about
  bool looks_back = false;
};
/// A policy that was made up over a schema: declarations, gates, triggers, phases, waivers. `plain`: nothing in it looks at
/// absence itself, nor at earlier snapshots, and it has neither phases nor waivers.
[[nodiscard]] MadeUp make_policy(const Schema& schema, Dice& dice, bool plain = false);

}  // namespace nexus::reference
