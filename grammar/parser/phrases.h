#pragma once

#include "grammar/parser/nearby.h"

#include <optional>
#include <string_view>

/// Comparisons in everyday English, for messages: the language has signs for them.
namespace nexus::grammar {

struct Phrase {
  Extent words;            ///< `greater than`
  std::string_view meant;  ///< `>`
};

/// The phrase that begins at the place; none where none does.
[[nodiscard]] std::optional<Phrase> phrase_at(const Nearby& near);

/// `<` → `>=`, `in` → `not in`, and back.
[[nodiscard]] std::string_view opposite(std::string_view op);

}  // namespace nexus::grammar
