#include "engine/judge/judge.h"

#include "base/values/level.h"

#include <algorithm>

/// The status of phases and their order (docs/language.md, "Phases").
namespace nexus::engine {

using base::Level;
using base::Truth;

namespace {

/// Does what asks for `asks` let a phase start? A `hold` leaves it open.
Truth ok(Level asks) {
  if (asks <= Level::warn) return Truth::yes;
  return asks == Level::hold ? Truth::unknown : Truth::no;
}

}  // namespace

Value Judge::kleene_and(Value a, Value b) {
  if (!a.is_unknown() && !a.as_bool()) return a;
  if (!b.is_unknown() && !b.as_bool()) return b;
  return a.is_unknown() ? machine_.reasons().merge(a, b) : b;
}

Value Judge::kleene_or(Value a, Value b) {
  if (!a.is_unknown() && a.as_bool()) return a;
  if (!b.is_unknown() && b.as_bool()) return b;
  return a.is_unknown() ? machine_.reasons().merge(a, b) : b;
}

Value Judge::applies_to(std::uint32_t phase) { return applies(plan_.phases[phase].rule.applies); }

/// Is the time of a milestone there and past?
Value Judge::reached(plan::NodeId at) {
  const Value time = machine_.eval(at);
  return time.is_unknown() ? time : Value::boolean(time.as_decimal() <= machine_.now());
}

/// `started when` or `started at` reached; beside the condition a time that is not there yet adds nothing.
Value Judge::started(std::uint32_t phase) {
  const plan::Phase& p = plan_.phases[phase];
  if (!p.started_at) return p.started ? machine_.eval(p.started) : Value::boolean(false);
  const Value at = reached(p.started_at);
  return p.started ? kleene_or(machine_.eval(p.started), opt(at, ReasonClass::optional_absence)) : at;
}

/// `done at` reached, which is enough; or `done when`, and started where the phase says what starting means. For the
/// phases after it, an end that nobody has shown is unknown, not "no".
Value Judge::done(std::uint32_t phase, Reading reading) {
  const plan::Phase& p = plan_.phases[phase];
  const auto read = [&](const Value& value) { return reading == Reading::not_yet ? opt(value, ReasonClass::not_yet) : value; };
  if (!p.done) return read(p.done_at ? reached(p.done_at) : Value::boolean(false));
  const Value ended = read(machine_.eval(p.done));
  const Value both = p.started || p.started_at ? kleene_and(ended, read(started(phase))) : ended;
  return p.done_at ? kleene_or(opt(reached(p.done_at), ReasonClass::optional_absence), both) : both;
}

/// When a phase began: at its `started at`, else at its `done at`, as far as reached. Nothing where no time says; unknown
/// where one is there and cannot be used.
std::optional<Value> Judge::began(std::uint32_t phase) {
  const plan::Phase& p = plan_.phases[phase];
  for (const plan::NodeId at : {p.started_at, p.done_at}) {
    if (!at) continue;
    const Value time = machine_.eval(at);
    if (time.is_unknown() && machine_.reasons().all(time, ReasonClass::optional_absence)) continue;
    if (time.is_unknown() || time.as_decimal() <= machine_.now()) return time;
  }
  return std::nullopt;
}

/// Was a phase done when another began? By comparing times where both have them.
Value Judge::done_by(std::uint32_t phase, const std::optional<Value>& begin) {
  const plan::NodeId at = plan_.phases[phase].done_at;
  if (!begin || !at) return done(phase);
  const Value end = machine_.eval(at);
  if (end.is_unknown()) return machine_.reasons().all(end, ReasonClass::optional_absence) ? done(phase) : machine_.reasons().merge(*begin, end);
  if (end.as_decimal() > machine_.now()) return done(phase);
  return begin->is_unknown() ? *begin : Value::boolean(end.as_decimal() <= begin->as_decimal());
}

/// A skipped phase passes its own order on: whoever comes after waits for what it comes after.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the longest chain of phases
Value Judge::satisfied(std::uint32_t phase, Order& order) {
  return kleene_and(after(phase, order), kleene_or(kleene_not(applies_to(phase)), done_by(phase, order.begin)));
}

// NOLINTNEXTLINE(misc-no-recursion)
Value Judge::after(std::uint32_t phase, Order& order) {
  if (order.known[phase]) return *order.known[phase];
  Value all = Value::boolean(true);
  for (const auto& alternatives : plan_.phases[phase].after)
    all = kleene_and(all, alternatives.size() == 1 ? satisfied(alternatives.front(), order) : after_one_of(alternatives, order));
  order.known[phase] = all;
  return all;
}

/// `(b or c)`: one that applies must be done; a skipped one does not count, unless all are skipped.
/// With A = applies, X = after and done, Y = after:  OR(A and X)  or  (none applies and OR Y), by cases on unknown A.
// NOLINTNEXTLINE(misc-no-recursion)
Value Judge::after_one_of(const std::vector<std::uint32_t>& alternatives, Order& order) {
  std::vector<Value> applying, reached, handed_on;
  std::vector<std::size_t> open;
  for (const std::uint32_t phase : alternatives) {
    if (const Value a = applies_to(phase); a.is_unknown()) open.push_back(applying.size());
    applying.push_back(applies_to(phase));
    handed_on.push_back(after(phase, order));
    reached.push_back(kleene_and(after(phase, order), done_by(phase, order.begin)));
  }
  const auto with = [&](std::uint64_t assignment) {
    Value some = Value::boolean(false), none = Value::boolean(false);
    bool any_applies = false;
    for (std::size_t i = 0; i < alternatives.size(); ++i) {
      const auto at = std::ranges::find(open, i);
      const bool a = at == open.end() ? applying[i].as_bool() : ((assignment >> (at - open.begin())) & 1U) != 0;
      any_applies |= a;
      if (a) some = kleene_or(some, reached[i]);
      none = kleene_or(none, handed_on[i]);
    }
    return any_applies ? some : none;
  };
  constexpr std::size_t most_cases = 10;
  Value why;
  for (const std::size_t i : open) why = machine_.reasons().merge(why, applying[i]);
  if (open.size() > most_cases) return why;
  const Value first = with(0);
  Value unknown = first;
  for (std::uint64_t assignment = 1; assignment < (std::uint64_t{1} << open.size()); ++assignment) {
    const Value other = with(assignment);
    if (other.is_unknown())
      unknown = machine_.reasons().merge(unknown, other);
    else if (!first.is_unknown() && first.as_bool() != other.as_bool())
      unknown = machine_.reasons().merge(unknown, why);
  }
  return unknown;
}

/// Waivers of `PHASE.order`: one of everything answers for "broken" and for "nobody can tell", one over the snapshot for
/// "broken" alone.
Truth Judge::broken_by_order(const plan::Phase& phase, Truth broken, Value& why) {
  if (broken == Truth::no || phase.order_waived.empty()) return broken;
  const plan::Waived& waived = phase.order_waived.front();
  if (whole_cover(waived) != nullptr) return Truth::no;
  if (broken == Truth::unknown) return broken;
  const Value covered = covered_by_snapshot(waived);
  why = machine_.reasons().merge(why, covered);
  return !Machine::truth_of(covered);
}

/// What a phase comes after, as it was when the phase began, where a time says when that was.
Value Judge::order_when_begun(std::uint32_t index, const Value& now) {
  if (!plan_.milestones) return now;
  Order then{.begin = began(index), .known = {}};
  if (!then.begin) return now;
  then.known.resize(plan_.phases.size());
  return after(index, then);
}

void Judge::judge_phase(std::uint32_t index) {
  const plan::Phase& phase = plan_.phases[index];
  ReasonStore& reasons = machine_.reasons();
  PhaseVerdict verdict;
  std::vector<RequirementVerdict> requirements;
  Value required_why;
  for (const plan::Requirement& requirement : phase.requirements) {
    requirements.push_back(judge_requirement(requirement, Terms{}));
    verdict.requirements = verdict.requirements && ok(requirements.back().asks);
    if (ok(requirements.back().asks) != Truth::yes) required_why = reasons.merge(required_why, requirements.back().why);
  }
  Value why = required_why;
  bool gate_fails = false;
  for (const std::uint32_t gate : phase.gates) {
    const RuleVerdict& judged_gate = judged({plan::RuleKind::gate, gate});
    verdict.gates = verdict.gates && ok(judged_gate.asks);
    gate_fails |= judged_gate.status == Status::fail;
    if (ok(judged_gate.asks) != Truth::yes) why = reasons.merge(why, judged_gate.why);
  }
  const Value applies = applies_to(index);
  const Truth a = Machine::truth_of(applies);
  const Value order = after(index, order_);
  const Value order_then = order_when_begun(index, order);
  const Value shown_start = started(index), shown_end = done(index);
  // Each clause by itself: a phase that has not started is not done, whatever is unknown about its end.
  const Value started = opt(shown_start, ReasonClass::not_yet), ended = done(index, Reading::not_yet);
  verdict.after = Machine::truth_of(order);
  verdict.after_then = Machine::truth_of(order_then);
  Value waiver_why;
  const auto begun_early = [&](Truth st, Truth dn) { return (st || dn) && !verdict.after_then; };
  const auto is_broken = [&](Truth st, Truth dn) {
    return broken_by_order(phase, begun_early(st, dn), waiver_why) || (st && !dn && !verdict.requirements);
  };
  const Truth st = Machine::truth_of(started), dn = Machine::truth_of(ended);
  verdict.order_broken = is_broken(st, dn);
  verdict.order_waived = a != Truth::no && begun_early(st, dn) != Truth::no && broken_by_order(phase, begun_early(st, dn), waiver_why) == Truth::no;
  const Value early = kleene_and(kleene_or(started, ended), kleene_not(order_then));
  if (verdict.order_waived && early.is_unknown()) verdict.order_bare = early;
  if (verdict.order_broken == Truth::unknown) {
    // Only what would tell it: neither the gates, nor a `require` that holds.
    verdict.order_why = verdict.order_waived ? Value() : reasons.merge(early, waiver_why);
    if ((st && !dn && !verdict.requirements) == Truth::unknown)
      verdict.order_why = reasons.merge(verdict.order_why, reasons.merge(reasons.merge(started, ended), required_why));
  }

  RuleVerdict& rule = verdict.rule;
  const Truth may_start = verdict.after && verdict.gates && verdict.requirements;
  const auto decide = [&]() -> Status {
    if (a != Truth::yes) return rule.why = applies, a == Truth::no ? Status::skipped : Status::unknown;
    if (verdict.order_broken != Truth::no) return rule.why = verdict.order_why, verdict.order_broken == Truth::yes ? Status::out_of_order : Status::unknown;
    if (dn != Truth::no) return rule.why = ended, dn == Truth::yes ? Status::done : Status::unknown;
    if (st != Truth::no) return rule.why = started, st == Truth::yes ? Status::active : Status::unknown;
    rule.why = reasons.merge(order, why);
    return may_start == Truth::yes ? Status::ready : (may_start == Truth::no ? Status::blocked : Status::unknown);
  };
  rule.status = decide();
  if (rule.status != Status::unknown) rule.why = Value();
  // What stands above a row that was read as "not yet" has decided already.
  const bool past_order = rule.status != Status::skipped && rule.status != Status::out_of_order && rule.status != Status::unknown;
  if (past_order && is_broken(Machine::truth_of(shown_start), Machine::truth_of(shown_end)) == Truth::unknown)
    verdict.open_order = reasons.merge(shown_start, shown_end);
  if (past_order && rule.status != Status::done) verdict.open_done = shown_end;
  if (past_order && rule.status != Status::done && rule.status != Status::active) verdict.open_active = shown_start;
  const bool order_counts = a != Truth::no && verdict.order_broken != Truth::no;
  if (order_counts) rule.asks = a == Truth::yes && verdict.order_broken == Truth::yes ? Level::block : Level::hold;
  if (rule.status == Status::done && gate_fails) rule.asks = Level::warn;
  // A waiver leaves the run with what it rests on.
  rule.contributes = order_counts || verdict.order_waived || rule.asks != Level::allow;
  rule.judged = true;
  verdict.first_requirement = static_cast<std::uint32_t>(verdicts_.requirements.size());
  verdicts_.requirements.insert(verdicts_.requirements.end(), requirements.begin(), requirements.end());
  verdicts_.phases[index] = verdict;
}

/// What "may this phase start?" adds to the decision.
Level Judge::asked_about(const PhaseVerdict& verdict) const {
  switch (verdict.rule.status) {
    case Status::ready:
    case Status::active:
    case Status::done: return Level::allow;
    case Status::skipped: return Level::warn;
    case Status::blocked:
    case Status::out_of_order: return Level::block;
    default: return Level::hold;
  }
}

}  // namespace nexus::engine
