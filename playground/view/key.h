#pragma once

#include <cstdint>

namespace nexus::playground {

/// A key that was pressed.
struct Key {
  enum class Kind : std::uint8_t {
    character,  ///< see `character`
    control,    ///< with Ctrl: `character` is the letter, `c`
    enter,
    escape,
    tab,
    back_tab,
    up,
    down,
    left,
    right,
    page_up,
    page_down,
    home,
    end,
    backspace,
    remove  ///< Delete
  };
  Kind kind = Kind::character;
  char32_t character = 0;
};

}  // namespace nexus::playground
