#include "base/diagnostics/catalogue.h"
#include "base/values/utf8.h"
#include "grammar/parser/builder.h"
#include "grammar/parser/found.h"
#include "grammar/parser/mistakes.h"
#include "grammar/parser/mistakes_in.h"
#include "grammar/parser/nearby.h"
#include "grammar/parser/slips.h"
#include "grammar/units.h"

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

/// What a malformed number was meant to be, where that is plain.
std::optional<std::string> number_meant(std::string_view text) {
  const std::size_t digits_end = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string_view digits = text.substr(0, digits_end);
  const std::string_view rest = text.substr(digits_end);
  if (rest.starts_with('%') && rest.size() > 1 && is_digit(rest[1])) return std::string(digits) + " % " + std::string(rest.substr(1));
  if (const auto unit = unit_meant(rest); unit && *unit != rest) return std::string(digits) + std::string(*unit);
  if (rest.empty() && digits.starts_with('0')) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string_view::npos || digits[first] == '.' ? std::nullopt : std::optional(std::string(digits.substr(first)));
  }
  if (rest.starts_with('_') && std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '_'; })) {
    std::string plain(text);
    std::erase(plain, '_');
    return plain;
  }
  return std::nullopt;
}

/// Reads up to `most` digits off the front of `text`.
std::string_view take_digits(std::string_view& text, std::size_t most) {
  std::size_t n = 0;
  while (n < text.size() && n < most && is_digit(text[n])) ++n;
  const std::string_view digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

/// `2026-1-5`, `2026/1/5`, `2026.1.5` → `2026-01-05`
std::optional<std::string> date_meant(std::string_view text) {
  std::string date(take_digits(text, 4));
  for (int part = 0; part < 2; ++part) {
    if (text.empty() || std::string_view("-/.").find(text.front()) == std::string_view::npos) return std::nullopt;
    text.remove_prefix(1);
    const std::string_view digits = take_digits(text, 2);
    if (digits.empty()) return std::nullopt;
    date.append(digits.size() == 1 ? "-0" : "-").append(digits);
  }
  return text.empty() && date.size() == std::string_view("2026-01-05").size() ? std::optional(date) : std::nullopt;
}

Extent date_at(const Source& source, std::uint32_t at) {
  std::uint32_t end = at;
  while (is_word_byte(source.byte(end)) || std::string_view("-/.:").find(source.byte(end)) != std::string_view::npos) ++end;
  return {at, end};
}

/// The string literal on the line of `at` that is still open where the line ends.
std::uint32_t open_quote(const Source& source, std::uint32_t at) {
  std::uint32_t quote = at;
  std::uint32_t token = at - source.column(at);
  while (token < source.size() && token <= at) {
    const char c = source.text[token];
    if (c == '\n' || c == '#') break;
    if (c == '"' || c == '\'') quote = token;
    token = coarse_token_end(source, token);
  }
  return quote;
}

/// The last `{` of a string that is neither escaped nor closed; without one, the first.
std::optional<std::uint32_t> brace_in(const Source& source, Extent string) {
  std::optional<std::uint32_t> first, open;
  for (std::uint32_t at = string.begin + 1; at < string.end; ++at) {
    const char c = source.text[at];
    if (c == '\\') ++at;
    if (c == '{') open = at;
    if (c == '{' && !first) first = at;
    if (c == '}') open.reset();
  }
  return open ? open : first;
}

/// Where the string ends that has a `{` at `brace`: behind its quote, or where its line does.
std::uint32_t string_end(const Source& source, std::uint32_t brace) {
  const std::uint32_t line = source.line_end(brace);
  for (std::uint32_t at = brace; at < line; ++at) {
    if (source.text[at] == '\\')
      ++at;
    else if (source.text[at] == '"')
      return at;
  }
  return line;
}

/// `{x:>10}`: what stands behind the `:` would be a format elsewhere.
Diagnostic no_format(Builder& b, std::uint32_t brace, std::uint32_t colon) {
  const std::size_t close = b.source().text.find('}', colon);
  auto d = diagnostics::no_format(b.span({colon, colon + 1})).with_help("numbers, ratios, durations and times are shown as people write them");
  if (close >= string_end(b.source(), colon)) return d;
  const std::string inside(b.source().slice({brace, b.trivia().token_end(colon)}));
  // Behind the format of other languages stands the `%` that a ratio shows of itself.
  auto end = static_cast<std::uint32_t>(close) + 1;
  if (b.source().byte(end) == '%') ++end;
  return std::move(d).with_suggestion(b.span({brace, end}), inside + "}");
}

Diagnostic brace_without_expression(Builder& b, std::uint32_t brace) {
  const Source& source = b.source();
  const std::size_t close = source.text.find('}', brace);
  if (close >= string_end(source, brace)) {
    const Extent value = Nearby(b, brace).path_at(brace + 1);
    auto d = diagnostics::escape_this_brace(b.span({brace, brace + 1}), "is not closed");
    if (!is_word_byte(source.byte(value.begin)))
      return std::move(d)
          .with_help("a brace itself is written `\\{`")
          .with_suggestion(b.span({brace, brace + 1}), "\\{");
    return std::move(d).with_help("write `{" + std::string(source.slice(value)) +
                                  "}` to print a value; a brace itself is written `\\{`");
  }
  auto d = diagnostics::escape_this_brace(b.span({brace, brace + 1}), "opens no expression");
  const Extent whole{brace, static_cast<std::uint32_t>(close) + 1};
  const std::string inside(source.slice({whole.begin + 1, whole.end - 1}));
  return std::move(d)
      .with_help("in double quotes `{…}` prints a value; braces themselves are written `\\{` and `\\}`")
      .with_suggestion(b.span(whole), "\\{" + inside + "\\}");
}

/// The escape whose first character behind the backslash is at `at`.
Extent escape_at(const Source& source, std::uint32_t at) {
  if (at >= source.size() || source.text[at] == '\n' || source.text[at] == '\r') return {at - 1, at};
  return {at - 1, at + static_cast<std::uint32_t>(base::utf8_step(source.text.substr(at)).length)};
}

}  // namespace

