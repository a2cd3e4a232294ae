#include "base/diagnostics/catalogue.h"
#include "grammar/parser/builder.h"
#include "grammar/parser/found.h"
#include "grammar/parser/slips.h"
#include "grammar/units.h"

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

/// The suggested edit says it all.
Diagnostic replaced(Diagnostic d, base::Span span, std::string text) { return std::move(d).with_suggestion(span, std::move(text)); }

// ------------------------------------------------------------------------------------------------ literals

/// `80,5%`
Slip decimal_comma(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (near.text(0) != "," || !near.is_number(-1) || !near.touches_next(-1) || !near.touches_next(0) || !is_digit(b.source().byte(near.at() + 1)))
    return std::nullopt;
  const base::Span whole = b.span({near[-1].begin, near[1].end});
  const std::string meant = std::string(near.text(-1)) + "." + std::string(near.text(1));
  return diagnostics::decimal_comma(whole).with_help("decimals have a point: `" + meant + "`").with_suggestion(whole, meant);
}

/// `500 ms`, `3 days`, `80 percent`
Slip spaced_unit(const Stop& stop) {
  const Nearby& near = stop.near;
  const auto unit = unit_meant(near.text(0));
  if (!unit || !near.is_word(0) || !near.is_number(-1) || !near.on_one_line(-1, 0)) return std::nullopt;
  const base::Span whole = near.builder().span({near[-1].begin, near[0].end});
  return replaced(diagnostics::unit_touches_its_number(whole), whole, std::string(near.text(-1)) + std::string(*unit));
}

/// `"success else block "no"`: a word touches the quote that was to open the next string.
Slip quote_missing(const Stop& stop) {
  const Nearby& near = stop.near;
  if (!near.is_string(-1) || !near.touches_next(-1) || !is_word_byte(near.text(0).empty() ? '\0' : near.text(0).front())) return std::nullopt;
  const Extent string = near[-1];
  const std::string_view text = near.slice(string);
  if (text.size() < 2) return std::nullopt;
  return diagnostics::quote_missing(near.builder().span(string), std::string(1, text.front()))
      .with_help(quoted(text) + " is taken for one string");
}

/// `"{{x}}"`
Slip one_pair_of_braces(const Stop& stop) {
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  if (!b.inside<StringPiece>()) return std::nullopt;
  const std::uint32_t begin = b.begin_of<StringPiece>();
  if (!b.source().slice({begin, b.source().size()}).starts_with("{{")) return std::nullopt;
  const std::size_t close = b.source().text.find("}}", begin);
  auto d = diagnostics::one_pair_of_braces(b.span({begin, begin + 2}));
  if (close >= b.source().line_end(begin)) return d;
  const auto end = static_cast<std::uint32_t>(close);
  return replaced(std::move(d), b.span({begin, end + 2}), "{" + near.slice(begin + 2, end) + "}");
}

// ------------------------------------------------------------------------------------------------ operators

constexpr std::array joined_symbols = {
    Spelling{"===", "=="}, Spelling{"!==", "!="}, Spelling{"> =", ">="}, Spelling{"< =", "<="}, Spelling{"= =", "=="}, Spelling{"! =", "!="}, Spelling{"<>", "!="},
};
constexpr std::array operator_words = {
    Spelling{"startswith", "starts with"}, Spelling{"starts_with", "starts with"}, Spelling{"startsWith", "starts with"},
    Spelling{"beginswith", "starts with"}, Spelling{"begins_with", "starts with"}, Spelling{"endswith", "ends with"},
    Spelling{"ends_with", "ends with"},    Spelling{"endsWith", "ends with"},      Spelling{"includes", "contains"},
    Spelling{"has", "contains"},           Spelling{"notin", "not in"},            Spelling{"not_in", "not in"},
    Spelling{"equals", "=="},              Spelling{"eq", "=="},                   Spelling{"ne", "!="},
    Spelling{"neq", "!="},                 Spelling{"gt", ">"},                    Spelling{"ge", ">="},
    Spelling{"gte", ">="},                 Spelling{"lt", "<"},                    Spelling{"le", "<="},
    Spelling{"lte", "<="},                 Spelling{"AND", "and"},                 Spelling{"And", "and"},
    Spelling{"OR", "or"},                  Spelling{"Or", "or"},                   Spelling{"NOT", "not"},
    Spelling{"IN", "in"},                  Spelling{"IS", "is"},                   Spelling{"mod", "%"},
    Spelling{"regex", "matches"},          Spelling{"LIKE", "like"},               Spelling{"subset_of", "subset of"},
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
  return diagnostics::not_an_operator(b.span(both), text).with_help("values are compared with `==`, `!=`, `<`, `<=`, `>` and `>=`");
}

