#pragma once

#include "collect/reader.h"

#include <string>
#include <string_view>
#include <utility>

namespace nexus::tests {

/// A text that comes in pieces of `size` bytes: a reader may rely on no boundary.
class Pieces : public collect::Bytes {
 public:
  explicit Pieces(std::string text, std::size_t size = 7) : text_(std::move(text)), size_(size) {}
  std::string_view next() override {
    const auto piece = std::string_view(text_).substr(at_, size_);
    at_ += piece.size();
    return piece;
  }

 private:
  std::string text_;
  std::size_t size_;
  std::size_t at_ = 0;
};

/// `text`, the number of times.
inline std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace nexus::tests
