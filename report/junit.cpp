#include "base/values/text.h"
#include "report/checks.h"
#include "report/ci_formats.h"
#include "report/text_words.h"
#include "report/xml.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

/// As the xunit plugin of Jenkins describes it, which is what GitLab and the actions for GitHub read, too.
namespace nexus::report {

namespace {

struct Suite {
  const engine::Report* report = nullptr;
  std::string name;  ///< the module; with its snapshot, where there are several
  std::string module;
  std::vector<Check> checks;
};

std::string module_of(std::string_view id) { return std::string(id.substr(0, id.find('/'))); }
std::string name_of(std::string_view id) { return std::string(id.substr(id.find('/') + 1)); }

std::vector<Suite> suites_of(std::span<const engine::Report> reports) {
  std::vector<Suite> suites;
  for (const engine::Report& report : reports) {
    const std::size_t first = suites.size();
    for (Check& check : checks_of(report)) {
      const std::string module = module_of(check.rule->id);
      auto suite =
          std::ranges::find(suites.begin() + static_cast<std::ptrdiff_t>(first), suites.end(), module, &Suite::module);
      if (suite == suites.end()) {
        const std::string on = reports.size() > 1 ? " on " + std::string(snapshot_file(report)) : std::string{};
        suite = suites.insert(suites.end(), {.report = &report, .name = module + on, .module = module, .checks = {}});
      }
      suite->checks.push_back(std::move(check));
    }
  }
  return suites;
}

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  void add(const Verdict& verdict) {
    ++tests;
    if (verdict.fails_run) ++(verdict.outcome == Outcome::fails ? failures : errors);
    if (!verdict.fails_run && (verdict.outcome == Outcome::skipped || verdict.outcome == Outcome::unknown)) ++skipped;
  }
  [[nodiscard]] std::string attributes() const {
    return xml_attribute("tests", tests) + xml_attribute("failures", failures) + xml_attribute("errors", errors);
  }
};

class Writer {
 public:
  Writer(const Options& options, std::string& out) : options_(options), out_(out) {}

  void write(const std::vector<Suite>& suites) {
    Counts all;
    for (const Suite& suite : suites) all = counted(suite, all);
    out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + xml_attribute("name", "nexus eval") +
            all.attributes() + ">\n";
    for (const Suite& suite : suites) write(suite);
    out_ += "</testsuites>\n";
  }

 private:
  [[nodiscard]] Counts counted(const Suite& suite, Counts counts) const {
    for (const Check& check : suite.checks) counts.add(verdict_of(check, options_.fail_on));
    return counts;
  }

  void write(const Suite& suite) {
    const Counts counts = counted(suite, {});
    const engine::Report& report = *suite.report;
    out_ += "  <testsuite" + xml_attribute("name", suite.name) + counts.attributes() +
            xml_attribute("skipped", counts.skipped) + xml_attribute("timestamp", report.now) +
            xml_attribute("file", suite.checks.front().policy.file) + ">\n    <properties>\n";
    property("decision", base::level_name(report.decision));
    property("snapshot", snapshot_file(report));
    for (const engine::ParamReport& param : report.params)
      if (module_of(param.id) == suite.module) property("param " + name_of(param.id), param.value);
    out_ += "    </properties>\n";
    for (const Check& check : suite.checks) write(suite, check);
    if (!report.notices.empty()) {
      std::string notices;
      for (const std::string& notice : report.notices) notices += base::printable(notice) + "\n";
      out_ += "    <system-out>" + xml_lines(notices) + "</system-out>\n";
    }
    out_ += "  </testsuite>\n";
  }

  void property(std::string_view name, std::string_view value) {
    out_ += "      <property" + xml_attribute("name", name) + xml_attribute("value", value) + "/>\n";
  }

  void write(const Suite& suite, const Check& check) {
    const std::string name = name_of(check.id) + (check.rule->title.empty() ? "" : ": " + check.rule->title);
    out_ += "    <testcase" + xml_attribute("classname", suite.name) + xml_attribute("name", name);
    const Verdict verdict = verdict_of(check, options_.fail_on);
    if (verdict.outcome == Outcome::holds) {
      out_ += "/>\n";
      return;
    }
    out_ += ">\n";
    if (verdict.fails_run) {
      failure(verdict.outcome == Outcome::fails ? "failure" : "error", suite, check);
    } else if (verdict.outcome == Outcome::fails) {
      // JUnit has no warnings, and a failure would fail a build that is allowed.
      const std::string word =
          check.asks == base::Level::allow ? "does not hold" : std::string(base::level_name(check.asks));
      out_ += "      <system-out>" +
              xml_lines(base::printable(word + ": " + summary(check)) + "\n\n" + details_of(check, *suite.report)) +
              "</system-out>\n";
    } else {
      out_ += "      <skipped" + xml_attribute("message", base::printable(skipped_words(verdict, check))) + "/>\n";
    }
    out_ += "    </testcase>\n";
  }

  void failure(std::string_view tag, const Suite& suite, const Check& check) {
    out_.append("      <").append(tag) += xml_attribute("type", base::level_name(check.asks));
    out_ +=
        xml_attribute("message", base::printable(summary(check))) + ">\n" + xml_lines(details_of(check, *suite.report));
    out_.append("</").append(tag).append(">\n");
  }

  static std::string skipped_words(const Verdict& verdict, const Check& check) {
    return verdict.outcome == Outcome::unknown ? "unknown: " + summary(check) : reason_of(check);
  }

  static std::string summary(const Check& check) {
    if (check.findings.empty()) return reason_of(check);
    const std::size_t more = check.findings.size() - 1;
    return check.findings.front()->message + (more == 0 ? "" : ", and " + std::to_string(more) + " more");
  }

  const Options& options_;
  std::string& out_;
};

}  // namespace

void render_junit(std::span<const engine::Report> reports, const Options& options, std::string& out) {
  Writer(options, out).write(suites_of(reports));
}

}  // namespace nexus::report
