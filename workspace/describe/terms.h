#pragma once

#include "workspace/describe/doc_comments.h"
#include "workspace/describe/rules.h"

#include <optional>

namespace nexus::workspace::describing {

/// The decision tables that came up in sentences, as tables.
[[nodiscard]] std::optional<Section> tables(const rules::CheckedModel& model, const DocComments& comments,
                                            Wording& wording);
/// The lets and defs that came up, explained. Explaining one may bring up others: to be called when all else is said.
[[nodiscard]] std::optional<Section> terms(const rules::CheckedModel& model, const DocComments& comments,
                                           Wording& wording);

}  // namespace nexus::workspace::describing
