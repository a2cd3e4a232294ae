#pragma once

#include "collect/evidence.h"
#include "collect/reader.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nexus::collect {

/// Puts another scan, or several, to those that are known. Together they are completed where all are; they have the commit that those of them have which name one, and the
/// time of the earliest where all have one. Scans of two commits cannot be put together: gives what is wrong, and `all` stays as it is.
[[nodiscard]] std::optional<Malformed> add(Security& all, Security more);

/// Puts another bill to those that are known: their parts together, and of the rest what they agree on; the time of the earliest.
void add(Sbom& all, Sbom more);

/// `critical` from 9, `high` from 7, `medium` from 4, `low` below: the bands of a CVSS score, 0…10. Empty for what is no such number.
[[nodiscard]] std::string severity_of_score(std::string_view score);

/// The kind of a finding, where the tags of its rule, its id or the tool leave no doubt; else empty.
[[nodiscard]] std::string kind_of_finding(std::string_view id, std::span<const std::string> tags,
                                          std::string_view tool);

/// What a file that is not `wanted` rather is, by a name at its top: "this is an SPDX document (it has `spdxVersion`), not SARIF: use
/// `spdx`". `seen` are the names at the top that tell.
[[nodiscard]] std::string wrong_kind(std::string_view wanted, std::string_view missing,
                                     std::span<const std::string_view> seen);

}  // namespace nexus::collect
