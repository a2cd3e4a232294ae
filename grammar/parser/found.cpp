#include "grammar/parser/found.h"

#include "base/values/text.h"
#include "base/values/utf8.h"
#include "grammar/parser/recovery.h"

#include <algorithm>
#include <array>

namespace nexus::grammar {
namespace {

constexpr std::array<std::string_view, 12> long_symbols = {"==", "!=", "<=", ">=", "=>", "->",
                                                           "&&", "||", "??", "..", "<>", "=~"};

std::uint32_t number_end(const Source& source, std::uint32_t at) {
  while (is_word_byte(source.byte(at)) || source.byte(at) == '%' || (source.byte(at) == '.' && is_word_byte(source.byte(at + 1)))) {
    ++at;
  }
  return at;
}

std::uint32_t symbol_end(const Source& source, std::uint32_t at) {
  const std::string_view rest = source.text.substr(at);
  if (std::ranges::any_of(long_symbols, [&](std::string_view s) { return rest.starts_with(s); })) return at + 2;
  return at + static_cast<std::uint32_t>(base::utf8_step(rest).length);
}

}  // namespace

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_'; }

bool is_word(std::string_view text) {
  return !text.empty() && !is_digit(text.front()) && std::ranges::all_of(text, is_word_byte);
}

std::string_view word_of(const Source& source, Extent token) {
  const std::string_view text = source.slice(token);
  return is_word(text) ? text : std::string_view();
}

Extent token_at(const Source& source, std::uint32_t at) {
  if (at >= source.size()) return {source.size(), source.size()};
  const char first = source.text[at];
  if (is_digit(first)) return {at, number_end(source, at)};
  if (is_word_byte(first) || first == '"' || first == '\'') {
    std::uint32_t end = coarse_token_end(source, at);
    while (end > at + 1 && source.text[end - 1] == '\r') --end;
    return {at, end};
  }
  return {at, symbol_end(source, at)};
}

Extent token_ending_at(const Source& source, std::uint32_t end) {
  if (end == 0) return {0, 0};
  std::uint32_t begin = end - 1;
  const char last = source.text[begin];
  const auto goes_on = [](char c) { return is_word_byte(c) || c == '.' || c == '%'; };
  if (is_word_byte(last) || last == '%') {
    while (begin > 0 && goes_on(source.text[begin - 1])) --begin;
    while (source.text[begin] == '.') ++begin;
  } else if (last == '"' || last == '\'') {
    const std::size_t open = begin == 0 ? std::string_view::npos : source.text.rfind(last, begin - 1);
    const std::uint32_t line = end - source.column(end);
    if (open != std::string_view::npos && open >= line) begin = static_cast<std::uint32_t>(open);
  } else if (begin > 0 && std::ranges::find(long_symbols, source.slice({begin - 1, end})) != long_symbols.end()) {
    --begin;
  }
  return {begin, end};
}

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 40;
  text = text.substr(0, text.find('\n'));
  const bool cut = text.size() > longest;
  std::size_t size = std::min(text.size(), longest);
  while (cut && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) --size;  // not inside a character
  return "`" + base::printable(text.substr(0, size)) + (cut ? "…`" : "`");
}

std::string shown(const Source& source, Extent token) {
  return token.begin == token.end ? "the end of the file" : quoted(source.slice(token));
}

}  // namespace nexus::grammar
