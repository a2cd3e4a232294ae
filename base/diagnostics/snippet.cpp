#include "base/diagnostics/snippet.h"

#include "base/diagnostics/display.h"
#include "base/values/text.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <optional>
#include <utility>

namespace nexus::base {

namespace {

constexpr std::size_t page_width = 120;
/// Of a longer line only the bytes around the marks are laid out.
constexpr std::size_t longest_line = 4096;

Ink ink_of(bool primary) { return primary ? Ink::primary : Ink::secondary; }

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r") == std::string_view::npos; }

std::string right_aligned(std::string_view text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + std::string(text);
}

}  // namespace

std::string Painter::operator()(Ink ink, std::string_view text) const {
  if (colour_ == Colour::off || ink == Ink::plain || text.empty()) return std::string(text);
  std::string_view code = "1";
  if (ink == Ink::frame || ink == Ink::secondary) {
    code = "1;34";
  } else if (ink == Ink::primary) {
    switch (severity_) {
      case Severity::error:
        code = "1;31";
        break;
      case Severity::warning:
        code = "1;33";
        break;
      case Severity::note:
        code = "1;36";
        break;
    }
  }
  return std::string("\x1b[").append(code).append("m").append(text).append("\x1b[0m");
}

/// One line of marks: single characters at columns, then at most one label.
class Snippet::Row {
 public:
  void put(std::size_t column, char c, Ink ink) { fill(column, column + 1, c, ink); }
  void fill(std::size_t first, std::size_t last, char c, Ink ink) {
    if (last > characters_.size()) {
      characters_.resize(last, ' ');
      inks_.resize(last, Ink::plain);
    }
    for (std::size_t i = first; i < last; ++i) {
      characters_[i] = c;
      inks_[i] = ink;
    }
  }
  [[nodiscard]] bool is_free(std::size_t column) const {
    return column >= characters_.size() || characters_[column] == ' ';
  }
  /// `text` must be safe to print; nothing stands to the right of it.
  void label(std::size_t column, std::string text, Ink ink) {
    fill(characters_.size(), std::max(column, characters_.size()), ' ', Ink::plain);
    label_ = std::move(text);
    label_ink_ = ink;
  }
  [[nodiscard]] std::string painted(const Painter& paint) const {
    std::string out;
    const std::size_t end = characters_.size();
    for (std::size_t i = 0; i < end;) {
      std::size_t j = i;
      while (j < end && inks_[j] == inks_[i]) ++j;
      out += paint(inks_[i], std::string_view(characters_).substr(i, j - i));
      i = j;
    }
    return out + paint(label_ink_, label_);
  }

 private:
  std::string characters_;
  std::vector<Ink> inks_;
  std::string label_;
  Ink label_ink_ = Ink::plain;
};

/// The part of a line that is shown: all of it, unless it is too long.
class Snippet::View {
 public:
  struct Columns {
    std::size_t begin;
    std::size_t end;
  };

  /// `places` are the marks that touch the line, as bytes of it, the most important first.
  View(std::string_view line, const std::vector<Columns>& places, std::size_t room)
      : offset_(clip_start(line, places)), line_(line.substr(offset_, longest_line)) {
    const bool clipped_right = offset_ + longest_line < line.size();
    last_ = line_.width();
    if (offset_ == 0 && !clipped_right && last_ <= room) return;

    const std::size_t size = std::min(room - 2, line_.width());
    Columns focus{0, 0};
    if (!places.empty()) {
      focus = columns(places.front());
      for (const Columns& place : places) {
        const Columns more = columns(place);
        const Columns both{std::min(focus.begin, more.begin), std::max(focus.end, more.end)};
        if (both.end - both.begin <= size) focus = both;
      }
      focus.end = std::min(focus.end, focus.begin + size);
    }
    const std::size_t before = (size - (focus.end - focus.begin)) / 2;
    first_ = std::min(focus.begin - std::min(before, focus.begin), line_.width() - size);
    last_ = first_ + size;
    cut_left_ = offset_ != 0 || first_ != 0;
    cut_right_ = clipped_right || last_ != line_.width();
  }

