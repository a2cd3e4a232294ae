#pragma once

#include <cstddef>

namespace nexus::engine::read {

/// Writes what the inside of a JSON string means to `out`, which may be as long as the inside itself and need not be
/// longer. `begin`…`end` is between the quotes, valid UTF-8 without control characters. The end of what was written, or
/// null for an unknown escape or a lone surrogate.
[[nodiscard]] char* unescape(const char* begin, const char* end, char* out);
[[nodiscard]] bool valid_escapes(const char* begin, const char* end);

}  // namespace nexus::engine::read
