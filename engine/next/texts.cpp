#include "engine/next/planner.h"

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

/// Texts that patterns fit. A guess is enough: whether it fits is seen by evaluating with it.
namespace nexus::engine {

std::string example_of_glob(std::string_view glob) {
  std::string text;
  for (std::size_t i = 0; i < glob.size(); ++i) {
    if (glob[i] == '*') {
      while (i + 1 < glob.size() && glob[i + 1] == '*') ++i;
      text += 'x';
    } else if (glob[i] == '?') {
      text += 'x';
    } else if (glob[i] == '[' && i + 1 < glob.size()) {
      text += glob[++i];
      while (i < glob.size() && glob[i] != ']') ++i;
    } else {
      text += glob[i];
    }
  }
  return text;
}

namespace {

/// Reads a regular expression and writes a text that it matches: of alternatives the first, of repetitions the fewest.
class Exemplar {
 public:
  Exemplar(std::string_view pattern, std::size_t at_least) : pattern_(pattern), at_least_(at_least) {}

  std::string text() { return alternatives(); }

 private:
  [[nodiscard]] bool done() const { return at_ >= pattern_.size(); }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as groups are nested
  std::string alternatives() {
    std::string first;
    bool has_first = false;
    while (true) {
      const std::string branch = sequence();
      if (!has_first) first = branch, has_first = true;
      if (done() || pattern_[at_] != '|') return first;
      ++at_;
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  std::string sequence() {
    std::string text;
    while (!done() && pattern_[at_] != '|' && pattern_[at_] != ')') text += repeated(atom());
    return text;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  std::string atom() {
    const char c = pattern_[at_++];
    switch (c) {
      case '^':
      case '$':
        return {};
      case '.':
        return "x";
      case '(': {
        if (pattern_.substr(at_).starts_with("?")) {
          const std::size_t colon = pattern_.find_first_of(":>)", at_);
          at_ = colon == std::string_view::npos ? pattern_.size() : colon + (pattern_[colon] == ')' ? 0 : 1);
        }
        std::string inner = alternatives();
        if (!done()) ++at_;
        return inner;
      }
      case '[':
        return set();
      case '\\':
        return done() ? std::string() : escaped(pattern_[at_++]);
      default:
        return {c};
    }
  }

  static std::string escaped(char c) {
    switch (c) {
      case 'd':
        return "1";
      case 'w':
      case 'S':
      case 'D':
        return "x";
      case 's':
        return " ";
      case 'W':
        return "-";
      case 'b':
      case 'B':
      case 'A':
      case 'z':
        return {};
      default:
        return {c};
    }
  }

  std::string set() {
    const bool negated = !done() && pattern_[at_] == '^';
    if (negated) ++at_;
    std::string first;
    bool any = false;
    while (!done() && (pattern_[at_] != ']' || !any)) {
      std::string one;
      if (pattern_.substr(at_).starts_with("[:")) {
        at_ = std::min(pattern_.size(), pattern_.find(":]", at_) + 2);
        one = "1";
      } else if (pattern_[at_] == '\\' && at_ + 1 < pattern_.size()) {
        one = escaped(pattern_[at_ + 1]);
        at_ += 2;
      } else {
        one = pattern_[at_++];
      }
      if (!any) first = one;
      any = true;
    }
    if (!done()) ++at_;
    return negated ? "x" : first;
  }

  std::string repeated(const std::string& one) {
    std::size_t times = 1;
    if (done()) return one;
    switch (pattern_[at_]) {
      case '*':
        times = at_least_, ++at_;
        break;
      case '?':
        times = at_least_ == 0 ? 0 : 1, ++at_;
        break;
      case '+':
        times = std::max<std::size_t>(1, at_least_), ++at_;
        break;
      case '{': {
        times = 0;
        for (++at_; !done() && std::isdigit(static_cast<unsigned char>(pattern_[at_])) != 0 && times < 1000; ++at_)
          times = times * 10 + static_cast<std::size_t>(pattern_[at_] - '0');
        while (!done() && pattern_[at_] != '}') ++at_;
        if (!done()) ++at_;
        break;
      }
      default:
        return one;
    }
    if (!done() && pattern_[at_] == '?') ++at_;
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += one;
    return text;
  }

  std::string_view pattern_;
  std::size_t at_least_;  // repetitions of what may be left out
  std::size_t at_ = 0;
};

}  // namespace

std::vector<std::string> examples_of_regex(std::string_view pattern) {
  std::vector<std::string> examples;
  for (const std::size_t at_least : {0U, 1U, 3U}) {
    std::string text = Exemplar(pattern, at_least).text();
    if (examples.empty() || examples.back() != text) examples.push_back(std::move(text));
  }
  return examples;
}

}  // namespace nexus::engine