  [[nodiscard]] std::string text() const {
    return (cut_left_ ? "…" : "") + line_.text(first_, last_) + (cut_right_ ? "…" : "");
  }
  /// The columns under which a mark of these bytes is shown; nothing where it lies outside.
  [[nodiscard]] std::optional<Columns> shown(std::size_t begin, std::size_t end) const {
    Columns mark = columns({begin, end});
    const bool outside = mark.begin > last_ || (cut_right_ && mark.begin == last_) || (cut_left_ && mark.end <= first_);
    if (outside || (offset_ != 0 && end <= offset_)) return std::nullopt;
    mark.begin = std::max(mark.begin, first_);
    mark.end = std::max(std::min(mark.end, last_), mark.begin + 1);
    const std::size_t shift = cut_left_ ? 1 : 0;
    return Columns{mark.begin - first_ + shift, mark.end - first_ + shift};
  }

 private:
  static std::size_t clip_start(std::string_view line, const std::vector<Columns>& places) {
    if (line.size() <= longest_line || places.empty()) return 0;
    const std::size_t anchor = places.front().begin;
    std::size_t start = anchor - std::min(anchor, longest_line / 2);
    while (start < anchor && (static_cast<unsigned char>(line[start]) & 0xC0U) == 0x80U) ++start;
    return start;
  }
  [[nodiscard]] Columns columns(Columns bytes) const {
    const std::size_t begin = line_.column_of(bytes.begin - std::min(bytes.begin, offset_));
    const std::size_t end = line_.column_of(bytes.end - std::min(bytes.end, offset_));
    return {begin, std::max(end, begin + 1)};
  }

  std::size_t offset_;
  DisplayLine line_;
  std::size_t first_ = 0;
  std::size_t last_ = 0;
  bool cut_left_ = false;
  bool cut_right_ = false;
};

Snippet::Snippet(const SourceMap& sources, FileId file, std::vector<Mark> marks) : sources_(sources), file_(file) {
  assert(!marks.empty());
  for (const Mark& mark : marks) places_.push_back(place(mark));
  assign_depths();
  choose_lines();
}

LineColumn Snippet::position() const {
  const auto primary = std::ranges::find_if(places_, &Place::primary);
  return sources_.position(file_, (primary == places_.end() ? places_.front() : *primary).span.begin);
}

Snippet::Place Snippet::place(const Mark& mark) const {
  const std::string_view text = sources_.text(file_);
  const auto size = static_cast<std::uint32_t>(text.size());
  const std::uint32_t begin = std::min(mark.span.begin, size);
  const std::uint32_t end = std::clamp(mark.span.end, begin, size);
  Place place{.label = mark.label, .primary = mark.primary, .span = {file_, begin, end}};
  place.first_line = sources_.position(file_, begin).line;
  // A span that ends with a line break ends on the line it breaks.
  place.last_line = end == begin ? place.first_line : sources_.position(file_, end - 1).line;

  const std::string_view first = sources_.line(file_, place.first_line);
  const std::string_view last = sources_.line(file_, place.last_line);
  const auto start_of = [&](std::string_view line) { return static_cast<std::size_t>(line.data() - text.data()); };
  place.begin = std::min(begin - start_of(first), first.size());
  place.end = std::min(end - start_of(last), last.size());
  place.opens_on_its_line = is_blank(first.substr(0, place.begin));
  return place;
}

void Snippet::assign_depths() {
  std::vector<Place*> spans;
  for (Place& place : places_) {
    if (place.is_long()) spans.push_back(&place);
  }
  // Outer spans run further left.
  std::ranges::stable_sort(spans, {}, [](const Place* p) { return std::pair(p->span.begin, ~p->span.end); });
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const auto clashes = [&](std::size_t j) {
      return spans[j]->last_line >= spans[i]->first_line && spans[j]->depth == spans[i]->depth;
    };
    for (std::size_t j = 0; j < i; ++j) {
      if (!clashes(j)) continue;
      ++spans[i]->depth;
      j = static_cast<std::size_t>(-1);
    }
    margin_ = std::max(margin_, spans[i]->depth + 2);
  }
}

