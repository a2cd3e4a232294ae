#include "grammar/parser/mistakes.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "grammar/parser/builder.h"
#include "grammar/parser/found.h"
#include "grammar/parser/mistakes_in.h"
#include "grammar/parser/nearby.h"
#include "grammar/parser/slips.h"
#include "grammar/words.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::grammar {

using base::Diagnostic;
namespace diagnostics = base::diagnostics;

namespace {

std::string_view block_name(const Builder& b) {
  if (b.inside<GateDecl>()) return "gate";
  if (b.inside<PhaseDecl>()) return "phase";
  if (b.inside<TriggerDecl>()) return "trigger";
  if (b.inside<WaiverDecl>()) return "waiver";
  if (b.inside<TableDecl>()) return "table";
  return "test";
}

words::List clauses_of(const Builder& b) {
  if (b.inside<GateDecl>()) return words::gate_clauses;
  if (b.inside<PhaseDecl>()) return words::phase_clauses;
  if (b.inside<TriggerDecl>()) return words::trigger_clauses;
  if (b.inside<WaiverDecl>()) return words::waiver_clauses;
  return words::test_clauses;
}

/// `gate`, `phase` …: for who begins with something else altogether.
std::string declarations_there_are() {
  std::vector<std::string> all;
  for (const std::string_view word : words::declarations) all.push_back("`" + std::string(word) + "`");
  return "a declaration begins with " + base::list_with(all, "or");
}

/// What says elsewhere what a clause says here; empty for a word that nobody mistakes.
std::string_view clause_advice(const Builder& b, std::string_view word) {
  struct Advice {
    std::string_view written, help;
  };
  constexpr std::string_view demand = "say what must hold: `require CONDITION else block \"MESSAGE\"`";
  constexpr std::array in_rules = {
      Advice{"description", "the title says it; more goes into a `##` comment above"},
      Advice{"summary", "the title says it; more goes into a `##` comment above"},
      Advice{"reason", "the message behind `else` says it"},
      Advice{
          "severity",
          "the level is written behind `else`, as in `else block \"MESSAGE\"`, or once for the gate: `on fail block`"},
      Advice{
          "level",
          "the level is written behind `else`, as in `else block \"MESSAGE\"`, or once for the gate: `on fail block`"},
      Advice{"if",
             "say what must hold: `require CONDITION else block \"MESSAGE\"`; what only some must meet ends in `when "
             "CONDITION`"},
      Advice{"for", "what is judged for each item is said in the header: `gate NAME \"TITLE\" for each x in LIST {`"},
      Advice{"deny", demand},
      Advice{"allow", demand},
      Advice{"assert", demand},
      Advice{"check", demand},
      Advice{"must", demand},
      Advice{"condition", demand},
  };
  if (b.inside<TestDecl>())
    return word == "assert" || word == "check" || word == "then"
               ? "what is expected is written `expect gate NAME is pass`"
               : "";
  if (!b.inside<GateDecl>() && !b.inside<PhaseDecl>()) return {};
  const auto* const found = std::ranges::find(in_rules, word, &Advice::written);
  return found == in_rules.end() ? std::string_view() : found->help;
}

/// `require`, `applies when` …: for who begins a clause with something else altogether.
std::string clauses_there_are(const Builder& b) {
  std::vector<std::string> all;
  for (const std::string_view word : clauses_of(b)) all.push_back("`" + std::string(word) + "`");
  return "a clause of a " + std::string(block_name(b)) + " begins with " + base::list_with(all, "or");
}

/// What declares elsewhere, and here.
std::string_view declaration_meant(std::string_view word) {
  struct Spelling {
    std::string_view written, meant;
  };
  constexpr std::array spellings = {
      Spelling{"rule", "gate"},      Spelling{"check", "gate"},      Spelling{"deny", "gate"},
      Spelling{"allow", "gate"},     Spelling{"permit", "gate"},     Spelling{"forbid", "gate"},
      Spelling{"violation", "gate"}, Spelling{"const", "let"},       Spelling{"var", "let"},
      Spelling{"val", "let"},        Spelling{"set", "let"},         Spelling{"function", "def"},
      Spelling{"func", "def"},       Spelling{"fn", "def"},          Spelling{"struct", "type"},
      Spelling{"record", "type"},    Spelling{"use", "import"},      Spelling{"include", "import"},
      Spelling{"stage", "phase"},    Spelling{"parameter", "param"}, Spelling{"inputs", "input"},
      Spelling{"package", "policy"}, Spelling{"module", "policy"}};
  const auto found = std::ranges::find(spellings, word, &Spelling::written);
  return found == spellings.end() ? std::string_view() : found->meant;
}

/// A block other than this one that has such a clause.
std::string_view home_of_clause(std::string_view word) {
  if (words::contains(words::gate_clauses, word)) return "a gate";
  if (words::contains(words::phase_clauses, word)) return "a phase";
  if (words::contains(words::trigger_clauses, word)) return "a trigger";
  if (words::contains(words::waiver_clauses, word)) return "a waiver";
  if (words::contains(words::test_clauses, word)) return "a test";
  return {};
}

Diagnostic with_nearest(Diagnostic d, std::string_view word, words::List candidates) {
  const auto near = base::nearest(word, candidates);
  if (!near || *near == word) return d;
  return std::move(d).with_help("did you mean `" + std::string(*near) + "`?").with_suggestion(d.span, std::string(*near));
}

/// Is there a token before `at` on its line?
bool follows_on_line(Builder& b, std::uint32_t at) {
  const std::uint32_t end = b.trivia().token_end(at);
  return end > 0 && !b.source().breaks_line({end, at});
}

/// Does a value end, or begin, with the token? A string is left out: it is mostly a message.
bool is_value_like(const Source& source, Extent token, char bracket) {
  const std::string_view text = source.slice(token);
  if (text.empty()) return false;
  return is_word_byte(text.front()) || text.back() == bracket;
}

/// For a token that neither starts what may stand here nor goes on with what stands before.
Diagnostic with_operator_help(Diagnostic d, Builder& b, std::uint32_t at) {
  if (!follows_on_line(b, at)) return d;
  const Extent before = token_ending_at(b.source(), b.trivia().token_end(at));
  const Extent found = token_at(b.source(), at);
  if (b.source().slice(found) == "?") return std::move(d).with_help("a choice is written `if CONDITION then VALUE else VALUE`");
  if (!is_value_like(b.source(), before, ')') || !is_value_like(b.source(), found, '(')) return d;
  return std::move(d).with_help("an operator may be missing between " + shown(b.source(), before) + " and " + shown(b.source(), found));
}

Diagnostic policy_stands_first(Builder& b, std::uint32_t at) {
  const Extent word = token_at(b.source(), at);
  auto d = diagnostics::policy_stands_first(b.span(word), b.source().slice(word))
               .with_help("`policy` or `library` is the first thing in a file, and stands there once");
  const auto& header = b.tree().header;
  return header ? std::move(d).with_label(header->span, "the file has one here") : std::move(d);
}

Diagnostic range_behind_default(Builder& b, std::uint32_t at) {
  const Nearby near(b, at);
  const bool is_written = near.text(-2) == "in" && near.text(-4) == "=";
  return diagnostics::range_behind_default(b.span(token_at(b.source(), at)))
      .with_help("write `param NAME: TYPE " +
                 (is_written
                      ? near.slice(near[-2].begin, near.path_at(near[1].begin).end) + " = " + std::string(near.text(-3))
                      : std::string("in LOW..HIGH = DEFAULT")) +
                 "`");
}

Diagnostic declaration_expected(Builder& b, std::uint32_t at) {
  if (auto stray = stray_character(b, at)) return std::move(*stray);
  const Extent token = token_at(b.source(), at);
  const auto& decls = b.tree().decls;
  const bool behind_param = !decls.empty() && std::holds_alternative<ParamDecl>((decls.end() - 1)->node);
  if (behind_param && b.source().slice(token) == "..") return range_behind_default(b, at);

  auto d = diagnostics::declaration_expected(b.span(token), shown(b.source(), token));
  const std::string_view opening = b.source().slice(token);
  if (auto slip = everyday_slip(b, at)) return std::move(*slip);
  if (decls.empty() && !b.tree().header && (opening == "{" || opening == "[")) return std::move(d).with_help("this looks like a JSON document, not like a policy");
  const std::string_view word = word_of(b.source(), token);
  if (const auto home = home_of_clause(word); !home.empty()) {
    return std::move(d).with_help(quoted(word) + " is a clause of " + std::string(home) + " and stands inside its braces");
  }
  const Nearby around(b, at);
  if (opening == "{" && (around.text(-2) == "policy" || around.text(-2) == "library"))
    return std::move(d).with_help("a " + std::string(around.text(-2)) + " has no braces: its declarations follow it");
  const bool first = decls.empty() && !b.tree().header;
  if (first && (around.text(1) == ":" || opening == "-"))
    return std::move(d).with_help("this looks like a YAML document, not like a policy");
  if (follows_on_line(b, at)) return with_operator_help(std::move(d), b, at);
  if (const std::string_view meant = declaration_meant(word); !meant.empty()) return std::move(d).with_help("did you mean `" + std::string(meant) + "`?");
  if (const auto near = base::nearest(word, words::declarations); near && *near != word) return with_nearest(std::move(d), word, words::declarations);
  return std::move(d).with_help(declarations_there_are());
}

Diagnostic clause_expected(Builder& b, std::uint32_t at) {
  if (auto stray = stray_character(b, at)) return std::move(*stray);
  if (auto slip = everyday_slip(b, at)) return std::move(*slip);
  const Extent token = token_at(b.source(), at);
  auto d = diagnostics::clause_expected(b.span(token), shown(b.source(), token), block_name(b));
  const std::string_view word = word_of(b.source(), token);
  const Extent next = token_at(b.source(), b.offset(b.trivia().skip(b.source().text.data() + token.end)));
  if (word == "if" && b.source().slice(next) == "any") return std::move(d).with_help("only `every` and `for each` take `if any`");
  if (words::contains(words::requirement_parts, word) && !b.inside<TestDecl>()) {
    return std::move(d).with_help(quoted(word) + " is a part of a `require`, and stands behind its condition");
  }
  const bool starts_line = !follows_on_line(b, at) || b.source().byte(b.trivia().token_end(at) - 1) == '{';
  if (const std::string_view advice = clause_advice(b, word); starts_line && !advice.empty())
    return std::move(d).with_help(std::string(advice));
  constexpr std::array<std::string_view, 11> comparing = {
      "==", "!=", "<", "<=", ">", ">=", "is", "in", "contains", "matches", "between"};
  const Extent behind_path =
      b.source().byte(token.end) == '.' ? Nearby(b, at).behind(Nearby(b, at).path_at(at).end) : next;
  if (starts_line && !word.empty() && (b.inside<GateDecl>() || b.inside<PhaseDecl>()) &&
      std::ranges::count(comparing, b.source().slice(behind_path)) != 0) {
    return std::move(d).with_help("a condition stands behind `require`").with_suggestion(b.span({at, at}), "require ");
  }
  if (const auto near = base::nearest(word, clauses_of(b)); !word.empty() && near) {
    return with_nearest(std::move(d), word, clauses_of(b));
  }
  const bool in_requirement = b.inside<GateDecl>() && !b.inside<Requirement>();
  if (!word.empty() && in_requirement && base::nearest(word, words::requirement_parts)) {
    return with_nearest(std::move(d), word, words::requirement_parts);
  }
  if (const auto home = home_of_clause(word); !home.empty()) {
    return std::move(d).with_help(quoted(word) + " is a clause of " + std::string(home));
  }
  if (starts_line && !word.empty() && !b.inside<TableDecl>()) return std::move(d).with_help(clauses_there_are(b));
  return with_operator_help(std::move(d), b, at);
}

Diagnostic missing_brace_at(Builder& b, std::uint32_t at, std::uint32_t brace, std::string_view what) {
  const std::uint32_t end = b.trivia().token_end(at);
  const Nearby near(b, at);
  const bool ends = near.text(0).empty();
  return diagnostics::missing_brace(b.span({end, end}), what)
      .with_label(b.span({brace, brace + 1}), "opened here")
      .with_help(ends ? "write `}` at the end of the file"
                      : "write `}` before " + quoted(near.slice(near[0].begin, near[1].end)));
}

Diagnostic missing_brace_of_record(Builder& b, std::uint32_t at) {
  const auto brace = innermost_open_bracket(b.source(), {b.block().begin, at});
  return missing_brace_at(b, at, brace.value_or(b.block().begin), "record");
}

Diagnostic no_semicolons(Builder& b, std::uint32_t at) {
  const auto span = b.span({at, at + 1});
  return diagnostics::no_semicolons(span)
      .with_help("nothing stands between declarations or clauses, and at most a `,` between fields")
      .with_suggestion(span, "");
}

Diagnostic no_comma_between_clauses(Builder& b, std::uint32_t at) {
  const auto span = b.span({at, at + 1});
  return diagnostics::no_comma_between_clauses(span)
      .with_help("nothing stands between clauses: each starts with a word of its own")
      .with_suggestion(span, "");
}

Diagnostic for_each_inside(Builder& b, std::uint32_t at) {
  const Extent word = token_at(b.source(), at);
  const std::uint32_t brace = b.block().brace;
  return diagnostics::for_each_stands_in_the_header(b.span(word))
      .with_label(b.span({brace, brace + 1}), "it stands before this brace")
      .with_help("write `" + std::string(block_name(b)) + " … for each x in LIST {`");
}

Diagnostic before_require(Builder& b, std::uint32_t at) {
  const Extent word = token_at(b.source(), at);
  auto d = diagnostics::stands_before_the_first_require(b.span(word), b.source().slice(word));
  const std::string what = "what is said of the whole gate stands before its first `require`";
  if (!b.inside<GateDecl>() || b.current<GateDecl>().requirements.empty()) return std::move(d).with_help(what);
  const auto first = b.current<GateDecl>().requirements.front().span;
  const auto line = std::ranges::count(b.source().slice({0, first.begin}), '\n') + 1;
  const std::string_view clause = b.source().slice({at, b.source().line_end(at)});
  d.helps.push_back(what + ": move " + quoted(clause.substr(0, clause.find_last_not_of(" \t\r") + 1)) + " above line " + std::to_string(line));
  return std::move(d).with_label({first.file, first.begin, first.begin + 7}, "the first `require`");
}

Diagnostic case_expected(Builder& b, std::uint32_t at) {
  if (auto stray = stray_character(b, at)) return std::move(*stray);
  const Extent token = token_at(b.source(), at);
  const std::string_view text = b.source().slice(token);
  auto d = diagnostics::case_expected(b.span(token), shown(b.source(), token))
               .with_help("each row starts with `case`, the last one may be `else => …`");
  if (text == "default" || text == "otherwise") return std::move(d).with_suggestion(b.span(token), "else");
  if (text == "|" || text == "-" || text == "*" || text == "when")
    return std::move(d).with_suggestion(b.span(token), "case");
  return std::move(d).with_suggestion(b.span({at, at}), "case ");
}

Diagnostic no_hyphen_in_names(Builder& b, std::uint32_t at) {
  const std::uint32_t begin = b.top<Name>().span.begin;
  std::uint32_t end = at;
  while (is_word_byte(b.source().byte(end)) || b.source().byte(end) == '-') ++end;
  const Extent whole{begin, end};
  std::string name(b.source().slice(whole));
  std::erase(name, ' ');
  std::ranges::replace(name, '-', '_');
  return diagnostics::no_hyphen_in_names(b.span(whole), b.source().slice(whole))
      .with_help("the title behind it may say anything")
      .with_suggestion(b.span(whole), name);
}

Diagnostic enum_mixes(Builder& b, std::uint32_t at) {
  return diagnostics::enum_mixes_order_and_list(b.span({at, at + 1}))
      .with_help("an enum with `<` between all its members is ordered, one with `,` is not");
}

Diagnostic say_applies_when(Builder& b, std::uint32_t at) {
  return diagnostics::say_applies_when(b.span({at, at + 4}))
      .with_help("a whole " + std::string(block_name(b)) + " says `applies when CONDITION`")
      .with_suggestion(b.span({at, at}), "applies ");
}

Diagnostic say_fires_when(Builder& b, std::uint32_t at) {
  return diagnostics::say_fires_when(b.span({at, at + 4}))
      .with_help("write `fires when CONDITION`, or `applies when CONDITION` for when the trigger is in force at all")
      .with_suggestion(b.span({at, at}), "fires ");
}

Diagnostic say_allow(Builder& b, std::uint32_t at) {
  const auto span = b.span({at, at + 4});
  return diagnostics::say_allow(span)
      .with_help("the levels are `allow`, `warn`, `hold`, `block` and `rollback`; `allow` lets it pass")
      .with_suggestion(span, "allow");
}

Diagnostic too_deep(Builder& b, std::uint32_t at, int limit) {
  return diagnostics::nesting_too_deep(b.span(token_at(b.source(), at)), static_cast<std::size_t>(limit))
      .with_help("give the inner parts names of their own");
}

Diagnostic after_joins(Builder& b, std::uint32_t at) {
  const Extent word = token_at(b.source(), at);
  return diagnostics::after_takes_commas_and_parentheses(b.span(word), b.source().slice(word))
      .with_help("for all of them write `after a, b`")
      .with_help("for any of them write `after (a or b)`");
}

}  // namespace

