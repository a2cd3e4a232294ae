#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nexus::report {

/// Text for an attribute or between tags. What XML 1.0 has no way to say, some control characters, and broken UTF-8 become
/// U+FFFD.
[[nodiscard]] std::string xml_escaped(std::string_view text);
/// The same between tags only, for people to read: lines stay lines.
[[nodiscard]] std::string xml_lines(std::string_view text);
/// ` name="value"`, the value escaped.
[[nodiscard]] std::string xml_attribute(std::string_view name, std::string_view value);
[[nodiscard]] std::string xml_attribute(std::string_view name, std::size_t value);

}  // namespace nexus::report
