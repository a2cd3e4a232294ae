#include "base/diagnostics/catalogue.h"
#include "grammar/parser/builder.h"
#include "grammar/parser/found.h"
#include "grammar/parser/slips.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::grammar {

using base::Diagnostic;
namespace diagnostics = base::diagnostics;

namespace {

using Kind = Expectation::Kind;

struct Spelling {
  std::string_view written;
  std::string_view meant;
};

template <std::size_t N>
std::string_view meant_by(const std::array<Spelling, N>& spellings, std::string_view written) {
  const auto found = std::ranges::find(spellings, written, &Spelling::written);
  return found == spellings.end() ? std::string_view() : found->meant;
}

// ------------------------------------------------------------------------------------------------ operators

constexpr std::array joined_symbols = {
    Spelling{"===", "=="}, Spelling{"!==", "!="}, Spelling{"> =", ">="}, Spelling{"< =", "<="},
    Spelling{"= =", "=="}, Spelling{"! =", "!="}, Spelling{"<>", "!="},
};
constexpr std::array operator_words = {
    Spelling{"startswith", "starts with"},
    Spelling{"starts_with", "starts with"},
    Spelling{"startsWith", "starts with"},
    Spelling{"beginswith", "starts with"},
    Spelling{"begins_with", "starts with"},
    Spelling{"endswith", "ends with"},
    Spelling{"ends_with", "ends with"},
    Spelling{"endsWith", "ends with"},
    Spelling{"includes", "contains"},
    Spelling{"has", "contains"},
    Spelling{"notin", "not in"},
    Spelling{"not_in", "not in"},
    Spelling{"equals", "=="},
    Spelling{"eq", "=="},
    Spelling{"ne", "!="},
    Spelling{"neq", "!="},
    Spelling{"gt", ">"},
    Spelling{"ge", ">="},
    Spelling{"gte", ">="},
    Spelling{"lt", "<"},
    Spelling{"le", "<="},
    Spelling{"lte", "<="},
    Spelling{"AND", "and"},
    Spelling{"And", "and"},
    Spelling{"OR", "or"},
    Spelling{"Or", "or"},
    Spelling{"NOT", "not"},
    Spelling{"IN", "in"},
    Spelling{"IS", "is"},
    Spelling{"mod", "%"},
    Spelling{"regex", "matches"},
    Spelling{"LIKE", "like"},
    Spelling{"subset_of", "subset of"},
    Spelling{"isnt", "!="},
};

/// `===`, `> =`, `<>`, `->`: symbols of other languages, which the grammar takes apart.
Slip symbol_of_others(const Stop& stop) {
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  if (near.text(0).empty() || !near.on_one_line(-1, 0)) return std::nullopt;
  const Extent both{near[-1].begin, near[0].end};
  const std::string_view text = b.source().slice(both);
  if (const std::string_view meant = meant_by(joined_symbols, text); !meant.empty())
    return replaced(diagnostics::not_an_operator(b.span(both), text), b.span(both), std::string(meant));
  if (text != "->" || b.inside<Call>()) return std::nullopt;
  const bool is_access = near.is_word(1) && near.touches_next(0) && near.before(near[-1].begin).end == near[-1].begin;
  if (is_access) return replaced(diagnostics::not_an_operator(b.span(both), text), b.span(both), ".");
  return diagnostics::not_an_operator(b.span(both), text)
      .with_help("values are compared with `==`, `!=`, `<`, `<=`, `>` and `>=`");
}

/// `a?.b`
Slip safe_navigation(const Stop& stop) {
  const Nearby& near = stop.near;
  if (near.text(0) != "?" || near.text(1) != "." || !near.touches_next(0)) return std::nullopt;
  const base::Span both = near.builder().span({near[0].begin, near[1].end});
  return replaced(
      diagnostics::not_an_operator(both, "?.")
          .with_help(
              "what is absent needs no sign: `a.b` is absent where `a` is; a default is written `a.b ?? DEFAULT`"),
      both, ".");
}

/// `&`, `|` between conditions; `! =`; `errors == 0 if approved`.
Slip sign_behind_condition(const Stop& stop) {
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  if (stop.expected != nullptr || !near.on_one_line(-1, 0) || near.text(-1) == "{") return std::nullopt;
  const std::string_view found = near.text(0);
  const bool split_sign = found == "!" && near.text(1) == "=";
  const base::Span span = b.span({near[0].begin, near[split_sign ? 1 : 0].end});
  if (split_sign) return replaced(diagnostics::not_an_operator(span, "! ="), span, "!=");
  if (found == "&") return replaced(diagnostics::not_an_operator(span, "&"), span, "and");
  if (found == "|") return replaced(diagnostics::not_an_operator(span, "|"), span, "or");
  const bool in_rule = b.inside<GateDecl>() || b.inside<PhaseDecl>();
  if (in_rule && found == "if" && near.text(1) != "any")
    return replaced(diagnostics::not_an_operator(span, "if")
                        .with_help("what is required of some only says of whom behind the condition, with `when`"),
                    span, "when");
  if (in_rule && (found == "otherwise" || found == "message" || found == "or else") && near.text(1) != ":")
    return replaced(
        diagnostics::not_an_operator(span, found).with_help("what is said where it fails stands behind `else`"), span,
        "else");
  return std::nullopt;
}

/// `errors between 1, 3`, `every s of suites has …`
Slip joining_word(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (stop.expects(Kind::keyword, "and") && (near.text(0) == "," || near.text(0) == "to") && near.text(-2) == "between")
    return replaced(diagnostics::unexpected(b.span(near[0]), "`and`", quoted(near.text(0))),
                    b.span({near[-1].end, near[0].end}), " and");
  if (stop.expects(Kind::keyword, "in") && near.text(0) == "of")
    return replaced(diagnostics::unexpected(b.span(near[0]), "`in`", "`of`"), b.span(near[0]), "in");
  return std::nullopt;
}

/// `{errors} == 0`
Slip value_in_braces(const Stop& stop) {
  const Nearby& near = stop.near;
  if (near.builder().inside<StringPiece>() || !stop.expects(Kind::symbol, ":") || near.text(0) != "}" ||
      near.text(-2) != "{")
    return std::nullopt;
  const base::Span whole = near.builder().span({near[-2].begin, near[0].end});
  return replaced(diagnostics::unexpected(whole, "a value", quoted(near.slice(near[-2].begin, near[0].end)))
                      .with_help("braces stand round a value only in a message"),
                  whole, std::string(near.text(-1)));
}

/// `suites[].failed`
Slip empty_index(const Stop& stop) {
  const Nearby& near = stop.near;
  if (near.text(0) != "]" || near.text(-1) != "[") return std::nullopt;
  const Extent list = near.before(near[-1].begin);
  if (!is_word_byte(near.slice(list).empty() ? ' ' : near.slice(list).back())) return std::nullopt;
  const std::string name(near.slice(list)),
      part = near.text(1) == "." ? "." + std::string(near.text(2)) : std::string();
  return diagnostics::part_missing(near.builder().span(near[-1]), "a position", "`[`")
      .with_help("of all items: `every x in " + name + " has x" + part + " …`; of one: `" + name + "[0]" + part + "`");
}

/// `status startswith "a"`
Slip operator_word_of_others(const Stop& stop) {
  const Nearby& near = stop.near;
  const std::string_view meant = meant_by(operator_words, near.text(0));
  if (meant.empty() || stop.expects(Kind::keyword, near.text(0)) || !near.on_one_line(-1, 0)) return std::nullopt;
  const bool behind_operand = near.is_word(-1) || near.is_number(-1) || near.is_string(-1) ||
                              near.text(-1).ends_with(')') || near.text(-1).find('.') != std::string_view::npos;
  if (!behind_operand || near.text(0) == "has") return std::nullopt;
  const base::Span word = near.builder().span(near[0]);
  return replaced(diagnostics::not_an_operator(word, near.text(0)), word, std::string(meant));
}

/// `in 50%..80%`, `between 50%..80%`
Slip range_operator(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (near.text(0) != "..") return std::nullopt;
  const std::string_view word = near.text(-2);
  if (word != "in" && word != "between") return std::nullopt;
  const Extent low = near[-1], high = near.path_at(near[1].begin);
  const base::Span whole = b.span({near[-2].begin, high.end});
  const std::string meant = "between " + std::string(near.slice(low)) + " and " + std::string(near.slice(high));
  return replaced(diagnostics::not_an_operator(b.span(near[0]), "..")
                      .with_help("a condition on a range is written `x between LOW and HIGH`"),
                  whole, meant);
}

/// `s => …`, `s -> …` inside a call.
Slip lambda(const Stop& stop) {
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  const bool is_fat = near.text(0) == "=>";
  const bool is_thin = near.text(0) == ">" && near.text(-1) == "-" && near.touches_next(-1);
  if (!b.inside<Call>() || !(is_fat || is_thin)) return std::nullopt;
  const Extent arrow = is_fat ? near[0] : Extent{near[-1].begin, near[0].end};
  const Extent name = near.before(arrow.begin);
  const std::string item = is_word(near.slice(name)) ? std::string(near.slice(name)) : "x";
  return diagnostics::no_lambdas(b.span(arrow))
      .with_help("write `every " + item + " in LIST has CONDITION`, `some " + item +
                 " in LIST where CONDITION` or `count(" + item + " in LIST where CONDITION)`");
}

// ------------------------------------------------------------------------------------------------ quantifiers

constexpr std::array quantifier_words = {
    Spelling{"all", "every"},     Spelling{"All", "every"},     Spelling{"forall", "every"}, Spelling{"each", "every"},
    Spelling{"any", "some"},      Spelling{"Any", "some"},      Spelling{"exists", "some"},  Spelling{"exist", "some"},
    Spelling{"none", "no"},       Spelling{"every", "every"},   Spelling{"some", "some"},    Spelling{"no", "no"},
    Spelling{"one", "exactly 1"}, Spelling{"foreach", "every"},
};

Diagnostic did_you_mean(Diagnostic d, std::string_view meant) {
  return std::move(d).with_help("did you mean `" + std::string(meant) + "`?");
}

/// `all s in L`, `exists s in L`, `for all s in L`
Slip quantifier_of_others(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (stop.expected != nullptr && stop.expected->kind == Kind::value && near.text(0) == "for" && near.text(3) == "in") {
    const std::string_view meant = meant_by(quantifier_words, near.text(1));
    if (meant.empty()) return std::nullopt;
    const Extent words{near[0].begin, near[1].end};
    return replaced(did_you_mean(diagnostics::not_a_quantifier(b.span(words), near.slice(words)), meant), b.span(words),
                    std::string(meant));
  }
  const std::string_view meant = meant_by(quantifier_words, near.text(-1));
  if (meant.empty() || meant == near.text(-1) || !near.is_word(0) || near.text(1) != "in") return std::nullopt;
  const base::Span word = b.span(near[-1]);
  return replaced(did_you_mean(diagnostics::not_a_quantifier(word, near.text(-1)), meant), word, std::string(meant));
}

/// `any(f in L where C)`, `every(f in L has C)`: nothing is called here.
Slip quantifier_as_call(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  const auto open = near.text(0) == "(" ? std::optional(near[0].begin) : near.open_bracket();
  if (!open || b.source().text[*open] != '(') return std::nullopt;
  const Extent word = near.before(*open), item = near.behind(*open + 1);
  const std::string_view meant = meant_by(quantifier_words, near.slice(word));
  const bool binds = is_word(near.slice(item)) && near.slice(near.behind(item.end)) == "in";
  if (meant.empty() || !binds) return std::nullopt;
  auto d =
      did_you_mean(diagnostics::not_a_quantifier(b.span({word.begin, *open + 1}), near.slice(word.begin, *open + 1)),
                   std::string(meant) + " " + std::string(near.slice(item)) + " in …");
  const auto close = near.close_of(*open);
  if (!close) return d;
  std::string inside = near.slice(*open + 1, *close);
  const std::size_t where = inside.find(" where ");
  if (meant == "every" && where != std::string::npos) inside.replace(where, 7, " has ");
  return replaced(std::move(d), b.span({word.begin, *close + 1}), std::string(meant) + " " + inside);
}

/// `no findings`, `some findings`
Slip quantifier_without_name(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (!stop.expects(Kind::keyword, "in") || near.text(0) == "in") return std::nullopt;
  const std::string_view word = near.text(-2);
  if (word != "no" && word != "some" && word != "every") return std::nullopt;
  const Extent list = near.path_at(near[-1].begin);
  const std::string path(near.slice(list));
  auto d = diagnostics::items_without_name(b.span({near[-2].begin, list.end}), word);
  if (word == "every") return std::move(d).with_help("write `every x in " + path + " has CONDITION`");
  const std::string meant = path + (word == "no" ? " is empty" : " is not empty");
  return replaced(std::move(d), b.span({near[-2].begin, list.end}), meant);
}

/// `[f in L where C]`, `count(L where C)`
Slip item_not_named(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (near.text(0) != "where") return std::nullopt;
  const auto open = near.open_bracket();
  if (!open || b.source().text[*open] == '{') return std::nullopt;
  const Extent first = near.behind(*open + 1);
  const bool binds = near.slice(near.behind(first.end)) == "in";
  if (b.source().text[*open] == '[') {
    if (!binds) return std::nullopt;
    const std::string item(near.slice(first));
    return replaced(diagnostics::items_without_result(b.span(near[0]))
                        .with_help("`[VALUE for " + item +
                                   " in LIST where CONDITION]` gives a value for each item that meets the condition"),
                    b.span({first.begin, first.begin}), item + " for ");
  }
  const std::string_view callee = near.slice(near.before(*open));
  if (binds || !is_word(callee)) return std::nullopt;
  const Extent list = near.path_at(first.begin);
  return diagnostics::items_without_name(b.span(list), callee)
      .with_help("give each item a name: `" + std::string(callee) + "(x in " + std::string(near.slice(list)) +
                 " where CONDITION)`");
}

/// `tag in "a", "b"`
Slip list_without_brackets(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (near.text(0) != "," || near.text(-2) != "in" || !(near.is_string(-1) || near.is_number(-1))) return std::nullopt;
  int last = 1;
  while (near.text(last + 1) == "," && !near.text(last + 2).empty()) last += 2;
  const base::Span whole = b.span({near[-1].begin, near[last].end});
  return replaced(diagnostics::list_in_brackets(whole), whole, "[" + near.slice(near[-1].begin, near[last].end) + "]");
}

/// `errors == 0, "some fail"`
Slip comma_before_message(const Stop& stop) {
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  if (stop.expected != nullptr || near.text(0) != "," || !near.is_string(1) || !near.on_one_line(0, 1) ||
      !(b.inside<GateDecl>() || b.inside<PhaseDecl>()))
    return std::nullopt;
  return diagnostics::word_missing(b.span(near[1]), "else", shown(b.source(), near[1]))
      .with_suggestion(b.span(near[0]), " else");
}

/// `status in ("a", "b")`
Slip list_in_parentheses(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  const auto open = near.open_bracket();
  if (near.text(0) != "," || !open || b.source().text[*open] != '(' || near.slice(near.before(*open)) != "in")
    return std::nullopt;
  auto d = diagnostics::list_in_brackets(b.span({*open, *open + 1}));
  const auto close = near.close_of(*open);
  if (!close) return d;
  return replaced(std::move(d), b.span({*open, *close + 1}), "[" + near.slice(*open + 1, *close) + "]");
}

/// `unless approved`
Slip unless(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (near.text(0) != "unless") return std::nullopt;
  auto d = diagnostics::not_an_operator(b.span(near[0]), "unless")
               .with_help("what is required of some only says of whom: `when not (CONDITION)`");
  const Extent condition = near.path_at(near[1].begin);
  const Extent next = near.behind(condition.end);
  const bool is_short = near.is_word(1) && (b.source().breaks_line({condition.end, next.begin}) ||
                                            near.slice(next) == "else" || near.slice(next) == "}");
  return is_short ? replaced(std::move(d), b.span(near[0]), "when not") : std::move(d);
}

constexpr std::array finders = {
    value_in_braces,
    joining_word,
    symbol_of_others,
    range_operator,
    lambda,
    quantifier_of_others,
    quantifier_as_call,
    quantifier_without_name,
    item_not_named,
    list_in_parentheses,
    unless,
    operator_word_of_others,
    safe_navigation,
    sign_behind_condition,
    empty_index,
    list_without_brackets,
    comma_before_message,
};

}  // namespace

std::span<const SlipFinder> slips_in_expressions() { return finders; }

}  // namespace nexus::grammar
