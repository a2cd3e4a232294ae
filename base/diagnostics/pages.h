#pragma once

#include <span>
#include <string_view>

namespace nexus::base::diagnostics {

/// What there is to say about a code beyond its message: cause, example, what to do. Markdown, from docs/diagnostics.
struct Page {
  std::string_view file;  ///< `NX2103.md`
  std::string_view text;
};

/// Every page, by code. In a library of its own, nexus_pages: who embeds the engine can do without.
[[nodiscard]] std::span<const Page> pages();

}  // namespace nexus::base::diagnostics
