#pragma once

#include "grammar/parser/source.h"
#include "grammar/syntax_tree.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexus::grammar {

/// White space and comments between tokens. Comments are kept where the grammar skips them, so that no second reader of
/// strings has to agree with it about what a `#` is (in a JSON string, `{` opens nothing).
///
/// INVARIANT (comments once): back-tracking and look-ahead skip the same comment again; one is kept only if it begins
/// behind the last one kept, so `comments` is in source order without repetition.
class Trivia {
 public:
  explicit Trivia(const Source& source) : source_(source) {}

  /// The first byte at or after `p` that is neither white space nor part of a comment.
  const char* skip(const char* p);
  /// Keeps the comment that begins at `begin`; returns where it ends. `//` and `/* … */` are comments of other languages:
  /// they are skipped as such, so that the mistake costs one error (check_comments) and not the clause.
  std::uint32_t keep_comment(std::uint32_t begin);

  /// Where the last token before `offset` ends: `offset` less the white space and comments before it.
  [[nodiscard]] std::uint32_t token_end(std::uint32_t offset);

  /// Text of the `##` comments directly before the token at `offset`, one line each; several lines live in `store`.
  [[nodiscard]] std::string_view doc_before(std::uint32_t offset, std::deque<std::string>& store);
  /// Names in the `# nexus: silence …` comments directly before the token at `offset`.
  [[nodiscard]] std::vector<std::string_view> silenced_before(std::uint32_t offset);

  [[nodiscard]] const std::vector<Comment>& comments() const { return comments_; }
  [[nodiscard]] std::vector<Comment> take_comments() { return std::move(comments_); }

 private:
  /// The comment that the byte before `end` is part of.
  [[nodiscard]] const Comment* comment_around(std::uint32_t end) const;
  /// The comments between the last token before `offset` and `offset`.
  [[nodiscard]] std::vector<Comment> comments_before(std::uint32_t offset);

  const Source& source_;
  std::vector<Comment> comments_;
  // The gap asked for last: nodes that end together ask for the same one, each level of nesting once.
  Extent last_gap_;
};

/// The names that a comment silences: `# nexus: silence NAME…`; nothing if it is no such comment.
[[nodiscard]] std::vector<std::string_view> silenced_names(std::string_view comment);
/// Does the comment speak to Nexus (`# nexus: …`)?
[[nodiscard]] bool is_pragma(std::string_view comment);

}  // namespace nexus::grammar
