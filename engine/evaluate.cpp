#include "engine/evaluate.h"

#include "engine/explain/coverage.h"
#include "engine/explain/explainer.h"
#include "engine/history/past.h"
#include "engine/incremental/updater.h"
#include "engine/judge/judge.h"
#include "engine/next/planner.h"
#include "engine/run/machine.h"
#include "engine/run/show.h"
#include "engine/run/wire_json.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <type_traits>
#include <utility>

namespace nexus::engine {

struct Evaluator::Impl {
  Impl(const plan::Plan& p, const base::Limits& l) : plan(p), limits(l), machine(p), judge(p, machine), past(p) {}

  /// Where the run stands among the samples of its history.
  Standpoint standpoint(const RunInputs& inputs) {
    if (!plan.looks_back) return {};
    const base::Decimal time = inputs.time.value_or(inputs.now);
    std::size_t before = 0;
    bool is_next = false;
    if (Record* record = inputs.history; record != nullptr) {
      before = record->count_until(time);
      const Document* snapshot = documents.empty() ? nullptr : documents.front();
      for (std::size_t i = before; i > 0 && (*record)[i - 1].time == time && snapshot != nullptr; --i) {
        is_next = &(*record)[i - 1].document == snapshot;
        if (!is_next && (*record)[i - 1].document.text() != snapshot->text()) continue;
        before = i - 1;
        break;
      }
    }
    past.begin(inputs.history, before, is_next, documents, inputs.asked_phase);
    return {.past = &past, .before = before, .time = time, .depth = 0};
  }

  base::Expected<base::Level, RunError> run() {
    is_judged = false;
    machine.set_step_budget(limits.steps);
    judge.begin(asked.asked_phase);
    try {
      machine.begin(documents, asked.now, judge, standpoint(asked));
      contributes = judge.run(only ? &*only : nullptr);
      is_judged = true;
      return decision();
    } catch (const OutOfSteps&) {
      return base::Unexpected{RunError{RunError::Kind::step_budget, unfinished_rule()}};
    }
  }

  /// The first rule that a run which was given up has not judged.
  std::string unfinished_rule() const {
    for (std::size_t i = 0; i < plan.order.size(); ++i)
      if ((!only || (*only)[i]) && !judge.verdicts().of(plan.order[i]).judged) return plan.rule(plan.order[i]).id;
    return {};
  }

  base::Expected<base::Level, RunError> decision() const {
    if (!contributes) return base::Unexpected{RunError{RunError::Kind::nothing_decided}};
    return judge.verdicts().decision;
  }

  /// Judges again what the edit may have changed. False where that cannot be told from the plan.
  bool update_in_part(const Edit& edit) {
    if (!is_judged || only) return false;
    machine.set_step_budget(limits.steps);
    try {
      if (!updater->has_stock()) updater->take_stock();
      // Evidence that is no good is read from a copy of its document.
      const bool is_copied = machine.roots()[edit.input] != &documents[edit.input]->root();
      if (plan.looks_back || is_copied || !updater->update(edit)) return false;
    } catch (const OutOfSteps&) {  // of many updates; a whole run may well be within the budget
      return false;
    }
    contributes = updater->contributes();
    return true;
  }

  /// From now on there may be as many steps as a run may take: what explains a verdict need not have been judged for it.
  void allow_steps_again() { machine.set_step_budget(sum_of_steps(machine.steps(), limits.steps)); }

  /// What `work(Explainer&)` gives, or the limit that it met.
  template <class Work>
  auto explained(const base::SourceMap& sources, std::span<const DocumentName> names, const Work& work)
      -> base::Expected<std::invoke_result_t<const Work&, Explainer&>, RunError> {
    allow_steps_again();
    Explainer explainer(plan, machine, judge, documents, sources, names);
    try {
      judge.complete();
      return work(explainer);
    } catch (const OutOfSteps&) {
      return base::Unexpected{RunError{RunError::Kind::report_budget, explainer.rule_in_work()}};
    } catch (const TooManyFindings&) {
      return base::Unexpected{RunError{RunError::Kind::findings, explainer.rule_in_work()}};
    }
  }

