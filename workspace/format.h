#pragma once

#include "base/expected.h"
#include "base/limits.h"
#include "workspace/mistakes.h"

#include <string>

namespace nexus::workspace {

/// A policy file as it is and in its canonical layout.
struct FormattedPolicy {
  std::string name;  ///< what messages call it
  std::string text;
  std::string layout;

  [[nodiscard]] bool is_canonical() const { return text == layout; }
};

/// Reads a policy file (`-`: standard input) and lays it out. It writes nothing. The mistakes are those that keep the file from
/// being read or understood; what it imports does not matter.
[[nodiscard]] base::Expected<FormattedPolicy, Mistakes> format_policy(const std::string& path, const base::Limits& limits = {});

/// The same for a text; `name` is what messages call it.
[[nodiscard]] base::Expected<FormattedPolicy, Mistakes> format_text(std::string name, std::string text, const base::Limits& limits = {});

}  // namespace nexus::workspace
