#pragma once

#include "base/diagnostics/render.h"
#include "base/values/level.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report {

/// What a stretch of text means to its reader. Colour repeats what the words say and never says more.
enum class Tone : std::uint8_t { plain, strong, faint, good, caution, bad };
[[nodiscard]] Tone tone_of(base::Level level);

/// Lines of text for a terminal, with a column of words on the left:
///
///     block     coverage.floor  Line coverage holds
///               line coverage 74.2% is below 80%
///
/// Prose is broken at spaces so that it stays beside that column; names, places and values stay in one piece so that
/// they can be copied and searched for. Whatever a terminal would act on is shown escaped.
class Page {
 public:
  Page(std::string& out, base::Colour colour, std::size_t width) : out_(out), colour_(colour), width_(width) {}

  /// Starts a line whose text begins in column `indent`, with `word` at `word_column`.
  Page& line(std::size_t indent, std::string_view word = {}, Tone tone = Tone::plain, std::size_t word_column = 0);
  /// Adds text that may be broken, and text that may not, `gap` spaces behind what stands there.
  Page& prose(std::string_view text, Tone tone = Tone::plain, std::size_t gap = 1);
  Page& piece(std::string_view text, Tone tone = Tone::plain, std::size_t gap = 1);
  /// Moves on to a column of the current line, if it is not past it.
  Page& column(std::size_t column);
  /// Where the current line goes on if it is broken from here on.
  Page& hang(std::size_t column);
  void blank();
  /// Ends the last line.
  void finish();

 private:
  void put(std::string_view text, Tone tone, std::size_t gap);
  void paint(std::string_view text, Tone tone);

  std::string& out_;
  base::Colour colour_;
  std::size_t width_;
  std::size_t indent_ = 0;
  std::size_t at_ = 0;          // columns of the current line that are filled
  std::size_t owed_ = 0;        // spaces to write before the next text
  bool open_ = false;           // a line has been started and not ended
  bool has_text_ = false;       // something stands at or behind the indent
};

}  // namespace nexus::report
