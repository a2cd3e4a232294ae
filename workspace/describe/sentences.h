#pragma once

#include "report/doc/policy_document.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Sentences put together from words, names and values.
namespace nexus::workspace::describing {

using report::doc::Phrase;
using report::doc::Sentence;
using report::doc::Statement;

[[nodiscard]] Sentence words(std::string_view text);
[[nodiscard]] Sentence code(std::string_view name, std::string target = {});
[[nodiscard]] Sentence value(std::string_view text);
[[nodiscard]] Sentence level(std::string_view name);

inline Sentence as_sentence(Sentence sentence) { return sentence; }
inline Sentence as_sentence(std::string_view text) { return words(text); }

/// `cat(subject, " is at least ", limit)`.
template <class... Parts>
[[nodiscard]] Sentence cat(Parts&&... parts) {
  Sentence all;
  const auto append = [&all](Sentence more) {
    for (Phrase& phrase : more) {
      const bool goes_on = phrase.kind == Phrase::Kind::words && phrase.target.empty() && !all.empty() &&
                           all.back().kind == Phrase::Kind::words && all.back().target.empty();
      if (goes_on)
        all.back().text += phrase.text;
      else
        all.push_back(std::move(phrase));
    }
  };
  (append(as_sentence(std::forward<Parts>(parts))), ...);
  return all;
}

/// `a`, `a or b`, `a, b or c`; with a comma for a conjunction `a, b, c`.
[[nodiscard]] Sentence listed(const std::vector<Sentence>& items, std::string_view conjunction);
/// With a capital letter, where it begins with words.
[[nodiscard]] Sentence capitalised(Sentence sentence);
[[nodiscard]] Statement capitalised(Statement statement);
/// Text of an author: what stands in backticks is code.
[[nodiscard]] Sentence with_code(std::string_view text);
/// A doc comment: paragraphs, and what is indented as it stands.
[[nodiscard]] std::vector<report::doc::Block> paragraphs(std::string_view comment);

/// `suite` for `suites`, `dependency` for `dependencies`; empty for what is no plural.
[[nodiscard]] std::string singular(std::string_view plural);
[[nodiscard]] std::string plural(std::string_view noun);
/// `end_to_end` as words: `end to end`.
[[nodiscard]] std::string spaced(std::string_view name);

}  // namespace nexus::workspace::describing
