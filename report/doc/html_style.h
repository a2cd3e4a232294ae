#pragma once

#include <string_view>

namespace nexus::report::doc {

/// How a page looks: on a screen and a phone, light and dark, and on paper.
[[nodiscard]] std::string_view html_style();

}  // namespace nexus::report::doc