/// `status startswith "a"`
Slip operator_word_of_others(const Stop& stop) {
  const Nearby& near = stop.near;
  const std::string_view meant = meant_by(operator_words, near.text(0));
  if (meant.empty() || stop.expects(Kind::keyword, near.text(0)) || !near.on_one_line(-1, 0)) return std::nullopt;
  const bool behind_operand = near.is_word(-1) || near.is_number(-1) || near.is_string(-1) || near.text(-1).ends_with(')') || near.text(-1).find('.') != std::string_view::npos;
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
  return replaced(diagnostics::not_an_operator(b.span(near[0]), "..").with_help("a condition on a range is written `x between LOW and HIGH`"), whole, meant);
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
      .with_help("write `every " + item + " in LIST has CONDITION`, `some " + item + " in LIST where CONDITION` or `count(" + item + " in LIST where CONDITION)`");
}

// ------------------------------------------------------------------------------------------------ quantifiers

constexpr std::array quantifier_words = {
    Spelling{"all", "every"},   Spelling{"All", "every"},    Spelling{"forall", "every"}, Spelling{"each", "every"}, Spelling{"any", "some"},
    Spelling{"Any", "some"},    Spelling{"exists", "some"},  Spelling{"exist", "some"},   Spelling{"none", "no"},    Spelling{"every", "every"},
    Spelling{"some", "some"},   Spelling{"no", "no"},        Spelling{"one", "exactly 1"}, Spelling{"foreach", "every"},
};

Diagnostic did_you_mean(Diagnostic d, std::string_view meant) { return std::move(d).with_help("did you mean `" + std::string(meant) + "`?"); }

/// `all s in L`, `exists s in L`, `for all s in L`
Slip quantifier_of_others(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (stop.expected != nullptr && stop.expected->kind == Kind::value && near.text(0) == "for" && near.text(3) == "in") {
    const std::string_view meant = meant_by(quantifier_words, near.text(1));
    if (meant.empty()) return std::nullopt;
    const Extent words{near[0].begin, near[1].end};
    return replaced(did_you_mean(diagnostics::not_a_quantifier(b.span(words), near.slice(words)), meant), b.span(words), std::string(meant));
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
  auto d = did_you_mean(diagnostics::not_a_quantifier(b.span({word.begin, *open + 1}), near.slice(word.begin, *open + 1)),
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
    return replaced(diagnostics::items_without_result(b.span(near[0])).with_help("`[VALUE for " + item + " in LIST where CONDITION]` gives a value for each item that meets the condition"),
                    b.span({first.begin, first.begin}), item + " for ");
  }
  const std::string_view callee = near.slice(near.before(*open));
  if (binds || !is_word(callee)) return std::nullopt;
  const Extent list = near.path_at(first.begin);
  return diagnostics::items_without_name(b.span(list), callee)
      .with_help("give each item a name: `" + std::string(callee) + "(x in " + std::string(near.slice(list)) + " where CONDITION)`");
}

/// `status in ("a", "b")`
Slip list_in_parentheses(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  const auto open = near.open_bracket();
  if (near.text(0) != "," || !open || b.source().text[*open] != '(' || near.slice(near.before(*open)) != "in") return std::nullopt;
  auto d = diagnostics::list_in_brackets(b.span({*open, *open + 1}));
  const auto close = near.close_of(*open);
  if (!close) return d;
  return replaced(std::move(d), b.span({*open, *close + 1}), "[" + near.slice(*open + 1, *close) + "]");
}

/// `"no " + approved` as a message.
Slip message_sum(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (near.text(0) != "+" || !near.is_string(-1) || !near.text(-1).ends_with('"')) return std::nullopt;
  auto d = diagnostics::message_is_one_string(b.span(near[0])).with_help("values stand in it in braces");
  const Extent value = near.path_at(near[1].begin);
  const bool ends = b.source().breaks_line({value.end, near.behind(value.end).begin}) || near.slice(near.behind(value.end)) == "}" || near.behind(value.end).begin == b.source().size();
  if (!near.is_word(1) || !ends) return d;
  const std::string text(near.text(-1));
  return replaced(std::move(d), b.span({near[-1].begin, value.end}), text.substr(0, text.size() - 1) + "{" + std::string(near.slice(value)) + "}\"");
}

/// `unless approved`
Slip unless(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (near.text(0) != "unless") return std::nullopt;
  auto d = diagnostics::not_an_operator(b.span(near[0]), "unless").with_help("what is required of some only says of whom: `when not (CONDITION)`");
  const Extent condition = near.path_at(near[1].begin);
  const Extent next = near.behind(condition.end);
  const bool is_short = near.is_word(1) && (b.source().breaks_line({condition.end, next.begin}) || near.slice(next) == "else" || near.slice(next) == "}");
  return is_short ? replaced(std::move(d), b.span(near[0]), "when not") : std::move(d);
}

constexpr std::array<SlipFinder, 15> finders = {
    decimal_comma,        spaced_unit,        quote_missing,           one_pair_of_braces, symbol_of_others,
    range_operator,       lambda,             quantifier_of_others,    quantifier_as_call, quantifier_without_name,
    item_not_named,       list_in_parentheses, message_sum,            unless,             operator_word_of_others,
};

}  // namespace

std::span<const SlipFinder> slips_in_expressions() { return finders; }

}  // namespace nexus::grammar
