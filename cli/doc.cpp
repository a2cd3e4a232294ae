#include "cli/doc.h"

#include "cli/exit_code.h"
#include "cli/results.h"
#include "cli/terminal.h"
#include "workspace/describe/describe.h"
#include "workspace/select.h"

#include <string>
#include <utility>
#include <vector>

namespace nexus::cli {

int run_doc(const DocArguments& arguments) {
  workspace::LoadRequest request;
  request.paths = arguments.policies;
  request.params_files = arguments.params_files;
  request.assignments = arguments.assignments;
  request.limits = arguments.limits;
  base::Decimal now = workspace::system_now();
  if (!arguments.now.empty()) {
    const auto given = workspace::parse_moment(arguments.now);
    if (!given) return complain(given.error(), arguments.colour), exit_failed;
    now = *given;
  }
  const auto policy = workspace::load_to_describe(std::move(request));
  if (!policy->is_sound() || !arguments.quiet) complain(policy->diagnostics(), policy->sources(), arguments.colour);
  if (!policy->is_sound()) return exit_failed;

  const report::doc::PolicyDocument document = workspace::describe(*policy, now);
  std::vector<ResultFile> files;
  std::string result;
  for (const DocFormatRequest& wanted : arguments.formats) {
    std::string text = wanted.format->render(document);
    if (wanted.file.empty())
      result = std::move(text);
    else
      files.push_back({wanted.file, std::move(text)});
  }
  if (!write_files(files, arguments.colour)) return exit_failed;
  return write_result(result) == Delivery::failed ? exit_failed : 0;
}

}  // namespace nexus::cli
