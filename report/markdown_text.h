#pragma once

#include <string>
#include <string_view>

/// Text of others in GitHub's Markdown (github.github.com/gfm): on one line, and nothing in it works.
namespace nexus::report {

/// Text that is nothing but text.
[[nodiscard]] std::string markdown_text(std::string_view text);
/// The same where people are notified and issues are linked (comments): `@name`, `#12`, `https://…` are text there, too.
/// Names between backticks, as our messages have them, are spans of code.
[[nodiscard]] std::string markdown_comment_text(std::string_view text, bool in_table);
/// A span of code: between more backticks than are in it. In a table, `|` would end the cell.
[[nodiscard]] std::string markdown_code(std::string_view text, bool in_table);
/// A block of code of several lines, each ended; with the line that begins it and the one that ends it.
[[nodiscard]] std::string markdown_block(std::string_view lines);

}  // namespace nexus::report
