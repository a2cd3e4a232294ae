#include "cli/judge.h"

#include "base/expected.h"
#include "cli/parallel.h"
#include "cli/results.h"
#include "cli/snapshot.h"
#include "cli/terminal.h"

#include <algorithm>
#include <string>
#include <utility>

namespace nexus::cli {

namespace {

/// What became of one snapshot.
using Verdict = base::Expected<engine::Report, workspace::Mistakes>;

/// Judges one snapshot after the other; one a thread.
class Judge {
 public:
  Judge(const EvalArguments& arguments, const Prepared& prepared, const std::optional<workspace::TracedPolicy>& traced)
      : arguments_(arguments),
        prepared_(prepared),
        traced_(traced),
        runner_(traced ? workspace::Runner(*traced) : workspace::Runner(*prepared.policy)) {}

  /// False, and complaints, where a further document cannot be read: then nothing can be judged.
  [[nodiscard]] bool give_inputs() { return cli::give_inputs(prepared_, runner_, arguments_.colour); }

  [[nodiscard]] Verdict judge(const std::string& path) {
    auto snapshot = read_snapshot(path, prepared_);
    if (!snapshot) return base::Unexpected{std::move(snapshot.error())};
    const workspace::Text text{snapshot->name, snapshot->text};
    auto report = runner_.run(text, prepared_.question);
    if (!report) return base::Unexpected{workspace::with_text(std::move(report.error()), text)};
    if (traced_) {
      auto conditions = runner_.conditions(*traced_, traced_->plan.order);
      if (!conditions) return base::Unexpected{workspace::with_text(std::move(conditions.error()), text)};
      report->conditions = *std::move(conditions);
    }
    add_notices(*report, arguments_, prepared_);
    return *std::move(report);
  }

 private:
  const EvalArguments& arguments_;
  const Prepared& prepared_;
  const std::optional<workspace::TracedPolicy>& traced_;
  workspace::Runner runner_;
};

}  // namespace

std::optional<std::vector<engine::Report>> judge_snapshots(const EvalArguments& arguments, const Prepared& prepared) {
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
  if (!sound) return std::nullopt;
  return reports;
}

}  // namespace nexus::cli
