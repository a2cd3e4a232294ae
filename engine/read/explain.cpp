#include "engine/read/explain.h"

#include "base/values/text.h"
#include "base/values/utf8.h"
#include "engine/read/json_ranges.h"
#include "engine/read/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace nexus::engine::read {
namespace {

using Kind = ReadError::Kind;

constexpr std::size_t longest_quotation = 24;  // code points of the text that a message repeats

bool is_word(char c) {
  const auto lower = static_cast<char>(c | 0x20);
  return is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '_' || c == '+' || c == '-' || c == '.';
}
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

/// RFC 8259 by recursive descent. Each function returns whether all is well so far, and leaves the first error behind.
class Explainer {
 public:
  Explainer(std::string_view text, unsigned max_depth) : text_(text), max_depth_(max_depth) {}

  std::optional<ReadError> run() {
    if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
    if (document()) return std::nullopt;
    return std::move(error_);
  }

 private:
  bool document() {
    skip_space();
    if (at_end()) return fail(Kind::empty, text_.size(), "the document is empty");
    if (!value(0)) return false;
    skip_space();
    if (at_end()) return true;
    return fail(fmt::format("the document ends before this, but {} follows", seen()));
  }

  bool value(unsigned depth) {
    if (at_end()) return fail("expected a value, but the text ends");
    switch (text_[at_]) {
      case '{':
        return object(depth + 1);
      case '[':
        return list(depth + 1);
      case '"': {
        std::string ignored;
        return string(ignored);
      }
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
        return number();
      default:
        return word();
    }
  }

  // ---- objects and lists ----

  bool object(unsigned depth) {
    if (depth > max_depth_) return too_deep();
    const std::size_t begin = at_++;
    std::set<std::string> keys;  // a tree: no keys can be built to make it slow
    skip_space();
    if (take('}')) return true;
    for (;;) {
      if (!member(keys, depth, begin)) return false;
      skip_space();
      if (take('}')) return true;
      if (at_end()) return fail(unclosed("object", begin));
      if (!take(',')) {
        if (text_[at_] == '"') return fail("a comma is missing between two members");
        return fail(fmt::format("expected `,` or `}}` after a member, found {}", seen()));
      }
      skip_space();
      if (!at_end() && text_[at_] == '}') return fail("a comma stands before `}`, but no member follows it");
    }
  }

  bool member(std::set<std::string>& keys, unsigned depth, std::size_t object_begin) {
    if (at_end()) return fail(unclosed("object", object_begin));
    const std::size_t key_begin = at_;
    std::string key;
    if (text_[at_] != '"') return fail(fmt::format("expected a key in double quotes, found {}", seen()));
    if (!string(key)) return false;
    const auto [place, is_new] = keys.insert(std::move(key));
    if (!is_new) return fail(Kind::duplicate_key, key_begin, fmt::format("duplicate key `{}`", quotation(*place)));
    skip_space();
    if (!take(':')) return fail(fmt::format("expected `:` after the key `{}`, {}", quotation(*place), found()));
    skip_space();
    return value(depth);
  }

  bool list(unsigned depth) {
    if (depth > max_depth_) return too_deep();
    const std::size_t begin = at_++;
    skip_space();
    if (take(']')) return true;
    for (;;) {
      if (at_end()) return fail(unclosed("list", begin));
      if (!value(depth)) return false;
      skip_space();
      if (take(']')) return true;
      if (at_end()) return fail(unclosed("list", begin));
      if (!take(',')) return fail(missing_comma_in_list());
      skip_space();
      if (!at_end() && text_[at_] == ']') return fail("a comma stands before `]`, but no item follows it");
    }
  }

  std::string missing_comma_in_list() const {
    const char c = text_[at_];
    const bool begins_item = c == '"' || c == '{' || c == '[' || c == '-' || is_digit(c);
    if (begins_item) return "a comma is missing between two items";
    return fmt::format("expected `,` or `]` after an item, found {}", seen());
  }

  // ---- strings ----

