#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::base {

/// One character of a source line and the columns of a terminal that it fills.
struct Cell {
  std::size_t byte = 0;    ///< where it begins in the line
  std::size_t column = 0;  ///< from 0
  std::size_t width = 0;   ///< 0 for combining characters, 2 for wide ones, more for tabs and escaped bytes
  std::string shown;       ///< safe to print
};

/// A line of source text as a terminal shows it: tabs expanded, whatever a terminal would act on escaped.
class DisplayLine {
 public:
  explicit DisplayLine(std::string_view line);

  /// The column at which the character that holds byte `offset` begins; for an offset at or past the end, the width.
  [[nodiscard]] std::size_t column_of(std::size_t offset) const;
  /// Columns that the whole line fills.
  [[nodiscard]] std::size_t width() const { return width_; }
  /// What stands in columns `first` to `last` (half open). A character cut in two by either is left out, with spaces
  /// in its place.
  [[nodiscard]] std::string text(std::size_t first, std::size_t last) const;

 private:
  std::vector<Cell> cells_;
  std::size_t width_ = 0;
  std::size_t end_byte_ = 0;
};

/// Columns that `text` fills on a terminal; `text` must be safe to print (`printable`).
[[nodiscard]] std::size_t display_width(std::string_view text);

}  // namespace nexus::base
