#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::collect {

struct Environment {
  std::map<std::string, std::string> variables;
  std::vector<std::string> secrets;  ///< names that a pattern matched, and that look like secrets: left out
};

/// The variables (`NAME=value`) that the names and patterns in `allow` match. What looks like a secret by its name (TOKEN, SECRET, PASSWORD,
/// KEY …) is let through only where it is named in full.
[[nodiscard]] Environment read_environment(std::span<const std::string_view> variables,
                                           std::span<const std::string> allow);

}  // namespace nexus::collect
