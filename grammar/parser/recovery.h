#pragma once

#include "grammar/parser/source.h"
#include "grammar/parser/trivia.h"

#include <cstdint>
#include <optional>

namespace nexus::grammar {

/// Thrown after a mistake was reported, to unwind to the rule that knows where to go on; never leaves this folder.
struct Abandoned {
  std::uint32_t at;       ///< how far the grammar had come
  bool too_deep = false;  ///< the whole construct is given up, not only its innermost part
};

/// Thrown where there are so many mistakes that going on helps nobody; caught where parsing began.
struct GivenUp {};

/// Walks over the tokens of a stretch that the grammar could not read: strings and comments are skipped whole, braces
/// counted. No line break stands in a string, so a line's first token is one even where a quote is missing.
class TokenScanner {
 public:
  TokenScanner(const Source& source, Trivia& trivia, std::uint32_t start);

  /// Goes on to the next token.
  void next();
  [[nodiscard]] bool at_end() const { return begin_ == source_.size(); }
  [[nodiscard]] std::uint32_t begin() const { return begin_; }
  [[nodiscard]] bool first_on_line() const { return first_on_line_; }
  [[nodiscard]] bool outside_braces() const { return braces_ == 0; }
  /// Is this token the `}` of the block that belongs to the word at `owner`: one without its `{`, or one in its column?
  [[nodiscard]] bool closes_block(std::uint32_t owner) const;

 private:
  const Source& source_;
  Trivia& trivia_;
  std::uint32_t begin_;
  std::uint32_t braces_ = 0;
  bool first_on_line_ = false;
};

/// The end of the token at `begin`, in any language: a word, a string, or one byte.
[[nodiscard]] std::uint32_t coarse_token_end(const Source& source, std::uint32_t begin);

/// The first `{` at or behind `offset` on its line.
[[nodiscard]] std::optional<std::uint32_t> next_brace_on_line(const Source& source, std::uint32_t offset);

/// The bracket that is still open at `end`, innermost first, among the tokens from `begin` on.
[[nodiscard]] std::optional<std::uint32_t> innermost_open_bracket(const Source& source, Extent range);

}  // namespace nexus::grammar
