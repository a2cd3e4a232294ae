#pragma once

#include <span>
#include <string_view>

namespace nexus::playground {

/// A part of the language, told in a few lines with an example that works as it stands.
struct Topic {
  std::string_view name;
  std::string_view summary;
  std::string_view words;
  std::string_view example;  ///< inputs, as one would type them one after the other in a new session
};

/// What `:help TOPIC` knows.
[[nodiscard]] std::span<const Topic> topics();

/// The lines that greet whoever starts without files.
[[nodiscard]] std::string_view welcome();

}  // namespace nexus::playground
