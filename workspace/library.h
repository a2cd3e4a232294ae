#pragma once

#include "stdlib-policies/embedded.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::workspace {

/// A module of the standard library, for people who choose one.
struct LibraryModule {
  std::string name;       ///< `std.delivery.rollback`, as `import` wants it
  std::string_view file;  ///< `delivery/rollback.nexus`
  std::string_view text;  ///< the policy
  std::string summary;    ///< the first paragraph of what it says about itself
  std::size_t gates = 0, phases = 0, triggers = 0, params = 0, tests = 0;
};

/// Every module of the library, by name. The texts live as long as `files`.
[[nodiscard]] std::vector<LibraryModule> library_modules(std::span<const stdlib::EmbeddedFile> files = stdlib::embedded_files());

}  // namespace nexus::workspace
