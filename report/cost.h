#pragma once

#include "engine/cost_report.h"

#include <string>

/// What `nexus check --cost` prints.
namespace nexus::report {

/// For people: a rule a paragraph, dearest first.
void render_cost(const engine::CostReport& report, std::string& out);
/// As docs/cost.schema.json describes it.
void render_cost_json(const engine::CostReport& report, std::string& out);

}  // namespace nexus::report