Diagnostic unit_touches_its_number(Builder& b, std::uint32_t at) {
  const Operand& operand = b.top<Operand>();
  const auto* literal = std::get_if<Literal>(&b.expr(operand.id).node);
  const bool percent = b.source().byte(b.trivia().token_end(at) - 1) == '%';
  if (literal == nullptr || literal->kind != LiteralKind::number) {
    if (percent) return describe(Expectation{Expectation::Kind::value, "a value"}, b, at);
    const Extent word = token_at(b.source(), at);
    return diagnostics::unit_touches_its_number(b.span(word)).with_help("write a number with its unit: `5m`, `1h30m`");
  }
  const Extent unit = percent ? Extent{b.trivia().token_end(at) - 1, b.trivia().token_end(at)} : token_at(b.source(), at);
  const auto meant = percent ? std::optional<std::string_view>("%") : unit_meant(b.source().slice(unit));
  const std::string fixed = std::string(literal->text) + std::string(meant.value_or(""));
  const base::Span whole = b.span({operand.extent.begin, unit.end});
  return diagnostics::unit_touches_its_number(whole).with_suggestion(whole, fixed);
}

Diagnostic bad_number(Builder& b, std::uint32_t at) {
  if (auto slip = everyday_slip(b, at)) return std::move(*slip);
  const Extent token = token_at(b.source(), at);
  const std::string_view text = b.source().slice(token);
  if (b.source().byte(token.end) == ':' && is_digit(b.source().byte(token.end + 1)))
    return diagnostics::bad_number(b.span(token), text)
        .with_help("there is no time of day: `hour(now, \"Europe/Berlin\")` gives the hour");
  auto d = diagnostics::bad_number(b.span(token), text);
  if (const auto meant = number_meant(text)) return std::move(d).with_suggestion(b.span(token), *meant);
  return std::move(d).with_help("the units are `%` and `pt`, `ms`, `s`, `m`, `h`, `d`, and `B`, `KB`, `KiB`, `MB`, `MiB` and so on");
}

Diagnostic bad_date(Builder& b, std::uint32_t at) {
  const Extent token = date_at(b.source(), at);
  const std::string_view text = b.source().slice(token);
  auto d = diagnostics::bad_date(b.span(token), text).with_help("a date is written `2026-01-05`, a time `2026-01-05T10:00:00Z`");
  // `2026-01-05T10:00`, with its seconds or without: a time that does not say how far it is from UTC.
  constexpr std::size_t minutes = std::string_view("2026-01-05T10:00").size(),
                        seconds = std::string_view("2026-01-05T10:00:00").size();
  const bool has_zone = text.ends_with('Z');
  const std::string_view clock = has_zone ? text.substr(0, text.size() - 1) : text;
  if (clock.size() > 10 && clock[10] == 'T' && (clock.size() == minutes || (clock.size() == seconds && !has_zone))) {
    const std::string whole = std::string(clock) + (clock.size() == minutes ? ":00Z" : "Z");
    return diagnostics::bad_date(b.span(token), text)
        .with_help("a time has seconds, and says how far it is from UTC: `" + whole +
                   "`, or with `+01:00` in the place of `Z`")
        .with_suggestion(b.span(token), whole);
  }
  const auto meant = date_meant(text);
  return meant ? std::move(d).with_suggestion(b.span(token), *meant) : std::move(d);
}

