#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace nexus::cli {

/// Splits what a descriptor gives into lines, holding no more of it than the longest one.
class LineReader {
 public:
  /// Lines of more than `longest` bytes are passed over.
  LineReader(int descriptor, std::size_t longest) : descriptor_(descriptor), longest_(longest) {}

  enum class Got : std::uint8_t { line, too_long, end, failed };
  /// The next line without its break, good until the next call.
  Got next(std::string_view& line);
  /// Whether the next line is there already: if not, `next` may have to wait for it.
  [[nodiscard]] bool has_line() const;
  [[nodiscard]] int error() const { return error_; }

 private:
  /// False at the end, and where reading failed.
  bool fill();

  int descriptor_;
  std::size_t longest_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;    // of what is not handed out yet
  std::size_t end_ = 0;
  bool at_end_ = false;
  int error_ = 0;
};

}  // namespace nexus::cli
