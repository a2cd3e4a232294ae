#pragma once

#include <span>
#include <string_view>

namespace nexus::stdlib {

/// One file of the standard library, as it ships inside the binary.
struct EmbeddedFile {
  std::string_view path;  ///< relative to stdlib-policies/, with `/`
  std::string_view text;
};

/// Every `*.nexus` file below stdlib-policies/, by path. The definition is written by cmake/Embed.cmake.
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

}  // namespace nexus::stdlib
