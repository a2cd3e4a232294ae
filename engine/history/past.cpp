#include "engine/history/past.h"

#include "engine/judge/judge.h"

#include <utility>

namespace nexus::engine {

using plan::NodeId;

/// A machine that stands at an earlier snapshot, and the judge of the rules there.
struct Past::Level {
  explicit Level(const plan::Plan& plan) : machine(plan), judge(plan, machine) {}

  Machine machine;
  Judge judge;
  std::vector<const Document*> documents;
  std::optional<std::size_t> at;  ///< the sample it stands at
};

Past::Past(const plan::Plan& plan) : plan_(plan) {}
Past::~Past() = default;

void Past::begin(Record* record, std::size_t before, bool is_next, std::span<const Document* const> documents,
                 std::optional<std::uint32_t> asked_phase) {
  record_ = record;
  before_ = before;
  is_next_ = is_next;
  documents_.assign(documents.begin(), documents.end());
  documents_.resize(plan_.inputs.size());
  asked_phase_ = asked_phase;
  for (const auto& level : levels_) level->at.reset();
  if (record_ != nullptr) record_->belong_to(this);
}

Past::Level& Past::level(std::size_t depth) {
  while (levels_.size() < depth) levels_.push_back(std::make_unique<Level>(plan_));
  return *levels_[depth - 1];
}

std::optional<Value> Past::value(Machine& asker, std::size_t sample, NodeId node, const plan::ForEach* for_each,
                                 const std::string& instance, Membership membership) {
  Sample& at = (*record_)[sample];
  Asked asked{node, instance, membership};
  const auto known = at.remembered.find(asked);
  const SampleValue& value =
      known != at.remembered.end() ? known->second : evaluate(asker, at, sample, std::move(asked), for_each);
  if (!value.there) return std::nullopt;
  return as_known_to(asker, value);
}

const SampleValue& Past::evaluate(Machine& asker, Sample& sample, std::size_t index, Asked asked,
                                  const plan::ForEach* for_each) {
  Level& level = this->level(asker.depth() + 1);
  Machine& machine = level.machine;
  std::uint64_t steps = machine.steps();
  if (level.at != index) {
    level.at.reset();  // it stands nowhere until it has begun, which takes steps
    level.documents = documents_;
    level.documents.front() = &sample.document;
    machine.set_step_budget(asker.steps_left());
    machine.begin(level.documents, sample.time, level.judge,
                  {.past = this, .before = index, .time = sample.time, .depth = asker.depth() + 1});
    level.judge.begin(asked_phase_);
    level.at = index;
    steps = 0;
  }
  // What the asker may take has changed since this machine was last asked.
  machine.set_step_budget(sum_of_steps(machine.steps(), asker.steps_left()));
  SampleValue found{.there = false, .value = {}, .reasons = {}};
  if (for_each == nullptr) {
    found = keep(sample, machine, machine.eval(asked.node));
  } else {
    const bool counts = asked.membership == Membership::counts;
    const auto unknown_list = level.judge.at_instance(*for_each, asked.instance, [&](const Value& guard) {
      const Value value = machine.eval(asked.node);
      // Where it cannot be told whether the item was there: what does not hold does not hold of it.
      const bool is_false = !value.is_unknown() && value.kind() == ValueKind::boolean && !value.as_bool();
      found = keep(sample, machine,
                   counts && guard.is_unknown() && !is_false ? machine.reasons().merge(guard, value) : value);
    });
    if (unknown_list && counts) found = keep(sample, machine, *unknown_list);
  }
  asker.spend(machine.steps() - steps);
  return sample.remembered.insert_or_assign(std::move(asked), std::move(found)).first->second;
}

/// A value of a machine that moves on, kept where the sample is.
SampleValue Past::keep(Sample& sample, Machine& machine, const Value& value) const {
  SampleValue kept{.there = true, .value = value, .reasons = {}};
  const auto text = [&](std::string_view t) {
    return t.empty() ? std::string_view() : std::string_view(sample.texts.emplace_back(t));
  };
  if (value.is_unknown()) {
    const auto reasons = machine.reasons().reasons(value);
    kept.reasons.assign(reasons.begin(), reasons.end());
    for (Reason& reason : kept.reasons) {
      reason.key = text(reason.key);
      reason.detail = text(reason.detail);
      // Records whose evidence is no good were copied into the machine's memory, which it uses again.
      if (reason.frame == nullptr || plan_.evidence.empty()) continue;
      const bool is_root = reason.frame->parent == nullptr;
      if (is_root && record_->find(reason.frame)) continue;
      reason.frame =
          is_root && reason.frame->position == 0 ? &sample.document.root() : &sample.frames.emplace_back(*reason.frame);
    }
  } else if (value.is_numeric() && !value.is_small()) {
    kept.value = Value::big_number(value.kind(), &sample.numbers.emplace_back(value.as_decimal()));
  } else if (value.kind() == ValueKind::version) {
    kept.value = Value::version(&sample.versions.emplace_back(value.as_version()));
  } else if (value.kind() == ValueKind::string) {
    kept.value = Value::string(text(value.as_string()));
  }
  return kept;
}

Value Past::as_known_to(Machine& asker, const SampleValue& value) {
  if (!value.value.is_unknown()) return value.value;
  Value unknown;
  for (const Reason& reason : value.reasons) unknown = asker.reasons().merge(unknown, asker.reasons().unknown(reason));
  return unknown;
}

void Past::remember(Machine& asker, NodeId node, const std::string& instance, const Value& value) {
  if (record_ == nullptr) return;
  // The machine of the run stands at a sample of the record only where that is told as it grows.
  if (asker.depth() == 0 && !is_next_) return;
  const std::size_t index = asker.samples_before();
  if (index >= record_->size()) return;
  Sample& sample = (*record_)[index];
  Asked asked{node, instance};
  if (!sample.remembered.contains(asked)) sample.remembered.emplace(std::move(asked), keep(sample, asker, value));
}

}  // namespace nexus::engine
