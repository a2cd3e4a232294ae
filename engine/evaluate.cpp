#include "engine/evaluate.h"

#include "engine/explain/explainer.h"
#include "engine/judge/judge.h"
#include "engine/run/machine.h"
#include "engine/run/show.h"

#include <limits>

namespace nexus::engine {

struct Evaluator::Impl {
  explicit Impl(const plan::Plan& p) : plan(p), machine(p), judge(p, machine) {}

  const plan::Plan& plan;
  Machine machine;
  Judge judge;
  std::vector<const Document*> documents;
  std::optional<std::vector<bool>> only;
  std::uint64_t step_budget = 100'000'000;
};

Evaluator::Evaluator(const plan::Plan& plan) : impl_(std::make_unique<Impl>(plan)) {}
Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;

base::Expected<base::Level, RunError> Evaluator::evaluate(const RunInputs& inputs) {
  impl_->documents.assign(inputs.documents.begin(), inputs.documents.end());
  impl_->only = inputs.only != nullptr ? std::optional(*inputs.only) : std::nullopt;
  impl_->machine.set_step_budget(impl_->step_budget);
  try {
    impl_->machine.begin(impl_->documents, inputs.now, impl_->judge);
    if (impl_->judge.run(inputs.asked_phase, inputs.only)) return impl_->judge.verdicts().decision;
    return base::Unexpected{RunError{RunError::Kind::nothing_decided}};
  } catch (const OutOfSteps&) {
    return base::Unexpected{RunError{RunError::Kind::step_budget}};
  }
}

Report Evaluator::report(const base::SourceMap& sources, std::span<const DocumentName> names) const {
  // What was judged within the budget is explained whatever that takes.
  impl_->machine.set_step_budget(std::numeric_limits<std::uint64_t>::max());
  return Explainer(impl_->plan, impl_->machine, impl_->judge, impl_->documents, sources, names).report(impl_->only ? &*impl_->only : nullptr);
}

Evaluator::ShownValue Evaluator::show(plan::NodeId node, const base::SourceMap& sources, std::span<const DocumentName> names) {
  impl_->machine.set_step_budget(std::numeric_limits<std::uint64_t>::max());
  ShownValue shown;
  const Value value = impl_->machine.eval(node);
  shown.known = !value.is_unknown();
  bool whole = true;
  show_json(shown.json, value, impl_->plan, whole);
  if (shown.known) {
    show_text(shown.text, value, impl_->plan, impl_->machine.reasons());
    return shown;
  }
  shown.reasons = Explainer(impl_->plan, impl_->machine, impl_->judge, impl_->documents, sources, names).reasons(value, node);
  shown.text = "unknown";
  if (!shown.reasons.empty()) shown.text += ": " + shown.reasons.front().message;
  return shown;
}

void Evaluator::set_step_budget(std::uint64_t steps) { impl_->step_budget = steps; }

}  // namespace nexus::engine
