#include "engine/incremental/updater.h"

#include <algorithm>
#include <utility>

namespace nexus::engine {

using base::Level;
using plan::NodeId;
using plan::Op;

namespace {

/// So much more may pile up, besides as much again as a run makes.
constexpr std::size_t memory_for_updates = std::size_t{1} << 20;
constexpr std::size_t verdicts_for_updates = 20'000;
constexpr std::uint64_t steps_for_updates = 1'000'000;

}  // namespace

// ---- stock -------------------------------------------------------------------------------------------------------------

void Updater::take_stock() {
  standings_.resize(plan_.order.size());
  asking_ = {};
  contributing_ = 0;
  for (std::size_t i = 0; i < plan_.order.size(); ++i) {
    const Judge::Say say = judge_.say(plan_.order[i]);
    const RuleVerdict& verdict = judge_.verdicts().of(plan_.order[i]);
    standings_[i] = {verdict.status, verdict.asks, say};
    count(say, 1);
  }
  memory_after_run_ = machine_.memory().used();
  verdicts_after_run_ = verdicts();
  steps_after_run_ = machine_.steps();
}

std::vector<Rejudged> Updater::all_judged() const {
  std::vector<Rejudged> all;
  for (std::uint32_t i = 0; i < plan_.order.size(); ++i) {
    const RuleVerdict& verdict = judge_.verdicts().of(plan_.order[i]);
    if (!verdict.judged) continue;
    Rejudged& rule = all.emplace_back(Rejudged{.rule = plan_.order[i],
                                               .position = i,
                                               .before = {},
                                               .now = status_name(verdict.status),
                                               .asked = Level::allow,
                                               .asks = verdict.asks});
    if (!has_stock()) continue;
    rule.before = status_name(standings_[i].status);
    rule.asked = standings_[i].asks;
  }
  return all;
}

bool Updater::is_worn() const {
  return machine_.memory().used() > 2 * memory_after_run_ + memory_for_updates ||
         verdicts() > 2 * verdicts_after_run_ + verdicts_for_updates ||
         machine_.steps() > 2 * steps_after_run_ + steps_for_updates;
}

void Updater::count(const Judge::Say& say, int by) {
  asking_[static_cast<std::size_t>(say.asks)] += static_cast<std::uint32_t>(by);
  if (say.contributes) contributing_ += static_cast<std::uint32_t>(by);
}

// ---- what an edit reaches ----------------------------------------------------------------------------------------------

// NOLINTNEXTLINE(misc-no-recursion): as deep as types are nested
void Updater::reach_place(plan::SchemaId place) {
  for (const Dependencies::Step node : dependencies_.loads(place)) reach(node);
  for (const plan::SchemaId child : plan_.schema[place].children) reach_place(child);
}

/// Whether a record is there has not changed; what is in it has.
void Updater::reach_what_looks_into(plan::SchemaId record) {
  for (const Dependencies::Step node : dependencies_.loads(record))
    for (const Dependencies::Step user : dependencies_.users(node)) {
      const Op op = dependencies_.is_node(user) ? plan_[NodeId(user)].op : Op::constant;
      if (op != Op::is_present && op != Op::is_missing && op != Op::is_null) reach(user);
    }
}

void Updater::reach(Dependencies::Step step) {
  open_.push_back(step);
  while (!open_.empty()) {
    const Dependencies::Step at = open_.back();
    open_.pop_back();
    if (std::exchange(reached_[at], number_) == number_) continue;
    if (dependencies_.is_rule(at)) {
      enqueue(dependencies_.position(at));  // whoever asks for it is reached where it does not stand as it stood
    } else if (dependencies_.is_count(at)) {
      counted_.push_back(dependencies_.position(at));
    } else if (dependencies_.is_node(at)) {
      machine_.forget(NodeId(at));
      const auto users = dependencies_.users(at);
      open_.insert(open_.end(), users.begin(), users.end());
    }
  }
}

void Updater::enqueue(std::uint32_t position) {
  queue_.push_back(position);
  std::ranges::push_heap(queue_, std::greater<>(),
                         [&](std::uint32_t p) { return std::pair(dependencies_.rank(p), p); });
}

// ---- an update ---------------------------------------------------------------------------------------------------------

bool Updater::update(const Edit& edit) {
  rejudged_.clear();
  if (edit.extent == Edit::Extent::nothing) return true;
  if (edit.extent == Edit::Extent::everything || dependencies_.has_circle() ||
      dependencies_.has_evidence_around(edit.place) || is_worn())
    return false;
  queue_.clear();
  counted_.clear();
  open_.clear();
  reached_.resize(dependencies_.steps());
  ++number_;
  reach_place(edit.place);
  for (plan::SchemaId above = plan_.schema[edit.place].parent; above; above = plan_.schema[above].parent)
    reach_what_looks_into(above);
  const auto evidence_may_have_changed = [&] { return reached_[dependencies_.evidence()] == number_; };
  while (!queue_.empty() && !evidence_may_have_changed()) {
    std::ranges::pop_heap(queue_, std::greater<>(),
                          [&](std::uint32_t p) { return std::pair(dependencies_.rank(p), p); });
    const std::uint32_t position = queue_.back();
    queue_.pop_back();
    judge_again(position);
  }
  if (evidence_may_have_changed()) return false;
  // Whether a rule counts may depend on rules that ask for it: last.
  for (const std::uint32_t position : counted_) note(position);
  std::ranges::sort(rejudged_, {}, &Rejudged::position);
  Level gravest = Level::allow;
  for (std::size_t level = 0; level < asking_.size(); ++level)
    if (asking_[level] != 0) gravest = static_cast<Level>(level);
  judge_.decide(gravest);
  return true;
}

void Updater::judge_again(std::uint32_t position) {
  const plan::RuleRef ref = plan_.order[position];
  const auto is_unclear = [](const RuleVerdict& v) { return v.status == Status::unknown || v.why.is_unknown(); };
  const bool was_unclear = is_unclear(judge_.verdicts().of(ref));
  const RuleVerdict& verdict = judge_.judge_again(ref);
  const Standing& before = standings_[position];
  // Reasons, instances and what phases hand on are not compared.
  const bool is_simple =
      ref.kind != plan::RuleKind::phase && !plan_.rule(ref).for_each && !was_unclear && !is_unclear(verdict);
  if (!is_simple || verdict.status != before.status || verdict.asks != before.asks)
    for (const Dependencies::Step user : dependencies_.users(dependencies_.rule(position))) reach(user);
  counted_.push_back(position);
  rejudged_.push_back({.rule = ref,
                       .position = position,
                       .before = status_name(before.status),
                       .now = status_name(verdict.status),
                       .asked = before.asks,
                       .asks = verdict.asks});
}

void Updater::note(std::uint32_t position) {
  const plan::RuleRef ref = plan_.order[position];
  const Judge::Say say = judge_.say(ref);
  const RuleVerdict& verdict = judge_.verdicts().of(ref);
  count(standings_[position].say, -1);
  standings_[position] = {verdict.status, verdict.asks, say};
  count(say, 1);
}

}  // namespace nexus::engine
