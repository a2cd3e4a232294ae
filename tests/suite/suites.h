#pragma once

#include "tests/suite/cases.h"

#include "workspace/workspace.h"

#include <filesystem>
#include <vector>

namespace nexus::tests {

/// Every policy with its cases below a folder of the project; a folder with a `main.nexus` is one run.
[[nodiscard]] std::vector<SuitePolicy> suite_policies(const std::filesystem::path& below);

/// How a policy is loaded: its files, and the params that these directives set.
[[nodiscard]] workspace::LoadRequest request_of(const SuitePolicy& policy, const std::vector<Directive>& directives);

/// Those of docs/language.md.
[[nodiscard]] std::vector<SuitePolicy> language_examples();

}  // namespace nexus::tests
