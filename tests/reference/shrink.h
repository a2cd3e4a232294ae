#pragma once

#include "tests/reference/json.h"
#include "tests/reference/term.h"

#include <functional>

namespace nexus::reference {

/// A policy and a snapshot on which the two sides differ.
struct Case {
  Term policy;
  Json snapshot;
};

/// Makes a case smaller as long as `differs` says that it still tells the sides apart: leaves out what can go, puts an
/// operand or a literal in place of an expression, takes members and items from the snapshot.
[[nodiscard]] Case shrink(Case from, const std::function<bool(const Case&)>& differs);

}  // namespace nexus::reference
