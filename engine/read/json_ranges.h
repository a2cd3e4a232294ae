#pragma once

#include "engine/read/locate.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// JSON pointers, and where values begin and end in texts that are known to be valid JSON.
namespace nexus::engine::read {

/// RFC 8259 §8.1 lets a reader ignore one, and editors on some systems write one.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The keys and indices of a JSON pointer (RFC 6901), unescaped; nothing where it is not one.
[[nodiscard]] std::optional<std::vector<std::string>> steps_of(std::string_view pointer);
/// The position that a step into a list names; nothing where it is no number.
[[nodiscard]] std::optional<std::size_t> index_of(std::string_view step);

[[nodiscard]] inline bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Finds where things end in a text known to be valid JSON. On any other text the answers mean nothing, but it stays
/// within the text.
class Ranges {
 public:
  explicit Ranges(std::string_view json) : json_(json) {}

  [[nodiscard]] char at(std::size_t i) const { return i < json_.size() ? json_[i] : '\0'; }
  [[nodiscard]] std::size_t after_space(std::size_t i) const {
    while (is_space(at(i))) ++i;
    return i;
  }
  [[nodiscard]] TextRange root() const;
  [[nodiscard]] std::size_t end_of_value(std::size_t begin) const;
  [[nodiscard]] std::size_t end_of_string(std::size_t quote) const;
  /// The string in `range`, quotes included there, as it is meant.
  [[nodiscard]] std::string string_in(TextRange range) const;

 private:
  /// By counting brackets; no recursion, however deep.
  [[nodiscard]] std::size_t end_of_container(std::size_t begin) const;
  [[nodiscard]] std::size_t end_of_word(std::size_t begin) const;

  std::string_view json_;
};

/// A member of an object, or an item of a list.
struct Child {
  std::optional<TextRange> key;  ///< of a member
  TextRange value;
};

/// The members or items of the object or list that begins at `begin`.
[[nodiscard]] std::vector<Child> children_of(const Ranges& ranges, std::size_t begin);

}  // namespace nexus::engine::read
