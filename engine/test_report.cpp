#include "engine/test_report.h"

#include <algorithm>

namespace nexus::engine {

std::size_t TestReport::count(TestOutcome outcome) const { return static_cast<std::size_t>(std::ranges::count(results, outcome, &TestResult::outcome)); }

}  // namespace nexus::engine
