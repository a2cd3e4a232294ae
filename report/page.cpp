#include "report/page.h"

#include "base/diagnostics/display.h"
#include "base/values/text.h"

#include <algorithm>

namespace nexus::report {

namespace {

std::string_view escape_code(Tone tone) {
  switch (tone) {
    case Tone::plain: return "";
    case Tone::strong: return "\x1b[1m";
    case Tone::faint: return "\x1b[2m";
    case Tone::good: return "\x1b[32m";
    case Tone::caution: return "\x1b[33m";
    case Tone::bad: return "\x1b[1;31m";
  }
  return "";
}

}  // namespace

Tone tone_of(base::Level level) {
  switch (level) {
    case base::Level::allow: return Tone::good;
    case base::Level::warn:
    case base::Level::hold: return Tone::caution;
    case base::Level::block:
    case base::Level::rollback: return Tone::bad;
  }
  return Tone::plain;
}

void Page::paint(std::string_view text, Tone tone) {
  const std::string_view code = colour_ == base::Colour::on ? escape_code(tone) : std::string_view{};
  out_ += code;
  out_ += text;
  if (!code.empty()) out_ += "\x1b[0m";
}

Page& Page::line(std::size_t indent, std::string_view word, Tone tone, std::size_t word_column) {
  finish();
  open_ = true;
  indent_ = indent;
  has_text_ = false;
  if (!word.empty()) {
    const std::string safe = base::printable(word);
    out_.append(word_column, ' ');
    paint(safe, tone);
    at_ = word_column + base::display_width(safe);
  }
  // Spaces are owed, not written: a line never ends with any.
  owed_ = at_ < indent ? indent - at_ : (at_ == 0 ? 0 : 2);
  return *this;
}

void Page::put(std::string_view text, Tone tone, std::size_t gap) {
  const std::size_t text_width = base::display_width(text);
  const std::size_t space = std::max(owed_, has_text_ ? gap : 0);
  if (has_text_ && at_ + space + text_width > width_) {
    out_ += '\n';
    out_.append(indent_, ' ');
    at_ = indent_;
  } else {
    out_.append(space, ' ');
    at_ += space;
  }
  owed_ = 0;
  paint(text, tone);
  at_ += text_width;
  has_text_ = true;
}

Page& Page::piece(std::string_view text, Tone tone, std::size_t gap) {
  if (!text.empty()) put(base::printable(text), tone, gap);
  return *this;
}

Page& Page::prose(std::string_view text, Tone tone, std::size_t gap) {
  const std::string safe = base::printable(text);
  std::string_view rest = safe;
  while (!rest.empty()) {
    const std::size_t space = rest.find(' ');
    const std::string_view word = rest.substr(0, space);
    if (!word.empty()) {
      put(word, tone, gap);
      gap = 1;
    }
    rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
  }
  return *this;
}

Page& Page::column(std::size_t column) {
  if (at_ + owed_ < column) owed_ = column - at_;
  return *this;
}

Page& Page::hang(std::size_t column) {
  indent_ = column;
  return *this;
}

void Page::blank() {
  finish();
  out_ += '\n';
}

void Page::finish() {
  if (open_) out_ += '\n';
  open_ = false;
  at_ = 0;
  owed_ = 0;
}

}  // namespace nexus::report
