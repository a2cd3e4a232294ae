#pragma once

#include "engine/report.h"

namespace nexus::report::testing {

/// What a failing pipeline sees: a gate that fails with a margin, one with two witnesses, one unknown, a fired trigger,
/// two that pass, a blocked phase, obligations.
[[nodiscard]] engine::Report failing_report();
/// A waived and an excused finding, a scored gate, a gate that does not count.
[[nodiscard]] engine::Report excepted_report();
/// Everything passes.
[[nodiscard]] engine::Report green_report();

}  // namespace nexus::report::testing
