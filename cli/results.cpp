#include "cli/results.h"

#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "workspace/pending_file.h"

#include <algorithm>
#include <utility>

namespace nexus::cli {

namespace {

std::string rendered(const report::Format& format, const std::vector<engine::Report>& reports, const report::Options& options) {
  std::string text;
  format.render(reports, options, text);
  return text;
}

bool write_files(const std::vector<engine::Report>& reports, const EvalArguments& arguments) {
  // Nobody looks at a file in a hurry, and nobody's terminal colours it: -q and colour are for standard output.
  report::Options options;
  if (arguments.detail == report::Detail::everything) options.detail = report::Detail::everything;
  if (arguments.colour == ColourWish::always) options.colour = base::Colour::on;

  std::vector<workspace::PendingFile> files;
  for (const FormatRequest& request : arguments.formats) {
    if (request.file.empty()) continue;
    auto file = workspace::PendingFile::create(request.file);
    if (!file) return complain(file.error(), arguments.colour), false;
    if (const auto problem = file->write(rendered(*request.format, reports, options))) return complain(*problem, arguments.colour), false;
    files.push_back(*std::move(file));
  }
  for (workspace::PendingFile& file : files) {
    if (const auto problem = file.publish()) return complain(*problem, arguments.colour), false;
  }
  return true;
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

bool deliver(const std::vector<engine::Report>& reports, const EvalArguments& arguments) {
  if (!write_files(reports, arguments)) return false;
  const auto wanted = std::ranges::find(arguments.formats, std::string{}, &FormatRequest::file);
  const report::Format* format = wanted == arguments.formats.end() ? report::find_format("text") : wanted->format;
  const report::Options options{.detail = arguments.detail, .colour = colour_of_results(arguments.colour)};
  return write_result(rendered(*format, reports, options)) != Delivery::failed;
}

}  // namespace nexus::cli
