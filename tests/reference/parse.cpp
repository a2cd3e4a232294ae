#include "tests/reference/json.h"

#include <cstdint>
#include <string_view>

namespace nexus::reference {

namespace {

/// JSON that is known to be good, character by character.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<Json> document() {
    Json json;
    if (!value(json)) return std::nullopt;
    space();
    return text_.empty() ? std::optional(json) : std::nullopt;
  }

 private:
  void space() {
    while (!text_.empty() &&
           (text_.front() == ' ' || text_.front() == '\n' || text_.front() == '\t' || text_.front() == '\r'))
      text_.remove_prefix(1);
  }
  bool take(std::string_view word) {
    space();
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }

  bool value(Json& json) {
    if (take("null")) return json = {}, true;
    if (take("true")) return json = Json::of(true), true;
    if (take("false")) return json = Json::of(false), true;
    if (take("[")) return items(json);
    if (take("{")) return members(json);
    if (!text_.empty() && text_.front() == '"') {
      json = Json::string("");
      return string(json.text);
    }
    json = Json::number("");
    while (!text_.empty() && (std::string_view("+-.eE").find(text_.front()) != std::string_view::npos ||
                              (text_.front() >= '0' && text_.front() <= '9'))) {
      json.text += text_.front();
      text_.remove_prefix(1);
    }
    return !json.text.empty();
  }

  bool items(Json& json) {
    json = Json::array();
    if (take("]")) return true;
    do {
      if (!value(json.items.emplace_back())) return false;
    } while (take(","));
    return take("]");
  }

  bool members(Json& json) {
    json = Json::object();
    if (take("}")) return true;
    do {
      space();
      std::string key;
      Json member;
      if (!string(key) || !take(":") || !value(member)) return false;
      json.add(std::move(key), std::move(member));
    } while (take(","));
    return take("}");
  }

  bool string(std::string& out) {
    if (!take("\"")) return false;
    while (!text_.empty() && text_.front() != '"') {
      if (text_.front() != '\\') {
        out += text_.front();
        text_.remove_prefix(1);
        continue;
      }
      if (text_.size() < 2) return false;
      const char escape = text_[1];
      text_.remove_prefix(2);
      static constexpr std::string_view letters = "\"\\/bfnrt", stands_for = "\"\\/\b\f\n\r\t";
      if (const std::size_t at = letters.find(escape); at != std::string_view::npos) {
        out += stands_for[at];
      } else if (!unicode(out)) {
        return false;
      }
    }
    return take("\"");
  }

  std::optional<std::uint32_t> unit() {
    if (text_.size() < 4) return std::nullopt;
    const auto code = static_cast<std::uint32_t>(std::stoul(std::string(text_.substr(0, 4)), nullptr, 16));
    text_.remove_prefix(4);
    return code;
  }

  bool unicode(std::string& out) {
    auto code = unit();
    if (!code) return false;
    if (*code >= 0xD800 && *code < 0xDC00 && text_.starts_with("\\u")) {
      text_.remove_prefix(2);
      const auto low = unit();
      if (!low) return false;
      code = 0x10000 + ((*code - 0xD800) << 10U) + (*low - 0xDC00);
    }
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (*code < 0x80) {
      put(*code);
    } else if (*code < 0x800) {
      put(0xC0U | *code >> 6U);
      put(0x80U | (*code & 0x3FU));
    } else if (*code < 0x10000) {
      put(0xE0U | *code >> 12U);
      put(0x80U | (*code >> 6U & 0x3FU));
      put(0x80U | (*code & 0x3FU));
    } else {
      put(0xF0U | *code >> 18U);
      put(0x80U | (*code >> 12U & 0x3FU));
      put(0x80U | (*code >> 6U & 0x3FU));
      put(0x80U | (*code & 0x3FU));
    }
    return true;
  }

  std::string_view text_;
};

}  // namespace

std::optional<Json> parse_json(const std::string& text) { return Parser(text).document(); }

}  // namespace nexus::reference
