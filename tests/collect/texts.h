#pragma once

#include "collect/reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::collect {

/// A text as a reader gets it: in pieces, however small.
class TextBytes final : public Bytes {
 public:
  explicit TextBytes(std::string text, std::size_t piece = 7) : text_(std::move(text)), piece_(piece) {}
  std::string_view next() override {
    const std::string_view bytes = std::string_view(text_).substr(at_, piece_);
    at_ += bytes.size();
    return bytes;
  }

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

/// A text many times over, made as it is read.
class Repeated final : public Bytes {
 public:
  Repeated(std::string begin, std::string unit, std::size_t times, std::string end)
      : begin_(std::move(begin)), unit_(std::move(unit)), end_(std::move(end)), left_(times + 2), times_(times) {}
  std::string_view next() override {
    if (left_ == 0) return {};
    --left_;
    return left_ == times_ + 1 ? begin_ : left_ == 0 ? end_ : unit_;
  }

 private:
  std::string begin_, unit_, end_;
  std::size_t left_, times_;
};

/// `text`, that many times.
inline std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

inline std::string words(const std::optional<Malformed>& malformed) {
  return malformed ? std::to_string(malformed->line) + ": " + malformed->why : "well-formed";
}

}  // namespace nexus::collect
