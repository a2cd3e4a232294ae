#include "cli/eval.h"

#include "base/diagnostics/catalogue.h"
#include "cli/exit_code.h"
#include "cli/judge.h"
#include "cli/prepare.h"
#include "cli/record.h"
#include "cli/results.h"
#include "cli/snapshot.h"
#include "cli/stream.h"
#include "cli/terminal.h"
#include "workspace/record/hosts.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexus::cli {

namespace {

namespace diagnostics = base::diagnostics;

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

int evaluate_snapshots(const EvalArguments& arguments, const Prepared& prepared, const workspace::RecordingHost& recorded) {
  const auto reports = judge_snapshots(arguments, prepared);
  if (!reports) return exit_failed;
  std::vector<ResultFile> records;
  if (!arguments.record.empty()) {
    auto record = record_of(arguments, prepared, *reports, recorded);
    if (!record) return complain(record.error(), arguments.colour), exit_failed;
    records.push_back({arguments.record, *std::move(record)});
  }
  if (!deliver(*reports, arguments, std::move(records))) return exit_failed;
  return exit_code(report::most_severe(*reports), arguments.fail_on);
}

}  // namespace

int run_eval(const EvalArguments& arguments) {
  workspace::RecordingHost recorded;
  const auto prepared = prepare(arguments, arguments.record.empty() ? workspace::system_host() : recorded);
  if (!prepared) return exit_failed;
  if (!arguments.expressions.empty()) return evaluate_expressions(arguments, *prepared);
  if (arguments.jsonl) return evaluate_stream(arguments, *prepared);
  if (arguments.snapshots.empty()) {
    complain(diagnostics::no_snapshot({}).with_help("name one with `-s FILE`, or `-s -` for standard input"), arguments.colour);
    return exit_failed;
  }
  return evaluate_snapshots(arguments, *prepared, recorded);
}

}  // namespace nexus::cli
