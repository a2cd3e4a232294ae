#pragma once

#include <string>
#include <string_view>

namespace nexus::report {

/// Text for an attribute or between tags. What XML 1.0 has no way to say, some control characters, becomes U+FFFD.
[[nodiscard]] std::string xml_escaped(std::string_view text);

}  // namespace nexus::report
