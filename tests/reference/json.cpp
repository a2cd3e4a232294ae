#include "tests/reference/json.h"

#include <cstdio>

namespace nexus::reference {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string to_text(const Json& json) {
  switch (json.kind) {
    case Json::Kind::null:
      return "null";
    case Json::Kind::boolean:
      return json.boolean ? "true" : "false";
    case Json::Kind::number:
      return json.text;
    case Json::Kind::string:
      return quoted(json.text);
    case Json::Kind::array:
    case Json::Kind::object:
      break;
  }
  const bool object = json.kind == Json::Kind::object;
  std::string out = object ? "{" : "[";
  for (std::size_t i = 0; i < json.items.size(); ++i) {
    if (i > 0) out += ',';
    if (object) out += quoted(json.keys[i]) + ":";
    out += to_text(json.items[i]);
  }
  return out + (object ? "}" : "]");
}

}  // namespace nexus::reference
