#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::collect {

/// A report as a stream of bytes: it may be larger than one wants to hold.
class Bytes {
 public:
  virtual ~Bytes() = default;
  /// The next piece, valid until the next call; empty at the end.
  [[nodiscard]] virtual std::string_view next() = 0;
};

/// A stream whose first piece is long enough to tell what it is, however little a pipe has given by then.
class Recognisable final : public Bytes {
 public:
  explicit Recognisable(Bytes& bytes) : bytes_(bytes) {}
  [[nodiscard]] std::string_view next() override {
    constexpr std::size_t enough = 64;
    std::string_view piece = bytes_.next();
    if (std::exchange(has_begun_, true) || piece.size() >= enough) return piece;
    while (!piece.empty()) {
      beginning_ += piece;
      piece = beginning_.size() < enough ? bytes_.next() : std::string_view();
    }
    return beginning_;
  }

 private:
  Bytes& bytes_;
  std::string beginning_;
  bool has_begun_ = false;
};

/// Why a report cannot be read; said after "line 12 of `junit.xml`: ".
struct Malformed {
  std::uint64_t line = 0;  ///< from 1; 0 where it cannot be told
  std::string why;         ///< "`<testsuite>` has `tests=\"many\"`, not a number"
};

}  // namespace nexus::collect
