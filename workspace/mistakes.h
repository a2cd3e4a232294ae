#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/source_map.h"

#include <vector>

namespace nexus::workspace {

/// What went wrong, with the texts that the diagnostics point into, so that it can be shown wherever it ends up.
struct Mistakes {
  base::SourceMap sources;
  std::vector<base::Diagnostic> diagnostics;
};

}  // namespace nexus::workspace
