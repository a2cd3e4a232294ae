#include "grammar/parser/trivia.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace nexus::grammar {
namespace {

constexpr std::string_view blanks = " \t\r";

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trim_end(std::string_view s) {
  const std::size_t last = s.find_last_not_of(blanks);
  return s.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// Takes the next word off `s`.
std::string_view next_word(std::string_view& s) {
  s.remove_prefix(std::min(s.find_first_not_of(blanks), s.size()));
  const std::string_view word = s.substr(0, s.find_first_of(blanks));
  s.remove_prefix(word.size());
  return word;
}

bool is_diagnostic_name(std::string_view s) {
  constexpr std::string_view first = "abcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view rest = "abcdefghijklmnopqrstuvwxyz0123456789_-";
  return !s.empty() && first.find(s.front()) != std::string_view::npos &&
         s.find_first_not_of(rest) == std::string_view::npos;
}

/// Does a comment of another language begin here?
bool begins_foreign_comment(std::string_view text) { return text.starts_with("//") || text.starts_with("/*"); }

/// Past the comment at `begin`, without its line break.
std::uint32_t comment_end(const Source& source, std::uint32_t begin) {
  const std::size_t closed = source.byte(begin + 1) == '*' ? source.text.find("*/", begin + 2) : std::string_view::npos;
  if (source.text[begin] == '/' && closed != std::string_view::npos) return static_cast<std::uint32_t>(closed) + 2;
  return source.line_end(begin);
}

CommentKind kind_of(std::string_view comment) {
  if (comment.starts_with('/')) return CommentKind::foreign;
  if (comment.starts_with("##") && !comment.starts_with("###")) return CommentKind::doc;
  return silenced_names(comment).empty() ? CommentKind::plain : CommentKind::silence;
}

/// `## words` → `words`
std::string_view doc_words(std::string_view comment) {
  comment.remove_prefix(2);
  if (comment.starts_with(' ')) comment.remove_prefix(1);
  return trim_end(comment);
}

}  // namespace

bool is_pragma(std::string_view comment) {
  comment.remove_prefix(1);
  return next_word(comment) == "nexus:";
}

std::vector<std::string_view> silenced_names(std::string_view comment) {
  if (!is_pragma(comment)) return {};
  comment.remove_prefix(comment.find(':') + 1);
  if (next_word(comment) != "silence") return {};
  std::vector<std::string_view> names;
  for (auto name = next_word(comment); !name.empty(); name = next_word(comment)) {
    if (!is_diagnostic_name(name)) return {};
    names.push_back(name);
  }
  return names;
}

const char* Trivia::skip(const char* p) {
  const char* const end = source_.text.data() + source_.text.size();
  while (p != end) {
    if (is_space(*p)) {
      ++p;
    } else if (*p == '#' || (*p == '/' && begins_foreign_comment(source_.text.substr(source_.offset(p), 2)))) {
      p = source_.text.data() + keep_comment(source_.offset(p));
    } else {
      break;
    }
  }
  return p;
}

std::uint32_t Trivia::keep_comment(std::uint32_t begin) {
  const std::uint32_t end = comment_end(source_, begin);
  if (comments_.empty() || comments_.back().span.begin < begin) {
    const std::string_view text = source_.slice({begin, end});
    const auto length = static_cast<std::uint32_t>(text.size() - (text.ends_with('\r') ? 1 : 0));
    comments_.push_back({kind_of(text), source_.span({begin, begin + length})});
  }
  return end;
}

const Comment* Trivia::comment_around(std::uint32_t end) const {
  const auto behind = std::ranges::lower_bound(comments_, end, {}, [](const Comment& c) { return c.span.begin; });
  if (behind == comments_.begin()) return nullptr;
  const Comment& last = *std::prev(behind);
  return end <= last.span.end ? &last : nullptr;
}

std::uint32_t Trivia::token_end(std::uint32_t offset) {
  if (offset == last_gap_.end) return last_gap_.begin;
  std::uint32_t end = offset;
  while (end > 0) {
    if (is_space(source_.text[end - 1])) {
      --end;
    } else if (const Comment* comment = comment_around(end)) {
      end = comment->span.begin;
    } else {
      break;
    }
  }
  last_gap_ = {end, offset};
  return end;
}

std::vector<Comment> Trivia::comments_before(std::uint32_t offset) {
  const std::uint32_t gap_begin = token_end(offset);
  const auto begin_of = [](const Comment& c) { return c.span.begin; };
  const auto first = std::ranges::lower_bound(comments_, gap_begin, {}, begin_of);
  const auto last = std::ranges::lower_bound(first, comments_.end(), offset, {}, begin_of);
  return {first, last};
}

std::string_view Trivia::doc_before(std::uint32_t offset, std::deque<std::string>& store) {
  std::vector<std::string_view> lines;
  for (const Comment& comment : comments_before(offset)) {
    if (comment.kind == CommentKind::doc) lines.push_back(doc_words(source_.slice({comment.span.begin, comment.span.end})));
  }
  if (lines.size() <= 1) return lines.empty() ? std::string_view() : lines.front();
  std::string& joined = store.emplace_back(lines.front());
  for (std::size_t i = 1; i < lines.size(); ++i) joined.append("\n").append(lines[i]);
  return joined;
}

std::vector<std::string_view> Trivia::silenced_before(std::uint32_t offset) {
  std::vector<std::string_view> names;
  for (const Comment& comment : comments_before(offset)) {
    const auto more = silenced_names(source_.slice({comment.span.begin, comment.span.end}));
    names.insert(names.end(), more.begin(), more.end());
  }
  return names;
}

}  // namespace nexus::grammar
