#pragma once

#include "engine/report.h"
#include "report/json_writer.h"

#include <vector>

/// What several JSON formats have in common. Field order is part of the output's contract: new fields go to the end of
/// their object.
namespace nexus::report {

/// An object, or null for no place.
void write(JsonWriter& json, const engine::PolicyPlace& place);
void write(JsonWriter& json, const engine::EvidencePlace& place);
void write(JsonWriter& json, const engine::MarginReport& margin);
/// An array; parts stand before their own parts, which have a greater `depth`.
void write_parts(JsonWriter& json, const std::vector<engine::PartReport>& parts);
void write_conditions(JsonWriter& json, const std::vector<engine::ConditionReport>& conditions);

}  // namespace nexus::report
