#include "collect/lines.h"

namespace nexus::collect {

std::optional<std::string_view> Lines::next() {
  constexpr std::size_t longest = std::size_t{16} << 20U;
  line_.clear();
  bool any = false;
  for (;;) {
    if (piece_.empty()) piece_ = bytes_.next();
    if (piece_.empty()) break;
    any = true;
    const std::size_t end = piece_.find('\n');
    line_ += piece_.substr(0, end);
    if (line_.size() > longest) {
      ++number_;
      too_long_ = true;
      return std::nullopt;
    }
    if (end == std::string_view::npos) {
      piece_ = {};
      continue;
    }
    piece_.remove_prefix(end + 1);
    break;
  }
  if (!any) return std::nullopt;
  ++number_;
  std::string_view line = line_;
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (number_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  return line;
}

}  // namespace nexus::collect
