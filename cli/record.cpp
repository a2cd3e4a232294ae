#include "cli/record.h"

#include "base/diagnostics/catalogue.h"
#include "base/values/text.h"
#include "cli/call.h"
#include "cli/exit_code.h"
#include "report/format.h"
#include "workspace/files.h"
#include "workspace/json_text.h"
#include "workspace/record/record.h"

#include <algorithm>

namespace nexus::cli {

namespace diagnostics = base::diagnostics;

base::Expected<std::string, base::Diagnostic> record_of(const EvalArguments& arguments, const Prepared& prepared,
                                                        std::span<const engine::Report> reports,
                                                        const workspace::RecordingHost& recorded) {
  workspace::DecisionRecord record;
  record.nexus = NEXUS_VERSION;
  record.zone_database = reports.front().zone_database;
  record.now = reports.front().now;
  const base::Level decision = report::most_severe(reports);
  record.decision = base::level_name(decision);
  record.exit_code = exit_code(decision, arguments.fail_on);
  record.call = call_of(arguments);
  record.policies = recorded.policies();
  record.texts = recorded.texts();
  for (const stdlib::EmbeddedFile& file : prepared.policy->library())
    record.library.push_back(workspace::recorded_text(std::string(file.path), std::string(file.text)));
  for (std::size_t i = 0; i < reports.size(); ++i)
    record.results.push_back(workspace::recorded_result(arguments.snapshots[i], reports[i]));

  const auto is_broken = [](const std::string& name) { return !base::is_utf8(name); };
  for (const auto& names : {record.call, record.policies}) {
    const auto broken = std::ranges::find_if(names, is_broken);
    if (broken != names.end())
      return base::Unexpected{base::Diagnostic(
          diagnostics::bad_usage({}, "`" + base::printable(*broken) + "` cannot be recorded: it is not UTF-8")
              .with_help("give the file another name"))};
  }
  std::string text = to_json(record);
  // What is written can be verified, by whoever moves no limit.
  if (const auto limit = workspace::snapshot_size({}); text.size() > limit.bytes)
    return base::Unexpected{base::Diagnostic(diagnostics::file_too_large({}, arguments.record, limit.words()))
                                .with_help("record fewer snapshots at a time")};
  if (workspace::json_mistake(text, {.snapshot_depth = workspace::record_depth}))
    return base::Unexpected{
        base::Diagnostic(diagnostics::bad_usage({}, "this cannot be recorded: its report is more than " +
                                                        std::to_string(workspace::record_depth) + " levels deep")
                             .with_help("a field of a remedy holds something that deep: let it name a part of that"))};
  return text;
}

}  // namespace nexus::cli
