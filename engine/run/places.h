#pragma once

#include "engine/run/reasons.h"
#include "engine/value.h"
#include "rules/plan/plan.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace nexus::engine {

/// A place of an input document in words that people and tools use.
struct PlaceText {
  std::uint32_t document = 0;  ///< number of the input
  std::string pointer;         ///< JSON pointer: `/tests/suites/3/failed`
  std::string path;            ///< as the policy writes it: `tests.suites[3].failed`, `baseline.coverage`
};

/// `key` names something below the place that is not there; empty for the place itself.
[[nodiscard]] PlaceText place_text(const plan::Plan& plan, plan::SchemaId place, const Frame* frame, std::string_view key = {});

/// `a.b`, or `a."odd-key"` where the key is no word.
[[nodiscard]] std::string path_step(std::string_view key);

}  // namespace nexus::engine
