#include "report/test_format.h"

#include <algorithm>
#include <array>

namespace nexus::report {

namespace {

constexpr std::array all_formats{
    TestFormat{"text", "for people: what failed, with the values that made it fail", render_tests_text},
    TestFormat{"junit", "XML for CI servers", render_tests_junit},
    TestFormat{"tap", "the Test Anything Protocol", render_tests_tap},
    TestFormat{"json", "one document with everything in it (docs/test-report.schema.json)", render_tests_json},
};

}  // namespace

std::span<const TestFormat> test_formats() { return all_formats; }

const TestFormat* find_test_format(std::string_view name) {
  const auto* found = std::ranges::find(all_formats, name, &TestFormat::name);
  return found == all_formats.end() ? nullptr : found;
}

unsigned covered_percent(const engine::CoverageReport& coverage) {
  return coverage.outcomes == 0 ? 100U : static_cast<unsigned>(coverage.seen * 100 / coverage.outcomes);
}

}  // namespace nexus::report
