#pragma once

#include "collect/evidence.h"
#include "collect/reader.h"

#include <optional>

namespace nexus::collect {

/// Adds the lines of a JaCoCo report. A line counts as covered where any of its instructions ran, as JaCoCo counts them. Of classes
/// compiled without line numbers nothing is known. A path is package and file, behind the groups they are in.
[[nodiscard]] std::optional<Malformed> read_jacoco(Bytes& bytes, Coverage& coverage);

}  // namespace nexus::collect
