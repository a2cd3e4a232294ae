#include "cli/results.h"

#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "workspace/pending_file.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace nexus::cli {

namespace {

std::string rendered(report::Render render, const std::vector<engine::Report>& reports,
                     const report::Options& options) {
  std::string text;
  render(reports, options, text);
  return text;
}

/// What goes onto the page of the job; nothing where no format that was asked for has such a page.
report::Render job_summary(const EvalArguments& arguments) {
  for (const FormatRequest& request : arguments.formats)
    if (request.format->job_summary != nullptr) return request.format->job_summary;
  return nullptr;
}

/// A runner of GitHub says in which file it looks for that. Several commands of a step share it, so it is added to.
bool append_job_summary(report::Render summary, const std::vector<engine::Report>& reports,
                        const report::Options& options, ColourWish colour) {
  const char* path = std::getenv("GITHUB_STEP_SUMMARY");
  if (path == nullptr || *path == '\0') return true;
  const auto problem = workspace::append_to_file(path, rendered(summary, reports, options) + "\n");
  if (problem) complain(*problem, colour);
  return !problem;
}

}  // namespace

void add_notices(engine::Report& report, const EvalArguments& arguments, const Prepared& prepared) {
  for (const workspace::Edit& edit : prepared.edits) {
    report.notices.push_back("the snapshot was changed before it was judged: --set " + edit.assignment);
  }
  const int code = exit_code(report.decision, arguments.fail_on);
  if (code != exit_code(report.decision, default_fail_on)) {
    const std::string decision(base::level_name(report.decision));
    const std::string outcome = code == 0 ? " is no failure here" : " is a failure here";
    report.notices.push_back(decision + outcome + ": --fail-on " + std::string(base::level_name(arguments.fail_on)));
  }
}

bool write_files(const std::vector<ResultFile>& results, ColourWish colour) {
  std::vector<workspace::PendingFile> files;
  for (const ResultFile& result : results) {
    auto file = workspace::PendingFile::create(result.path);
    if (!file) return complain(file.error(), colour), false;
    if (const auto problem = file->write(result.text)) return complain(*problem, colour), false;
    files.push_back(*std::move(file));
  }
  for (workspace::PendingFile& file : files) {
    if (const auto problem = file.publish()) return complain(*problem, colour), false;
  }
  return true;
}

bool deliver(const std::vector<engine::Report>& reports, const EvalArguments& arguments) {
  // Nobody looks at a file in a hurry, and nobody's terminal colours it: -q and colour are for standard output.
  report::Options for_files;
  for_files.fail_on = arguments.fail_on;
  for_files.exit_code = exit_code(report::most_severe(reports), arguments.fail_on);
  if (arguments.detail == report::Detail::everything) for_files.detail = report::Detail::everything;
  if (arguments.colour == ColourWish::always) for_files.colour = base::Colour::on;
  std::vector<ResultFile> files;
  for (const FormatRequest& request : arguments.formats)
    if (!request.file.empty()) files.push_back({request.file, rendered(request.format->render, reports, for_files)});
  if (!write_files(files, arguments.colour)) return false;
  if (const report::Render summary = job_summary(arguments);
      summary != nullptr && !append_job_summary(summary, reports, for_files, arguments.colour))
    return false;
  const auto wanted = std::ranges::find(arguments.formats, std::string{}, &FormatRequest::file);
  const report::Format* format = wanted == arguments.formats.end() ? report::find_format("text") : wanted->format;
  report::Options options = for_files;
  options.detail = arguments.detail;
  options.colour = colour_of_results(arguments.colour);
  return write_result(rendered(format->render, reports, options)) != Delivery::failed;
}

}  // namespace nexus::cli
