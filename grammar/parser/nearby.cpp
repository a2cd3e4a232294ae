#include "grammar/parser/nearby.h"

#include "grammar/parser/builder.h"
#include "grammar/parser/found.h"

#include <algorithm>
#include <cstddef>

namespace nexus::grammar {

Extent Nearby::before(std::uint32_t offset) const { return token_ending_at(b_.source(), b_.trivia().token_end(offset)); }

Extent Nearby::behind(std::uint32_t offset) const {
  return token_at(b_.source(), b_.offset(b_.trivia().skip(b_.source().text.data() + offset)));
}

Extent Nearby::operator[](int index) const {
  Extent token = token_at(b_.source(), at_);
  for (; index > 0; --index) token = behind(token.end);
  for (; index < 0; ++index) token = before(token.begin);
  return token;
}

std::string_view Nearby::slice(Extent extent) const { return b_.source().slice(extent); }

std::string_view Nearby::text(int index) const { return slice((*this)[index]); }

bool Nearby::is_word(int index) const { return grammar::is_word(text(index)); }

bool Nearby::is_string(int index) const {
  const std::string_view token = text(index);
  return !token.empty() && (token.front() == '"' || token.front() == '\'');
}

bool Nearby::is_number(int index) const {
  const std::string_view token = text(index);
  return !token.empty() && std::ranges::all_of(token, [](char c) { return is_digit(c) || c == '.'; }) && is_digit(token.front());
}

bool Nearby::on_one_line(int first, int last) const {
  return !b_.source().breaks_line({(*this)[first].begin, (*this)[last].begin});
}

bool Nearby::touches_next(int index) const { return (*this)[index].end == (*this)[index + 1].begin; }

Extent Nearby::path_at(std::uint32_t from) const {
  const Source& source = b_.source();
  Extent path = token_at(source, from);
  while (source.byte(path.end) == '.' && is_word_byte(source.byte(path.end + 1))) path.end = token_at(source, path.end + 1).end;
  return path;
}

std::optional<std::uint32_t> Nearby::open_bracket() const { return innermost_open_bracket(b_.source(), {b_.block().begin, at_}); }

std::optional<std::uint32_t> Nearby::close_of(std::uint32_t open) const {
  const Source& source = b_.source();
  const std::uint32_t line_end = source.line_end(open);
  std::size_t depth = 0;
  for (std::uint32_t at = open; at < line_end; at = coarse_token_end(source, at)) {
    const char c = source.text[at];
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c != ')' && c != ']' && c != '}') continue;
    if (--depth == 0) return at;
  }
  return std::nullopt;
}

}  // namespace nexus::grammar
