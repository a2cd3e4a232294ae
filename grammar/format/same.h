#pragma once

#include "grammar/format/tokens.h"

#include <span>
#include <string>

namespace nexus::grammar::layout {

/// The safety net under the layout: is `text` without syntax errors, and made of these tokens, with the same comments between
/// them?
[[nodiscard]] bool says_the_same(std::string text, std::span<const Token> tokens);

}  // namespace nexus::grammar::layout
