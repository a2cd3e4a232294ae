#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "base/values/utf8.h"
#include "grammar/parser/builder.h"
#include "grammar/parser/found.h"
#include "grammar/parser/mistakes.h"
#include "grammar/parser/mistakes_in.h"
#include "grammar/parser/recovery.h"
#include "grammar/parser/slips.h"
#include "grammar/words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::grammar {

using base::Diagnostic;
namespace diagnostics = base::diagnostics;

namespace {

using Kind = Expectation::Kind;

struct Confusable {
  std::string_view looks_like;
  std::string_view meant;
};
/// Characters that editors, chats and word processors put in the place of plain ones.
constexpr std::array confusables = {
    Confusable{"“", "\""},     Confusable{"”", "\""}, Confusable{"„", "\""}, Confusable{"«", "\""}, Confusable{"»", "\""},
    Confusable{"‘", "'"},      Confusable{"’", "'"},  Confusable{"–", "-"},  Confusable{"—", "-"},  Confusable{"−", "-"},
    Confusable{"\u00A0", " "}, Confusable{"\u202F", " "}, Confusable{"\u3000", " "}, Confusable{"\u200B", ""}, Confusable{"\uFEFF", ""},
    Confusable{"≥", ">="},     Confusable{"≤", "<="}, Confusable{"≠", "!="}, Confusable{"×", "*"},  Confusable{"÷", "/"},
    Confusable{"…", ".."},     Confusable{"，", ","}, Confusable{"：", ":"}, Confusable{"（", "("}, Confusable{"）", ")"},
};

/// A character that no token of the language has.
bool is_stray(const Source& source, std::uint32_t at) {
  if (at >= source.size()) return false;
  const auto c = static_cast<unsigned char>(source.text[at]);
  return c < 0x20 || c >= 0x7F || std::string_view("$@^~`\\").find(static_cast<char>(c)) != std::string_view::npos;
}

std::string words_for(const Expectation& expected) {
  const bool verbatim = expected.kind == Kind::keyword || expected.kind == Kind::symbol || expected.kind == Kind::closer;
  return verbatim ? "`" + std::string(expected.what) + "`" : std::string(expected.what);
}

/// A reserved word that stands where a field of that name was meant: on the line of what it belongs to, and something
/// goes on behind it.
bool is_reserved_use(Builder& b, Extent found) {
  const Source& source = b.source();
  if (!words::contains(words::reserved, source.slice(found))) return false;
  if (source.breaks_line({b.trivia().token_end(found.begin), found.begin})) return false;
  const std::size_t next = source.text.find_first_not_of(" \t", found.end);
  return next != std::string_view::npos && std::string_view("=!<>.,)]+*/%?").find(source.text[next]) != std::string_view::npos;
}

/// Does what is found end something, so that what was expected is simply not there?
bool ends_something(Builder& b, Extent found) {
  const Source& source = b.source();
  if (found.begin >= source.size() || std::string_view(")]},").find(source.text[found.begin]) != std::string_view::npos) return true;
  if (source.breaks_line({b.trivia().token_end(found.begin), found.begin})) return true;
  const std::string_view word = word_of(source, found);
  return words::contains(words::reserved, word);
}

Diagnostic missing(const std::string& what, Builder& b, std::uint32_t at) {
  const std::uint32_t end = b.trivia().token_end(at);
  if (end == 0) return diagnostics::unexpected(b.span({at, at}), what, "the end of the file");
  const Extent before = token_ending_at(b.source(), end);
  return diagnostics::part_missing(b.span(before), what, shown(b.source(), before));
}

/// The word found is nearly the one expected.
bool is_misspelt(const Expectation& expected, std::string_view word) {
  const std::array candidates{expected.what};
  return expected.kind == Kind::keyword && !word.empty() && base::nearest(word, candidates).has_value();
}

Diagnostic misspelt(const Expectation& expected, Builder& b, Extent found) {
  const std::string right(expected.what);
  return diagnostics::unexpected(b.span(found), quoted(right), shown(b.source(), found))
      .with_help("did you mean " + quoted(right) + "?")
      .with_suggestion(b.span(found), right);
}

/// Points from a closing bracket that is not there to the one that it had to close.
Diagnostic with_opener(Diagnostic d, const Expectation& expected, Builder& b, std::uint32_t at) {
  if (expected.kind != Kind::closer) return d;
  const auto open = innermost_open_bracket(b.source(), {b.block().begin, at});
  const std::string_view pairs = "()[]{}";
  if (!open || pairs[pairs.find(expected.what.front()) - 1] != b.source().text[*open]) return d;
  return std::move(d).with_label(b.span({*open, *open + 1}), "opened here");
}

std::optional<Diagnostic> json_trailing_comma(Builder& b, std::uint32_t at) {
  const std::uint32_t before = b.trivia().token_end(at);
  if (before == 0 || b.source().text[before - 1] != ',' || b.source().byte(at) != '}') return std::nullopt;
  const base::Span comma = b.span({before - 1, before});
  return diagnostics::json_trailing_comma(comma, "}").with_suggestion(comma, "");
}

}  // namespace

