#pragma once

#include "collect/evidence.h"
#include "collect/reader.h"

#include <optional>

namespace nexus::collect {

/// Adds what CycloneDX JSON of any 1.x says of the parts. Components inside components are listed after them.
[[nodiscard]] std::optional<Malformed> read_cyclonedx(Bytes& bytes, Sbom& sbom);

/// Adds what CycloneDX JSON says of vulnerabilities; a document without a list of them is refused, since nobody looked. A vulnerability is a finding for
/// each component that it affects: its severity is the gravest of its ratings, empty where none has one; its status that of its analysis (`resolved` is
/// fixed, `not_affected` and `false_positive` are dismissed).
[[nodiscard]] std::optional<Malformed> read_cyclonedx_vulnerabilities(Bytes& bytes, Security& security);

}  // namespace nexus::collect
