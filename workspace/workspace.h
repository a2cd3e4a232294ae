#pragma once

#include "base/diagnostics/diagnostic.h"
#include "base/expected.h"
#include "base/limits.h"
#include "base/source_map.h"
#include "base/values/decimal.h"
#include "engine/evaluate.h"
#include "engine/report.h"
#include "rules/checked_model.h"
#include "rules/checked_tests.h"
#include "rules/plan/plan.h"
#include "rules/plan/traces.h"
#include "rules/resolved_model.h"
#include "stdlib-policies/embedded.h"
#include "workspace/fixtures.h"
#include "workspace/host.h"
#include "workspace/mistakes.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What every front end does: find policies, compile them, evaluate documents. The command line and the playground use
/// this; programs use nexus.h, which is made of it.
namespace nexus::workspace {

struct PolicyText {
  std::string name;  ///< what messages call it
  std::string text;
};

struct LoadRequest {
  std::vector<std::string> paths;          ///< files, and folders with files below them
  std::vector<PolicyText> texts;           ///< policies that are not in files
  std::vector<PolicyText> open_files;      ///< files as an editor has them: the name is the path, the text stands in for what is on the disk
  bool look_around = true;                 ///< with none of them: take ./*.nexus and ./policies
  std::vector<std::string> params_files;   ///< `--params`: JSON; a later one wins
  std::vector<std::string> assignments;    ///< `--param name=value`; wins over files
  std::map<std::string, std::string> params;  ///< the same from a program
  Host* host = &system_host();             ///< where files come from; outlives the call
  std::span<const stdlib::EmbeddedFile> library = host->library();  ///< what `import std.…` finds
  bool libraries_in_force = false;  ///< judge the rules of libraries that are named here, as their tests do
  std::multimap<std::string, std::string> modules;  ///< files by the module in them, for `import a.b` to find besides those of the run
  bool may_lack_params = false;     ///< a param that is set and that no file declares is another policy's
  std::optional<base::Decimal> now;        ///< warn of waivers that have expired by then
  base::Limits limits = {};                ///< hold for the policy, and for whoever runs it
  bool tests = false;                      ///< check the tests, too, and read their fixtures
};

/// Policy files as far as they make sense: texts, diagnostics and, if no diagnostic is an error, the plan. Immutable once
/// loaded; may be shared between threads.
class LoadedPolicy {
 public:
  ~LoadedPolicy();
  LoadedPolicy(const LoadedPolicy&) = delete;
  LoadedPolicy& operator=(const LoadedPolicy&) = delete;

  /// Whether there is a plan.
  [[nodiscard]] bool is_sound() const;
  [[nodiscard]] const base::SourceMap& sources() const;
  /// Errors and warnings, by file and place.
  [[nodiscard]] const std::vector<base::Diagnostic>& diagnostics() const;
  [[nodiscard]] std::size_t file_count() const;
  /// What it was loaded with.
  [[nodiscard]] const base::Limits& limits() const;
  /// The params that are set and that it does not declare, where it may lack them.
  [[nodiscard]] std::span<const std::string> lacking_params() const;

  // Of a sound policy only.
  [[nodiscard]] const plan::Plan& plan() const;
  [[nodiscard]] const rules::CheckedModel& model() const;
  [[nodiscard]] const rules::ResolvedModel& resolved() const;
  [[nodiscard]] std::span<const engine::SourceReport> digests() const;
  /// The files of the library that were imported, by path; their texts live as long as the library does.
  [[nodiscard]] std::vector<stdlib::EmbeddedFile> library() const;
  // Where the tests were asked for.
  [[nodiscard]] const rules::CheckedTests& tests() const;
  [[nodiscard]] std::span<const FixtureText> fixtures() const;

