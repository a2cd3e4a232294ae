#include "workspace/replay.h"

#include "base/diagnostics/catalogue.h"
#include "engine/evaluate.h"
#include "engine/history/record.h"
#include "rules/plan/look_back.h"
#include "workspace/history.h"
#include "workspace/json_text.h"

#include <algorithm>
#include <utility>

namespace nexus::workspace {

struct Replay::Impl {
  explicit Impl(const LoadedPolicy& policy)
      : plan(policy.plan()), limits(policy.limits()), reader(plan, limits), evaluator(plan, limits), documents(plan.inputs.size()), further(plan.inputs.size()), steps_back(plan::look_back(plan)) {}

  /// Forgets the samples that nothing will look at again.
  void forget() {
    if (!steps_back) return;
    std::size_t oldest = record.size() - 1;
    for (const plan::LookBack& step : *steps_back) {
      const std::size_t until = record.count_until(base::subtract(record[oldest].time, step.duration).value);
      const auto samples = static_cast<std::size_t>(std::max<std::int64_t>(step.samples, 0));
      oldest = std::min(until == 0 ? 0 : until - 1, oldest - std::min(samples, oldest));
    }
    record.drop_first(oldest);
  }

  const plan::Plan& plan;
  const base::Limits limits;
  engine::Reader reader;
  engine::Evaluator evaluator;
  engine::Record record;
  engine::ReplayLog log;
  std::vector<const engine::Document*> documents;
  std::vector<engine::Document> further;
  std::optional<std::vector<plan::LookBack>> steps_back;
  std::uint64_t steps = 0, repeated = 0;
};

Replay::Replay(const LoadedPolicy& policy) : impl_(std::make_unique<Impl>(policy)) {}
Replay::~Replay() = default;

std::uint64_t Replay::steps() const { return impl_->steps; }
std::size_t Replay::held() const { return impl_->record.size(); }

std::optional<RunFailure> Replay::give(std::size_t input, const Text& document) {
  if (const auto error = impl_->reader.read_into(impl_->further[input], input, document.text))
    return RunFailure{to_diagnostic(*error, document.name), place_of(*error)};
  impl_->documents[input] = &impl_->further[input];
  return std::nullopt;
}

std::optional<RunFailure> Replay::step(const std::string& file, std::uint32_t line, std::string_view json, const Question& question) {
  auto document = impl_->reader.read(0, json);
  if (!document) return RunFailure{to_diagnostic(document.error(), file), place_of(document.error())};
  const auto time = engine::time_of_snapshot(impl_->plan, json);
  if (!time) return no_sample(file, line);
  engine::Record& record = impl_->record;
  if (record.size() != 0 && *time < record[record.size() - 1].time) {
    return RunFailure{base::diagnostics::history_out_of_order({}, file, line)
                          .with_help("a replay goes forward; to sort the file: `jq -s -c 'sort_by(.time)[]' FILE`"),
                      std::nullopt};
  }
  if (!record.insert(*std::move(document), *time, file, line)) {
    ++impl_->repeated;
    return std::nullopt;
  }
  const engine::Sample& sample = record[record.size() - 1];
  impl_->documents.front() = &sample.document;
  const auto decision = impl_->evaluator.evaluate({.documents = impl_->documents,
                                                   .now = *time,
                                                   .asked_phase = question.phase,
                                                   .only = question.only.empty() ? nullptr : &question.only,
                                                   .history = &record,
                                                   .time = *time});
  if (!decision && decision.error().kind == engine::RunError::Kind::step_budget) {
    return RunFailure{beyond_limit(decision.error(), impl_->limits), std::nullopt};
  }
  impl_->log.add(impl_->plan, line, *time, decision ? base::level_name(*decision) : "nothing decided", impl_->evaluator.outcomes());
  ++impl_->steps;
  impl_->forget();
  return std::nullopt;
}

engine::ReplayReport Replay::finish(std::string file, std::optional<std::vector<engine::LabelReplay>> labels) {
  engine::ReplayReport report = std::move(impl_->log).finish(std::move(file), std::move(labels));
  report.repeated = impl_->repeated;
  return report;
}

}  // namespace nexus::workspace
