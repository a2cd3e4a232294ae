#pragma once

#include "engine/memory.h"
#include "engine/read/json_number.h"
#include "engine/read/json_string.h"
#include "engine/read/keys.h"
#include "engine/read/structure.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace nexus::engine::read {

/// Goes through the tokens of values that nobody reads: they must be valid JSON without duplicate keys, that is all.
/// Functions take the place of a token and give that of the first token they did not use, or null where the text is not
/// valid; what exactly is wrong then, `explain` finds out.
///
/// INVARIANT (strings end): between a token that is a quote and the next token stand the string, its closing quote and
/// white space, so the end of a string is found backwards from the next token.
class Skimmer {
 public:
  /// Objects and lists may stand inside one another so deep, the outermost counted.
  explicit Skimmer(unsigned max_depth) : max_depth_(max_depth) {}
  /// Begins a new text, which must be padded.
  void start(const char* text, std::size_t size, Memory& memory);
  [[nodiscard]] NEXUS_HOT Cursor skip(Cursor at, unsigned depth);

 protected:
  [[nodiscard]] NEXUS_HOT const char* token(Cursor at) const { return text_ + *at; }
  [[nodiscard]] NEXUS_HOT char first(Cursor at) const { return text_[*at]; }

  /// The inside of the string at `at`, as it stands in the text.
  [[nodiscard]] NEXUS_HOT std::string_view raw_string(Cursor at) const {
    const char* const begin = text_ + at[0] + 1;
    const char* end = text_ + at[1] - 1;
    while (*end != '"') --end;
    return {begin, static_cast<std::size_t>(end - begin)};
  }
  /// Does a backslash stand before the token after the string at `at`? One comparison, for what is nearly always false.
  [[nodiscard]] NEXUS_HOT bool may_have_escape(Cursor at) const { return at[1] > next_escape_; }
  /// Of a string that may have an escape: the same or, if it has one, what it means, in the memory of the document.
  [[nodiscard]] NEXUS_COLD std::optional<std::string_view> unescaped_string(Cursor at);
  /// The string at `at` as it is meant. False for broken escapes.
  [[nodiscard]] NEXUS_HOT bool read_string_at(Cursor at, std::string_view& text) {
    if (!may_have_escape(at)) {
      text = raw_string(at);
      return true;
    }
    const auto unescaped = unescaped_string(at);
    if (unescaped) text = *unescaped;
    return unescaped.has_value();
  }
  /// The key at `at`, of which the next token must be a colon.
  [[nodiscard]] NEXUS_HOT bool read_key(Cursor at, Key& key) {
    if (may_have_escape(at)) return read_escaped_key(at, key);
    const std::string_view raw = raw_string(at);
    key.begin = raw.data();
    key.length = static_cast<std::uint32_t>(raw.size());
    key.hash = hash_padded_key(key.begin, key.length);
    return true;
  }

  /// Behind the `{`, which makes the depth `depth`.
  [[nodiscard]] Cursor skip_object(Cursor at, unsigned depth);

  UniqueKeys unique_;
  Memory* memory_ = nullptr;
  unsigned max_depth_;

 private:
  [[nodiscard]] Cursor skip_list(Cursor at, unsigned depth);
  [[nodiscard]] NEXUS_HOT bool valid_string(Cursor at) { return !may_have_escape(at) || valid_escaped_string(at); }
  [[nodiscard]] NEXUS_COLD bool valid_escaped_string(Cursor at);
  [[nodiscard]] NEXUS_COLD bool read_escaped_key(Cursor at, Key& key);
  [[nodiscard]] bool has_escape(std::string_view raw) const { return raw.data() + raw.size() > text_ + next_escape_; }
  void find_escape(std::size_t from);

  const char* text_ = nullptr;
  std::size_t size_ = 0;
  /// Of the first backslash at or after what was read so far; past every token where there is none.
  std::size_t next_escape_ = 0;
};

NEXUS_HOT Cursor Skimmer::skip(Cursor at, unsigned depth) {
  const char* const p = token(at);
  switch (*p) {
    case '"':
      return valid_string(at) ? at + 1 : nullptr;
    case '{':
      return skip_object(at + 1, depth + 1);
    case '[':
      return skip_list(at + 1, depth + 1);
    case 't':
      return is_true(p) ? at + 1 : nullptr;
    case 'f':
      return is_false(p) ? at + 1 : nullptr;
    case 'n':
      return is_null(p) ? at + 1 : nullptr;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      return skip_number(p) != nullptr ? at + 1 : nullptr;
    default:
      return nullptr;
  }
}

}  // namespace nexus::engine::read
