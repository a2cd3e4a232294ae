#include "cli/eval.h"

#include "base/diagnostics/catalogue.h"
#include "base/expected.h"
#include "cli/exit_code.h"
#include "cli/parallel.h"
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

/// What became of one snapshot.
using Verdict = base::Expected<engine::Report, workspace::Mistakes>;

/// Judges one snapshot after the other; one a thread.
class Judge {
 public:
  Judge(const EvalArguments& arguments, const Prepared& prepared, const std::optional<workspace::TracedPolicy>& traced)
      : arguments_(arguments), prepared_(prepared), traced_(traced), runner_(traced ? workspace::Runner(*traced) : workspace::Runner(*prepared.policy)) {}

  /// False, and complaints, where a further document cannot be read: then nothing can be judged.
  [[nodiscard]] bool give_inputs() { return cli::give_inputs(prepared_, runner_, arguments_.colour); }

  [[nodiscard]] Verdict judge(const std::string& path) {
    auto snapshot = read_snapshot(path, prepared_);
    if (!snapshot) return base::Unexpected{std::move(snapshot.error())};
    const workspace::Text text{snapshot->name, snapshot->text};
    auto report = runner_.run(text, prepared_.question);
    if (!report) return base::Unexpected{workspace::with_text(std::move(report.error()), text)};
    if (traced_) report->conditions = runner_.conditions(*traced_, traced_->plan.order);
    add_notices(*report, arguments_, prepared_);
    return *std::move(report);
  }

 private:
  const EvalArguments& arguments_;
  const Prepared& prepared_;
  const std::optional<workspace::TracedPolicy>& traced_;
  workspace::Runner runner_;
};

int evaluate_snapshots(const EvalArguments& arguments, const Prepared& prepared) {
  std::optional<workspace::TracedPolicy> traced;
  if (arguments.detail == report::Detail::everything) traced.emplace(workspace::trace(*prepared.policy));

  Judge first(arguments, prepared, traced);
  bool sound = first.give_inputs();
  const std::vector<std::string>& paths = arguments.snapshots;
  std::vector<std::optional<Verdict>> verdicts(paths.size());
  // Where a document is broken, the snapshots are looked at all the same, so that one call tells every mistake.
  const auto judge = [&](Judge& worker, std::size_t i) { verdicts[i].emplace(worker.judge(paths[i])); };
  const std::size_t threads = std::min(paths.size(), arguments.jobs == 0 ? cores() : arguments.jobs);
  if (threads == 1 || !sound) {
    for (std::size_t i = 0; i < paths.size(); ++i) judge(first, i);
  } else {
    const auto make_worker = [&] {
      Judge worker(arguments, prepared, traced);
      (void)worker.give_inputs();  // what `first` could read
      return worker;
    };
    spread(paths.size(), threads, make_worker, judge);
  }

  std::vector<engine::Report> reports;
  for (std::optional<Verdict>& verdict : verdicts) {
    if (*verdict) {
      reports.push_back(std::move(**verdict));
    } else {
      complain(verdict->error(), arguments.colour);
      sound = false;
    }
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
