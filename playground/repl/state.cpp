#include "playground/repl/state.h"

#include "workspace/select.h"

#include <algorithm>
#include <utility>

namespace nexus::playground {

namespace {

workspace::Mistakes mistakes_of(const workspace::LoadedPolicy& policy) {
  return {policy.sources(), policy.diagnostics()};
}

bool have_same_policies(const State& a, const State& b) {
  return std::ranges::equal(a.policies, b.policies, [](const TextFile& x, const TextFile& y) {
    return x.name == y.name && (x.text == y.text || *x.text == *y.text);
  });
}

std::shared_ptr<const workspace::LoadedPolicy> compile(const State& state, const Settings& settings) {
  workspace::LoadRequest request;
  for (const TextFile& policy : state.policies) request.open_files.push_back({policy.name, *policy.text});
  request.look_around = false;
  request.assignments = settings.assignments;
  request.params_files = settings.params_files;
  // A param of the command line may belong to a policy that is still to come.
  request.may_lack_params = true;
  return workspace::load(request);
}

}  // namespace

TextFile text_file(std::string name, std::string text, bool has_file) {
  auto shared = std::make_shared<const std::string>(std::move(text));
  return {std::move(name), shared, shared, has_file};
}

workspace::Text snapshot_of(const State& state) { return {state.snapshot.name, *state.snapshot.text}; }

workspace::Question question_of(const State& state) {
  workspace::Question question;
  const auto now = state.now ? workspace::parse_moment(*state.now) : workspace::system_now();
  question.now = now ? *now : workspace::system_now();
  question.now_is_given = state.now.has_value();
  return question;
}

std::optional<workspace::Mistakes> give_documents(const State& state, workspace::Runner& runner,
                                                  const plan::Plan& plan) {
  if (state.history) {
    const workspace::Text lines{state.history->name, *state.history->text};
    if (auto failure = runner.give_history(lines)) return workspace::with_text(std::move(*failure), lines);
  }
  for (const State::Input& input : state.inputs) {
    const auto number = workspace::find_input(plan, input.name);
    if (!number) continue;  // the policy that declares it may still be to come
    const workspace::Text text{input.document.name, *input.document.text};
    if (auto failure = runner.give(*number, text)) return workspace::with_text(std::move(*failure), text);
  }
  return std::nullopt;
}

std::optional<workspace::Mistakes> take_report(State& state,
                                               base::Expected<engine::Report, workspace::RunFailure> report) {
  state.report = report ? std::make_shared<const engine::Report>(*std::move(report)) : nullptr;
  state.no_report.clear();
  if (report) return std::nullopt;
  // A document that cannot be read is a mistake; a run without a decision is not.
  if (!report.error().diagnostic.code.starts_with("NX5"))
    return workspace::with_text(std::move(report.error()), snapshot_of(state));
  state.no_report.push_back(std::move(report.error().diagnostic));
  return std::nullopt;
}

base::Expected<Evaluated, workspace::Mistakes> evaluate(State state, const Settings& settings, const State* before) {
  const bool is_compiled = before != nullptr && before->compiled && have_same_policies(state, *before);
  state.compiled = is_compiled ? before->compiled : compile(state, settings);
  if (!state.compiled->is_sound()) return base::Unexpected{mistakes_of(*state.compiled)};

  auto runner = std::make_unique<workspace::Runner>(*state.compiled);
  if (auto mistakes = give_documents(state, *runner, state.compiled->plan()))
    return base::Unexpected{*std::move(mistakes)};
  const auto begin = std::chrono::steady_clock::now();
  auto report = runner->run(snapshot_of(state), question_of(state));
  state.effort = {.rules = {}, .whole = true, .took = std::chrono::steady_clock::now() - begin};
  if (auto mistakes = take_report(state, std::move(report))) return base::Unexpected{*std::move(mistakes)};
  return Evaluated{std::move(state), std::move(runner)};
}

}  // namespace nexus::playground
