#include "cli/line_reader.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace nexus::cli {

namespace {

constexpr std::size_t chunk = std::size_t{64} << 10U;

const char* find_break(const char* from, std::size_t size) {
  return size == 0 ? nullptr : static_cast<const char*>(std::memchr(from, '\n', size));
}

}  // namespace

bool LineReader::has_line() const { return at_end_ || find_break(buffer_.data() + begin_, end_ - begin_) != nullptr; }

bool LineReader::fill() {
  if (begin_ != 0) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_), buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - end_ < chunk) buffer_.resize(std::max(2 * buffer_.size(), end_ + chunk));
  for (;;) {
    const ssize_t got = ::read(descriptor_, buffer_.data() + end_, buffer_.size() - end_);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) error_ = errno;
    if (got <= 0) {
      at_end_ = true;
      return false;
    }
    end_ += static_cast<std::size_t>(got);
    return true;
  }
}

LineReader::Got LineReader::next(std::string_view& line) {
  bool too_long = false;
  std::size_t searched = 0;  // bytes from begin_ on that hold no break
  for (;;) {
    const char* from = buffer_.data() + begin_;
    if (const char* found = find_break(from + searched, end_ - begin_ - searched)) {
      const auto length = static_cast<std::size_t>(found - from);
      line = {from, length};
      begin_ += length + 1;
      return too_long || length > longest_ ? Got::too_long : Got::line;
    }
    searched = end_ - begin_;
    if (searched > longest_) {
      too_long = true;
      begin_ = end_;
      searched = 0;
    }
    if (at_end_ || !fill()) break;
  }
  if (error_ != 0) return Got::failed;
  if (begin_ == end_ && !too_long) return Got::end;
  line = {buffer_.data() + begin_, end_ - begin_};
  begin_ = end_;
  return too_long ? Got::too_long : Got::line;
}

}  // namespace nexus::cli
