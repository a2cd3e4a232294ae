#include "base/diagnostics/catalogue.h"
#include "base/diagnostics/render.h"
#include "report/json.h"
#include "report/text.h"
#include "workspace/nexus.h"
#include "workspace/select.h"
#include "workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <mutex>
#include <span>
#include <utility>

/// The public API: the workspace with nothing of ours in its signatures.
namespace nexus {

namespace {

using base::Diagnostic;

Problem to_problem(const Diagnostic& diagnostic, const base::SourceMap& sources) {
  Problem problem;
  problem.code = diagnostic.code;
  problem.is_error = diagnostic.severity == base::Severity::error;
  problem.message = diagnostic.message;
  if (diagnostic.span) {
    const base::LineColumn at = sources.position(diagnostic.span.file, diagnostic.span.begin);
    problem.file = sources.name(diagnostic.span.file);
    problem.line = at.line;
    problem.column = at.column;
  }
  problem.rendered = base::render(diagnostic, sources, base::Colour::off);
  return problem;
}

std::vector<Problem> to_problems(const std::vector<Diagnostic>& diagnostics, const base::SourceMap& sources) {
  std::vector<Problem> problems;
  for (const Diagnostic& diagnostic : diagnostics) problems.push_back(to_problem(diagnostic, sources));
  return problems;
}

Failure to_failure(const Diagnostic& diagnostic) { return {to_problems({diagnostic}, {})}; }

Failure to_failure(workspace::RunFailure failure, const workspace::Text& text) {
  const workspace::Mistakes mistakes = workspace::with_text(std::move(failure), text);
  return {to_problems(mistakes.diagnostics, mistakes.sources)};
}

}  // namespace

std::string Failure::text() const {
  std::string all;
  for (const Problem& problem : problems) {
    if (!all.empty()) all += '\n';
    all += problem.rendered;
  }
  return all;
}

struct Policy::Impl {
  std::shared_ptr<const workspace::LoadedPolicy> policy;
  std::vector<Problem> warnings;

  /// Runners keep memory between runs; one is lent to each evaluation, and there are as many as ever ran at once.
  std::unique_ptr<workspace::Runner> borrow() const {
    {
      const std::lock_guard lock(mutex);
      if (!idle.empty()) {
        auto runner = std::move(idle.back());
        idle.pop_back();
        return runner;
      }
    }
    return std::make_unique<workspace::Runner>(*policy);
  }
  void give_back(std::unique_ptr<workspace::Runner> runner) const {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(runner));
  }

  static Result<Policy> make(const workspace::LoadRequest& request) {
    if (const auto problem = workspace::out_of_range(request.limits)) return to_failure(*problem);
    auto policy = workspace::load(request);
    auto problems = to_problems(policy->diagnostics(), policy->sources());
    if (!policy->is_sound()) return Failure{std::move(problems)};
    auto impl = std::make_shared<Impl>();
    impl->policy = std::move(policy);
    impl->warnings = std::move(problems);
    return Policy(std::move(impl));
  }

  Result<workspace::Question> question(const EvaluateOptions& options) const {
    const plan::Plan& plan = policy->plan();
    workspace::Question question;
    if (options.now) {
      const auto now = workspace::parse_moment(*options.now);
      if (!now) return to_failure(now.error());
      question.now = *now;
      question.now_is_given = true;
    } else {
      question.now = workspace::system_now();
    }
    if (options.phase) {
      const auto phase = workspace::find_phase(plan, *options.phase);
      if (!phase) return to_failure(phase.error());
      question.phase = *phase;
    }
    auto only = workspace::find_rules(plan, options.only);
    if (!only) return to_failure(only.error());
    question.only = *std::move(only);
    return question;
  }

  /// Everything but the snapshot.
  std::optional<Failure> hand_over(workspace::Runner& runner, const Inputs& inputs) const {
    runner.take_back();
    for (const auto& [name, document] : inputs.further) {
      const auto number = workspace::find_input(policy->plan(), name);
      if (!number) return to_failure(number.error());
      const workspace::Text text{document.name.empty() ? name : document.name, document.text};
      if (auto failure = runner.give(*number, text)) return to_failure(std::move(*failure), text);
    }
    if (!inputs.history) return std::nullopt;
    const workspace::Text lines{inputs.history->name.empty() ? "history" : inputs.history->name, inputs.history->text};
    if (auto failure = runner.give_history(lines)) return to_failure(std::move(*failure), lines);
    return std::nullopt;
  }

  Result<Report> evaluate(const Inputs& inputs, const EvaluateOptions& options, bool has_lines) const {
    const auto question = this->question(options);
    if (!question) return question.error();
    auto runner = borrow();
    auto result = run(*runner, inputs, *question, has_lines);
    give_back(std::move(runner));
    return result;
  }

