#include "base/values/text.h"
#include "base/values/utf8.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

// A glob becomes a row of tokens, and the text runs once through the set of all places in that row it can have reached:
// no backtracking, so the time is the length of the text times that of the row.

namespace nexus::base {
namespace {

constexpr char32_t separator = '/';
/// Bytes that are no UTF-8 count as one character each, equal to no other: they get numbers beyond all scalar values.
constexpr char32_t broken_byte = 0x110000;

struct Range {
  char32_t first;
  char32_t last;
};

struct Token {
  enum class Kind : std::uint8_t {
    character,    ///< this one
    any,          ///< `?`
    set,          ///< `[…]`
    segment_run,  ///< `*`
    run,          ///< `**`
    /// Before `**/` at the start of a segment: what the next two tokens match may be left out, so that `**/x` matches `x`.
    optional_segments
  };
  Kind kind;
  char32_t character = 0;
  bool negated = false;
  std::vector<Range> ranges = {};
};

char32_t next_character(std::string_view& text) {
  const auto step = utf8_step(text);
  text.remove_prefix(step.length);
  return step.valid ? step.scalar : broken_byte + step.scalar;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// A character that a backslash may quote; nothing where there is none to quote.
std::optional<char32_t> take_quotable(std::string_view& pattern) {
  take(pattern, "\\");
  if (pattern.empty()) return std::nullopt;
  return next_character(pattern);
}

/// The rest of a set after its `[`. A `]` right at the start and a `-` at either end stand for themselves.
std::optional<Token> take_set(std::string_view& pattern) {
  Token set{.kind = Token::Kind::set};
  set.negated = take(pattern, "!") || take(pattern, "^");
  while (set.ranges.empty() || !take(pattern, "]")) {
    const auto first = take_quotable(pattern);
    if (!first) return std::nullopt;
    auto last = first;
    if (pattern.starts_with('-') && !pattern.starts_with("-]")) {
      take(pattern, "-");
      last = take_quotable(pattern);
      if (!last || *last < *first) return std::nullopt;
    }
    set.ranges.push_back({*first, *last});
  }
  return set;
}

/// Stars after the first: `**`, or `**/` where a segment begins.
void add_run(std::vector<Token>& tokens, std::string_view& pattern) {
  const bool segment_begins =
      tokens.empty() || (tokens.back().kind == Token::Kind::character && tokens.back().character == separator);
  while (take(pattern, "*")) {
  }
  if (segment_begins && pattern.starts_with('/')) tokens.push_back({.kind = Token::Kind::optional_segments});
  tokens.push_back({.kind = Token::Kind::run});
}

std::optional<std::vector<Token>> tokenise(std::string_view pattern) {
  std::vector<Token> tokens;
  while (!pattern.empty()) {
    if (take(pattern, "**")) {
      add_run(tokens, pattern);
    } else if (take(pattern, "*")) {
      tokens.push_back({.kind = Token::Kind::segment_run});
    } else if (take(pattern, "?")) {
      tokens.push_back({.kind = Token::Kind::any});
    } else if (take(pattern, "[")) {
      auto set = take_set(pattern);
      if (!set) return std::nullopt;
      tokens.push_back(std::move(*set));
    } else {
      const auto character = take_quotable(pattern);
      if (!character) return std::nullopt;
      tokens.push_back({.kind = Token::Kind::character, .character = *character});
    }
  }
  return tokens;
}

bool matches(const Token& token, char32_t c) {
  switch (token.kind) {
    case Token::Kind::character:
      return c == token.character;
    case Token::Kind::any:
    case Token::Kind::segment_run:
      return c != separator;
    case Token::Kind::run:
      return true;
    case Token::Kind::set:
      return c != separator &&
             token.negated != std::any_of(token.ranges.begin(), token.ranges.end(),
                                          [c](const Range& r) { return r.first <= c && c <= r.last; });
    case Token::Kind::optional_segments:
      return false;
  }
  return false;
}

/// All places before a token (or the end) that the text read so far can have brought us to.
class Places {
 public:
  explicit Places(const std::vector<Token>& tokens) : tokens_(tokens), here_(tokens.size() + 1), next_(here_) {
    here_[0] = 1;
    pass_empty_matches(here_);
  }

  void read(char32_t c) {
    std::fill(next_.begin(), next_.end(), std::uint8_t{0});
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (here_[i] == 0 || !matches(tokens_[i], c)) continue;
      next_[repeats(tokens_[i]) ? i : i + 1] = 1;
    }
    pass_empty_matches(next_);
    here_.swap(next_);
  }

  [[nodiscard]] bool at_end() const { return here_.back() != 0; }

 private:
  static bool repeats(const Token& token) {
    return token.kind == Token::Kind::segment_run || token.kind == Token::Kind::run;
  }

  void pass_empty_matches(std::vector<std::uint8_t>& places) const {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (places[i] == 0) continue;
      const bool is_option = tokens_[i].kind == Token::Kind::optional_segments;
      if (is_option) places[i + 3] = 1;  // past the run and its slash
      if (is_option || repeats(tokens_[i])) places[i + 1] = 1;
    }
  }

  const std::vector<Token>& tokens_;
  std::vector<std::uint8_t> here_;
  std::vector<std::uint8_t> next_;
};

}  // namespace

std::optional<bool> glob_match(std::string_view pattern, std::string_view text) {
  const auto tokens = tokenise(pattern);
  if (!tokens) return std::nullopt;
  Places places(*tokens);
  while (!text.empty()) places.read(next_character(text));
  return places.at_end();
}

}  // namespace nexus::base
