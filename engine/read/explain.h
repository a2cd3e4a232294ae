#pragma once

#include "engine/read/document.h"

#include <optional>
#include <string_view>

namespace nexus::engine::read {

/// What is wrong with a JSON text, and where; nothing where it is valid. It reads byte by byte with nothing in mind but
/// to be right, so it also serves the tests as the oracle for the fast reader, and must never be made fast.
[[nodiscard]] std::optional<ReadError> explain(std::string_view text);

}  // namespace nexus::engine::read