  bool string(std::string& out) {
    const std::size_t begin = at_++;
    while (!at_end()) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c == '\\') {
        if (!escape(out)) return false;
      } else if (is_control(c)) {
        return fail(control_character(c));
      } else if (!character(out)) {
        return false;
      }
    }
    return fail(Kind::malformed, begin, "the text ends inside the string that begins here");
  }

  static std::string control_character(char c) {
    switch (c) {
      case '\n':
        return "line break in a string, write \\n";
      case '\r':
        return "line break in a string, write \\r";
      case '\t':
        return "control character in a string, write \\t";
      default:
        return fmt::format("control character in a string, write \\u{:04x}", static_cast<unsigned>(c));
    }
  }

  bool character(std::string& out) {
    const auto step = base::utf8_step(text_.substr(at_));
    if (!step.valid) return fail(Kind::invalid_utf8, at_, "invalid UTF-8");
    out += text_.substr(at_, step.length);
    at_ += step.length;
    return true;
  }

  bool escape(std::string& out) {
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (at_ + 1 == text_.size()) return fail("the text ends inside an escape");
    const char c = text_[at_ + 1];
    if (c == 'u') return unicode_escape(out);
    const auto found = names.find(c);
    if (found == std::string_view::npos)
      return fail(fmt::format("unknown escape `\\{}`", quotation(character_at(at_ + 1))));
    out += meanings[found];
    at_ += 2;
    return true;
  }

  bool unicode_escape(std::string& out) {
    const std::size_t begin = at_;
    const auto unit = code_unit();
    if (!unit) return fail(Kind::malformed, begin, "expected four hexadecimal digits after `\\u`");
    char32_t scalar = *unit;
    if (scalar >= 0xD800 && scalar < 0xDC00) {
      const auto low = code_unit();
      if (!low || *low < 0xDC00 || *low >= 0xE000) return lone_surrogate(begin);
      scalar = 0x10000 + ((scalar - 0xD800) << 10) + (*low - 0xDC00);
    } else if (scalar >= 0xDC00 && scalar < 0xE000) {
      return lone_surrogate(begin);
    }
    base::append_utf8(out, scalar);
    return true;
  }

  /// A `\uXXXX` that stands here.
  std::optional<char32_t> code_unit() {
    constexpr std::string_view hex = "0123456789abcdef";
    if (text_.size() - at_ < 6 || text_.substr(at_, 2) != "\\u") return std::nullopt;
    char32_t unit = 0;
    for (const char c : text_.substr(at_ + 2, 4)) {
      const auto digit = hex.find(c >= 'A' && c <= 'F' ? static_cast<char>(c | 0x20) : c);
      if (digit == std::string_view::npos) return std::nullopt;
      unit = unit * 16 + static_cast<char32_t>(digit);
    }
    at_ += 6;
    return unit;
  }

  bool lone_surrogate(std::size_t begin) {
    return fail(Kind::malformed, begin,
                fmt::format("`{}` is one half of a character, the other is missing", text_.substr(begin, 6)));
  }

  // ---- numbers and words ----

  bool number() {
    const std::size_t begin = at_;
    take('-');
    if (!digits("expected a digit after `-`")) return false;
    const auto integer = text_.substr(begin, at_ - begin);
    const auto magnitude = integer.substr(integer.front() == '-' ? 1 : 0);
    if (magnitude.size() > 1 && magnitude.front() == '0')
      return fail(Kind::malformed, begin, fmt::format("the number `{}` begins with a needless 0", quotation(integer)));
    if (take('.') && !digits("expected a digit after the point")) return false;
    if (take('e') || take('E')) {
      if (!take('-')) take('+');
      if (!digits("expected a digit in the exponent")) return false;
    }
    if (at_end() || !is_word(text_[at_])) return true;
    return fail(Kind::malformed, begin, fmt::format("`{}` is not a number", quotation(word_at(begin))));
  }

  bool digits(std::string_view message) {
    const std::size_t begin = at_;
    while (!at_end() && is_digit(text_[at_])) ++at_;
    return at_ != begin || fail(std::string(message));
  }

  bool word() {
    for (const std::string_view known : {"true", "false", "null"}) {
      if (!text_.substr(at_).starts_with(known)) continue;
      const std::size_t begin = at_;
      at_ += known.size();
      if (at_end() || !is_word(text_[at_])) return true;
      at_ = begin;
      break;
    }
    return fail(fmt::format("expected a value, found {}{}", seen(), hint()));
  }

  std::string hint() const {
    std::string lower(word_at(at_));
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    if (lower == "true" || lower == "false" || lower == "null") return fmt::format(", write `{}`", lower);
    if (lower == "none" || lower == "undefined" || lower == "nil") return ", write `null`";
    if (lower == "nan" || lower.ends_with("inf") || lower.ends_with("infinity")) return ", which JSON does not have";
    if (text_[at_] == '\'') return ", strings stand in double quotes";
    if (text_[at_] == '/' || text_[at_] == '#') return ", JSON has no comments";
    return {};
  }

  // ---- what stands where ----

  bool at_end() const { return at_ == text_.size(); }
  void skip_space() {
    while (!at_end() && is_space(text_[at_])) ++at_;
  }
  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::string_view character_at(std::size_t begin) const {
    return text_.substr(begin, base::utf8_step(text_.substr(begin)).length);
  }
  std::string_view word_at(std::size_t begin) const {
    std::size_t end = begin;
    while (end < text_.size() && is_word(text_[end])) ++end;
    if (end == begin && end < text_.size()) return character_at(end);
    return text_.substr(begin, end - begin);
  }
  std::string seen() const { return fmt::format("`{}`", quotation(word_at(at_))); }
  std::string found() const { return at_end() ? "but the text ends" : "found " + seen(); }
  static std::string unclosed(std::string_view what, std::size_t begin) {
    return fmt::format("the text ends inside the {} that begins at byte {}", what, begin);
  }
  static std::string quotation(std::string_view text) {
    std::size_t end = 0;
    for (std::size_t n = 0; n < longest_quotation && end < text.size(); ++n)
      end += base::utf8_step(text.substr(end)).length;
    return base::printable(text.substr(0, end)) + (end < text.size() ? "…" : "");
  }

  bool too_deep() { return fail(Kind::too_deep, at_, fmt::format("more than {} levels deep", max_depth_)); }
  bool fail(std::string message) {
    // Outside strings a byte that is no ASCII is wrong in any case; say so if it is not even text.
    if (!at_end() && !base::utf8_step(text_.substr(at_)).valid) return fail(Kind::invalid_utf8, at_, "invalid UTF-8");
    return fail(Kind::malformed, at_, std::move(message));
  }
  bool fail(Kind kind, std::size_t offset, std::string message) {
    error_ = ReadError{kind, offset, std::move(message)};
    return false;
  }

  std::string_view text_;
  unsigned max_depth_;
  std::size_t at_ = 0;
  std::optional<ReadError> error_;
};

}  // namespace

std::optional<ReadError> explain(std::string_view text, unsigned max_depth) { return Explainer(text, max_depth).run(); }

}  // namespace nexus::engine::read
