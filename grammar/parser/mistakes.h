#pragma once

#include "base/diagnostics/diagnostic.h"

#include <cstdint>
#include <string_view>

namespace nexus::grammar {

class Builder;

/// The likely mistakes: the labels of the grammar, each with words of its own.
enum class Mistake {
  // between declarations and clauses
  policy_stands_first,
  declaration_expected,
  clause_expected,
  missing_brace,
  missing_brace_of_record,
  closes_nothing,
  no_semicolons,
  no_comma_between_clauses,
  decimal_comma,
  for_each_stands_in_the_header,
  stands_before_the_first_require,
  case_expected,
  // in a clause or declaration
  no_hyphen_in_names,
  enum_mixes_order_and_list,
  say_applies_when,
  say_fires_when,
  say_allow,
  after_takes_commas_and_parentheses,
  // in an expression
  mixed_and_or,
  use_and,
  use_or,
  use_not,
  use_equals_equals,
  use_greater_equal,
  use_equals_equals_not_is,
  comparisons_do_not_chain,
  parenthesise_default,
  every_needs_has,
  only_every_has,
  not_a_function,
  window_over_ranges,
  // in a literal
  unit_touches_its_number,
  bad_number,
  bad_date,
  string_not_closed,
  bad_escape,
  bad_json_escape,
  escape_this_brace,
  no_interpolation_here,
  json_key_needs_quotes,
  json_value_expected,
  // in any of them
  nesting_too_deep,
  tree_too_deep,
};

/// What had to stand where a rule of the grammar failed for good.
struct Expectation {
  enum class Kind {
    part,         ///< described by `what`: `a name`, `a type`
    value,        ///< an operand
    keyword,      ///< `what` is the word
    symbol,       ///< `what` is the symbol
    closer,       ///< `what` is the bracket
    json_member,  ///< of an object, behind a comma or its `{`
  };
  Kind kind;
  std::string_view what;
  std::string_view help = {};
};

/// Does a clause of some block start with it?
[[nodiscard]] bool is_clause_word(std::string_view word);

/// The diagnostic for a mistake met at byte `at`.
[[nodiscard]] base::Diagnostic describe(Mistake mistake, Builder& b, std::uint32_t at);
[[nodiscard]] base::Diagnostic describe(const Expectation& expected, Builder& b, std::uint32_t at);

}  // namespace nexus::grammar
