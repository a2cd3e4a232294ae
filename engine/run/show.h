#pragma once

#include "engine/run/reasons.h"
#include "engine/value.h"
#include "rules/plan/plan.h"

#include <string>

namespace nexus::engine {

/// Decimals that a printed quantity has at most, unless more are needed to tell it from another.
inline constexpr int usual_places = 4;

/// Appends the value as messages print it: quantities with units, lists in brackets, an unknown as `<missing a.b>`.
void show_text(std::string& out, const Value& value, const plan::Plan& plan, ReasonStore& reasons, int places = usual_places);

/// Appends the value as compact JSON: numbers exact, other quantities as strings with their unit, unknowns as null.
/// `whole` becomes false where an unknown was met.
void show_json(std::string& out, const Value& value, const plan::Plan& plan, bool& whole);

/// The first reason of an unknown in a few words: `missing coverage.line`, `cannot divide by zero`.
[[nodiscard]] std::string reason_in_short(const Value& unknown, const plan::Plan& plan, ReasonStore& reasons);

}  // namespace nexus::engine
