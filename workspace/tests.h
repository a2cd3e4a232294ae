#pragma once

#include "engine/test_report.h"
#include "workspace/workspace.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace nexus::workspace {

struct TestRequest {
  std::vector<std::string> filters;  ///< run the tests whose name, module or place (`release.nexus:12`) has one of these in it; none: all
  bool coverage = false;
  bool stop_at_failure = false;
};

/// Runs the tests of a sound policy that was loaded with them. The rules of a test's own file are in force in it, and no
/// others. Compiles once for each different set of params that tests set.
[[nodiscard]] engine::TestReport run_tests(const LoadedPolicy& policy, const TestRequest& request);

/// The same for several policies, each by itself, as one report.
[[nodiscard]] engine::TestReport run_tests(std::span<const std::shared_ptr<const LoadedPolicy>> policies, const TestRequest& request);

/// The names of the tests that `request` would run.
[[nodiscard]] std::vector<std::string> list_tests(const LoadedPolicy& policy, const TestRequest& request);

}  // namespace nexus::workspace
