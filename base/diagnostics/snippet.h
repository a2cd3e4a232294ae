#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/diagnostics/render.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::base {

/// What a stretch of output is; what that looks like is the painter's business.
enum class Ink : std::uint8_t { plain, strong, frame, primary, secondary };

/// Wraps text in ANSI colours, or leaves it alone.
class Painter {
 public:
  Painter(Colour colour, Severity severity) : colour_(colour), severity_(severity) {}
  [[nodiscard]] std::string operator()(Ink ink, std::string_view text) const;

 private:
  Colour colour_;
  Severity severity_;
};

/// A span to be underlined: `^` for the primary one, `-` for the others.
struct Mark {
  Span span;
  std::string_view label;
  bool primary = false;
};

/// The lines of one file that have marks, with the marks under them.
class Snippet {
 public:
  /// All marks are in `file`; there is at least one.
  Snippet(const SourceMap& sources, FileId file, std::vector<Mark> marks);

  [[nodiscard]] FileId file() const { return file_; }
  /// Where the header of the snippet points: the primary mark, else the first.
  [[nodiscard]] LineColumn position() const;
  [[nodiscard]] std::uint32_t last_line() const { return lines_.back(); }

  /// Appends the lines, each behind a frame whose line numbers are `gutter` columns wide. Labels of marks that lie
  /// outside the part of a long line that is shown go to `leftovers`.
  void render(std::string& out, std::size_t gutter, const Painter& paint, std::vector<std::string>& leftovers) const;

 private:
  /// A mark by lines: bytes count from the start of the line they are in.
  struct Place {
    std::string_view label;
    bool primary = false;
    std::uint32_t first_line = 1;
    std::uint32_t last_line = 1;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t depth = 0;           ///< of a span of several lines: which column of the margin it runs down
    bool opens_on_its_line = false;  ///< only blanks before it: `/` in the margin will do
    Span span;

    [[nodiscard]] bool is_long() const { return last_line != first_line; }
  };

  class Row;
  class View;

  [[nodiscard]] Place place(const Mark& mark) const;
  void assign_depths();
  void choose_lines();
  [[nodiscard]] View view(std::uint32_t line, std::size_t room) const;
  [[nodiscard]] std::vector<Row> rows_under(std::uint32_t line, const View& view,
                                            std::vector<std::string>& leftovers) const;
  void short_marks(std::uint32_t line, const View& view, std::vector<Row>& rows,
                   std::vector<std::string>& leftovers) const;
  void bars(Row& row, const std::vector<const Place*>& running) const;
  [[nodiscard]] std::string where(const Place& place) const;

  const SourceMap& sources_;
  FileId file_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> lines_;
  std::size_t margin_ = 0;
};

}  // namespace nexus::base
