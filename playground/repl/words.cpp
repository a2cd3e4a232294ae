#include "playground/repl/words.h"

#include <algorithm>

namespace nexus::playground {

namespace {
constexpr std::string_view white_space = " \t\r\n";
}  // namespace

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(white_space);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(white_space) - first + 1));
}

void write_paragraphs(report::Page& page, std::string_view text) {
  bool in_prose = false;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.empty()) {
      page.blank();
      in_prose = false;
    } else if (line.starts_with("  ")) {
      const std::size_t indent = line.find_first_not_of(' ');
      page.line(indent).piece(line.substr(indent));
      in_prose = false;
    } else {
      if (!in_prose) page.line(0);
      page.prose(line);
      in_prose = true;
    }
  }
}

std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  char quote = 0;
  bool in_word = false;
  for (const char c : line) {
    if (quote == 0 && white_space.find(c) != std::string_view::npos) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else {
      words.back() += c;
    }
  }
  return words;
}

}  // namespace nexus::playground
