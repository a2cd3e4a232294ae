#pragma once

#include "collect/reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::collect {

/// The lines of a report, one after the other; none of the text before is held.
class Lines {
 public:
  explicit Lines(Bytes& bytes) : bytes_(bytes) {}

  /// The next one, without its line break (`\n` or `\r\n`) and, the first one, without a byte order mark; valid until the next call.
  /// Nothing at the end, and where a line is longer than 16 MiB.
  [[nodiscard]] std::optional<std::string_view> next();
  [[nodiscard]] std::uint64_t number() const { return number_; }  ///< of the line given last, from 1
  [[nodiscard]] bool is_too_long() const { return too_long_; }

 private:
  Bytes& bytes_;
  std::string_view piece_;
  std::string line_;
  std::uint64_t number_ = 0;
  bool too_long_ = false;
};

}  // namespace nexus::collect
