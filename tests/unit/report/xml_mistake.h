#pragma once

#include <string>
#include <string_view>

namespace nexus::report::testing {

/// XML 1.0 as strictly as our documents need it: tags that close in order, quoted attributes, no bare `<` or `&`, no
/// character that XML cannot say, no broken UTF-8. Empty where all is well.
[[nodiscard]] std::string xml_mistake(std::string_view xml);

}  // namespace nexus::report::testing
