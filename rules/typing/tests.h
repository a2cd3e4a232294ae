#pragma once

#include "rules/checked_tests.h"
#include "rules/typing/context.h"

namespace nexus::rules::typing {

/// Types the tests of all modules (docs/language.md, "Tests"). The context's declarations have their meanings already.
[[nodiscard]] CheckedTests type_tests(Context& context);

}  // namespace nexus::rules::typing