  ShownValue shown(plan::NodeId node, Explainer& explainer);
  /// The value of a node; nothing where that takes more steps than a run may take.
  std::optional<Value> value(plan::NodeId node);

  const plan::Plan& plan;
  const base::Limits limits;
  Machine machine;
  Judge judge;
  Past past;
  std::unique_ptr<Updater> updater;  // from the first update on
  RunInputs asked;                   // of the last run, but for its documents and `only`
  std::vector<const Document*> documents;
  std::optional<std::vector<bool>> only;
  bool is_judged = false;
  bool contributes = false;
};

Evaluator::Evaluator(const plan::Plan& plan, const base::Limits& limits) : impl_(std::make_unique<Impl>(plan, limits)) {}
Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;

base::Expected<base::Level, RunError> Evaluator::evaluate(const RunInputs& inputs) {
  impl_->documents.assign(inputs.documents.begin(), inputs.documents.end());
  impl_->only = inputs.only != nullptr ? std::optional(*inputs.only) : std::nullopt;
  impl_->asked = inputs;
  impl_->asked.documents = {};
  impl_->asked.only = nullptr;
  if (impl_->updater) impl_->updater->forget_stock();
  return impl_->run();
}

Update Evaluator::update(const Edit& edit, std::optional<base::Decimal> time) {
  assert(edit.input < impl_->documents.size() && impl_->documents[edit.input] != nullptr);
  if (!impl_->updater) impl_->updater = std::make_unique<Updater>(impl_->plan, impl_->machine, impl_->judge);
  Updater& updater = *impl_->updater;
  if (impl_->update_in_part(edit)) return {impl_->decision(), std::move(updater.rejudged()), false};
  impl_->asked.time = time;
  Update update{.decision = impl_->run(), .rejudged = {}, .whole = true};
  if (impl_->is_judged) update.rejudged = updater.all_judged();
  updater.forget_stock();
  return update;
}

std::vector<Outcome> Evaluator::outcomes() const {
  const Verdicts& verdicts = impl_->judge.verdicts();
  std::vector<Outcome> outcomes;
  for (const plan::RuleRef ref : impl_->plan.order) {
    const RuleVerdict& verdict = verdicts.of(ref);
    if (!verdict.judged) continue;
    const plan::Rule& rule = impl_->plan.rule(ref);
    if (!rule.for_each || verdict.instances == 0) {
      outcomes.push_back({ref, rule.id, status_name(verdict.status), verdict.asks});
      continue;
    }
    for (const Instance& instance : std::span(verdicts.instances).subspan(verdict.first_instance, verdict.instances))
      outcomes.push_back({ref, Explainer::id_of(rule, instance), status_name(instance.status), instance.asks});
  }
  return outcomes;
}

base::Expected<Report, RunError> Evaluator::report(const base::SourceMap& sources, std::span<const DocumentName> names) const {
  assert(std::ranges::none_of(impl_->documents, [](const Document* d) { return d != nullptr && d->is_edited(); }));
  return impl_->explained(sources, names, [&](Explainer& explainer) {
    return explainer.report(impl_->only ? &*impl_->only : nullptr, impl_->limits.findings);
  });
}

base::Expected<Evaluator::ShownValue, RunError> Evaluator::show(plan::NodeId node, const base::SourceMap& sources,
                                                                std::span<const DocumentName> names) {
  auto shown = impl_->explained(sources, names, [&](Explainer& explainer) { return impl_->shown(node, explainer); });
  if (!shown) shown.error() = {RunError::Kind::step_budget, {}};  // the expression itself was judged, and no rule
  return shown;
}

Evaluator::ShownValue Evaluator::Impl::shown(plan::NodeId node, Explainer& explainer) {
  ShownValue shown;
  const Value value = machine.eval(node);
  shown.known = !value.is_unknown();
  bool whole = true;
  show_json(shown.json, value, plan, whole);
  if (shown.known) {
    show_text(shown.text, value, plan, machine.reasons());
    return shown;
  }
  shown.reasons = explainer.reasons(value, node);
  // A string that is asked for is read by a person, as a message is.
  if (auto words = machine.message(node, {})) {
    shown.text = *std::move(words);
    return shown;
  }
  shown.text = "unknown";
  if (!shown.reasons.empty()) shown.text += ": " + shown.reasons.front().message;
  return shown;
}

// ------------------------------------------------------------------------------------------------ next

base::Expected<Standing, RunError> Evaluator::standing() {
  impl_->allow_steps_again();
  try {
    impl_->judge.complete();
  } catch (const OutOfSteps&) {
    return base::Unexpected{RunError{RunError::Kind::report_budget}};
  }
  return engine::standing(impl_->plan, impl_->judge, impl_->only ? &*impl_->only : nullptr);
}

Proposal Evaluator::propose(const Obstacle& obstacle, std::span<const FreshItem> fresh) {
  impl_->allow_steps_again();
  try {
    return Planner(impl_->plan, impl_->machine, impl_->judge, impl_->documents, fresh).propose(obstacle);
  } catch (const OutOfSteps&) {
    Proposal none;
    none.why_not = "to look for what would change it takes more steps than a run may take";
    return none;
  }
}

// ------------------------------------------------------------------------------------------------ tests

void Evaluator::take(const RunInputs& inputs) {
  impl_->documents.assign(inputs.documents.begin(), inputs.documents.end());
  impl_->is_judged = false;
  impl_->judge.begin(std::nullopt);
  // For looking through the documents; what is asked for then has a budget of its own.
  impl_->machine.set_step_budget(std::numeric_limits<std::uint64_t>::max());
  impl_->machine.begin(impl_->documents, inputs.now, impl_->judge, impl_->standpoint(inputs));
}

bool Evaluator::has_read_clock() const { return impl_->machine.has_read_clock(); }

std::optional<Value> Evaluator::Impl::value(plan::NodeId node) {
  allow_steps_again();
  try {
    return machine.eval(node);
  } catch (const OutOfSteps&) {
    return std::nullopt;
  }
}

std::optional<std::string> Evaluator::wire_json(plan::NodeId node, plan::SchemaId place) {
  const auto value = impl_->value(node);
  std::string json;
  if (!value || !write_wire_json(json, *value, place, impl_->plan, impl_->machine.reasons())) return std::nullopt;
  return json;
}

std::optional<base::Decimal> Evaluator::number(plan::NodeId node) {
  const auto value = impl_->value(node);
  return value && value->is_numeric() ? std::optional(value->as_decimal()) : std::nullopt;
}

base::Expected<std::vector<PartReport>, RunError> Evaluator::parts(const plan::Traces& traces, const plan::Trace& trace,
                                                                   const base::SourceMap& sources,
                                                                   std::span<const DocumentName> names) {
  return impl_->explained(sources, names, [&](Explainer& explainer) { return explainer.parts(traces, trace); });
}

base::Expected<std::vector<ConditionReport>, RunError> Evaluator::conditions(const plan::Traces& traces,
                                                                             std::span<const plan::RuleRef> rules,
                                                                             const base::SourceMap& sources,
                                                                             std::span<const DocumentName> names) {
  return impl_->explained(sources, names, [&](Explainer& explainer) { return explainer.conditions(traces, rules); });
}

std::optional<RunError> Evaluator::count_seen(const plan::Traces& traces, std::span<const plan::NodeId> expected,
                                              Coverage& coverage) {
  impl_->allow_steps_again();
  try {
    impl_->judge.complete();
    CoverageCounter counter(impl_->plan, impl_->machine, impl_->judge, traces, coverage);
    for (const plan::RuleTrace& rule : traces.rules) counter.count(rule);
    for (const plan::NodeId condition : expected) counter.count_rows(condition);
    return std::nullopt;
  } catch (const OutOfSteps&) {
    return RunError{RunError::Kind::report_budget};
  }
}

std::vector<ReasonReport> Evaluator::misfits(plan::NodeId node, const base::SourceMap& sources,
                                             std::span<const DocumentName> names) {
  // Nothing is computed: the document is looked through.
  return Explainer(impl_->plan, impl_->machine, impl_->judge, impl_->documents, sources, names).misfits(node);
}

}  // namespace nexus::engine
