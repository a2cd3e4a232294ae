#include "base/diagnostics/catalogue.h"
#include "grammar/parser/builder.h"
#include "grammar/parser/found.h"
#include "grammar/parser/slips.h"
#include "grammar/words.h"

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

/// What was expected, in backticks where it is a word or sign of the language.
std::string expected_words(const Expectation& expected) {
  const bool verbatim =
      expected.kind == Kind::keyword || expected.kind == Kind::symbol || expected.kind == Kind::closer;
  return verbatim ? "`" + std::string(expected.what) + "`" : std::string(expected.what);
}

/// `let x == 5`, `param p: ratio := 80%`
Slip other_equals(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (!stop.expects(Kind::symbol, "=")) return std::nullopt;
  Extent sign = near[0];
  if (near.text(0) == "=" && near.at() > 0 && b.source().text[near.at() - 1] == '=') sign.begin = near.at() - 1;
  if (near.text(0) == ":" && near.text(1) == "=" && near.touches_next(0)) sign.end = near[1].end;
  if (near.slice(sign) != "==" && near.slice(sign) != ":=") return std::nullopt;
  return diagnostics::unexpected(b.span(sign), "`=`", quoted(near.slice(sign))).with_suggestion(b.span(sign), "=");
}

/// `let x: int = 5`, `def f(x: int) -> int = x`: the types that follow from the expression.
Slip type_that_follows(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (!stop.expects(Kind::symbol, "=")) return std::nullopt;
  const bool of_let = near.text(0) == ":" && near.text(-2) == "let";
  const bool of_def = (near.text(0) == ":" || near.text(0) == "->") && near.text(-1) == ")";
  if (!of_let && !of_def) return std::nullopt;
  auto d = diagnostics::unexpected(b.span(near[0]), "`=`", quoted(near.text(0)))
               .with_help(of_let ? "a `let` has the type of its value"
                                 : "the type of the result follows from the expression");
  constexpr int longest = 8;
  for (int sign = 1; sign <= longest && near.on_one_line(0, sign); ++sign)
    if (near.text(sign) == "=") return std::move(d).with_suggestion(b.span({near[-1].end, near[sign].begin}), " ");
  return d;
}

/// `def f(x: int) { … }`, `type T { … }`, `enum S = low | high`
Slip sign_of_declaration(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (stop.expects(Kind::symbol, "=") && near.text(0) == "{") {
    auto d = diagnostics::unexpected(b.span(near[0]), "`=`", "`{`");
    if (near.text(-1) == ")") return std::move(d).with_help("a function is written `def NAME(…) = EXPRESSION`");
    if (near.text(-2) == "type") return std::move(d).with_suggestion(b.span({near[0].begin, near[0].begin}), "= ");
  }
  const bool of_enum = near.text(-2) == "enum" && near.text(0) == "=";
  const bool barred = near.text(0) == "|" && near.text(-2) == "{" && near.text(-4) == "enum";
  if (!of_enum && !barred) return std::nullopt;
  return diagnostics::unexpected(b.span(near[0]), of_enum ? "`{`" : "`,` or `<`", quoted(near.text(0)))
      .with_help("write `enum NAME { low, high }`, or with `<` between the members where they have an order");
}

/// `retries: int = 5` in an input; `x: optional int`; `map<string, int>`
Slip field_of_others(const Stop& stop) {
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  if (!b.inside<RecordType>() && !b.inside<InputDecl>() && stop.expected == nullptr) return std::nullopt;
  if (near.text(0) == "=" && near.text(-2) == ":" && b.inside<RecordType>()) {
    const std::string name(near.text(-3));
    return diagnostics::unexpected(b.span(near[0]), "another field", "`=`")
        .with_help("an input has no defaults: say `" + name + "?: " + std::string(near.text(-1)) + "` here and `" +
                   name + " ?? " + std::string(near.text(1)) +
                   "` where it is used; what is set for a run is a `param`");
  }
  const std::string_view word = near.text(-1);
  // The type behind it is read as the name of the next field.
  const bool is_optional = near.text(-2) == "optional" || near.text(-2) == "Optional" || near.text(-2) == "maybe";
  if (is_optional && near.is_word(-1) && near.text(-3) == ":" && near.is_word(-4)) {
    const base::Span whole = b.span({near[-4].begin, near[-1].end});
    return diagnostics::unexpected(b.span(near[-2]), "a type", quoted(near.text(-2)))
        .with_help("what may be absent is said by a `?` behind the name")
        .with_suggestion(whole, std::string(near.text(-4)) + "?: " + std::string(near.text(-1)));
  }
  if (near.text(0) == "<" && (word == "map" || word == "Map" || word == "dict" || word == "Dict"))
    return diagnostics::unexpected(b.span(near[0]), "a type", "`<`").with_help("a map is written `{ [string]: int }`");
  return std::nullopt;
}

