#include "base/diagnostics/catalogue.h"
#include "grammar/parser/builder.h"
#include "grammar/parser/found.h"
#include "grammar/parser/phrases.h"
#include "grammar/parser/slips.h"
#include "grammar/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

namespace nexus::grammar {

namespace diagnostics = base::diagnostics;

namespace {

struct Spelling {
  std::string_view written, meant;
};

/// Longer phrases stand before the shorter ones that they begin with.
constexpr std::array phrases = {
    Spelling{"greater than or equal to", ">="},
    Spelling{"less than or equal to", "<="},
    Spelling{"not equal to", "!="},
    Spelling{"no more than", "<="},
    Spelling{"not more than", "<="},
    Spelling{"no less than", ">="},
    Spelling{"not less than", ">="},
    Spelling{"greater than", ">"},
    Spelling{"more than", ">"},
    Spelling{"larger than", ">"},
    Spelling{"higher than", ">"},
    Spelling{"less than", "<"},
    Spelling{"fewer than", "<"},
    Spelling{"smaller than", "<"},
    Spelling{"lower than", "<"},
    Spelling{"at least", ">="},
    Spelling{"at most", "<="},
    Spelling{"equal to", "=="},
    Spelling{"different from", "!="},
    Spelling{"none of", "not in"},
    Spelling{"one of", "in"},
    Spelling{"any of", "in"},
    Spelling{"before", "<"},
    Spelling{"after", ">"},
    Spelling{"above", ">"},
    Spelling{"below", "<"},
};

constexpr std::array verbs = {
    Spelling{"contain", "contains"},  Spelling{"contains", "contains"}, Spelling{"include", "contains"},
    Spelling{"includes", "contains"}, Spelling{"match", "matches"},     Spelling{"matches", "matches"},
    Spelling{"like", "like"},         Spelling{"start", "starts with"}, Spelling{"starts", "starts with"},
    Spelling{"end", "ends with"},     Spelling{"ends", "ends with"},
};

/// `tag does not contain "x"`, `tag not like "x"`: what is denied is the whole comparison.
Slip denied_verb(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  const bool spelled = near.text(0) == "does" && near.text(1) == "not";
  const int not_at = spelled ? 1 : -1, operand = spelled ? -1 : -2;
  if (near.text(not_at) != "not" || !near.on_one_line(operand, not_at + 1)) return std::nullopt;
  const int verb = not_at + 1;
  const std::string_view word = near.text(verb);
  const int first = spelled ? 0 : not_at;
  if (word == "equal")
    return diagnostics::not_an_operator(b.span({near[first].begin, near[verb].end}),
                                        near.slice(near[first].begin, near[verb].end))
        .with_suggestion(b.span({near[first].begin, near[verb].end}), "!=");
  const auto* const meant = std::ranges::find(verbs, word, &Spelling::written);
  if (meant == verbs.end()) return std::nullopt;
  const bool two_words = meant->meant.ends_with(" with");
  const std::uint32_t end = near[verb + (two_words && near.text(verb + 1) == "with" ? 1 : 0)].end;
  const base::Span span = b.span({near[first].begin, end});
  auto d = diagnostics::not_an_operator(span, near.slice(near[first].begin, end))
               .with_help("what is denied is the whole comparison: `not VALUE " + std::string(meant->meant) + " …`");
  const std::string value(near.text(operand));
  if (value.empty() || !is_word_byte(value.back()) || words::contains(words::reserved, value)) return d;
  return std::move(d).with_suggestion(b.span({near[operand].begin, end}),
                                      "not " + value + " " + std::string(meant->meant));
}

/// `more than 2 s in suites where …`
Slip counted_phrase(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  const bool more = near.text(-1) == "more", fewer = near.text(-1) == "fewer" || near.text(-1) == "less";
  if (near.text(0) != "than" || !(more || fewer) || !near.is_number(1) || near.text(3) != "in") return std::nullopt;
  int count = 0;
  const std::string_view digits = near.text(1);
  if (std::from_chars(digits.data(), digits.data() + digits.size(), count).ptr != digits.data() + digits.size() ||
      (fewer && count == 0))
    return std::nullopt;
  const base::Span whole = b.span({near[-1].begin, near[1].end});
  return diagnostics::not_a_quantifier(b.span({near[-1].begin, near[0].end}), near.slice(near[-1].begin, near[0].end))
      .with_suggestion(whole, more ? "at least " + std::to_string(count + 1) : "at most " + std::to_string(count - 1));
}

/// `since before 2026-01-01`, `errors greater than 3`
Slip compared_in_words(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  const auto phrase = phrase_at(near);
  const bool behind_value =
      near.on_one_line(-1, 0) && (near.is_word(-1) || near.text(-1).ends_with(')') || near.text(-1).ends_with(']') ||
                                  near.text(-1).find('.') != std::string_view::npos);
  if (!phrase || !behind_value || near.text(-1) == "require" || words::contains(words::reserved, near.text(-1)))
    return std::nullopt;
  const base::Span span = b.span(phrase->words);
  return diagnostics::not_an_operator(span, near.slice(phrase->words))
      .with_suggestion(span, std::string(phrase->meant));
}

/// `require gate g`, `expect gate g fails`: a rule is asked for its status.
Slip rule_without_status(const Stop& stop) {
  constexpr std::array kinds = {Spelling{"gate", "pass"}, Spelling{"phase", "done"}, Spelling{"trigger", "quiet"}};
  constexpr std::array statuses = {Spelling{"fails", "fail"},  Spelling{"failed", "fail"}, Spelling{"passes", "pass"},
                                   Spelling{"passed", "pass"}, Spelling{"warns", "warn"},  Spelling{"fires", "fired"}};
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  const auto* const kind = std::ranges::find(kinds, near.text(-1), &Spelling::written);
  if (kind != kinds.end() && near.text(-2) == "require" && near.is_word(0) && near.text(1) != "is") {
    const std::string asked(near.text(0));
    return diagnostics::part_missing(b.span({near[-1].begin, near[0].end}), "its status",
                                     quoted(near.slice(near[-1].begin, near[0].end)))
        .with_help("say what it must be: `" + near.slice(near[-1].begin, near[0].end) + " is " +
                   std::string(kind->meant) + "`")
        .with_suggestion(b.span({near[0].end, near[0].end}), " is " + std::string(kind->meant));
  }
  const auto* const status = std::ranges::find(statuses, near.text(1), &Spelling::written);
  if (kind == kinds.end() || status == statuses.end() || !near.is_word(0)) return std::nullopt;
  const base::Span word = b.span(near[1]);
  return diagnostics::unexpected(word, "`is`", quoted(near.text(1)))
      .with_suggestion(word, "is " + std::string(status->meant));
}

constexpr std::array<SlipFinder, 4> finders = {denied_verb, counted_phrase, compared_in_words, rule_without_status};

}  // namespace

std::span<const SlipFinder> slips_in_words() { return finders; }

std::optional<Phrase> phrase_at(const Nearby& near) {
  for (const auto& [written, meant] : phrases) {
    std::string_view rest = written;
    int index = 0;
    for (;; ++index) {
      const std::size_t space = rest.find(' ');
      if (near.text(index) != rest.substr(0, space)) break;
      if (space == std::string_view::npos) return Phrase{{near[0].begin, near[index].end}, meant};
      rest.remove_prefix(space + 1);
    }
  }
  return std::nullopt;
}

std::string_view opposite(std::string_view op) {
  constexpr std::array pairs = {Spelling{"<", ">="}, Spelling{">", "<="}, Spelling{"==", "!="},
                                Spelling{"in", "not in"}};
  for (const auto& [one, other] : pairs) {
    if (op == one) return other;
    if (op == other) return one;
  }
  return op;
}

}  // namespace nexus::grammar
