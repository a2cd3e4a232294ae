#include "cli/results.h"

#include "base/diagnostics/catalogue.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "workspace/pending_file.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

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

/// A file, whatever it is called: the same for two names of one. Empty for pipes and devices, which hold nothing that
/// could be lost.
std::string ordinary_file(const std::string& path) {
  std::error_code error;
  const std::filesystem::path file = std::filesystem::weakly_canonical(std::filesystem::absolute(path, error), error);
  if (error) return path;
  return std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error) ? std::string{}
                                                                                                : file.native();
}

/// No result may take the place of what was judged: a slip of the pen, and the snapshot would be gone.
bool spares_sources(const std::vector<engine::Report>& reports, const EvalArguments& arguments,
                    const std::vector<ResultFile>& more) {
  std::vector<std::string> sources = arguments.params_files, results;
  for (const engine::Report& report : reports) {
    for (const engine::SourceReport& policy : report.policies) sources.push_back(policy.file);
    for (const engine::SourceReport& input : report.inputs) sources.push_back(input.file);
  }
  for (const ResultFile& result : more) results.push_back(result.path);
  for (const FormatRequest& request : arguments.formats)
    if (!request.file.empty()) results.push_back(request.file);
  return std::ranges::all_of(results,
                             [&](const std::string& result) { return spares(sources, result, arguments.colour); });
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
    report.notices.push_back(decision + outcome + ": --fail-on " + std::string(arguments.fail_on.name()));
  }
}

bool spares(const std::vector<std::string>& sources, const std::string& result, ColourWish colour) {
  const std::string file = ordinary_file(result);
  const auto is_it = [&](const std::string& source) { return ordinary_file(source) == file; };
  if (file.empty() || std::ranges::none_of(sources, is_it)) return true;
  complain(diagnostics::bad_usage({}, "`" + result + "` is what is judged: the result would take its place")
               .with_help("write the result into another file"),
           colour);
  return false;
}

bool write_files(const std::vector<ResultFile>& results, ColourWish colour) {
  std::map<std::string, std::string> seen;
  for (const ResultFile& result : results) {
    const std::string file = ordinary_file(result.path);
    if (file.empty()) continue;
    if (const auto [first, is_new] = seen.try_emplace(file, result.path); !is_new) {
      complain(diagnostics::bad_usage({}, "`" + result.path + "` would hold two results")
                   .with_help("give each a file of its own"),
               colour);
      return false;
    }
  }
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

bool deliver(const std::vector<engine::Report>& reports, const EvalArguments& arguments, std::vector<ResultFile> more) {
  if (!spares_sources(reports, arguments, more)) return false;
  // Nobody looks at a file in a hurry, and nobody's terminal colours it: -q and colour are for standard output.
  report::Options for_files;
  for_files.fail_on = arguments.fail_on;
  for_files.exit_code = exit_code(report::most_severe(reports), arguments.fail_on);
  std::error_code nowhere;  // then files are told as they were named
  for_files.root = std::filesystem::current_path(nowhere).native();
  if (arguments.detail == report::Detail::everything) for_files.detail = report::Detail::everything;
  if (arguments.colour == ColourWish::always) for_files.colour = base::Colour::on;
  std::vector<ResultFile> files = std::move(more);
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
