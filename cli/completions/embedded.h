#pragma once

#include <span>
#include <string_view>

namespace nexus::cli::completions {

/// What makes a shell complete the words of `nexus`, as `nexus completions` prints it and packages install it.
struct Script {
  std::string_view file;  ///< `nexus.bash`
  std::string_view text;
};

/// The scripts of this folder. The definition is written by cmake/Embed.cmake.
[[nodiscard]] std::span<const Script> scripts();

}  // namespace nexus::cli::completions
