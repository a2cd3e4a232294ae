#pragma once

#include "engine/read/json_ranges.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace nexus::workspace {

/// Walks valid JSON from token to token; it does not look for mistakes (`json_mistake` does).
class JsonTokens {
 public:
  /// A byte order mark at the beginning is passed over, as the reader does.
  explicit JsonTokens(std::string_view json)
      : json_(json), at_(json.starts_with(engine::read::byte_order_mark) ? engine::read::byte_order_mark.size() : 0) {}

  /// Where the next token begins; the end of the text where there is none.
  [[nodiscard]] std::size_t place() {
    at_ = std::min(json_.size(), json_.find_first_not_of(" \t\r\n", at_));
    return at_;
  }
  void go_to(std::size_t place) { at_ = place; }
  /// Where the last token ended.
  [[nodiscard]] std::size_t last_end() const { return at_; }

  /// What the next token begins with; there must be one.
  [[nodiscard]] char peek() { return json_[place()]; }

  std::string_view next() {
    const std::size_t begin = place();
    if (json_[at_] == '"') {
      for (++at_; json_[at_] != '"'; ++at_)
        if (json_[at_] == '\\') ++at_;
      ++at_;
    } else if (std::string_view("{}[],:").find(json_[at_]) != std::string_view::npos) {
      ++at_;
    } else {
      at_ = std::min(json_.size(), json_.find_first_of(",]} \t\r\n", at_));
    }
    return json_.substr(begin, at_ - begin);
  }

  /// One value on one line, with the white space that people expect; of a longer one no more than its beginning.
  std::string compact(std::size_t longest = std::string_view::npos) {
    std::string text;
    std::size_t depth = 0;
    do {
      const std::string_view token = next();
      text += token;
      if (token == "{" || token == "[") ++depth;
      if (token == "}" || token == "]") --depth;
      if (token == "," || token == ":") text += ' ';
    } while (depth != 0 && text.size() <= longest);
    return text;
  }

 private:
  std::string_view json_;
  std::size_t at_;
};

}  // namespace nexus::workspace
