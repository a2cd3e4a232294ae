#pragma once

#include "engine/history/replay.h"
#include "report/format.h"

#include <string>

namespace nexus::report {

/// What a replay found, for people: each trigger with its episodes, then the changes of decision, gates and phases, then how
/// many of the labelled windows were caught.
void render_replay_text(const engine::ReplayReport& report, const Options& options, std::string& out);

/// The same as one JSON object (docs/replay.schema.json).
void render_replay_json(const engine::ReplayReport& report, std::string& out);

}  // namespace nexus::report
