#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
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

/// `Coverage holds` → `coverage_holds`
std::string name_for(std::string_view title) {
  std::string name;
  for (const char c : title) {
    const bool is_letter = is_word_byte(c) && c != '_' && !is_digit(c);
    if (is_letter || (is_digit(c) && !name.empty())) name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    else if (!name.empty() && name.back() != '_') name += '_';
  }
  while (name.ends_with('_')) name.pop_back();
  return name;
}

/// `gate "G" {`
Slip title_without_name(const Stop& stop) {
  const Nearby& near = stop.near;
  const std::string_view word = near.text(-1), title = near.text(0);
  if (!near.is_string(0) || title.size() < 2 || (word != "gate" && word != "phase" && word != "trigger")) return std::nullopt;
  const base::Span span = near.builder().span(near[0]);
  auto d = diagnostics::name_before_title(span);
  const std::string name = name_for(title.substr(1, title.size() - 2));
  if (near.is_string(1) && !name.empty())
    return std::move(d).with_help("a name has no quotes").with_suggestion(span, name);
  if (name.empty()) return std::move(d).with_help("write `" + std::string(word) + " NAME " + std::string(title) + "`");
  return std::move(d).with_suggestion({span.file, span.begin, span.begin}, name + " ");
}

/// The type of a literal, for whoever left it out.
std::string_view type_of_literal(std::string_view text) {
  if (text.ends_with('%')) return "ratio";
  if (text.starts_with('"') || text.starts_with('\'')) return "string";
  if (text == "true" || text == "false") return "bool";
  if (text.empty() || !is_digit(text.front())) return {};
  const std::size_t end = text.find_first_not_of("0123456789.");
  if (end == std::string_view::npos) return text.find('.') == std::string_view::npos ? "int" : "number";
  if (text.ends_with('B')) return "size";
  return text.ends_with("pt") ? "ratio" : "duration";
}

/// `param x = 80%`
Slip param_without_type(const Stop& stop) {
  const Nearby& near = stop.near;
  if (near.text(0) != "=" || !near.is_word(-1) || near.text(-2) != "param") return std::nullopt;
  const Builder& b = near.builder();
  auto d = diagnostics::param_needs_type(b.span(near[-1]));
  const std::string_view type = type_of_literal(near.text(1));
  if (type.empty()) return std::move(d).with_help("write `param NAME: TYPE = DEFAULT`");
  return std::move(d).with_suggestion(b.span({near[-1].end, near[-1].end}), ": " + std::string(type));
}

/// `block "no"` without `else`, or, in a trigger, without `then`; a message alone behind a condition.
Slip level_alone(const Stop& stop) {
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  if (stop.expected != nullptr) return std::nullopt;
  const bool is_level = words::contains(words::levels, near.text(0)) && near.is_string(1);
  const bool is_message = near.is_string(0) && near.on_one_line(-1, 0) && !near.is_string(-1) && near.text(-1) != "owner";
  const std::string_view word = b.inside<TriggerDecl>() ? "then" : b.inside<GateDecl>() || b.inside<PhaseDecl>() ? "else" : "";
  if (word.empty() || (!is_level && (!is_message || word == "then"))) return std::nullopt;
  if (near.text(-1) == "else" && near.text(-2) == "." &&
      near.is_number(-3)) {  // `5. else`: the point took the word for a field
    const base::Span number = b.span({near[-3].begin, near[-2].end});
    return diagnostics::bad_number(number, near.slice(near[-3].begin, near[-2].end))
        .with_help("digits stand on both sides of a point")
        .with_suggestion(number, std::string(near.text(-3)));
  }
  const base::Span span = b.span(near[0]);
  return diagnostics::word_missing(span, word, shown(b.source(), near[0])).with_suggestion({span.file, span.begin, span.begin}, std::string(word) + " ");
}

/// `require ok approved`
Slip label_without_colon(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (stop.expected != nullptr || near.text(-2) != "require" || !near.is_word(-1) || !near.is_word(0) || !near.on_one_line(-2, 0)) return std::nullopt;
  if (words::contains(words::reserved, near.text(-1)) || words::contains(words::reserved, near.text(0))) return std::nullopt;
  if (base::nearest(near.text(0), words::requirement_parts)) return std::nullopt;  // a misspelt `else`
  const base::Span behind = b.span({near[-1].end, near[-1].end});
  return diagnostics::colon_behind_label(b.span(near[-1]), near.text(-1)).with_suggestion(behind, ":");
}

