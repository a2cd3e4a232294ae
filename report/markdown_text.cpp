#include "report/markdown_text.h"

#include "base/values/text.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace nexus::report {

namespace {

bool is_ascii_word(std::string_view text, std::size_t at) {
  return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
}

std::size_t longest_run_of_backticks(std::string_view text) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

/// What cannot be seen, and keeps two characters from being read as one thing: no backslash keeps servers from that, since
/// they look for names and links in what Markdown has become.
constexpr std::string_view gap = "\u200B";

/// Does what ends at `at` call somebody or link to something, together with what follows it? People, issues, merge requests,
/// labels, milestones, snippets, epics, `GH-12`, links, `www.`, quick actions.
bool is_call(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at + 1);
  const bool before_word = is_ascii_word(rest, 0) || (!rest.empty() && static_cast<unsigned char>(rest[0]) >= 0x80);
  switch (text[at]) {
    case '@':
    case '#':
    case '!':
    case '$':
    case '~':
    case '%':
    case '&':
      return before_word || rest.starts_with('"');
    case ':':
      return rest.starts_with("//");
    case '-':
      return before_word && at >= 2 && (text[at - 1] == 'H' || text[at - 1] == 'h') &&
             (text[at - 2] == 'G' || text[at - 2] == 'g');
    case 'w':
    case 'W':
      return rest.starts_with('.') && at >= 2 && (text[at - 1] == 'w' || text[at - 1] == 'W');
    case '/':
      return at == 0;
    default:
      return false;
  }
}

std::string apart(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (is_call(text, i)) result += gap;
  }
  return result;
}

}  // namespace

std::string markdown_text(std::string_view text) {
  static constexpr std::string_view special = "\\`*[]<>|~#$&";
  const std::string shown = base::printable(text);
  std::string result;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool is_mark = shown[i] == '_' ? i == 0 || !is_ascii_word(shown, i - 1) || !is_ascii_word(shown, i + 1)
                                         : special.find(shown[i]) != std::string_view::npos;
    if (is_mark) result += '\\';
    result += shown[i];
  }
  return result;
}

std::string markdown_comment_text(std::string_view text, bool in_table) {
  std::string result;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('`'), text.size());
    const std::size_t close = open == text.size() ? open : text.find('`', open + 1);
    // A name in backticks, as messages have them.
    const bool is_code = close != std::string_view::npos && close > open + 1;
    const std::size_t end = is_code ? close + 1 : std::min(open + 1, text.size());
    if (is_code) {
      result += markdown_text(apart(text.substr(0, open)));
      if (result.ends_with('`')) result += gap;
      result += markdown_code(text.substr(open + 1, close - open - 1), in_table);
    } else {
      result += markdown_text(apart(text.substr(0, end)));
    }
    text.remove_prefix(end);
  }
  return result;
}

std::string markdown_code(std::string_view text, bool in_table) {
  std::string shown = base::printable(text);
  const std::size_t longest = longest_run_of_backticks(shown);
  if (in_table)
    for (std::size_t at = 0; (at = shown.find('|', at)) != std::string::npos; at += 2) shown.insert(at, "\\");
  const std::string fence(longest + 1, '`'), pad = longest != 0 ? " " : "";
  return fence + pad + shown + pad + fence;
}

std::string markdown_block(std::string_view lines) {
  const std::string fence(std::max<std::size_t>(longest_run_of_backticks(lines) + 1, 3), '`');
  return fence + "text\n" + std::string(lines) + fence + "\n";
}

}  // namespace nexus::report
