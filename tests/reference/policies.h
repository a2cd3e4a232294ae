#pragma once

#include "tests/reference/schema.h"
#include "tests/reference/term.h"

namespace nexus::reference {

/// A policy that was made up over a schema: declarations, gates, triggers.
[[nodiscard]] Term make_policy(const Schema& schema, Dice& dice);

}  // namespace nexus::reference
