#pragma once

#include "workspace/mistakes.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Policies as they are typed, a declaration or an expression at a time.
namespace nexus::workspace {

/// What a text that somebody typed is, as far as it has come.
struct TypedText {
  enum class Kind : std::uint8_t { nothing, declarations, expression, mistake };
  Kind kind = Kind::nothing;  ///< nothing: white space and comments
  bool goes_on = false;       ///< it breaks off where something must follow: an open bracket, an operator
  Mistakes mistakes;          ///< of a mistake
};

/// Reads it as declarations, else as an expression; `name` is what messages call it. Of a text that is neither, the mistakes are
/// those of what its first word says it was meant to be.
[[nodiscard]] TypedText read_typed(const std::string& name, const std::string& text);

/// Every word that has a meaning of its own in the language, reserved or not.
[[nodiscard]] std::vector<std::string_view> language_words();
[[nodiscard]] bool is_language_word(std::string_view word);

/// Is there a bracket that is not closed, be it of the language or of JSON?
[[nodiscard]] bool has_open_bracket(std::string_view text);

}  // namespace nexus::workspace
