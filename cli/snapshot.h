#pragma once

#include "base/expected.h"
#include "cli/arguments.h"
#include "cli/prepare.h"
#include "workspace/mistakes.h"

#include <optional>
#include <string>

namespace nexus::cli {

struct Snapshot {
  std::string name;  ///< what messages call its file
  std::string text;
};

/// The file with its edits.
[[nodiscard]] base::Expected<Snapshot, workspace::Mistakes> read_snapshot(const std::string& path, const Prepared& prepared);
/// The same; nothing, and a complaint, where that fails.
[[nodiscard]] std::optional<Snapshot> read_snapshot(const std::string& path, const EvalArguments& arguments, const Prepared& prepared);

}  // namespace nexus::cli
