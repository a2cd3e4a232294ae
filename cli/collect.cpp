#include "cli/collect.h"

#include "base/diagnostics/catalogue.h"
#include "base/source_map.h"
#include "cli/exit_code.h"
#include "cli/results.h"
#include "cli/terminal.h"
#include "collect/collect.h"
#include "collect/config.h"
#include "collect/request.h"
#include "workspace/files.h"
#include "workspace/select.h"

#include <unistd.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

constexpr std::string_view usual_config = "nexus.collect";

/// What options say.
std::optional<collect::Request> of_options(const CollectArguments& arguments, base::DiagnosticSink& sink) {
  collect::Request request;
  for (const ReportArgument& report : arguments.reports)
    if (auto problem = collect::add_option(request, *report.kind, report.words)) sink.emit(*std::move(problem));
  if (!arguments.environment.empty()) request.environment = collect::EnvironmentRequest{arguments.environment};
  if (arguments.git_base) request.git = collect::GitRequest{*arguments.git_base, {}};
  return sink.has_errors() ? std::nullopt : std::optional(std::move(request));
}

/// What a file says.
std::optional<collect::Request> of_config(const std::string& path, base::SourceMap& sources,
                                          base::DiagnosticSink& sink) {
  auto text = workspace::read_file(path, workspace::policy_size({}));
  if (!text) {
    std::erase_if(text.error().helps, workspace::is_limit_advice);  // there is none to move here
    sink.emit(text.error());
    return std::nullopt;
  }
  const base::FileId file = sources.add(path, *std::move(text));
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  auto request = collect::read_config(sources, file, folder.empty() ? "." : folder.native(), sink);
  if (!request || !request->fields.empty() || request->environment || request->git) return request;
  sink.emit(diagnostics::nothing_to_collect({}).with_help(
      "`" + path + "` is empty: name reports in it, such as `junit = \"build/**/*.xml\"` below `[tests]`"));
  return std::nullopt;
}

std::optional<collect::Request> what_to_collect(const CollectArguments& arguments, base::SourceMap& sources,
                                                base::DiagnosticSink& sink) {
  if (arguments.names_something()) return of_options(arguments, sink);
  if (!arguments.config.empty()) return of_config(arguments.config, sources, sink);
  std::error_code error;
  if (std::filesystem::exists(usual_config, error)) return of_config(std::string(usual_config), sources, sink);
  sink.emit(diagnostics::nothing_to_collect({}).with_help(
      "name reports, such as `nexus collect --junit 'build/**/*.xml'`, or write a `nexus.collect`"));
  return std::nullopt;
}

std::vector<std::string_view> environment_variables() {
  std::vector<std::string_view> variables;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable)
    variables.emplace_back(*variable);
  return variables;
}

/// The last error says, too, that what is there is none of this run's: who judges it all the same judges old evidence.
std::vector<base::Diagnostic> with_word_of_earlier_run(std::vector<base::Diagnostic> diagnostics,
                                                       const std::string& output) {
  std::error_code error;
  if (output.empty() || !std::filesystem::is_regular_file(output, error)) return diagnostics;
  for (auto last = diagnostics.rbegin(); last != diagnostics.rend(); ++last) {
    if (last->severity != base::Severity::error) continue;
    last->helps.push_back(
        "`" + output + "` is of an earlier run, and stays as it is: judge it for this one no more than a missing file");
    break;
  }
  return diagnostics;
}

}  // namespace

int run_collect(const CollectArguments& arguments) {
  base::SourceMap sources;
  base::DiagnosticSink sink;
  base::Decimal now = workspace::system_now();
  if (!arguments.now.empty()) {
    const auto given = workspace::parse_moment(arguments.now);
    if (!given)
      sink.emit(given.error());
    else
      now = *given;
  }

  std::optional<std::string> snapshot;
  if (const auto request = sink.has_errors() ? std::nullopt : what_to_collect(arguments, sources, sink)) {
    const std::vector<std::string_view> variables = environment_variables();
    snapshot = collect::collect(*request, {.now = now, .variables = variables}, sink);
  }
  if (!snapshot) {
    complain(with_word_of_earlier_run(sink.all(), arguments.output), sources, arguments.colour);
    return exit_failed;
  }
  if (!arguments.quiet) complain(sink.all(), sources, arguments.colour);
  if (arguments.output.empty()) return write_result(*snapshot) == Delivery::failed ? exit_failed : 0;
  return write_files({{arguments.output, *std::move(snapshot)}}, arguments.colour) ? 0 : exit_failed;
}

}  // namespace nexus::cli