 private:
  Result<Report> run(workspace::Runner& runner, const Inputs& inputs, const workspace::Question& question, bool has_lines) const {
    if (auto failure = hand_over(runner, inputs)) return *std::move(failure);
    const workspace::Text snapshot{inputs.snapshot_name, inputs.snapshot, has_lines};
    auto report = runner.run(snapshot, question);
    if (!report) return to_failure(std::move(report.error()), snapshot);
    return *std::move(report);
  }

  mutable std::mutex mutex;
  mutable std::vector<std::unique_ptr<workspace::Runner>> idle;
};

Policy::Policy(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Result<Policy> Policy::load(const std::vector<std::filesystem::path>& paths, const LoadOptions& options) {
  workspace::LoadRequest request;
  for (const std::filesystem::path& path : paths) request.paths.push_back(path.native());
  request.params = options.params;
  request.limits = options.limits;
  return Impl::make(request);
}

Result<Policy> Policy::from_text(std::string name, std::string text, const LoadOptions& options) {
  workspace::LoadRequest request;
  request.texts.push_back({std::move(name), std::move(text)});
  request.params = options.params;
  request.limits = options.limits;
  return Impl::make(request);
}

Result<Report> Policy::evaluate(const Inputs& inputs, const EvaluateOptions& options) const {
  return impl_->evaluate(inputs, options, true);
}

Result<Report> Policy::evaluate(const nlohmann::json& snapshot, const EvaluateOptions& options) const {
  // Written out and read again, rather than walked: there is one reader, whose limits, exact numbers and digest hold for
  // every document. What nlohmann/json made a double comes out as the shortest decimal that means it.
  std::string text;
  try {
    text = snapshot.dump();
  } catch (const nlohmann::json::exception&) {
    return to_failure(base::diagnostics::json_invalid_utf8({}, "a string of the snapshot is not UTF-8"));
  }
  Inputs inputs;
  inputs.snapshot = text;
  return impl_->evaluate(inputs, options, false);
}

// ---- edits

struct LiveEvaluation::Impl {
  explicit Impl(std::shared_ptr<const workspace::LoadedPolicy> p) : policy(std::move(p)), runner(*policy) {}

  /// The number of a document in the plan.
  base::Expected<std::size_t, Diagnostic> input(std::string_view document) const {
    if (document.empty()) return std::size_t{0};
    return workspace::find_input(policy->plan(), document);
  }

  template <class Edit>
  Result<Change> change(std::string_view document, const workspace::Text& value, const Edit& edit) {
    const auto number = input(document);
    if (!number) return to_failure(number.error());
    auto change = edit(*number);
    if (!change) return to_failure(std::move(change.error()), value);
    Change result{.decision = change->decision, .rejudged = {}, .whole = change->whole, .took = change->took};
    result.rejudged.reserve(change->rejudged.size());
    for (const engine::Rejudged& rule : change->rejudged)
      result.rejudged.push_back({policy->plan().rule(rule.rule).id, std::string(rule.before), std::string(rule.now), rule.asked, rule.asks});
    return result;
  }

  std::shared_ptr<const workspace::LoadedPolicy> policy;
  workspace::Runner runner;
};

LiveEvaluation::LiveEvaluation(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LiveEvaluation::~LiveEvaluation() = default;
LiveEvaluation::LiveEvaluation(LiveEvaluation&&) noexcept = default;
LiveEvaluation& LiveEvaluation::operator=(LiveEvaluation&&) noexcept = default;

Result<LiveEvaluation> Policy::live(const Inputs& inputs, const EvaluateOptions& options) const {
  const auto question = impl_->question(options);
  if (!question) return question.error();
  auto live = std::make_unique<LiveEvaluation::Impl>(impl_->policy);
  if (auto failure = impl_->hand_over(live->runner, inputs)) return *std::move(failure);
  const workspace::Text snapshot{inputs.snapshot_name, inputs.snapshot};
  if (auto failure = live->runner.begin(snapshot, *question)) return to_failure(std::move(*failure), snapshot);
  return LiveEvaluation(std::move(live));
}

Result<Change> LiveEvaluation::update(std::string_view pointer, std::string_view json, std::string_view document) {
  return impl_->change(document, {"value", json}, [&](std::size_t input) { return impl_->runner.update(input, pointer, json); });
}

Result<Change> LiveEvaluation::remove(std::string_view pointer, std::string_view document) {
  return impl_->change(document, {"value", {}}, [&](std::size_t input) { return impl_->runner.remove(input, pointer); });
}

Result<Report> LiveEvaluation::report() {
  auto report = impl_->runner.report();
  if (!report) return to_failure(std::move(report.error()), {"snapshot", {}});
  return *std::move(report);
}

std::string LiveEvaluation::text(std::string_view document) const {
  const auto number = impl_->input(document);
  return number ? impl_->runner.text(*number) : std::string();
}

const std::vector<Problem>& Policy::warnings() const { return impl_->warnings; }

std::string to_json(const Report& report) {
  std::string text;
  report::render_json(std::span(&report, 1), {}, text);
  return text;
}

std::string to_text(const Report& report) {
  std::string text;
  report::render_text(std::span(&report, 1), {}, text);
  return text;
}

}  // namespace nexus
