#pragma once

#include <string>
#include <string_view>

namespace nexus::engine {

/// SHA-256 of the bytes, in lower-case hexadecimal: what reports say of policies and documents, so that a decision can
/// be audited and repeated.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace nexus::engine
