#include "tests/unit/report/xml_mistake.h"

#include "base/values/text.h"

#include <algorithm>
#include <vector>

namespace nexus::report::testing {

std::string xml_mistake(std::string_view xml) {
  std::vector<std::string> open;
  const std::string_view declaration = R"(<?xml version="1.0" encoding="UTF-8"?>)";
  if (!xml.starts_with(declaration)) return "no declaration";
  if (!base::is_utf8(xml)) return "broken UTF-8";
  for (std::size_t i = declaration.size(); i < xml.size(); ++i) {
    const auto c = static_cast<unsigned char>(xml[i]);
    if (c < 0x20 && c != '\n') return "a control character";
    if (xml.substr(i).starts_with("\xEF\xBF\xBF") || xml.substr(i).starts_with("\xEF\xBF\xBE"))
      return "no character of XML";
    if (c == '>') return "a bare >";
    if (c == '&') {
      const std::size_t end = xml.find(';', i);
      static const std::vector<std::string_view> known{"&amp;",  "&lt;",  "&gt;",  "&quot;",
                                                       "&apos;", "&#10;", "&#13;", "&#9;"};
      if (end == std::string_view::npos ||
          std::find(known.begin(), known.end(), xml.substr(i, end - i + 1)) == known.end())
        return "an unknown entity";
      i = end;
    }
    if (c != '<') continue;
    bool quoted = false;
    std::size_t end = i + 1;
    for (; end < xml.size() && (quoted || xml[end] != '>'); ++end) {
      if (xml[end] == '<') return "a < inside a tag";
      if (static_cast<unsigned char>(xml[end]) < 0x20) return "a control character in a tag";
      if (xml[end] == '"') quoted = !quoted;
    }
    if (end == xml.size()) return "a tag without end";
    const std::string_view tag = xml.substr(i + 1, end - i - 1);
    if (tag.starts_with('/')) {
      if (open.empty() || open.back() != tag.substr(1)) return "a tag closed out of order: " + std::string(tag);
      open.pop_back();
    } else if (!tag.ends_with('/')) {
      open.emplace_back(tag.substr(0, tag.find(' ')));
    }
    i = end;
  }
  return open.empty() ? "" : "an open tag: " + open.back();
}

}  // namespace nexus::report::testing
