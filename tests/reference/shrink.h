#pragma once

#include "tests/reference/json.h"
#include "tests/reference/term.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace nexus::reference {

/// A policy, and what it is asked about.
struct Case {
  Term policy;
  std::vector<std::string> inputs;             ///< the names of further documents
  std::vector<std::optional<Json>> documents;  ///< the snapshot, then those
  std::optional<std::vector<Json>> history = std::nullopt;
  std::string asked = {};  ///< the phase that is asked about; empty: none
};

/// Makes a case smaller as long as `differs` says that it still tells the sides apart: leaves out what can go, puts an
/// operand or a literal in place of an expression, takes members and items from the documents.
[[nodiscard]] Case shrink(Case from, const std::function<bool(const Case&)>& differs);

}  // namespace nexus::reference
