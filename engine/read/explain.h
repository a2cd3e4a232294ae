#pragma once

#include "base/limits.h"
#include "engine/read/document.h"

#include <optional>
#include <string_view>

namespace nexus::engine::read {

/// What is wrong with a JSON text, and where; nothing where it is valid and at most
/// `max_depth` objects and lists stand inside one another. It reads byte by byte with nothing in mind but
/// to be right, so it also serves the tests as the oracle for the fast reader, and must never be made fast.
[[nodiscard]] std::optional<ReadError> explain(std::string_view text, unsigned max_depth = static_cast<unsigned>(base::Limits{}.snapshot_depth));

}  // namespace nexus::engine::read
