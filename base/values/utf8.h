#pragma once

#include <cstddef>
#include <string_view>

namespace nexus::base {

/// One step through text that may be broken: a Unicode scalar value, or a byte that belongs to none.
struct Utf8Step {
  char32_t scalar = 0;     ///< the byte itself where `valid` is false
  std::size_t length = 1;  ///< bytes to go on
  bool valid = false;
};

/// What stands at the start of `text`, which must not be empty.
[[nodiscard]] Utf8Step utf8_step(std::string_view text);

}  // namespace nexus::base
