#pragma once

#include "collect/evidence.h"
#include "collect/reader.h"

#include <optional>

namespace nexus::collect {

/// Adds the lines of a Cobertura report (gcovr, coverage.py, Istanbul …). Its rates are rounded and are not looked at; its sums
/// count only where it names no line. A path is below the one `<source>` there is; where there are several, nobody knows which is meant.
[[nodiscard]] std::optional<Malformed> read_cobertura(Bytes& bytes, Coverage& coverage);

}  // namespace nexus::collect
