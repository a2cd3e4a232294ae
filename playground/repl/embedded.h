#pragma once

#include <span>
#include <string_view>

namespace nexus::playground {

/// A file that ships inside the binary: of an example, or an exercise of the tutorial.
struct EmbeddedFile {
  std::string_view path;  ///< from the root of the project on
  std::string_view text;
};

/// All of them, by path. The definition is written by cmake/Embed.cmake.
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

}  // namespace nexus::playground
