#pragma once

#include "workspace/infer/input_type.h"

#include <span>
#include <string_view>

namespace nexus::workspace::infer {

/// Declares fields of `root` that hold what the standard library calls tests, coverage, findings … by the types it has for them,
/// where every snapshot fits: what is required is there, every value is of its type, and nothing would be hidden. False where
/// there is none of them, and no import is needed.
[[nodiscard]] bool use_evidence_types(InputType& root, std::span<const std::string_view> snapshots);

}  // namespace nexus::workspace::infer
