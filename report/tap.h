#pragma once

#include <string>
#include <string_view>

namespace nexus::report {

/// The words of a test point, on one line: `#` would begin a directive, a line break end them.
[[nodiscard]] std::string tap_description(std::string_view text);

}  // namespace nexus::report
