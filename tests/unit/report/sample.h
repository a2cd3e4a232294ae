#pragma once

#include "engine/report.h"

#include <cstddef>
#include <string>

namespace nexus::report::testing {

/// What a failing pipeline sees: a gate that fails with a margin, one with two witnesses, one unknown, a fired trigger,
/// two that pass, a blocked phase, obligations.
[[nodiscard]] engine::Report failing_report();
/// A waived and an excused finding, a scored gate, a gate that does not count.
[[nodiscard]] engine::Report excepted_report();
/// `text` wherever a policy, a snapshot or a file may put words of their own, an instance among them; and one waived finding.
[[nodiscard]] engine::Report hostile_report(const std::string& text);
/// One requirement with so many witnesses.
[[nodiscard]] engine::Report large_report(std::size_t findings);
/// Everything passes.
[[nodiscard]] engine::Report green_report();

}  // namespace nexus::report::testing