void Snippet::choose_lines() {
  for (const Place& place : places_) {
    lines_.push_back(place.first_line);
    lines_.push_back(place.last_line);
    // An empty last line says nothing: show what stands before the end of the file.
    std::uint32_t above = place.first_line;
    if (above == sources_.line_count(file_) && is_blank(sources_.line(file_, above))) {
      while (above > 1 && is_blank(sources_.line(file_, above))) --above;
      lines_.push_back(above);
    }
  }
  std::ranges::sort(lines_);
  lines_.erase(std::unique(lines_.begin(), lines_.end()), lines_.end());
  // A single line left out is shown after all: `...` would take as much room.
  for (std::size_t i = 1; i < lines_.size(); ++i) {
    if (lines_[i] - lines_[i - 1] == 2) lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(i), lines_[i] - 1);
  }
}

Snippet::View Snippet::view(std::uint32_t line, std::size_t room) const {
  const std::string_view text = sources_.line(file_, line);
  std::vector<View::Columns> bytes;
  for (const bool primary : {true, false}) {
    for (const Place& place : places_) {
      if (place.primary != primary) continue;
      if (!place.is_long()) {
        if (place.first_line == line) bytes.push_back({place.begin, place.end});
      } else if (place.first_line == line) {
        bytes.push_back({place.begin, place.begin + 1});
      } else if (place.last_line == line) {
        bytes.push_back({place.end - std::min<std::size_t>(place.end, 1), place.end});
      }
    }
  }
  return View(text, bytes, room);
}

void Snippet::bars(Row& row, const std::vector<const Place*>& running) const {
  for (const Place* place : running) row.put(place->depth, '|', ink_of(place->primary));
}

std::string Snippet::where(const Place& place) const {
  const LineColumn at = sources_.position(file_, place.span.begin);
  return std::string(sources_.name(file_)) + ':' + std::to_string(at.line) + ':' + std::to_string(at.column);
}

/// The underlines of the spans that lie within one line, their labels to the right of the last one and below the
/// others:
///
///     ----- ^^ label
///     |
///     label
void Snippet::short_marks(std::uint32_t line, const View& view, std::vector<Row>& rows,
                          std::vector<std::string>& leftovers) const {
  struct Placed {
    std::size_t begin;
    std::size_t end;
    const Place* place;
  };
  std::vector<Placed> marks;
  for (const Place& place : places_) {
    if (place.is_long() || place.first_line != line) continue;
    if (const auto columns = view.shown(place.begin, place.end)) {
      marks.push_back({margin_ + columns->begin, margin_ + columns->end, &place});
    } else if (!place.label.empty()) {
      leftovers.push_back(std::string(place.label) + " (" + where(place) + ")");
    }
  }
  if (marks.empty()) return;

  // From right to left, the order in which labels hang.
  std::ranges::stable_sort(marks, {}, [](const Placed& m) { return std::pair(~m.begin, !m.place->primary); });
  Row underlines;
  for (const bool primary : {false, true}) {
    for (const Placed& mark : marks) {
      if (mark.place->primary == primary) underlines.fill(mark.begin, mark.end, primary ? '^' : '-', ink_of(primary));
    }
  }
  const std::size_t end = std::ranges::max(marks, {}, &Placed::end).end;
  std::vector<Placed> hanging;
  bool has_inline = false;
  for (const Placed& mark : marks) {
    if (mark.place->label.empty()) continue;
    if (!has_inline && mark.end == end) {
      underlines.label(mark.end + 1, printable(mark.place->label), ink_of(mark.place->primary));
      has_inline = true;
    } else {
      hanging.push_back(mark);
    }
  }
  rows.push_back(std::move(underlines));
  if (hanging.empty()) return;

  Row strings;
  for (const Placed& mark : hanging) strings.put(mark.begin, '|', ink_of(mark.place->primary));
  rows.push_back(std::move(strings));
  for (std::size_t i = 0; i < hanging.size(); ++i) {
    Row row;
    for (std::size_t j = i + 1; j < hanging.size(); ++j) {
      if (hanging[j].begin < hanging[i].begin) row.put(hanging[j].begin, '|', ink_of(hanging[j].place->primary));
    }
    row.label(hanging[i].begin, printable(hanging[i].place->label), ink_of(hanging[i].place->primary));
    rows.push_back(std::move(row));
  }
}

