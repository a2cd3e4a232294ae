#include "cli/next.h"

#include "cli/exit_code.h"
#include "cli/prepare.h"
#include "cli/results.h"
#include "cli/snapshot.h"
#include "cli/terminal.h"
#include "report/next.h"
#include "workspace/files.h"
#include "workspace/next.h"

#include <string>
#include <utility>

namespace nexus::cli {

namespace {

workspace::NextRequest request_of(const Prepared& prepared, const workspace::Text& snapshot) {
  workspace::NextRequest request{.snapshot = snapshot, .further = {}, .history = {}, .question = prepared.question};
  for (const GivenInput& input : prepared.inputs) request.further.push_back({input.number, {input.file, input.text}});
  if (prepared.history) request.history = workspace::Text{prepared.history->file, prepared.history->text};
  return request;
}

}  // namespace

int run_next(const NextArguments& arguments) {
  const auto prepared = prepare(arguments);
  if (!prepared) return exit_failed;
  // What is wrong with a further document is told with its text.
  workspace::Runner runner(*prepared->policy);
  if (!give_inputs(*prepared, runner, arguments.colour)) return exit_failed;
  const auto snapshot = read_snapshot(arguments.snapshots.front(), arguments, *prepared);
  if (!snapshot) return exit_failed;
  const workspace::Text text{snapshot->name, snapshot->text};
  auto found = workspace::find_next(*prepared->policy, request_of(*prepared, text));
  if (!found) {
    complain(workspace::with_text(std::move(found.error()), text), arguments.colour);
    return exit_failed;
  }
  const bool into_stdout = arguments.apply == workspace::stdin_argument;
  if (!arguments.apply.empty() && !into_stdout && !write_files({{arguments.apply, found->snapshot}}, arguments.colour))
    return exit_failed;
  std::string result;
  if (into_stdout) {
    result = found->snapshot;
  } else if (arguments.as_json) {
    report::render_next_json(found->report, result);
  } else {
    report::render_next_text(found->report, {.detail = arguments.detail, .colour = colour_of_results(arguments.colour)},
                             result);
  }
  if (write_result(result) == Delivery::failed) return exit_failed;
  return exit_code(found->report.decision, arguments.fail_on);
}

}  // namespace nexus::cli
