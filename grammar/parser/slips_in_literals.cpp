#include "base/diagnostics/catalogue.h"
#include "grammar/parser/builder.h"
#include "grammar/parser/found.h"
#include "grammar/parser/slips.h"
#include "grammar/units.h"
#include "grammar/words.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::grammar {

namespace diagnostics = base::diagnostics;

namespace {

using Kind = Expectation::Kind;

// ------------------------------------------------------------------------------------------------ numbers

/// `80,5%`
Slip decimal_comma(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (near.text(0) != "," || !near.is_number(-1) || !near.touches_next(-1) || !near.touches_next(0) ||
      !is_digit(b.source().byte(near.at() + 1)))
    return std::nullopt;
  const base::Span whole = b.span({near[-1].begin, near[1].end});
  const std::string meant = std::string(near.text(-1)) + "." + std::string(near.text(1));
  if (near.text(1).size() == 3) {  // `10,000` may be either
    return diagnostics::decimal_comma(whole).with_help("thousands have no sign between them: `" +
                                                       std::string(near.text(-1)) + std::string(near.text(1)) +
                                                       "`; decimals have a point: `" + meant + "`");
  }
  return diagnostics::decimal_comma(whole)
      .with_help("decimals have a point: `" + meant + "`")
      .with_suggestion(whole, meant);
}

/// `500 ms`, `3 days`, `80 percent`
Slip spaced_unit(const Stop& stop) {
  const Nearby& near = stop.near;
  const auto unit = unit_meant(near.text(0));
  if (!unit || !near.is_word(0) || near.text(1) == ":" || !near.is_number(-1) || !near.on_one_line(-1, 0))
    return std::nullopt;
  const base::Span whole = near.builder().span({near[-1].begin, near[0].end});
  return replaced(diagnostics::unit_touches_its_number(whole), whole, std::string(near.text(-1)) + std::string(*unit));
}

/// `1h 30m`
Slip parted_duration(const Stop& stop) {
  const Nearby& near = stop.near;
  const auto is_duration = [](std::string_view text) {
    const std::size_t unit = text.find_first_not_of("0123456789.");
    const std::string_view rest = unit == std::string_view::npos || unit == 0 ? std::string_view() : text.substr(unit);
    return rest == "d" || rest == "h" || rest == "m" || rest == "s" || rest == "ms";
  };
  if (!is_duration(near.text(-1)) || !is_duration(near.text(0)) || !near.on_one_line(-1, 0)) return std::nullopt;
  const base::Span whole = near.builder().span({near[-1].begin, near[0].end});
  return replaced(diagnostics::unexpected(whole, "one duration", quoted(near.slice(near[-1].begin, near[0].end))),
                  whole, std::string(near.text(-1)) + std::string(near.text(0)));
}

/// `1.4.0`, `31.10.2026`: digits with two points.
Slip two_points(const Stop& stop) {
  const Nearby& near = stop.near;
  const Source& source = near.builder().source();
  const auto is_part = [](char c) { return is_digit(c) || c == '.'; };
  Extent whole{near.at(), near.at()};
  while (whole.begin > 0 && is_part(source.text[whole.begin - 1])) --whole.begin;
  while (is_part(source.byte(whole.end))) ++whole.end;
  const std::string_view text = near.slice(whole);
  if (text.empty() || !is_digit(text.front()) || !is_digit(text.back()) || std::ranges::count(text, '.') != 2 ||
      text.find("..") != std::string_view::npos)
    return std::nullopt;
  const base::Span span = near.builder().span(whole);
  const bool ends_in_year = text.size() - text.rfind('.') == 5;
  if (ends_in_year)
    return diagnostics::bad_date(span, text)
        .with_help("a date begins with its year: `" + std::string(text.substr(text.rfind('.') + 1)) +
                   "-MM-DD`, a month and a day of two digits each");
  return replaced(diagnostics::bad_number(span, text).with_help("a version is made of a text"), span,
                  "version(\"" + std::string(text) + "\")");
}

/// `.5`
Slip digit_missing(const Stop& stop) {
  const Nearby& near = stop.near;
  if (stop.expected == nullptr || stop.expected->kind != Kind::value || near.text(0) != "." || !near.touches_next(0) ||
      !is_digit(near.text(1).empty() ? ' ' : near.text(1).front()))
    return std::nullopt;
  const base::Span whole = near.builder().span({near[0].begin, near[1].end});
  return replaced(diagnostics::bad_number(whole, near.slice(near[0].begin, near[1].end))
                      .with_help("digits stand on both sides of a point"),
                  whole, "0." + std::string(near.text(1)));
}

// ------------------------------------------------------------------------------------------------ texts and records

/// Does a string end in what stands before a string, so that its own quote was to open the next one?
bool swallowed_code(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  const std::size_t begin = text.find_last_of(" ");
  const std::string_view last = begin == std::string_view::npos ? text : text.substr(begin + 1);
  return words::contains(words::levels, last) || last == "else" || last == "==" || last == "!=" || last == "in";
}

/// `"success else block "no"`: a word touches the quote that was to open the next string. Or `'it's'`: one quote too many.
Slip quote_missing(const Stop& stop) {
  const Nearby& near = stop.near;
  if (!near.is_string(-1) || !near.touches_next(-1) ||
      !is_word_byte(near.text(0).empty() ? '\0' : near.text(0).front()))
    return std::nullopt;
  const Extent string = near[-1];
  const std::string_view text = near.slice(string);
  if (text.size() < 2) return std::nullopt;
  if (!swallowed_code(text.substr(1, text.size() - 2))) {
    auto d = diagnostics::quote_missing(near.builder().span(string), "the text ends at " + quoted(text));
    return std::move(d).with_help(text.front() == '\'' ? "an apostrophe may stand in double quotes: `\"it's\"`"
                                                       : "a quote inside of a text is written `\\\"`");
  }
  return diagnostics::quote_missing(near.builder().span(string), "a `" + std::string(1, text.front()) + "` is missing")
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

/// `tag matches /^v/`
Slip pattern_in_slashes(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (near.text(0) != "/" || near.text(-1) != "matches") return std::nullopt;
  const std::size_t close = b.source().text.find('/', near.at() + 1);
  auto d = diagnostics::unexpected(b.span(near[0]), "a pattern in quotes", "`/`");
  if (close >= b.source().line_end(near.at())) return std::move(d).with_help("write `matches 'PATTERN'`");
  const auto end = static_cast<std::uint32_t>(close);
  const std::string pattern = near.slice(near.at() + 1, end);
  if (pattern.find('\'') != std::string::npos) return d;
  return replaced(std::move(d), b.span({near.at(), end + 1}), "'" + pattern + "'");
}

/// `{ a: 1 b: 2 }`
Slip comma_missing(const Stop& stop) {
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  if (!b.inside<RecordLiteral>() || near.text(1) != ":" || !(near.is_word(0) || near.is_string(0)) ||
      near.text(-1) == "," || near.text(-1) == "{")
    return std::nullopt;
  const base::Span behind = b.span({near[-1].end, near[-1].end});
  return replaced(diagnostics::part_missing(b.span(near[-1]), "`,`", quoted(near.text(-1))), behind, ",");
}

/// `"no " + approved` as a message.
Slip message_sum(const Stop& stop) {
  const Nearby& near = stop.near;
  const Builder& b = near.builder();
  if (near.text(0) != "+" || !near.is_string(-1) || !near.text(-1).ends_with('"')) return std::nullopt;
  auto d = diagnostics::message_is_one_string(b.span(near[0]))
               .with_help("it is one string, in which values stand in braces");
  const Extent value = near.path_at(near[1].begin);
  const bool ends = b.source().breaks_line({value.end, near.behind(value.end).begin}) ||
                    near.slice(near.behind(value.end)) == "}" || near.behind(value.end).begin == b.source().size();
  if (!near.is_word(1) || !ends) return d;
  const std::string text(near.text(-1));
  return replaced(std::move(d), b.span({near[-1].begin, value.end}),
                  text.substr(0, text.size() - 1) + "{" + std::string(near.slice(value)) + "}\"");
}

constexpr std::array<SlipFinder, 10> finders = {
    digit_missing,      pattern_in_slashes, decimal_comma,   spaced_unit, quote_missing,
    one_pair_of_braces, message_sum,        parted_duration, two_points,  comma_missing,
};

}  // namespace

std::span<const SlipFinder> slips_in_literals() { return finders; }

}  // namespace nexus::grammar
