#include "base/values/text.h"
#include "report/ci_formats.h"
#include "report/json_writer.h"
#include "report/problems.h"
#include "report/text_words.h"

#include <algorithm>
#include <string>
#include <string_view>

/// The fields that GitLab reads of the Code Climate format (docs.gitlab.com, "Code Quality report format").
namespace nexus::report {

namespace {

std::string_view severity_name(base::Level level) {
  switch (level) {
    case base::Level::allow:
      return "info";
    case base::Level::warn:
      return "minor";
    case base::Level::hold:
      return "major";
    case base::Level::block:
      return "critical";
    case base::Level::rollback:
      return "blocker";
  }
  return "info";
}

}  // namespace

void render_gitlab(std::span<const engine::Report> reports, const Options& options, std::string& out) {
  JsonWriter json(out, JsonWriter::Layout::indented);
  json.begin_array();
  for (const Problem& problem : problems_of(reports, options.fail_on)) {
    std::string words;
    for (const std::string& sentence : sentences_of(*problem.finding))
      words += (words.empty() ? "" : "; ") + base::printable(sentence);
    if (reports.size() > 1) words += " (" + base::printable(snapshot_file(*problem.report)) + ")";
    const engine::PolicyPlace place = first_place(problem, options.root);
    json.begin_object();
    json.key("description").string(problem.finding->id + ": " + words);
    json.key("check_name").string(problem.definition);
    json.key("fingerprint").string(problem.fingerprint);
    json.key("severity").string(severity_name(problem.finding->level));
    json.key("location").begin_object();
    // GitLab refuses a report with a finding that has no place.
    json.key("path").string(place.file.empty() ? problem.finding->policy.file : place.file);
    json.key("lines").begin_object();
    json.key("begin").number(std::uint64_t{std::max(place.line, 1U)});
    json.end_object().end_object().end_object();
  }
  json.end_array();
  out += '\n';
}

}  // namespace nexus::report
