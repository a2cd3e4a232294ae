#include "base/values/text.h"
#include "report/test_format.h"
#include "report/text_words.h"

#include <string>
#include <string_view>

namespace nexus::report {

namespace {

/// A description: `#` would begin a directive, a line break end it.
std::string description(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '#' || c == '\\') result += '\\';
    result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return result;
}

}  // namespace

void render_tests_tap(const engine::TestReport& report, const Options&, std::string& out) {
  out += "TAP version 14\n1.." + std::to_string(report.results.size()) + "\n";
  std::size_t number = 0;
  for (const engine::TestResult& result : report.results) {
    const bool passed = result.outcome == engine::TestOutcome::passed;
    out += (passed ? "ok " : "not ok ") + std::to_string(++number) + " - " + description(result.module + ": " + result.name) + "\n";
    if (passed) continue;
    // A JSON string is one of YAML, too.
    out += "  ---\n  message: " + base::quote_json(failure_line(result)) + "\n  at: " + base::quote_json(words_of(result.policy)) +
           "\n  details: " + base::quote_json(failure_text(result)) + "\n  ...\n";
  }
}

}  // namespace nexus::report
