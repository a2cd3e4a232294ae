#include "collect/documents.h"

#include "base/values/utf8.h"
#include "collect/json_stream.h"

#include <cstdint>
#include <string_view>

namespace nexus::collect {

std::optional<Malformed> read_text(Bytes& bytes, std::string& text) {
  text.clear();
  for (auto piece = bytes.next(); !piece.empty(); piece = bytes.next()) text += piece;
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    return Malformed{1, "this is UTF-16: save it as UTF-8"};
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
  std::uint64_t line = 1;
  for (std::string_view rest = text; !rest.empty();) {
    const auto step = base::utf8_step(rest);
    if (!step.valid) return Malformed{line, "this is not UTF-8: save it as UTF-8"};
    line += rest.front() == '\n' ? 1 : 0;
    rest.remove_prefix(step.length);
  }
  return std::nullopt;
}

std::optional<Malformed> read_json(Bytes& bytes, std::string& json) { return read_json_text(bytes, json); }

std::string indented(std::string_view json, std::size_t depth) {
  std::string text;
  const auto line_break = [&] { text.append(1, '\n').append(2 * depth, ' '); };
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    const char before = i == 0 ? ' ' : json[i - 1];
    if (in_string) {
      text += c;
      if (c == '\\') text += json[++i];
      in_string = c != '"';
      continue;
    }
    const bool closes = c == '}' || c == ']';
    if (closes) --depth;
    if (closes && before != '{' && before != '[') line_break();
    text += c;
    in_string = c == '"';
    if (c == ':') text += ' ';
    if (c == '{' || c == '[') {
      ++depth;
      if (json[i + 1] != '}' && json[i + 1] != ']') line_break();
    }
    if (c == ',') line_break();
  }
  return text;
}

}  // namespace nexus::collect
