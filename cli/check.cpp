#include "cli/check.h"

#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "report/diagnostics.h"
#include "workspace/select.h"
#include "workspace/workspace.h"

#include <algorithm>
#include <string>

namespace nexus::cli {

int run_check(const CheckArguments& arguments) {
  workspace::LoadRequest request;
  request.paths = arguments.policies;
  request.params_files = arguments.params_files;
  request.assignments = arguments.assignments;
  if (arguments.now.empty()) {
    request.now = workspace::system_now();
  } else if (const auto now = workspace::parse_moment(arguments.now)) {
    request.now = *now;
  } else {
    complain(now.error(), arguments.colour);
    return exit_failed;
  }
  request.tests = true;
  const auto policy = workspace::load(request);
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
