#pragma once

#include "playground/repl/line_editor.h"
#include "report/page.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The full-screen view of the playground.
namespace nexus::playground {

/// What a stretch of text looks like. Colour repeats what the words say.
enum class Look : std::uint8_t { plain, strong, faint, good, caution, bad, keyword, string, number };
[[nodiscard]] Look look_of(report::Tone tone);
[[nodiscard]] Look look_of(Ink ink);

struct Piece {
  std::string text;
  Look look = Look::plain;
  bool is_marked = false;  ///< shown as what is selected
};

/// A line of the screen, or of a pane that is cut to fit it.
struct Line {
  std::vector<Piece> pieces;

  Line& add(std::string_view text, Look look = Look::plain);
  /// Behind this one.
  Line& add(Line line);
  void mark();
  /// The words alone.
  [[nodiscard]] std::string text() const;
  /// Columns it fills, with whatever a terminal would act on shown escaped.
  [[nodiscard]] std::size_t width() const;
  /// What stands in `width` columns from `first` on; exactly as wide, and safe to print.
  [[nodiscard]] Line cut(std::size_t first, std::size_t width) const;
};

/// The lines of a text with the escapes by which `report::Page` and diagnostics give it colour.
[[nodiscard]] std::vector<Line> styled_lines(std::string_view text);
/// Lines that are no wider than that, broken at spaces where there are any.
[[nodiscard]] std::vector<Line> wrapped(const std::vector<Line>& lines, std::size_t width);
/// The lines of such a text on one line, with a dot between.
[[nodiscard]] Line in_one_line(std::string_view text);

}  // namespace nexus::playground
