#pragma once

#include "report/page.h"
#include "workspace/workspace.h"

namespace nexus::playground {

/// Writes what is not as it was: the decision, and gates, phases and triggers, each with what it says now.
///
///     decision       allow → block
///     gate coverage  pass → fail    line coverage is 74.2%, at least 80% is asked for
///
/// What asks for something and now words it differently is shown without an arrow. Null stands for a moment at which there was nothing to judge. False where there was nothing to write.
bool write_changes(report::Page& page, const engine::Report* before, const engine::Report* after);

/// The same for requirements and what they found, a line each, with those that are only worded differently.
bool write_detailed_changes(report::Page& page, const engine::Report* before, const engine::Report* after);

/// What a rule says about itself: its first finding that counts, else why it is skipped or waits; may be empty.
[[nodiscard]] std::string words_of(const engine::Report& report, const engine::RuleReport& rule);

}  // namespace nexus::playground