bool is_clause_word(std::string_view word) { return !home_of_clause(word).empty(); }

Diagnostic describe(Mistake mistake, Builder& b, std::uint32_t at) {
  switch (mistake) {
    case Mistake::policy_stands_first: return policy_stands_first(b, at);
    case Mistake::declaration_expected: return declaration_expected(b, at);
    case Mistake::clause_expected: return clause_expected(b, at);
    case Mistake::missing_brace: return missing_brace_at(b, at, b.block().brace, block_name(b));
    case Mistake::missing_brace_of_record: return missing_brace_of_record(b, at);
    case Mistake::closes_nothing:
      return diagnostics::closes_nothing(b.span({at, at + 1}))
          .with_help("remove it, or look above it for a `}` that closes too early");
    case Mistake::no_semicolons: return no_semicolons(b, at);
    case Mistake::no_comma_between_clauses: return no_comma_between_clauses(b, at);
    case Mistake::decimal_comma: return clause_expected(b, at);
    case Mistake::for_each_stands_in_the_header: return for_each_inside(b, at);
    case Mistake::stands_before_the_first_require: return before_require(b, at);
    case Mistake::case_expected: return case_expected(b, at);
    case Mistake::no_hyphen_in_names: return no_hyphen_in_names(b, at);
    case Mistake::enum_mixes_order_and_list: return enum_mixes(b, at);
    case Mistake::say_applies_when: return say_applies_when(b, at);
    case Mistake::say_fires_when: return say_fires_when(b, at);
    case Mistake::say_allow: return say_allow(b, at);
    case Mistake::after_takes_commas_and_parentheses: return after_joins(b, at);
    case Mistake::mixed_and_or: return mixed_and_or(b);
    case Mistake::use_and: return use_and(b, at);
    case Mistake::use_or: return use_or(b, at);
    case Mistake::use_not: return use_not(b, at);
    case Mistake::use_equals_equals: return use_equals_equals(b, at);
    case Mistake::use_greater_equal: return use_greater_equal(b, at);
    case Mistake::use_equals_equals_not_is: return use_equals_equals_not_is(b, at);
    case Mistake::comparisons_do_not_chain: return comparisons_do_not_chain(b);
    case Mistake::parenthesise_default: return parenthesise_default(b);
    case Mistake::every_needs_has: return every_needs_has(b, at);
    case Mistake::only_every_has: return only_every_has(b, at);
    case Mistake::not_a_function: return not_a_function(b);
    case Mistake::window_over_ranges: return window_over_ranges(b);
    case Mistake::unit_touches_its_number: return unit_touches_its_number(b, at);
    case Mistake::bad_number: return bad_number(b, at);
    case Mistake::bad_date: return bad_date(b, at);
    case Mistake::string_not_closed: return string_not_closed(b, at);
    case Mistake::bad_escape: return bad_escape(b, at);
    case Mistake::bad_json_escape: return bad_json_escape(b, at);
    case Mistake::escape_this_brace: return escape_this_brace(b, at);
    case Mistake::no_interpolation_here: return no_interpolation_here(b, at);
    case Mistake::json_key_needs_quotes: return json_key_needs_quotes(b, at);
    case Mistake::json_value_expected: return json_value_expected(b, at);
    case Mistake::nesting_too_deep: return too_deep(b, at, b.max_nesting()).with_help("or allow more: `--limit policy-depth=N`");
    case Mistake::tree_too_deep: return too_deep(b, at, max_tree_depth);
  }
  return {};
}

}  // namespace nexus::grammar