namespace {

/// `“success”` → `"success"`: the quote at `open` and the next one on its line.
Diagnostic plain_quotes(Diagnostic d, Builder& b, Extent open) {
  const std::string_view line = b.source().slice({open.end, b.source().line_end(open.begin)});
  d.helps.emplace_back("typographic quotes are no quotes");
  std::size_t close = std::string_view::npos, close_size = 0;
  for (std::size_t at = 0; at < line.size() && close == std::string_view::npos; at += base::utf8_step(line.substr(at)).length) {
    const std::string_view character = line.substr(at, base::utf8_step(line.substr(at)).length);
    const auto found = std::ranges::find(confusables, character, &Confusable::looks_like);
    const bool is_plain = character == "\"" || character == "'";
    if (!is_plain && (found == confusables.end() || (found->meant != "\"" && found->meant != "'"))) continue;
    close = at;
    close_size = character.size();
  }
  if (close == std::string_view::npos) return d;
  const std::string inside(line.substr(0, close));
  const auto end = static_cast<std::uint32_t>(open.end + close + close_size);
  return std::move(d).with_suggestion(b.span({open.begin, end}), "\"" + inside + "\"");
}

}  // namespace

std::optional<Diagnostic> stray_character(Builder& b, std::uint32_t at) {
  if (!is_stray(b.source(), at)) return std::nullopt;
  const std::string_view rest = b.source().text.substr(at);
  const Extent character{at, at + static_cast<std::uint32_t>(base::utf8_step(rest).length)};
  const std::string_view sign = b.source().slice(character);
  auto d = diagnostics::stray_character(b.span(character), sign == "`" ? "a backtick" : quoted(sign));
  if ((sign == "$" || sign == "@") && is_word_byte(b.source().byte(at + 1)))
    return std::move(d)
        .with_help("a name is written as it is; in a message it stands in braces")
        .with_suggestion(b.span(character), "");
  if (const std::size_t close = b.source().text.find('`', at + 1); sign == "`" && close < b.source().line_end(at)) {
    const Extent whole{at, static_cast<std::uint32_t>(close) + 1};
    return std::move(d).with_suggestion(b.span(whole),
                                        "\"" + std::string(b.source().slice({whole.begin + 1, whole.end - 1})) + "\"");
  }
  const auto found = std::ranges::find(confusables, sign, &Confusable::looks_like);
  if (found == confusables.end()) return d;
  if (found->meant == "\"" || found->meant == "'") return plain_quotes(std::move(d), b, character);
  if (found->meant.empty()) d.helps.push_back("remove this invisible character");
  if (found->meant == " ") d.helps.push_back("write a plain space in its place");
  return std::move(d).with_suggestion(b.span(character), std::string(found->meant));
}

Diagnostic describe(const Expectation& expected, Builder& b, std::uint32_t at) {
  if (auto stray = stray_character(b, at)) return std::move(*stray);
  if (expected.kind == Kind::json_member) {
    if (auto comma = json_trailing_comma(b, at)) return std::move(*comma);
  }
  if (auto slip = everyday_slip(b, at, &expected)) return std::move(*slip);
  const Extent found = token_at(b.source(), at);
  if (expected.kind == Kind::value && is_reserved_use(b, found)) {
    const std::string word(b.source().slice(found));
    return diagnostics::reserved_word(b.span(found), word).with_help("a field of that name is written `snapshot." + word + "`");
  }
  if (is_misspelt(expected, word_of(b.source(), found))) return misspelt(expected, b, found);
  const std::string what = words_for(expected);
  auto d = ends_something(b, found) ? missing(what, b, at)
                                    : diagnostics::unexpected(b.span(found), what, shown(b.source(), found));
  d = with_opener(std::move(d), expected, b, at);
  if (expected.help.empty()) return d;
  return std::move(d).with_help(std::string(expected.help));
}

}  // namespace nexus::grammar