 private:
  friend std::shared_ptr<const LoadedPolicy> load(const LoadRequest& request);
  struct Impl;
  LoadedPolicy();
  std::unique_ptr<Impl> impl_;
};

/// Reads and compiles; never null. Whatever is wrong is among the diagnostics.
[[nodiscard]] std::shared_ptr<const LoadedPolicy> load(const LoadRequest& request);

/// Each file by itself, with what it imports, modules being found among the files of the request: policies that are never
/// judged together need not agree. By the module in them, then by path.
[[nodiscard]] std::vector<std::shared_ptr<const LoadedPolicy>> load_each(const LoadRequest& request);

/// A sound policy compiled for explanations; the policy must outlive it.
struct TracedPolicy {
  const LoadedPolicy& policy;
  plan::Plan plan;
  plan::Traces traces;
};
[[nodiscard]] TracedPolicy trace(const LoadedPolicy& policy);

/// One expression compiled against a sound policy, with a plan of its own.
struct Expression {
  base::SourceMap sources;  ///< the policy's files, and the expression after them
  plan::Plan plan;
  plan::NodeId root;
  base::Limits limits;  ///< of the policy
  std::string type;  ///< of the value, as the language writes it: `ratio`, `[string]`
};
/// `name` is what messages call the text.
[[nodiscard]] base::Expected<Expression, Mistakes> compile_expression(const LoadedPolicy& policy, std::string name, std::string text);

/// A document as it is handed to a run.
struct Text {
  std::string name;          ///< its file, usually
  std::string_view text;
  bool has_lines = true;     ///< false where the text was made for the occasion: places in it mean nothing to anybody
  std::uint32_t first_line = 1;  ///< where the text begins in its file: of a stream, the number of the line
};

/// What a run asks of a policy, besides its documents.
struct Question {
  base::Decimal now;                   ///< seconds since 1970-01-01T00:00:00Z
  bool now_is_given = false;           ///< somebody chose it: it is not just when this runs
  std::optional<std::uint32_t> phase;  ///< number of a phase in the plan
  std::vector<bool> only;              ///< by position in Plan::order; empty: all rules
};

/// Why a run has no report. `offset` is where in the text of the document the mistake is, if it is in there.
struct RunFailure {
  base::Diagnostic diagnostic;
  std::optional<std::size_t> offset;
};
/// What is told of a run that went beyond a limit, and of the decision where there is one.
[[nodiscard]] base::Diagnostic beyond_limit(const engine::RunError& error, const base::Limits& limits, std::optional<base::Level> decision = std::nullopt);
/// The failure with the text it is about, ready to be shown.
[[nodiscard]] Mistakes with_text(RunFailure failure, const Text& text);

/// What an edit of a document made of the verdict.
struct Change {
  std::optional<base::Level> decision;     ///< nothing: there is none, and `Runner::report` says why
  std::vector<engine::Rejudged> rejudged;  ///< the rules that were judged again, in the order of the report
  bool whole = false;                      ///< everything was judged again
  std::chrono::nanoseconds took{};         ///< for the edit and what came of it
};

/// Evaluates one plan on one snapshot after the other, reusing memory. One a thread; plan, sources and digests must
/// outlive it.
class Runner {
 public:
  Runner(const plan::Plan& plan, const base::SourceMap& sources, std::span<const engine::SourceReport> policies, const base::Limits& limits);
  explicit Runner(const LoadedPolicy& policy) : Runner(policy.plan(), policy.sources(), policy.digests(), policy.limits()) {}
  explicit Runner(const Expression& expression) : Runner(expression.plan, expression.sources, {}, expression.limits) {}
  explicit Runner(const TracedPolicy& traced) : Runner(traced.plan, traced.policy.sources(), traced.policy.digests(), traced.policy.limits()) {}
  ~Runner();
  Runner(Runner&&) noexcept;
  Runner& operator=(Runner&&) noexcept;

  /// Hands over a further document for all runs to come: number `input` of the plan, from 1.
  [[nodiscard]] std::optional<RunFailure> give(std::size_t input, const Text& document);
  /// Hands over the snapshots before those of all runs to come: JSON, one a line, each with its `time`. Replaces what was
  /// handed over before.
  [[nodiscard]] std::optional<RunFailure> give_history(const Text& lines);
  /// Forgets every document, and the history.
  void take_back();

  [[nodiscard]] base::Expected<engine::Report, RunFailure> run(const Text& snapshot, const Question& question);
  /// How the conditions of some rules, those of `traced`, came about in the last `run`.
  [[nodiscard]] base::Expected<std::vector<engine::ConditionReport>, RunFailure> conditions(
      const TracedPolicy& traced, std::span<const plan::RuleRef> rules);
  /// The decision alone, in a fraction of the time.
  [[nodiscard]] base::Expected<base::Level, RunFailure> decide(const Text& snapshot, const Question& question);

  // After `decide` or `run`, also where nothing was decided.
  /// What stands in the way of `allow`, and of the phase that was asked about.
  [[nodiscard]] base::Expected<engine::Standing, RunFailure> standing();
  /// Changes that might be rid of an obstacle; `fresh` as engine::Evaluator has it.
  [[nodiscard]] engine::Proposal propose(const engine::Obstacle& obstacle, std::span<const engine::FreshItem> fresh);

  /// Hands over a snapshot that is going to be edited, and judges it, whether or not there is anything to decide yet. Fails
  /// only where it is no JSON.
  [[nodiscard]] std::optional<RunFailure> begin(const Text& snapshot, const Question& question);

  // After `begin`, `run` or `decide`: edits of the documents that were handed over, 0 being the snapshot. The question stays.

  /// Puts the JSON text `json` at a JSON pointer, as `engine::with_value_at` does, and judges again what that may change: in
  /// microseconds, however many rules there are. A failure changes nothing; `offset` is in `json` then.
  [[nodiscard]] base::Expected<Change, RunFailure> update(std::size_t input, std::string_view pointer, std::string_view json);
  /// The same for a member or item that is removed.
  [[nodiscard]] base::Expected<Change, RunFailure> remove(std::size_t input, std::string_view pointer);
  /// Has the last run, or an edit since, asked for the time?
  [[nodiscard]] bool has_read_clock() const;
  /// The report on the documents as they are now. It is that of `run` on the edited texts, and takes as long.
  [[nodiscard]] base::Expected<engine::Report, RunFailure> report();
  /// What became of the rules, in short.
  [[nodiscard]] std::vector<engine::Outcome> outcomes() const;
  /// A document with its edits; empty where it was not handed over.
  [[nodiscard]] std::string text(std::size_t input) const;

  /// The value of an expression's root; without a snapshot everything it would hold is missing.
  [[nodiscard]] base::Expected<engine::Evaluator::ShownValue, RunFailure> show(plan::NodeId root, const Text* snapshot, const Question& question);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexus::workspace
