#include "playground/view/styled.h"

#include "base/diagnostics/display.h"

#include <algorithm>
#include <utility>

namespace nexus::playground {

namespace {

/// `1;31` between `ESC [` and `m`.
Look look_of_code(std::string_view code) {
  if (code == "2") return Look::faint;
  if (code == "32" || code == "1;32") return Look::good;
  if (code == "33" || code == "1;33") return Look::caution;
  if (code == "31" || code == "1;31") return Look::bad;
  return code.empty() || code == "0" ? Look::plain : Look::strong;
}

/// With single spaces: what stands in columns on a page need not on one line.
std::string without_columns(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' || !out.ends_with(' ')) out += c;
  return out;
}

}  // namespace

Look look_of(report::Tone tone) {
  switch (tone) {
    case report::Tone::plain:
      return Look::plain;
    case report::Tone::strong:
      return Look::strong;
    case report::Tone::faint:
      return Look::faint;
    case report::Tone::good:
      return Look::good;
    case report::Tone::caution:
      return Look::caution;
    case report::Tone::bad:
      return Look::bad;
  }
  return Look::plain;
}

Look look_of(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return Look::plain;
    case Ink::keyword:
    case Ink::command:
      return Look::keyword;
    case Ink::string:
      return Look::string;
    case Ink::number:
      return Look::number;
    case Ink::comment:
      return Look::faint;
  }
  return Look::plain;
}

Line& Line::add(std::string_view text, Look look) {
  if (!text.empty()) pieces.push_back({std::string(text), look});
  return *this;
}

Line& Line::add(Line line) {
  for (Piece& piece : line.pieces) pieces.push_back(std::move(piece));
  return *this;
}

void Line::mark() {
  for (Piece& piece : pieces) piece.is_marked = true;
}

std::string Line::text() const {
  std::string text;
  for (const Piece& piece : pieces) text += piece.text;
  return text;
}

std::size_t Line::width() const {
  std::size_t width = 0;
  for (const Piece& piece : pieces) width += base::DisplayLine(piece.text).width();
  return width;
}

Line Line::cut(std::size_t first, std::size_t width) const {
  Line line;
  std::size_t column = 0;
  const std::size_t last = first + width;
  for (const Piece& piece : pieces) {
    const base::DisplayLine shown(piece.text);
    const std::size_t begin = std::max(first, column), end = std::min(last, column + shown.width());
    if (begin < end) line.pieces.push_back({shown.text(begin - column, end - column), piece.look, piece.is_marked});
    column += shown.width();
  }
  if (column < last) line.add(std::string(last - std::max(column, first), ' '));
  return line;
}

std::vector<Line> styled_lines(std::string_view text) {
  std::vector<Line> lines;
  Look look = Look::plain;
  while (!text.empty()) {
    std::string_view rest = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), rest.size() + 1));
    Line& line = lines.emplace_back();
    while (!rest.empty()) {
      const std::size_t escape = std::min(rest.find("\x1b["), rest.size());
      line.add(rest.substr(0, escape), look);
      rest.remove_prefix(escape);
      if (rest.empty()) break;
      const std::size_t end = std::min(rest.find('m'), rest.size() - 1);
      look = look_of_code(rest.substr(2, end - 2));
      rest.remove_prefix(end + 1);
    }
  }
  return lines;
}

std::vector<Line> wrapped(const std::vector<Line>& lines, std::size_t width) {
  std::vector<Line> narrow;
  for (const Line& line : lines) {
    std::size_t begin = 0;
    for (const std::size_t end = line.width(); end - begin > width;) {
      const std::string text = line.cut(begin, width + 1).text();
      const std::size_t space = text.rfind(' ');
      const bool breaks = space != std::string::npos && space != 0;
      const std::size_t part = breaks ? base::DisplayLine(text.substr(0, space)).width() : width;
      narrow.push_back(line.cut(begin, part));
      begin += part + (breaks ? 1 : 0);
    }
    narrow.push_back(line.cut(begin, line.width() - begin));
  }
  return narrow;
}

Line in_one_line(std::string_view text) {
  Line all;
  for (Line& line : styled_lines(text)) {
    if (line.pieces.empty()) continue;
    if (!all.pieces.empty()) all.add(" · ", Look::faint);
    for (Piece& piece : line.pieces) piece.text = without_columns(piece.text);
    all.add(std::move(line));
  }
  return all;
}

}  // namespace nexus::playground
