#pragma once

#include "base/ids.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::base {

using FileId = Id<struct FileTag>;

/// A half-open range of bytes in one file.
struct Span {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] explicit operator bool() const { return static_cast<bool>(file); }
  friend bool operator==(const Span&, const Span&) = default;
};

/// The smallest span that covers both; both must be in the same file.
[[nodiscard]] Span cover(Span first, Span last);

/// A place as people read it: both numbers start at 1, the column counts Unicode scalar values.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

/// Finds the line and column of a byte offset by reading `text` from its start. An offset inside a character is that
/// character, one between `\r` and `\n` the end of the line; a byte order mark has no column.
[[nodiscard]] LineColumn line_column(std::string_view text, std::size_t offset);

/// Owns the text of every file of a run. Texts never move, so views into them live as long as the map.
class SourceMap {
 public:
  /// `name` is what messages print; `text` may be of any content, valid or not.
  FileId add(std::string name, std::string text);

  [[nodiscard]] std::string_view name(FileId file) const;
  [[nodiscard]] std::string_view text(FileId file) const;
  [[nodiscard]] std::string_view slice(Span span) const;
  [[nodiscard]] std::size_t size() const { return files_.size(); }

  /// Line and column are computed when something is shown; the first question about a file indexes its lines.
  [[nodiscard]] LineColumn position(FileId file, std::uint32_t offset) const;
  /// The text of a line (1-based) without its line break.
  [[nodiscard]] std::string_view line(FileId file, std::uint32_t number) const;
  [[nodiscard]] std::uint32_t line_count(FileId file) const;

 private:
  struct File {
    std::string name;
    std::string text;
    mutable std::vector<std::uint32_t> line_starts;
  };
  [[nodiscard]] const std::vector<std::uint32_t>& line_starts(FileId file) const;

  std::deque<File> files_;
};

}  // namespace nexus::base
