#pragma once

#include "collect/evidence.h"
#include "collect/reader.h"

#include <optional>

namespace nexus::collect {

/// Adds the lines of an LCOV tracefile (lcov, c8, Istanbul, `llvm-cov export`). Records of one file are merged, line by line and branch by
/// branch. Sums (`LF`, `LH` …) count only for a file of which no line is named.
[[nodiscard]] std::optional<Malformed> read_lcov(Bytes& bytes, Coverage& coverage);

}  // namespace nexus::collect