std::vector<Snippet::Row> Snippet::rows_under(std::uint32_t line, const View& view,
                                              std::vector<std::string>& leftovers) const {
  std::vector<const Place*> running;
  std::vector<const Place*> ending;
  std::vector<const Place*> starting;
  for (const Place& place : places_) {
    if (!place.is_long() || line < place.first_line || line > place.last_line) continue;
    const bool starts_below = place.first_line == line && !place.opens_on_its_line;
    (starts_below ? starting : running).push_back(&place);
    if (place.last_line == line) ending.push_back(&place);
  }

  std::vector<Row> rows;
  short_marks(line, view, rows, leftovers);
  for (Row& row : rows) bars(row, running);

  // The hand of a long span: from its column of the margin to the character where it ends or starts.
  const auto hand = [&](const Place& place, std::size_t begin, std::size_t end, bool labelled) {
    Row row;
    bars(row, running);
    const Ink ink = ink_of(place.primary);
    const auto columns = view.shown(begin, end);
    const std::size_t tip = margin_ + (columns ? columns->end - 1 : 0);
    for (std::size_t i = place.depth + 1; i < tip; ++i) {
      if (row.is_free(i)) row.put(i, '_', ink);
    }
    row.put(tip, place.primary ? '^' : '-', ink);
    if (labelled && !place.label.empty()) row.label(tip + 2, printable(place.label), ink);
    rows.push_back(std::move(row));
  };
  std::ranges::sort(ending, {}, [](const Place* p) { return ~p->depth; });
  for (const Place* place : ending) {
    hand(*place, place->end - std::min<std::size_t>(place->end, 1), place->end, true);
    std::erase(running, place);
  }
  for (const Place* place : starting) {
    hand(*place, place->begin, place->begin + 1, false);
    running.push_back(place);
  }
  return rows;
}

void Snippet::render(std::string& out, std::size_t gutter, const Painter& paint,
                     std::vector<std::string>& leftovers) const {
  const std::string empty_frame = std::string(gutter + 1, ' ') + paint(Ink::frame, "|");
  const std::size_t room = page_width - std::min<std::size_t>(gutter + 3 + margin_, page_width / 2);
  std::uint32_t shown = 0;
  out += empty_frame + '\n';
  for (const std::uint32_t line : lines_) {
    Row margin;
    for (const Place& place : places_) {
      const bool opens = place.first_line == line && place.opens_on_its_line;
      if (!place.is_long() || line > place.last_line || (line <= place.first_line && !opens)) continue;
      margin.put(place.depth, opens ? '/' : '|', ink_of(place.primary));
    }
    if (shown != 0 && line != shown + 1) {
      Row skipped;
      for (const Place& place : places_) {
        if (place.is_long() && place.first_line < line && place.last_line >= line) {
          skipped.put(place.depth, '|', ink_of(place.primary));
        }
      }
      const std::string bars_there = skipped.painted(paint);
      out += paint(Ink::frame, "...");
      if (!bars_there.empty()) out += std::string(gutter, ' ') + bars_there;
      out += '\n';
    }
    const View part = view(line, room);
    std::string source = part.text();
    source.erase(source.find_last_not_of(' ') + 1);
    if (!source.empty()) margin.label(margin_, source, Ink::plain);
    const std::string content = margin.painted(paint);
    out += paint(Ink::frame, right_aligned(std::to_string(line), gutter) + " |");
    if (!content.empty()) out += ' ' + content;
    out += '\n';
    for (const Row& row : rows_under(line, part, leftovers)) out += empty_frame + ' ' + row.painted(paint) + '\n';
    shown = line;
  }
}

}  // namespace nexus::base
