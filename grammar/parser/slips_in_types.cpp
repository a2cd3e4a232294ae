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

namespace diagnostics = base::diagnostics;

namespace {

/// `a: int?`
Slip mark_behind_type(const Stop& stop) {
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  const bool behind_type = near.is_word(-1) || near.text(-1) == "]" || near.text(-1) == "}";
  if (near.text(0) != "?" || !b.inside<RecordType>() || !behind_type) return std::nullopt;
  auto d = diagnostics::mark_at_name(b.span(near[0]));
  if (near.text(-2) != ":" || !near.is_word(-3)) return std::move(d).with_help("write `name?: TYPE`");
  return std::move(d).with_suggestion(b.span({near[-3].begin, near[0].end}), std::string(near.text(-3)) + "?: " + std::string(near.text(-1)));
}

/// `string[]`, `list of string`, `list<string>`
Slip list_of_others(const Stop& stop) {
  constexpr std::array<std::string_view, 6> list_words = {"list", "List", "array", "Array", "set", "vector"};
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  if (near.text(0) == "[" && near.text(1) == "]" && near.is_word(-1)) {
    const base::Span whole = b.span({near[-1].begin, near[1].end});
    return diagnostics::list_type_in_brackets(whole).with_suggestion(whole, "[" + std::string(near.text(-1)) + "]");
  }
  if (near.text(0) == "[" && near.text(1) == "]" && near.text(-1) == "}")
    return diagnostics::list_type_in_brackets(b.span({near[0].begin, near[1].end})).with_help("write `[{ … }]`");
  // Behind another field, `of` is read as the name of the next one.
  const int of = near.text(-1) == "of" ? -1 : 0;
  if (of == -1 && near.text(0) == "{" && std::ranges::count(list_words, near.text(-2)) != 0)
    return diagnostics::list_type_in_brackets(b.span({near[-2].begin, near[-1].end})).with_help("write `[{ … }]`");
  if (of == -1 && near.is_word(0) && std::ranges::count(list_words, near.text(-2)) != 0) {
    const base::Span whole = b.span({near[-2].begin, near[0].end});
    return diagnostics::list_type_in_brackets(whole).with_suggestion(whole, "[" + std::string(near.text(0)) + "]");
  }
  const bool is_list = std::ranges::count(list_words, near.text(-1)) != 0;
  const bool has_item = (near.text(0) == "of" || near.text(0) == "<") && near.is_word(1);
  if (!is_list || !has_item) return std::nullopt;
  const std::uint32_t end = near.text(2) == ">" && near.text(0) == "<" ? near[2].end : near[1].end;
  const base::Span whole = b.span({near[-1].begin, end});
  return diagnostics::list_type_in_brackets(whole).with_suggestion(whole, "[" + std::string(near.text(1)) + "]");
}

/// `duration in millis`
Slip unit_of_others(const Stop& stop) {
  const Nearby& near = stop.near;
  const int unit = near.text(-1) == "in" ? 0 : -1;
  if (near.text(unit - 1) != "in" || !near.is_word(unit)) return std::nullopt;
  const std::string_view type = near.text(unit - 2);
  if (type != "duration" && type != "size") return std::nullopt;
  const base::Span word = near.builder().span(near[unit]);
  auto d = diagnostics::no_such_unit(word, near.text(unit)).with_help(std::string(type == "size" ? size_units : duration_units));
  const auto meant = unit_meant(near.text(unit));
  if (!meant || *meant == near.text(unit)) return d;
  return std::move(d).with_suggestion(word, *meant == "B" ? "bytes" : std::string(*meant));
}

/// `commit-sha: string`, `in-progress` in an enum, `param max-p95`
Slip hyphen(const Stop& stop) {
  const Nearby& near = stop.near;
  Builder& b = near.builder();
  if (near.text(0) != "-" || !near.is_word(-1) || !near.touches_next(-1) || !near.touches_next(0)) return std::nullopt;
  const bool takes_quotes = b.inside<RecordType>() || b.inside<RecordLiteral>() || b.inside<EnumDecl>();
  if (!takes_quotes && near.text(-2) != "let" && near.text(-2) != "param" && near.text(-2) != "type" &&
      near.text(-2) != "def" && near.text(-2) != "policy" && near.text(-2) != "library")
    return std::nullopt;
  std::uint32_t end = near.at();
  while (is_word_byte(b.source().byte(end)) || b.source().byte(end) == '-') ++end;
  const Extent whole{near[-1].begin, end};
  const std::string name(near.slice(whole));
  std::string plain = name;
  std::ranges::replace(plain, '-', '_');
  auto d = diagnostics::no_hyphen_in_names(b.span(whole), name);
  if (!takes_quotes) return std::move(d).with_suggestion(b.span(whole), plain);
  return std::move(d).with_help("put it in quotes: `\"" + name + "\"`").with_suggestion(b.span(whole), "\"" + name + "\"");
}

constexpr std::array<SlipFinder, 4> finders = {mark_behind_type, list_of_others, unit_of_others, hyphen};

}  // namespace

std::span<const SlipFinder> slips_in_types() { return finders; }

}  // namespace nexus::grammar
