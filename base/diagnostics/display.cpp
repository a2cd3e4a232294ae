#include "base/diagnostics/display.h"

#include "base/values/text.h"
#include "base/values/utf8.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>

namespace nexus::base {

namespace {

constexpr std::size_t tab_stop = 4;

struct Range {
  char32_t first;
  char32_t last;
};

/// Combining marks and invisible format characters of the scripts people are likely to write comments in; not all of
/// Unicode: a mistake here moves an underline by a column.
constexpr std::array<Range, 43> zero_width{{
    {0x0300, 0x036F},   {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2}, {0x05C4, 0x05C5},
    {0x05C7, 0x05C7},   {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x06DF, 0x06E4},
    {0x06E7, 0x06E8},   {0x06EA, 0x06ED}, {0x0711, 0x0711}, {0x0730, 0x074A}, {0x0900, 0x0902}, {0x093A, 0x093A},
    {0x093C, 0x093C},   {0x0941, 0x0948}, {0x094D, 0x094D}, {0x0951, 0x0957}, {0x0981, 0x0981}, {0x09BC, 0x09BC},
    {0x09C1, 0x09C4},   {0x09CD, 0x09CD}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x0EB1, 0x0EB1},
    {0x0EB4, 0x0EBC},   {0x0EC8, 0x0ECE}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x2060, 0x2064},
    {0x20D0, 0x20FF},   {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF},
    {0xE0100, 0xE01EF},
}};

/// East Asian wide and full-width characters, and emoji, in blocks.
constexpr std::array<Range, 36> double_width{{
    {0x1100, 0x115F}, {0x231A, 0x231B}, {0x2329, 0x232A}, {0x23E9, 0x23EC},   {0x23F0, 0x23F0},   {0x23F3, 0x23F3},
    {0x25FD, 0x25FE}, {0x2614, 0x2615}, {0x2648, 0x2653}, {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB}, {0x26BD, 0x26BE}, {0x26D4, 0x26D4}, {0x2705, 0x2705},   {0x270A, 0x270B},   {0x2728, 0x2728},
    {0x274C, 0x274C}, {0x274E, 0x274E}, {0x2753, 0x2757}, {0x2795, 0x2797},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},
    {0x2B55, 0x2B55}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1FAFF}, {0x20000, 0x3FFFD},
}};

bool contains(std::span<const Range> ranges, char32_t scalar) {
  const auto after = std::ranges::upper_bound(ranges, scalar, {}, &Range::first);
  return after != ranges.begin() && scalar <= std::prev(after)->last;
}

std::size_t width_of(char32_t scalar) {
  if (scalar < 0x0300) return 1;
  if (contains(zero_width, scalar)) return 0;
  return contains(double_width, scalar) ? 2 : 1;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Utf8Step step = utf8_step(text);
    width += width_of(step.scalar);
    text.remove_prefix(step.length);
  }
  return width;
}

DisplayLine::DisplayLine(std::string_view line) {
  end_byte_ = line.size();
  cells_.reserve(line.size());
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t length = utf8_step(line.substr(at)).length;
    const std::string_view character = line.substr(at, length);
    Cell cell{.byte = at, .column = width_, .width = 0, .shown = {}};
    if (character == "\t") {
      cell.width = tab_stop - width_ % tab_stop;
      cell.shown.assign(cell.width, ' ');
    } else if (at != 0 || character != "\xEF\xBB\xBF") {  // a byte order mark is not text
      cell.shown = printable(character);
      cell.width = display_width(cell.shown);
    }
    width_ += cell.width;
    at += length;
    cells_.push_back(std::move(cell));
  }
}

std::size_t DisplayLine::column_of(std::size_t offset) const {
  const auto after = std::ranges::upper_bound(cells_, offset, {}, &Cell::byte);
  if (after == cells_.begin()) return 0;
  if (after == cells_.end() && offset >= end_byte_) return width_;
  return std::prev(after)->column;
}

std::string DisplayLine::text(std::size_t first, std::size_t last) const {
  std::string out;
  for (const Cell& cell : cells_) {
    // A combining character belongs to the one before it.
    if (cell.column + cell.width <= first && (cell.width != 0 || first != 0)) continue;
    if (cell.column >= last && cell.width != 0) break;
    if (cell.column < first || cell.column + cell.width > last) {
      out.append(std::min(cell.column + cell.width, last) - std::max(cell.column, first), ' ');
    } else {
      out += cell.shown;
    }
  }
  return out;
}

}  // namespace nexus::base
