#include "base/values/text.h"
#include "report/tap.h"
#include "report/test_format.h"
#include "report/text_words.h"

#include <string>

namespace nexus::report {

void render_tests_tap(const engine::TestReport& report, const Options&, std::string& out) {
  out += "TAP version 14\n1.." + std::to_string(report.results.size()) + "\n";
  std::size_t number = 0;
  for (const engine::TestResult& result : report.results) {
    const bool passed = result.outcome == engine::TestOutcome::passed;
    out += (passed ? "ok " : "not ok ") + std::to_string(++number) + " - " +
           tap_description(result.module + ": " + result.name) + "\n";
    if (passed) continue;
    // A JSON string is one of YAML, too.
    out += "  ---\n  message: " + base::quote_json(failure_line(result)) + "\n  at: " + base::quote_json(words_of(result.policy)) +
           "\n  details: " + base::quote_json(failure_text(result)) + "\n  ...\n";
  }
}

}  // namespace nexus::report
