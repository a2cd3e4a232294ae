#include "playground/repl/highlight.h"

#include "workspace/typed_text.h"

#include <algorithm>
#include <cctype>

namespace nexus::playground {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::vector<Ink> highlight(std::string_view line) {
  std::vector<Ink> inks(line.size(), Ink::plain);
  const auto paint = [&](std::size_t begin, std::size_t end, Ink ink) {
    std::fill(inks.begin() + static_cast<std::ptrdiff_t>(begin), inks.begin() + static_cast<std::ptrdiff_t>(end), ink);
  };
  const auto end_of = [&](std::size_t at, auto belongs) {
    while (at < line.size() && belongs(line[at])) ++at;
    return at;
  };
  std::size_t at = end_of(0, [](char c) { return c == ' '; });
  if (at < line.size() && line[at] == ':') {
    const std::size_t end = end_of(at + 1, is_word);
    paint(at, end, Ink::command);
    at = end;
  }
  while (at < line.size()) {
    const char c = line[at];
    std::size_t end = at + 1;
    if (c == '#') {
      end = line.size();
      paint(at, end, Ink::comment);
    } else if (c == '"' || c == '\'') {
      while (end < line.size() && line[end] != c) end += line[end] == '\\' && c == '"' ? 2 : 1;
      end = std::min(end + 1, line.size());
      paint(at, end, Ink::string);
    } else if (is_digit(c)) {
      // Units, dates and times belong to it: 1.5s, 2026-11-02T10:00:00Z. A range does not: 50%..100%.
      const bool is_date = line.size() - at > 4 && line[at + 4] == '-';
      end = end_of(at, [&](char d) { return is_word(d) || d == '%' || (is_date && (d == '-' || d == ':')); });
      if (end + 1 < line.size() && line[end] == '.' && is_digit(line[end + 1]))
        end = end_of(end + 1, [](char d) { return is_word(d) || d == '%'; });
      paint(at, end, Ink::number);
    } else if (is_word(c)) {
      end = end_of(at, is_word);
      const bool is_field = (at > 0 && line[at - 1] == '.') || (end < line.size() && line[end] == ':');
      if (!is_field && workspace::is_language_word(line.substr(at, end - at))) paint(at, end, Ink::keyword);
    }
    at = end;
  }
  return inks;
}

}  // namespace nexus::playground
