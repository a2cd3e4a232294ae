#include "report/test_format.h"
#include "report/xml.h"

#include <cstdint>
#include <string>
#include <string_view>

/// Written by hand: the format is a dozen tags, and escaping is all that there is to get wrong.
namespace nexus::report {

namespace {

using engine::TestOutcome;
using engine::TestReport;
using engine::TestResult;

void write_case(const TestResult& result, std::string& out) {
  out += "    <testcase" + xml_attribute("classname", result.module) + xml_attribute("name", result.name);
  if (result.outcome == TestOutcome::passed) {
    out += "/>\n";
    return;
  }
  const std::string tag = result.outcome == TestOutcome::failed ? "failure" : "error";
  out += ">\n      <" + tag + xml_attribute("message", failure_line(result)) + ">" + xml_escaped(failure_text(result)) +
         "</" + tag + ">\n    </testcase>\n";
}

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0;
  void add(const TestResult& result) {
    ++tests;
    failures += result.outcome == TestOutcome::failed ? 1 : 0;
    errors += result.outcome == TestOutcome::broken ? 1 : 0;
  }
  [[nodiscard]] std::string attributes() const {
    return xml_attribute("tests", tests) + xml_attribute("failures", failures) + xml_attribute("errors", errors);
  }
};

}  // namespace

void render_tests_junit(const TestReport& report, const Options&, std::string& out) {
  Counts all;
  for (const TestResult& result : report.results) all.add(result);
  out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + xml_attribute("name", "nexus test") +
         all.attributes() + ">\n";
  for (std::size_t i = 0; i < report.results.size();) {
    // The tests of one file stand together.
    const std::string& file = report.results[i].policy.file;
    std::size_t end = i;
    Counts counts;
    for (; end < report.results.size() && report.results[end].policy.file == file; ++end) counts.add(report.results[end]);
    out += "  <testsuite" + xml_attribute("name", report.results[i].module) + xml_attribute("file", file) +
           counts.attributes() + ">\n";
    for (; i < end; ++i) write_case(report.results[i], out);
    out += "  </testsuite>\n";
  }
  out += "</testsuites>\n";
}

}  // namespace nexus::report
