#pragma once

#include "report/page.h"

#include <string>
#include <string_view>
#include <vector>

namespace nexus::playground {

/// Without the white space at both ends.
[[nodiscard]] std::string trimmed(std::string_view text);

/// Paragraphs, broken at the width of the page; those that are set in are examples, and stay as they are.
void write_paragraphs(report::Page& page, std::string_view text);

/// The words of a command's line; quotes hold a file name with spaces together.
[[nodiscard]] std::vector<std::string> split_words(std::string_view line);

}  // namespace nexus::playground
