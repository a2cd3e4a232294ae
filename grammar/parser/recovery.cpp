#include "grammar/parser/recovery.h"

#include <vector>


namespace nexus::grammar {
namespace {

constexpr bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Past the quote that closes the string at `begin`, or the end of its line.
std::uint32_t string_end(const Source& source, std::uint32_t begin) {
  const char quote = source.text[begin];
  std::uint32_t at = begin + 1;
  for (; at < source.size() && source.text[at] != '\n'; ++at) {
    if (source.text[at] == quote) return at + 1;
    if (source.text[at] == '\\' && quote == '"' && source.byte(at + 1) != '\n') ++at;
  }
  return at < source.size() ? at : source.size();
}

constexpr bool opens(char c) { return c == '(' || c == '[' || c == '{'; }
constexpr bool closes(char c) { return c == ')' || c == ']' || c == '}'; }

}  // namespace

std::uint32_t coarse_token_end(const Source& source, std::uint32_t begin) {
  const char first = source.text[begin];
  if (first == '"' || first == '\'') return string_end(source, begin);
  std::uint32_t end = begin + 1;
  if (is_word_byte(first)) {
    while (is_word_byte(source.byte(end))) ++end;
  }
  return end;
}

TokenScanner::TokenScanner(const Source& source, Trivia& trivia, std::uint32_t start)
    : source_(source), trivia_(trivia), begin_(start) {}

void TokenScanner::next() {
  const char passed = source_.byte(begin_);
  if (passed == '{') ++braces_;
  if (passed == '}' && braces_ > 0) --braces_;
  const std::uint32_t end = at_end() ? begin_ : coarse_token_end(source_, begin_);
  begin_ = source_.offset(trivia_.skip(source_.text.data() + end));
  first_on_line_ = source_.breaks_line({end, begin_});
}

bool TokenScanner::closes_block(std::uint32_t owner) const {
  if (source_.byte(begin_) != '}') return false;
  return braces_ == 0 || (first_on_line_ && source_.column(begin_) == source_.column(owner));
}

std::optional<std::uint32_t> next_brace_on_line(const Source& source, std::uint32_t offset) {
  for (std::uint32_t at = offset; at < source.size(); at = coarse_token_end(source, at)) {
    const char c = source.text[at];
    if (c == '\n' || c == '#') break;
    if (c == '{') return at;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> innermost_open_bracket(const Source& source, Extent range) {
  std::vector<std::uint32_t> open;
  for (std::uint32_t at = range.begin; at < range.end;) {
    const char c = source.text[at];
    if (opens(c)) open.push_back(at);
    if (closes(c) && !open.empty()) open.pop_back();
    at = c == '#' ? source.line_end(at) : coarse_token_end(source, at);
  }
  return open.empty() ? std::nullopt : std::optional(open.back());
}

}  // namespace nexus::grammar
