#include "tests/suite/cases.h"
#include "tests/suite/judgement.h"
#include "tests/suite/suites.h"
#include "tests/support/catch.h"

#include <string>
#include <vector>

/// Runs every policy below tests/suite and every example of docs/language.md against what is written beside it.
namespace nexus::tests {

namespace {

void run(const std::vector<SuitePolicy>& policies) {
  std::size_t expectations = 0;
  for (const SuitePolicy& policy : policies) {
    INFO(policy.name);
    expectations += judge_policy(policy, [&](const Case& one, const Directive& directive, const std::string& problem) {
      FAIL_CHECK(policy.name << ":" << directive.line << ": " << one.name << ": `" << directive.word << " " << directive.rest << "`\n" << problem);
    });
  }
  CHECK(expectations > 0);
}

}  // namespace

TEST_CASE("every policy of the suite gives what is written beside it") { run(suite_policies("tests/suite")); }

TEST_CASE("every example of the language reference does what the page says") {
  const std::vector<SuitePolicy> examples = language_examples();
  for (const SuitePolicy& example : examples) CHECK(warnings_of(example) == "");
  run(examples);
}

}  // namespace nexus::tests
