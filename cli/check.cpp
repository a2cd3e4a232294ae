#include "cli/check.h"

#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "report/cost.h"
#include "report/diagnostics.h"
#include "workspace/cost.h"
#include "workspace/files.h"
#include "workspace/json_text.h"
#include "workspace/select.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace nexus::cli {

namespace {

/// Prints what each rule of a sound policy can take.
int show_cost(const CheckArguments& arguments, const workspace::LoadedPolicy& policy) {
  complain(policy.diagnostics(), policy.sources(), arguments.colour);
  if (!policy.is_sound()) return exit_failed;
  std::optional<workspace::Text> snapshot;
  std::string text;
  if (!arguments.snapshot.empty()) {
    auto read = workspace::read_file(arguments.snapshot, workspace::snapshot_size(arguments.limits));
    if (!read) return complain(read.error(), arguments.colour), exit_failed;
    text = *std::move(read);
    snapshot = workspace::Text{arguments.snapshot == workspace::stdin_argument ? std::string(workspace::stdin_name) : arguments.snapshot, text};
    if (const auto mistake = workspace::json_mistake(text, arguments.limits)) {
      workspace::RunFailure failure{workspace::to_diagnostic(*mistake, snapshot->name), workspace::place_of(*mistake)};
      return complain(workspace::with_text(std::move(failure), *snapshot), arguments.colour), exit_failed;
    }
  }
  const engine::CostReport report = workspace::cost_of(policy, snapshot ? &*snapshot : nullptr);
  std::string result;
  arguments.as_json ? report::render_cost_json(report, result) : report::render_cost(report, result);
  return write_result(result) == Delivery::failed ? exit_failed : 0;
}

}  // namespace

int run_check(const CheckArguments& arguments) {
  workspace::LoadRequest request;
  request.paths = arguments.policies;
  request.params_files = arguments.params_files;
  request.assignments = arguments.assignments;
  request.limits = arguments.limits;
  if (arguments.now.empty()) {
    request.now = workspace::system_now();
  } else if (const auto now = workspace::parse_moment(arguments.now)) {
    request.now = *now;
  } else {
    complain(now.error(), arguments.colour);
    return exit_failed;
  }
  request.tests = !arguments.cost;
  const auto policy = workspace::load(request);
  if (arguments.cost) return show_cost(arguments, *policy);
  const auto& diagnostics = policy->diagnostics();

  std::string result;
  if (arguments.as_json) {
    report::render_diagnostics_json(diagnostics, policy->sources(), policy->file_count(), result);
  } else {
    complain(diagnostics, policy->sources(), arguments.colour);
    if (!arguments.quiet && policy->file_count() != 0) result = report::diagnostics_summary(diagnostics, policy->file_count()) + '\n';
  }
  if (write_result(result) == Delivery::failed) return exit_failed;
  const bool warns = std::ranges::any_of(diagnostics, [](const base::Diagnostic& d) { return d.severity == base::Severity::warning; });
  return policy->is_sound() && !(warns && arguments.deny_warnings) ? 0 : exit_failed;
}

}  // namespace nexus::cli
