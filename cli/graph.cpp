#include "cli/graph.h"

#include "base/diagnostics/catalogue.h"
#include "cli/exit_code.h"
#include "cli/prepare.h"
#include "cli/results.h"
#include "cli/snapshot.h"
#include "cli/terminal.h"
#include "workspace/graph.h"

#include <optional>
#include <string>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

/// What became of the phases on the snapshot; nothing, and a complaint, where that cannot be told.
std::optional<engine::Report> judge(const GraphArguments& arguments, const Prepared& prepared) {
  workspace::Runner runner(*prepared.policy);
  const bool given = give_inputs(prepared, runner, arguments.colour);
  const auto snapshot = read_snapshot(arguments.snapshots.front(), arguments, prepared);
  if (!given || !snapshot) return std::nullopt;
  const workspace::Text text{snapshot->name, snapshot->text};
  auto report = runner.run(text, prepared.question);
  if (!report) return complain(workspace::with_text(std::move(report.error()), text), arguments.colour), std::nullopt;
  return *std::move(report);
}

}  // namespace

int run_graph(const GraphArguments& arguments) {
  const auto prepared = prepare(arguments);
  if (!prepared) return exit_failed;
  if (prepared->policy->plan().phases.empty()) {
    complain(diagnostics::bad_usage({}, "there are no phases to draw").with_help("a phase is declared so: `phase build \"Build\" { done when … }`"), arguments.colour);
    return exit_failed;
  }
  std::optional<engine::Report> report;
  if (!arguments.snapshots.empty()) {
    report = judge(arguments, *prepared);
    if (!report) return exit_failed;
  }
  const engine::PhaseGraph graph = workspace::phase_graph(*prepared->policy, report ? &*report : nullptr);
  std::vector<ResultFile> files;
  std::string result;
  for (const GraphFormatRequest& request : arguments.graph_formats) {
    auto drawn = request.format->draw(graph);
    if (!drawn) {
      complain(diagnostics::bad_usage({}, drawn.error()).with_help("install it (Debian: libgvc6), or write `--format mermaid` or `--format dot`"), arguments.colour);
      return exit_failed;
    }
    if (request.file.empty())
      result = *std::move(drawn);
    else
      files.push_back({request.file, *std::move(drawn)});
  }
  if (!write_files(files, arguments.colour)) return exit_failed;
  return write_result(result) == Delivery::failed ? exit_failed : 0;
}

}  // namespace nexus::cli