/// `owner: "team"`, `on fail: block`, `gate g: "G" {`: only fields and labels have a `:`.
Slip sign_behind_word(const Stop& stop) {
  constexpr std::array<std::string_view, 10> words = {"owner",  "tags",    "require", "after", "given",
                                                      "policy", "library", "expect",  "fail",  "missing"};
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (stop.expected == nullptr || (near.text(0) != ":" && near.text(0) != "=")) return std::nullopt;
  const std::string_view before = near.text(-2);
  const bool is_rule_name = before == "gate" || before == "phase" || before == "trigger" || before == "waiver";
  if (!is_rule_name && std::ranges::count(words, near.text(-1)) == 0) return std::nullopt;
  return diagnostics::unexpected(b.span(near[0]), expected_words(*stop.expected), quoted(near.text(0)))
      .with_help("no " + quoted(near.text(0)) + " stands behind " + quoted(near.text(-1)))
      .with_suggestion(b.span({near[-1].end, near[0].end}), "");
}

/// `owner team`, `tags "a", "b"`, `given "x.json"`
Slip quotes_of_clause(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (stop.expected == nullptr) return std::nullopt;
  const base::Span found = b.span(near[0]);
  auto d = diagnostics::unexpected(found, expected_words(*stop.expected), shown(b.source(), near[0]));
  if (near.text(-1) == "owner" && near.is_word(0))
    return std::move(d).with_suggestion(found, "\"" + std::string(near.text(0)) + "\"");
  if (near.text(-1) == "tags" && near.is_string(0)) {
    int last = 0;
    while (near.text(last + 1) == "," && near.is_string(last + 2)) last += 2;
    const Extent all{near[0].begin, near[last].end};
    return std::move(d).with_suggestion(b.span(all), "[" + std::string(near.slice(all)) + "]");
  }
  if (near.text(-1) == "given" && near.is_string(0))
    return std::move(d).with_suggestion({found.file, found.begin, found.begin}, "file ");
  return std::nullopt;
}

/// `phase p "P" after q {`: a clause in the header.
Slip clause_in_header(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  const std::string_view word = near.text(0);
  const bool in_header =
      near.is_string(-1) && (near.text(-3) == "gate" || near.text(-3) == "phase" || near.text(-3) == "trigger");
  const bool is_condition = word == "when" || word == "if";
  const bool is_clause = words::contains(words::gate_clauses, word) || words::contains(words::phase_clauses, word) ||
                         words::contains(words::trigger_clauses, word);
  if (stop.expected == nullptr || !in_header || !near.on_one_line(-1, 0) || !(is_condition || is_clause))
    return std::nullopt;
  return diagnostics::unexpected(b.span(near[0]), "`{`", quoted(word))
      .with_help(is_condition ? "when the rule applies is said inside of its braces: `applies when CONDITION`"
                              : quoted(word) + " is a clause: it stands inside of the braces");
}

/// `else { block "x" }`, `fires if approved`, `import a from "a.nexus"`
Slip sign_for_word(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  const bool takes_when =
      near.text(-1) == "fires" || near.text(-1) == "applies" || near.text(-1) == "done" || near.text(-1) == "started";
  if (stop.expected != nullptr && near.text(0) == "if" && takes_when)
    return diagnostics::unexpected(b.span(near[0]), "`when`", "`if`").with_suggestion(b.span(near[0]), "when");
  if (stop.expected == nullptr && near.text(0) == "from" && near.is_string(1) && near.text(-2) == "import") {
    const base::Span rest = b.span({near[-1].begin, near[1].end});
    return diagnostics::unexpected(b.span(near[0]), "a declaration", "`from`")
        .with_help("a file is imported by its path")
        .with_suggestion(rest, std::string(near.text(1)));
  }
  if (stop.expected != nullptr && near.text(0) == "{" && near.text(-1) == "else")
    return diagnostics::unexpected(b.span(near[0]), expected_words(*stop.expected), "`{`")
        .with_help("no braces stand behind `else`: `else block \"MESSAGE\"`");
  return std::nullopt;
}

constexpr std::array<SlipFinder, 8> finders = {
    other_equals,     type_that_follows, sign_of_declaration, field_of_others,
    sign_behind_word, quotes_of_clause,  clause_in_header,    sign_for_word,
};

}  // namespace

std::span<const SlipFinder> slips_in_declarations() { return finders; }

}  // namespace nexus::grammar
