#pragma once

#include "engine/test_report.h"
#include "report/format.h"

#include <span>
#include <string>
#include <string_view>

/// How the results of `nexus test` are shown.
namespace nexus::report {

/// Appends the report to `out`. The same report and options give the same bytes.
using RenderTests = void (*)(const engine::TestReport& report, const Options& options, std::string& out);

struct TestFormat {
  std::string_view name;     ///< what `--format` takes
  std::string_view purpose;  ///< for `--help`
  RenderTests render;
};

[[nodiscard]] std::span<const TestFormat> test_formats();
/// Nothing where there is no format of that name.
[[nodiscard]] const TestFormat* find_test_format(std::string_view name);

/// For people: what failed and why, then how many.
void render_tests_text(const engine::TestReport& report, const Options& options, std::string& out);
/// As docs/test-report.schema.json describes it.
void render_tests_json(const engine::TestReport& report, const Options& options, std::string& out);
/// JUnit's XML, as CI servers read it.
void render_tests_junit(const engine::TestReport& report, const Options& options, std::string& out);
/// The Test Anything Protocol, version 14.
void render_tests_tap(const engine::TestReport& report, const Options& options, std::string& out);

/// Why a test did not pass, as the text format shows it, without colour.
[[nodiscard]] std::string failure_text(const engine::TestResult& result);
/// The same on one line, for places that have one.
[[nodiscard]] std::string failure_line(const engine::TestResult& result);
/// How much of what tests could see they saw, in percent, rounded down; 100 where there is nothing to see.
[[nodiscard]] unsigned covered_percent(const engine::CoverageReport& coverage);

}  // namespace nexus::report
