#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::collect {

/// What a plain scalar means in the core schema of YAML 1.2 (section 10.3.2).
struct YamlScalar {
  enum class Kind : std::uint8_t { string, null, boolean, integer, real, not_in_json };
  Kind kind = Kind::string;
  std::string json;  ///< of null, booleans and numbers their JSON text; numbers keep their digits
};
/// `.inf` and `.nan`, and integers of base 8 or 16 that need more than 64 bits, are `not_in_json`.
[[nodiscard]] YamlScalar yaml_scalar(std::string_view text);

}  // namespace nexus::collect