/// `require all-ok: …`
Slip hyphen_in_label(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (near.text(0) != ":") return std::nullopt;
  const std::uint32_t end = near[-1].end;
  std::uint32_t begin = end;
  while (begin > 0 && (is_word_byte(b.source().text[begin - 1]) || b.source().text[begin - 1] == '-')) --begin;
  std::string name = near.slice(begin, end);
  if (name.find('-') == std::string::npos || near.slice(near.before(begin)) != "require") return std::nullopt;
  auto d = diagnostics::no_hyphen_in_names(b.span({begin, end}), name);
  std::ranges::replace(name, '-', '_');
  return std::move(d).with_suggestion(b.span({begin, end}), name);
}

/// `on_missing`, `appliesWhen`: two words written as one.
Slip joined_words(const Stop& stop) {
  constexpr std::array<std::string_view, 14> pairs = {"applies when", "fires when", "on missing", "on fail",  "only for",    "excused when", "started when",
                                                      "started at",   "done when",  "done at",    "keep for", "approved by", "warn when",    "not waivable"};
  const Nearby& near = stop.near;
  std::string letters;
  for (const char c : near.text(0))
    if (c != '_') letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const auto pair = std::ranges::find_if(pairs, [&](std::string_view two) {
    std::string one(two);
    std::erase(one, ' ');
    return one == letters;
  });
  if (pair == pairs.end()) return std::nullopt;
  const base::Span word = near.builder().span(near[0]);
  return diagnostics::unexpected(word, quoted(*pair), quoted(near.text(0))).with_help("did you mean `" + std::string(*pair) + "`?").with_suggestion(word, std::string(*pair));
}

/// `roll back "x"`, with `then` before it or not.
Slip roll_back(const Stop& stop) {
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  if (!b.inside<TriggerDecl>()) return std::nullopt;
  const int roll = near.text(0) == "roll" ? 0 : -1;
  if (near.text(roll) != "roll" || near.text(roll + 1) != "back") return std::nullopt;
  const bool has_then = near.text(roll - 1) == "then";
  const base::Span words = b.span({near[roll].begin, near[roll + 1].end});
  return diagnostics::unexpected(words, "`rollback`", quoted(b.source().slice({words.begin, words.end}))).with_suggestion(words, has_then ? "rollback" : "then rollback");
}

/// `require` in a trigger; `depends on` in a phase; `if` where a level stands.
Slip clause_of_others(const Stop& stop) {
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  const std::string_view word = near.text(0);
  const base::Span span = b.span(near[0]);
  if (stop.expected == nullptr && word == "require" && b.inside<TriggerDecl>())
    return diagnostics::clause_expected(span, "`require`", "trigger").with_help("a trigger says `fires when CONDITION`").with_suggestion(span, "fires when");
  if (stop.expected == nullptr && b.inside<PhaseDecl>() && (word == "depends" || word == "needs" || word == "follows" || word == "waits")) {
    const bool has_second = near.text(1) == "on" || near.text(1) == "for";
    const base::Span words = b.span({near[0].begin, near[has_second ? 1 : 0].end});
    return diagnostics::clause_expected(words, quoted(near.slice(words.begin, words.end)), "phase").with_help("did you mean `after`?").with_suggestion(words, "after");
  }
  return std::nullopt;
}

/// `else if …`: a level that is computed.
Slip computed_level(const Stop& stop) {
  const Nearby& near = stop.near;
  if (near.text(0) != "if" || stop.expected == nullptr || stop.expected->what.find("level") == std::string_view::npos) return std::nullopt;
  return diagnostics::unexpected(near.builder().span(near[0]), stop.expected->what, "`if`")
      .with_help("a level that is computed stands in parentheses: `(if CONDITION then block else warn)`, or has a name of its own: `let severity = if …`");
}

constexpr std::array<SlipFinder, 9> finders = {
    title_without_name, param_without_type, level_alone, hyphen_in_label, joined_words, roll_back, clause_of_others, computed_level, label_without_colon,
};

}  // namespace

std::span<const SlipFinder> slips_in_clauses() { return finders; }

Slip everyday_slip(Builder& b, std::uint32_t at, const Expectation* expected) {
  const Stop stop{Nearby(b, at), expected};
  for (const auto finders_of :
       {slips_in_literals, slips_in_expressions, slips_in_types, slips_in_words, slips_in_declarations, slips_in_clauses})
    for (const SlipFinder find : finders_of())
      if (auto slip = find(stop)) return slip;
  return std::nullopt;
}

}  // namespace nexus::grammar
