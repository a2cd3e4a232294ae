#pragma once

#include "tests/suite/cases.h"

#include <string>

namespace nexus::tests {

[[nodiscard]] bool is_about_tests(const std::string& word);

/// `tests N`, `coverage N%`, `test OUTCOME NAME [-> TEXT]`: the `test` blocks of the policy itself. Gives what is wrong.
[[nodiscard]] std::string check_own_tests(const SuitePolicy& policy, const Directive& directive);

}  // namespace nexus::tests
