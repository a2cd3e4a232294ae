#include "base/values/text.h"
#include "report/ci_formats.h"
#include "report/problems.h"
#include "report/text_words.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

/// Workflow commands (docs.github.com, "Workflow commands for GitHub Actions"): `::error file=…,line=…,title=…::message`.
namespace nexus::report {

namespace {

/// A step shows no more than this many annotations of a kind, the first ones.
constexpr std::size_t most_annotations = 10;
constexpr std::size_t longest_title = 200;
constexpr std::size_t longest_message = 4000;

std::string escaped(std::string_view text, bool in_property) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '%':
        result += "%25";
        break;
      case '\r':
        result += "%0D";
        break;
      case '\n':
        result += "%0A";
        break;
      case ':':
        result += in_property ? "%3A" : ":";
        break;
      case ',':
        result += in_property ? "%2C" : ",";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string property(std::string_view name, std::string_view value) {
  return std::string(name) + "=" + escaped(base::printable(value), true);
}

std::string_view command(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "notice";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

std::string words_of(const Problem& problem, bool one_of_several) {
  const engine::Finding& finding = *problem.finding;
  std::string words;
  for (const std::string& sentence : sentences_of(finding)) words += base::printable(sentence) + "\n";
  words = clipped(words, longest_message);
  if (!words.empty() && words.back() != '\n') words += '\n';
  if (one_of_several && finding.evidence.file.empty())
    words += "snapshot " + base::printable(snapshot_file(*problem.report)) + "\n";
  if (!finding.evidence.document.empty()) words += base::printable(report::words_of(finding.evidence)) + "\n";
  return words + base::printable("policy " + report::words_of(finding.policy));
}

std::string annotation(const Problem& problem, bool one_of_several, std::string_view root) {
  const engine::Finding& finding = *problem.finding;
  const engine::PolicyPlace place = first_place(problem, root);
  std::string properties;
  if (!place.file.empty()) properties += property("file", place.file) + ",";
  if (!place.file.empty() && place.line != 0) properties += "line=" + std::to_string(place.line) + ",";
  if (!place.file.empty() && place.column != 0) properties += "col=" + std::to_string(place.column) + ",";
  const std::string_view word = finding.waived ? std::string_view(finding.waived->by == "excuse" ? "excused" : "waived")
                                               : base::level_name(finding.level);
  const std::string title = std::string(word) + ": " + finding.id.substr(finding.id.find('/') + 1) +
                            (finding.rule_title.empty() ? "" : ", " + finding.rule_title);
  properties += property("title", clipped(base::printable(title), longest_title));
  return "::" + std::string(command(problem.severity)) + " " + properties +
         "::" + escaped(words_of(problem, one_of_several), false) + "\n";
}

/// A line of the log that is no command: a runner looks for `##[` anywhere in a line, and for `::` at its beginning.
std::string log_line(std::string_view text) {
  std::string line = base::printable(text);
  for (std::size_t at = 0; (at = line.find("##[", at)) != std::string::npos;) line.insert(at + 2, 1, ' ');
  return line + "\n";
}

}  // namespace

void render_github(std::span<const engine::Report> reports, const Options& options, std::string& out) {
  const std::vector<Problem> problems = problems_of(reports, options.fail_on);
  for (std::size_t i = 0; i < problems.size();) {
    const Severity severity = problems[i].severity;
    const auto end = std::ranges::find_if(problems.begin() + static_cast<std::ptrdiff_t>(i), problems.end(),
                                          [&](const Problem& p) { return p.severity != severity; });
    const std::size_t count = static_cast<std::size_t>(end - problems.begin()) - i;
    for (std::size_t n = 0; n < count; ++n, ++i) {
      // The last that is shown tells of those that are not.
      if (count > most_annotations && n + 1 == most_annotations)
        out += "::" + std::string(command(severity)) + " title=" + std::to_string(count - n) +
               " more::They are in the log of this step, and the gravest of all on the page of the job.\n";
      out += annotation(problems[i], reports.size() > 1, options.root);
    }
  }
  for (const engine::Report& report : reports) out += log_line(headline_of(report));
}

}  // namespace nexus::report
