#pragma once

#include "report/doc/policy_document.h"
#include "workspace/workspace.h"

namespace nexus::workspace {

/// Loads policies to be described. Where only libraries are named, their rules count as in force: there is nothing else
/// to say of them.
[[nodiscard]] std::shared_ptr<const LoadedPolicy> load_to_describe(LoadRequest request);

/// A sound policy in words: what is in force, its thresholds as they are set, and the evidence it reads. Waivers that
/// are over at `now` (seconds since 1970-01-01T00:00:00Z) are said to be.
[[nodiscard]] report::doc::PolicyDocument describe(const LoadedPolicy& policy, const base::Decimal& now);

}  // namespace nexus::workspace
