#pragma once

#include "collect/evidence.h"
#include "collect/reader.h"

#include <optional>

namespace nexus::collect {

/// Adds what an SPDX document of 2.2 or 2.3 in JSON says. Where it describes one package, that is the subject and no part; a licence is
/// the one that was concluded, else the one declared, and no assertion is none.
[[nodiscard]] std::optional<Malformed> read_spdx(Bytes& bytes, Sbom& sbom);

}  // namespace nexus::collect
