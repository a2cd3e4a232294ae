#pragma once

#include "grammar/parser/source.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexus::grammar {

class Builder;

/// The tokens around the place where the grammar stopped, as an author sees them: 0 is the one found there, 1 the next,
/// -1 the one before. For messages. Before the place, a path (`a.b`) is one token.
class Nearby {
 public:
  Nearby(Builder& b, std::uint32_t at) : b_(b), at_(at) {}

  [[nodiscard]] Extent operator[](int index) const;
  [[nodiscard]] std::string_view text(int index) const;
  [[nodiscard]] bool is_word(int index) const;
  [[nodiscard]] bool is_string(int index) const;
  [[nodiscard]] bool is_number(int index) const;
  /// Do both tokens stand on one line?
  [[nodiscard]] bool on_one_line(int first, int last) const;
  /// Does nothing stand between the token and the next?
  [[nodiscard]] bool touches_next(int index) const;

  /// The token at `from`, and all of the path that it begins.
  [[nodiscard]] Extent path_at(std::uint32_t from) const;
  /// The innermost bracket that is open at the place.
  [[nodiscard]] std::optional<std::uint32_t> open_bracket() const;
  /// The bracket that closes the one at `open`, on its line.
  [[nodiscard]] std::optional<std::uint32_t> close_of(std::uint32_t open) const;
  /// The token that ends before `offset`.
  [[nodiscard]] Extent before(std::uint32_t offset) const;
  /// The first token at or behind `offset`.
  [[nodiscard]] Extent behind(std::uint32_t offset) const;

  [[nodiscard]] std::uint32_t at() const { return at_; }
  [[nodiscard]] Builder& builder() const { return b_; }
  [[nodiscard]] std::string_view slice(Extent extent) const;
  [[nodiscard]] std::string slice(std::uint32_t begin, std::uint32_t end) const { return std::string(slice(Extent{begin, end})); }

 private:
  Builder& b_;
  std::uint32_t at_;
};

}  // namespace nexus::grammar
