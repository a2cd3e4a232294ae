#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nexus::collect {

/// A report as a stream of bytes: it may be larger than one wants to hold.
class Bytes {
 public:
  virtual ~Bytes() = default;
  /// The next piece, valid until the next call; empty at the end.
  [[nodiscard]] virtual std::string_view next() = 0;
};

/// Why a report cannot be read; said after "line 12 of `junit.xml`: ".
struct Malformed {
  std::uint64_t line = 0;  ///< from 1; 0 where it cannot be told
  std::string why;         ///< "`<testsuite>` has `tests=\"many\"`, not a number"
};

}  // namespace nexus::collect
