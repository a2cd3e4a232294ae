#pragma once

#include "base/diagnostics/diagnostic.h"

#include <cstdint>
#include <optional>

/// The diagnostics of mistakes inside expressions and literals; `describe` (grammar/mistakes.h) picks one.
namespace nexus::grammar {

class Builder;

/// For a character that no token of the language has: its diagnostic, whatever was expected.
[[nodiscard]] std::optional<base::Diagnostic> stray_character(Builder& b, std::uint32_t at);

// Expressions. Those without a place look at the operand that was built last.
[[nodiscard]] base::Diagnostic mixed_and_or(Builder& b);
[[nodiscard]] base::Diagnostic use_and(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic use_or(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic use_not(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic use_equals_equals(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic use_greater_equal(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic use_equals_equals_not_is(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic comparisons_do_not_chain(Builder& b);
[[nodiscard]] base::Diagnostic parenthesise_default(Builder& b);
[[nodiscard]] base::Diagnostic every_needs_has(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic only_every_has(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic not_a_function(Builder& b);
[[nodiscard]] base::Diagnostic window_over_ranges(Builder& b);

// Literals.
[[nodiscard]] base::Diagnostic unit_touches_its_number(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic bad_number(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic bad_date(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic string_not_closed(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic bad_escape(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic bad_json_escape(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic escape_this_brace(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic no_interpolation_here(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic json_key_needs_quotes(Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic json_value_expected(Builder& b, std::uint32_t at);

}  // namespace nexus::grammar
