#pragma once

#include <string>
#include <vector>

namespace nexus::reference {

/// What comes of a policy and its documents, line by line: the directives of tests/suite (`gate p/g fail`, `finding …`),
/// and what those have no word for (`asks …`, `reasons …`). A line that ends in ` *` leaves open how it goes on.
using Verdict = std::vector<std::string>;

/// The first line on which the two do not agree; empty where they do.
[[nodiscard]] std::string difference(const Verdict& reference, const Verdict& engine);

}  // namespace nexus::reference
