#include "report/format.h"

#include "report/ci_formats.h"
#include "report/json.h"
#include "report/text.h"

#include <algorithm>
#include <array>

namespace nexus::report {

namespace {

constexpr std::array all_formats{
    Format{"text", "for people: the decision, what needs attention, what passed", render_text},
    Format{"json", "one document with everything in it (docs/report.schema.json)", render_json},
    Format{"jsonl", "the same, one report a line", render_json_lines},
    Format{"sarif", "SARIF 2.1.0, for code scanning", render_sarif},
    Format{"junit", "JUnit's XML: a test for each requirement", render_junit},
    Format{"tap", "the Test Anything Protocol: the same tests", render_tap},
    Format{"github", "annotations of a GitHub workflow, and the summary of its job", render_github, render_markdown},
    Format{"gitlab", "a Code Quality report for GitLab", render_gitlab},
    Format{"markdown", "a comment on a pull request", render_markdown},
};

}  // namespace

std::span<const Format> formats() { return all_formats; }

const Format* find_format(std::string_view name) {
  const auto* found = std::ranges::find(all_formats, name, &Format::name);
  return found == all_formats.end() ? nullptr : found;
}

base::Level most_severe(std::span<const engine::Report> reports) {
  base::Level level = base::Level::allow;
  for (const engine::Report& report : reports) level = base::graver(level, report.decision);
  return level;
}

}  // namespace nexus::report