Diagnostic string_not_closed(Builder& b, std::uint32_t at) {
  const Source& source = b.source();
  const char here = source.byte(at);
  const std::uint32_t quote = here == '"' ? at : open_quote(source, at);
  const Extent string{quote, coarse_token_end(source, quote)};
  const bool closed = string.end > quote + 1 && source.text[string.end - 1] == source.text[quote];
  if (closed) {
    if (const auto brace = brace_in(source, string)) return brace_without_expression(b, *brace);
  }
  std::uint32_t end = source.line_end(quote);
  if (end > quote + 1 && source.text[end - 1] == '\r') --end;
  return diagnostics::string_not_closed(b.span({quote, end}))
      .with_help("a string ends on the line it begins on; a line break inside is written `\\n`");
}

Diagnostic bad_escape(Builder& b, std::uint32_t at) {
  const Extent escape = escape_at(b.source(), at);
  const std::string_view text = b.source().slice(escape);
  auto d = diagnostics::bad_escape(b.span(escape), text);
  if (text == "\\u") return std::move(d).with_help("four hexadecimal digits follow `\\u`");
  return std::move(d)
      .with_help("a backslash itself is written `\\\\`; in single quotes nothing is escaped, which suits regular expressions")
      .with_suggestion(b.span(escape), "\\" + std::string(text));
}

Diagnostic bad_json_escape(Builder& b, std::uint32_t at) {
  const Extent escape = escape_at(b.source(), at);
  const std::string_view text = b.source().slice(escape);
  auto d = diagnostics::bad_escape(b.span(escape), text);
  if (text == "\\u") return std::move(d).with_help("four hexadecimal digits follow `\\u`");
  return std::move(d).with_help("in JSON a backslash is written `\\\\`").with_suggestion(b.span(escape), "\\" + std::string(text));
}

Diagnostic escape_this_brace(Builder& b, std::uint32_t at) {
  const std::uint32_t brace = b.begin_of<StringPiece>();
  const bool is_format = b.source().byte(at) == ':' && b.trivia().token_end(at) > brace + 1 && std::string_view(" \t\"'").find(b.source().byte(at + 1)) == std::string_view::npos;
  if (is_format) return no_format(b, brace, at);
  return brace_without_expression(b, brace);
}

Diagnostic no_interpolation_here(Builder& b, std::uint32_t at) {
  const Source& source = b.source();
  const std::uint32_t line = source.line_end(at);
  // `gate g "Title {`: the brace is the block's, and the quote is missing before it.
  if (source.slice({at, line}).find('"') == std::string_view::npos) {
    const std::uint32_t quote = open_quote(source, at);
    std::uint32_t end = at;
    while (end > quote + 1 && source.text[end - 1] == ' ') --end;
    return diagnostics::string_not_closed(b.span({quote, end})).with_suggestion(b.span({end, end}), "\"");
  }
  return diagnostics::no_interpolation_here(b.span({at, at + 1}))
      .with_help("titles, owners, keys and file names are plain text; a brace itself is written `\\{`")
      .with_suggestion(b.span({at, at + 1}), "\\{");
}

Diagnostic json_key_needs_quotes(Builder& b, std::uint32_t at) {
  const Extent key = token_at(b.source(), at);
  const std::string_view text = b.source().slice(key);
  return diagnostics::json_key_needs_quotes(b.span(key), text)
      .with_help("a fixture is JSON; values of the language go into `with path = value`")
      .with_suggestion(b.span(key), "\"" + std::string(text) + "\"");
}

Diagnostic json_value_expected(Builder& b, std::uint32_t at) {
  const Extent found = token_at(b.source(), at);
  const std::uint32_t before = b.trivia().token_end(at);
  if (before > 0 && b.source().text[before - 1] == ',' && b.source().byte(at) == ']') {
    const base::Span comma = b.span({before - 1, before});
    return diagnostics::json_trailing_comma(comma, "]").with_suggestion(comma, "");
  }
  const std::string_view text = b.source().slice(found);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> words = {
      {{"True", "true"}, {"TRUE", "true"}, {"False", "false"}, {"FALSE", "false"}, {"None", "null"}, {"nil", "null"}}};
  const auto* const word = std::ranges::find(words, text, &std::pair<std::string_view, std::string_view>::first);
  if (word != words.end())
    return diagnostics::json_value_expected(b.span(found), quoted(text))
        .with_suggestion(b.span(found), std::string(word->second));
  const char behind = b.source().byte(found.end);
  if ((is_word(text) || text.ends_with('%')) && (behind == ',' || behind == '\n' || behind == ' ' || behind == '}'))
    return diagnostics::json_value_expected(b.span(found), quoted(text))
        .with_help("in JSON a text stands in double quotes")
        .with_suggestion(b.span(found), "\"" + std::string(text) + "\"");
  return diagnostics::json_value_expected(b.span(found), shown(b.source(), found))
      .with_help("a fixture is JSON; values of the language go into `with path = value`");
}

}  // namespace nexus::grammar
