#include "report/xml.h"

namespace nexus::report {

std::string xml_escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&': result += "&amp;"; continue;
      case '<': result += "&lt;"; continue;
      case '>': result += "&gt;"; continue;
      case '"': result += "&quot;"; continue;
      case '\'': result += "&apos;"; continue;
      // Readers turn these into spaces, in attributes, unless they are spelled out.
      case '\n': result += "&#10;"; continue;
      case '\r': result += "&#13;"; continue;
      case '\t': result += "&#9;"; continue;
      default: break;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
      result += "\xEF\xBF\xBD";
      continue;
    }
    result += c;
    // U+FFFE and U+FFFF are no characters of XML.
    if (result.ends_with("\xEF\xBF\xBE") || result.ends_with("\xEF\xBF\xBF")) result.replace(result.size() - 3, 3, "\xEF\xBF\xBD");
  }
  return result;
}

}  // namespace nexus::report
