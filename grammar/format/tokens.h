#pragma once

#include "base/source_map.h"
#include "grammar/syntax_tree.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace nexus::grammar::layout {

/// A comment on a line of its own.
struct CommentAbove {
  std::string_view text;  ///< from `#`, without blanks at its end
  bool after_blank;       ///< an empty line stands above it
};

/// A token as it is written, with the comments that belong to it. Strings are one token, interpolations and all.
struct Token {
  std::string_view text;
  std::uint32_t begin = 0;
  bool begins_line = false;              ///< a line break stands before it, or before the comments above it
  std::vector<CommentAbove> above;       ///< on the lines before it, first one first
  bool after_blank = false;              ///< an empty line stands directly above it, below the comments
  std::vector<std::string_view> beside;  ///< behind it on its line, and what goes on below that in the same column
};

/// The tokens of a file that was read without errors, without the commas that may be left out (before a closing bracket,
/// between the fields of a record type). The last one is the end of the file: an empty text that may have comments above it.
[[nodiscard]] std::vector<Token> tokens_of(const SyntaxTree& tree, const base::SourceMap& sources);

}  // namespace nexus::grammar::layout
