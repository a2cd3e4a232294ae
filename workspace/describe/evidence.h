#pragma once

#include "workspace/describe/doc_comments.h"
#include "workspace/describe/rules.h"
#include "workspace/workspace.h"

namespace nexus::workspace::describing {

/// What a policy reads of its documents: which fields, what stands in them, how good it must be, and which rules ask for
/// it. Nothing where it reads nothing.
[[nodiscard]] std::optional<Section> evidence(const LoadedPolicy& policy, const DocComments& comments,
                                              Wording& wording);

}  // namespace nexus::workspace::describing
