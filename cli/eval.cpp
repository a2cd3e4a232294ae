#include "cli/eval.h"

#include "base/diagnostics/catalogue.h"
#include "cli/exit_code.h"
#include "cli/prepare.h"
#include "cli/results.h"
#include "cli/snapshot.h"
#include "cli/stream.h"
#include "cli/terminal.h"
#include "workspace/files.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

int evaluate_snapshots(const EvalArguments& arguments, const Prepared& prepared) {
  std::optional<workspace::TracedPolicy> traced;
  if (arguments.detail == report::Detail::everything) traced.emplace(workspace::trace(*prepared.policy));
  workspace::Runner runner = traced ? workspace::Runner(*traced) : workspace::Runner(*prepared.policy);
  bool sound = give_inputs(prepared, runner, arguments.colour);
  std::vector<engine::Report> reports;
  for (const std::string& path : arguments.snapshots) {
    const auto snapshot = read_snapshot(path, arguments, prepared);
    if (!snapshot) {
      sound = false;
      continue;
    }
    const workspace::Text text{snapshot->name, snapshot->text};
    auto report = runner.run(text, prepared.question);
    if (!report) {
      complain(workspace::with_text(std::move(report.error()), text), arguments.colour);
      sound = false;
      continue;
    }
    if (traced) report->conditions = runner.conditions(*traced, traced->plan.order);
    add_notices(*report, arguments, prepared);
    reports.push_back(*std::move(report));
  }
  // One snapshot without an answer leaves the whole run without one: half a result could be taken for all of it.
  if (!sound || !deliver(reports, arguments)) return exit_failed;
  return exit_code(report::most_severe(reports), arguments.fail_on);
}

/// One `-e` on all snapshots; false where that failed.
bool evaluate_expression(const std::string& text, const EvalArguments& arguments, const Prepared& prepared, std::string& results) {
  const auto expression = workspace::compile_expression(*prepared.policy, "-e", text);
  if (!expression) return complain(expression.error(), arguments.colour), false;
  workspace::Runner runner(*expression);
  if (!give_inputs(prepared, runner, arguments.colour)) return false;

  const bool as_json = !arguments.formats.empty() && arguments.formats.front().format->name != "text";
  const auto show = [&](const workspace::Text* snapshot, std::string_view prefix) {
    auto value = runner.show(expression->root, snapshot, prepared.question);
    if (!value) {
      const workspace::Text none;
      return complain(workspace::with_text(std::move(value.error()), snapshot != nullptr ? *snapshot : none), arguments.colour), false;
    }
    results.append(prefix).append(as_json ? value->json : value->text).append("\n");
    return true;
  };
  if (arguments.snapshots.empty()) return show(nullptr, {});
  for (const std::string& path : arguments.snapshots) {
    const auto snapshot = read_snapshot(path, arguments, prepared);
    if (!snapshot) return false;
    const workspace::Text document{snapshot->name, snapshot->text};
    if (!show(&document, arguments.snapshots.size() > 1 && !as_json ? snapshot->name + ": " : "")) return false;
  }
  return true;
}

int evaluate_expressions(const EvalArguments& arguments, const Prepared& prepared) {
  std::string results;
  bool sound = true;
  for (const std::string& expression : arguments.expressions) {
    sound = evaluate_expression(expression, arguments, prepared, results) && sound;
  }
  return sound && write_result(results) != Delivery::failed ? 0 : exit_failed;
}

}  // namespace

int run_eval(const EvalArguments& arguments) {
  const auto prepared = prepare(arguments);
  if (!prepared) return exit_failed;
  if (!arguments.expressions.empty()) return evaluate_expressions(arguments, *prepared);
  if (arguments.jsonl) return evaluate_stream(arguments, *prepared);
  if (arguments.snapshots.empty()) {
    complain(diagnostics::no_snapshot({}).with_help("name one with `-s FILE`, or `-s -` for standard input"), arguments.colour);
    return exit_failed;
  }
  return evaluate_snapshots(arguments, *prepared);
}

}  // namespace nexus::cli
