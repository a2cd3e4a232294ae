#pragma once

#include "collect/reader.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::collect {

/// A stream whose first piece is long enough to tell what it is, however little a pipe has given by then.
class Recognisable final : public Bytes {
 public:
  /// `bytes` must outlive it.
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

}  // namespace nexus::collect
