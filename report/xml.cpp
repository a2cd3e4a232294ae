#include "report/xml.h"

#include "base/values/text.h"
#include "base/values/utf8.h"

#include <algorithm>

namespace nexus::report {

namespace {

/// Text for a character that has a name or a number of its own; nothing for others.
std::string_view reference(char32_t c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&apos;";
    // Readers turn these into spaces, in attributes, unless they are spelled out.
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    case '\t':
      return "&#9;";
    default:
      return {};
  }
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string result;
  for (base::Utf8Step step; !text.empty(); text.remove_prefix(step.length)) {
    step = base::utf8_step(text);
    const std::string_view named = reference(step.scalar);
    const bool is_character = step.valid && step.scalar >= 0x20 && step.scalar != 0xFFFE && step.scalar != 0xFFFF;
    if (!named.empty())
      result += named;
    else
      base::append_utf8(result, is_character ? step.scalar : U'\uFFFD');
  }
  return result;
}

std::string xml_lines(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    result += xml_escaped(text.substr(0, end));
    if (end < text.size()) result += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

std::string xml_attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + xml_escaped(value) + "\"";
}
std::string xml_attribute(std::string_view name, std::size_t value) {
  return xml_attribute(name, std::to_string(value));
}

}  // namespace nexus::report
