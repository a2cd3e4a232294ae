#pragma once

#include "workspace/record/record.h"

#include <string>
#include <vector>

namespace nexus::workspace {

/// What is not the same about two results on one snapshot, in words: the decision, the statuses of rules, findings, and the names
/// of whatever else differs. None where the reports are the same, byte for byte.
[[nodiscard]] std::vector<std::string> differences(const RecordedResult& recorded, const RecordedResult& now);

}  // namespace nexus::workspace
