#pragma once

#include "base/source_map.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace nexus::grammar {

/// A half-open range of bytes in the file that is being parsed.
struct Extent {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// The file that is being parsed.
struct Source {
  base::FileId file;
  std::string_view text;

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(text.size()); }
  [[nodiscard]] std::uint32_t offset(const char* p) const { return static_cast<std::uint32_t>(p - text.data()); }
  [[nodiscard]] base::Span span(Extent e) const { return {file, e.begin, e.end}; }
  [[nodiscard]] std::string_view slice(Extent e) const { return text.substr(e.begin, e.end - e.begin); }
  /// The byte at `offset`; NUL at and past the end.
  [[nodiscard]] char byte(std::size_t offset) const { return offset < text.size() ? text[offset] : '\0'; }

  /// Bytes between the start of the line and `offset`.
  [[nodiscard]] std::uint32_t column(std::uint32_t offset) const;
  /// Is `offset` the first byte of a line?
  [[nodiscard]] bool at_line_start(std::uint32_t offset) const;
  /// The offset of the line break that ends the line of `offset`, or the end of the file.
  [[nodiscard]] std::uint32_t line_end(std::uint32_t offset) const;
  /// Does a line break stand in the range?
  [[nodiscard]] bool breaks_line(Extent e) const { return slice(e).find('\n') != std::string_view::npos; }
};

}  // namespace nexus::grammar
