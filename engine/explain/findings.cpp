#include "base/values/text.h"
#include "base/values/time.h"
#include "engine/explain/explainer.h"

#include <fmt/format.h>

#include <algorithm>

/// One finding a witness, for all that did not simply hold.
namespace nexus::engine {

using base::Level;
using base::Truth;
using plan::NodeId;
using plan::Op;

/// Plain, or quoted where it could be misread.
std::string instance_id(std::string_view rule, std::string_view instance) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' || c == '~';
  };
  const bool is_plain = !instance.empty() && std::ranges::all_of(instance, plain);
  return fmt::format("{}[{}]", rule, is_plain ? std::string(instance) : base::quote_json(instance));
}

std::string Explainer::id_of(const plan::Rule& rule, const Instance& instance) {
  if (!rule.for_each) return rule.id;
  return instance.placeholder ? rule.id + "[]" : instance_id(rule.id, instance.id);
}

Finding Explainer::new_finding(const Subject& subject, FindingKind kind) const {
  Finding finding;
  finding.id = subject.id;
  finding.rule = subject.rule.id;
  finding.rule_title = subject.rule.title;
  finding.kind = kind;
  finding.level = subject.level;
  finding.counts = subject.counts;
  finding.from = subject.from;
  finding.condition = source_text(subject.condition_span);
  finding.policy = policy_place(subject.condition_span);
  return finding;
}

bool Explainer::is_true(NodeId condition) { return Machine::truth_of(machine_.eval(condition)) == Truth::yes; }

/// The policy's own words, or the part of the condition that does not hold.
std::string Explainer::message_of(const Subject& subject, NodeId broken) {
  if (subject.message) {
    std::vector<Value> compared;
    if (broken) compared_values(broken, compared);
    if (auto message = machine_.message(subject.message, compared)) return *std::move(message);
  }
  const std::string text = source_text(broken ? span_of(broken) : subject.condition_span);
  if (broken && is_true(broken)) return fmt::format("there is one where `{}`", text);
  return fmt::format("`{}` {}", text, subject.too_short ? "has not held for long enough" : "does not hold");
}

void Explainer::add_failing(const Subject& subject, FindingKind kind, const std::optional<ReadPlace>& witness, NodeId broken,
                            const std::optional<WaivedReport>& waived) {
  Finding finding = new_finding(subject, kind);
  set_waived(finding, waived);
  finding.message = message_of(subject, broken);
  if (const Value value = broken ? machine_.eval(broken) : Value(); broken && !value.is_unknown()) finding.causes = causes(broken, value.as_bool());
  const auto decides = std::ranges::find_if(finding.causes, [](const CauseReport& cause) { return !cause.evidence.document.empty(); });
  if (decides != finding.causes.end())
    finding.evidence = decides->evidence;
  else if (const auto& place = witness ? witness : item_)
    finding.evidence = evidence_place(*place);
  // An item that should not be there is the cause; that it fits goes without saying.
  if (kind == FindingKind::failed && broken && is_true(broken)) finding.causes.clear();
  if (witness) finding.witness = place_text(plan_, witness->place, witness->frame, witness->key).path;
  if (subject.file)
    if (const Value file = machine_.eval(subject.file); file.kind() == ValueKind::string) finding.file = file.as_string();
  if (subject.line)
    if (const Value line = machine_.eval(subject.line); line.is_numeric()) finding.line = line.as_decimal().to_int64();
  if (broken) margins(broken, finding.margins);
  add_finding(std::move(finding));
  if (!waived && kind != FindingKind::pending) oblige(subject);
}

/// Are there more items than `exactly N` wants?
bool Explainer::has_too_many(const plan::Node& exactly) {
  const Value wanted = machine_.eval(NodeId(exactly.b));
  std::int64_t certain = 0;
  (void)machine_.run_loop(plan::LoopId(exactly.a), [&](const Machine::Pass& pass) { return certain += pass.guard == Truth::yes ? 1 : 0, true; });
  return wanted.is_numeric() && base::Decimal(certain) > wanted.as_decimal();
}

/// `: `severity` is "urgent", not one of low or high` of an item that may or may not break a condition.
std::string Explainer::why_undecided(const plan::Node& condition, const Machine::Pass& pass) {
  const Value value = condition.op == Op::every && pass.guard == Truth::yes ? machine_.eval(NodeId(condition.b)) : pass.why;
  const std::vector<ReasonReport> why = reasons(value, {});
  return why.empty() ? std::string() : ": " + why.front().message;
}

/// One finding for each item that breaks (for a trigger: makes) the condition, else one for the condition as a whole.
void Explainer::failing(Subject subject, FindingKind kind, const Exceptions& exceptions) {
  const plan::Node& node = plan_.nodes[subject.condition];
  const bool fires = kind == FindingKind::fired || kind == FindingKind::pending;
  const bool has_witnesses = fires ? node.op == Op::some : node.op == Op::every || node.op == Op::no || node.op == Op::at_most || node.op == Op::exactly;
  const Value now = machine_.eval(subject.condition);
  // It holds, but not for long enough yet: nothing in this snapshot is to blame.
  subject.too_short = !fires && !now.is_unknown() && now.as_bool();
  if (!exceptions.fails && !exceptions.all && (subject.too_short || !has_witnesses)) return;
  if (subject.too_short) return add_failing(subject, kind, std::nullopt, {}, exceptions.all);
  if (!has_witnesses) return add_failing(subject, kind, std::nullopt, subject.condition, exceptions.all);
  if (fires && (now.is_unknown() || !now.as_bool())) {
    // It is kept, and the items that made it fire are gone.
    machine_.bind_nothing(plan::LoopId(node.a));
    return add_failing(subject, kind, std::nullopt, {}, exceptions.all);
  }
  if (node.op == Op::exactly && !has_too_many(node)) {
    // No item is to blame that there are too few.
    machine_.bind_nothing(plan::LoopId(node.a));
    if (exceptions.fails || exceptions.all) add_failing(subject, kind, std::nullopt, subject.condition, exceptions.all);
    return;
  }
  const std::size_t before = report_.findings.size();
  const plan::Loop& loop = plan_.loops[node.a];
  std::vector<std::string> undecided;
  (void)machine_.run_loop(plan::LoopId(node.a), [&](const Machine::Pass& pass) {
    if (pass.hole) return true;
    const auto place = look_at_item(loop, pass);
    const Truth broken = node.op == Op::every ? !Machine::truth_of(machine_.eval(NodeId(node.b))) : Truth::yes;
    const Truth witness = pass.guard && broken;
    if (witness == Truth::no) return true;
    const NodeId part = node.op == Op::every ? NodeId(node.b) : loop.where;
    const ItemCover cover = cover_of_item(exceptions);
    if (cover.covered == Truth::yes)
      add_failing(subject, kind, place, part, cover.by);
    else if (witness == Truth::yes && cover.covered == Truth::no && exceptions.fails)
      add_failing(subject, kind, place, part);
    else if (place && (witness == Truth::unknown || cover.covered == Truth::unknown))
      undecided.push_back(place_text(plan_, place->place, place->frame, place->key).path + (witness == Truth::unknown ? why_undecided(node, pass) : cover.why));
    return true;
  });
  scalar_items_.erase(loop.ranges.back().value);
  if (report_.findings.size() > before) report_.findings[before].undecided = std::move(undecided);
}

void Explainer::add_unknown(const Subject& subject, Value why, std::string_view what, const std::optional<WaivedReport>& waived) {
  Finding finding = new_finding(subject, FindingKind::unknown);
  set_waived(finding, waived);
  finding.reasons = reasons(why, subject.condition);
  finding.more_reasons = why.is_unknown() ? machine_.reasons().total(why) - finding.reasons.size() : 0;
  const std::string first = finding.reasons.empty() ? std::string("the evidence is not there") : finding.reasons.front().message;
  finding.message = fmt::format("{}: {}", what, first);
  if (!finding.reasons.empty()) finding.evidence = finding.reasons.front().evidence;
  if (finding.counts && !waived) oblige_to_bring(finding);
  add_finding(std::move(finding));
}

void Explainer::add_finding(Finding finding) {
  if (report_.findings.size() == max_findings_) throw TooManyFindings{};
  report_.findings.push_back(std::move(finding));
}

void Explainer::requirement_findings(const plan::Requirement& requirement, const RequirementVerdict& verdict, Subject subject) {
  subject.id += "." + requirement.name;
  subject.condition = plan::condition_of(plan_, requirement.condition);
  subject.condition_span = looked_at_ = requirement.condition_span;
  subject.message = requirement.message;
  subject.file = requirement.file;
  subject.line = requirement.line;
  if (!subject.scored) subject.level = subject.may_count ? base::milder(verdict.asks, Level::hold) : verdict.asks;
  if (verdict.timing == Timing::upcoming) subject.from = requirement.from->text;
  subject.remedies.push_back(&requirement.remedies);
  const Truth bare = Machine::truth_of(verdict.bare);
  if (verdict.status == Status::skipped || verdict.status == Status::pass || (bare == Truth::yes && verdict.status != Status::unknown)) return;
  const Exceptions covered = exceptions(requirement, verdict, subject);
  if (bare == Truth::no || (covered.by_item != nullptr && !covered.all))
    failing(subject, FindingKind::failed, covered);
  else if (covered.all)
    add_unknown(subject, verdict.bare, "cannot be judged", covered.all);
  if (covered.by_item != nullptr) subject.condition = covered.by_item->condition;
  if (verdict.status == Status::unknown) add_unknown(subject, verdict.why, "cannot be judged");
}

void Explainer::instance_findings(plan::RuleRef ref, const Instance& instance) {
  const plan::Rule& rule = plan_.rule(ref);
  const Truth counted = judge_.verdicts().of(ref).counted;
  Subject subject{.rule = rule, .id = id_of(rule, instance), .condition = {}, .condition_span = rule.name_span, .message = {}, .file = {}, .line = {}, .level = counted == Truth::unknown ? base::milder(instance.asks, Level::hold) : instance.asks, .remedies = {}, .counts = counted != Truth::no, .instance = instance.id};
  subject.may_count = counted == Truth::unknown;
  subject.scored = ref.kind == plan::RuleKind::gate && plan_.gates[ref.index].score.has_value();
  if (!instance.judged) {  // its applicability cannot be told, or there was nothing to make instances of
    if (instance.status != Status::unknown) return;
    subject.condition = rule.applies;
    if (rule.applies && !instance.placeholder) subject.condition_span = rule.applies_span;
    return add_unknown(subject, instance.why, "whether it applies cannot be told");
  }
  switch (ref.kind) {
    case plan::RuleKind::gate: {
      const plan::Gate& gate = plan_.gates[ref.index];
      subject.remedies.push_back(&gate.remedies);
      if (gate.excuse) subject.excuse = &*gate.excuse;
      const bool passes = instance.status == Status::pass;
      // Of one that is still to come nothing is told where it would pass.
      if (gate.score && !passes && !instance.will_pass) score_finding(gate, instance, subject);
      for (std::size_t i = 0; i < gate.requirements.size(); ++i) {
        const RequirementVerdict& verdict = judge_.verdicts().requirements[instance.first_requirement + i];
        // What a score has made up for is no finding; what somebody waived is.
        const bool excepted = verdict.status == Status::waived || verdict.status == Status::excused;
        if (excepted || !passes) requirement_findings(gate.requirements[i], verdict, subject);
      }
      return;
    }
    case plan::RuleKind::trigger: return trigger_findings(plan_.triggers[ref.index], instance);
    case plan::RuleKind::phase: return;
  }
}

void Explainer::trigger_findings(const plan::Trigger& trigger, const Instance& instance) {
  const Subject subject{.rule = trigger.rule,
                        .id = id_of(trigger.rule, instance),
                        .condition = trigger.fires,
                        .condition_span = trigger.fires_span,
                        .message = trigger.message,
                        .file = {},
                        .line = {},
                        .level = instance.asks,
                        .remedies = {&trigger.remedies},
                        .counts = true};
  looked_at_ = trigger.fires_span;
  if (instance.status == Status::fired) failing(subject, FindingKind::fired, {});
  if (instance.status == Status::pending) failing(subject, FindingKind::pending, {});
  if (instance.status == Status::unknown) add_unknown(subject, instance.why, "whether it fires cannot be told");
}

void Explainer::rule_findings(plan::RuleRef ref) {
  const RuleVerdict& verdict = judge_.verdicts().of(ref);
  if (!verdict.judged) return;
  if (ref.kind == plan::RuleKind::phase) return phase_findings(ref.index);
  const bool scored = ref.kind == plan::RuleKind::gate && plan_.gates[ref.index].score.has_value();
  const bool passes = verdict.status == Status::pass && verdict.asks == Level::allow;  // another instance may be upcoming
  const bool quiet = (passes && !scored) || verdict.status == Status::quiet || verdict.status == Status::skipped;
  if (quiet) return;
  const plan::Rule& rule = plan_.rule(ref);
  bound_at_ = rule.for_each ? rule.for_each->span : base::Span{};
  const auto all = std::span(judge_.verdicts().instances).subspan(verdict.first_instance, verdict.instances);
  // Instances that are no items of the loop come last, or alone.
  const auto without_item = [&] {
    for (const Instance& instance : all)
      if (!rule.for_each || instance.placeholder) instance_findings(ref, instance);
  };
  if (rule.for_each) {
    std::size_t next = 0;
    (void)judge_.each_instance(*rule.for_each, [&](const Machine::Pass& pass, std::uint32_t position) {
      if (pass.hole || next >= all.size() || all[next].placeholder || all[next].position != position) return;
      item_ = look_at_item(plan_.loops[rule.for_each->loop.index()], pass);
      machine_.set_instance(all[next].id);
      instance_findings(ref, all[next++]);
    });
    item_.reset();
    scalar_items_.clear();
    // What other rules have bound there is no item of this one.
    machine_.bind_nothing(rule.for_each->loop);
  }
  without_item();
}

// ------------------------------------------------------------------------------------------------ phases

namespace {

/// Of a phase that others wait for.
std::string_view words_of_open(Status status) {
  switch (status) {
    case Status::ready: return "ready, not done";
    case Status::active: return "active, not done";
    case Status::out_of_order: return "out of order";
    default: return status_name(status);
  }
}

}  // namespace

std::string Explainer::waits_for(std::uint32_t phase, const std::optional<Value>& begin) {
  Open known;
  return base::list_with(open_before(phase, begin, known), "and");
}

/// A skipped phase is waited for by nobody, but what it waits for itself is; of alternatives a skipped one does not count.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the longest chain of phases
const std::vector<std::string>& Explainer::open_before(std::uint32_t phase, const std::optional<Value>& begin,
                                                       Open& known) {
  if (const auto at = known.find(phase); at != known.end()) return at->second;
  std::vector<std::string> open;
  const auto add = [&](const std::string& words) {
    machine_.spend(open.size());
    if (std::ranges::find(open, words) == open.end()) open.push_back(words);
  };
  for (const auto& alternatives : plan_.phases[phase].after) {
    std::vector<std::string> applying;
    bool reached = false;
    for (const std::uint32_t before : alternatives) {
      const Status status = judge_.verdicts().phases[before].rule.status;
      if (status == Status::skipped) continue;
      const std::optional<Value> later = done_later(before, begin);
      reached |= status == Status::done && !later;
      applying.push_back(fmt::format("`{}` ({})", plan_.phases[before].rule.name,
                                     later ? "done at " + base::format_time(later->as_decimal()) : std::string(words_of_open(status))));
    }
    if (!applying.empty()) {
      if (!reached) add(base::list_with(applying, "or"));
      continue;
    }
    const auto before_it = [&](std::uint32_t before) -> const std::vector<std::string>& {
      return open_before(before, begin, known);
    };
    if (std::ranges::any_of(alternatives, [&](std::uint32_t before) { return before_it(before).empty(); })) continue;
    for (const std::uint32_t before : alternatives)
      for (const std::string& words : before_it(before)) add(words);
  }
  return known.emplace(phase, std::move(open)).first->second;
}

std::optional<Value> Explainer::done_later(std::uint32_t phase, const std::optional<Value>& begin) {
  const NodeId at = plan_.phases[phase].done_at;
  if (!begin || begin->is_unknown() || !at) return std::nullopt;
  const Value end = machine_.eval(at);
  const bool later = !end.is_unknown() && end.as_decimal() <= machine_.now() && end.as_decimal() > begin->as_decimal();
  return later ? std::optional(end) : std::nullopt;
}

/// The requirements that leave open whether a phase may start: `signed` and `reviewed` ask.
std::string Explainer::holding_requirements(std::uint32_t index) const {
  const plan::Phase& phase = plan_.phases[index];
  std::vector<std::string> names;
  for (std::size_t i = 0; i < phase.requirements.size(); ++i)
    if (judge_.verdicts().requirements[judge_.verdicts().phases[index].first_requirement + i].asks == Level::hold)
      names.push_back(fmt::format("`{}`", phase.requirements[i].name));
  return base::list_with(names, "and") + (names.size() == 1 ? " asks" : " ask");
}

Explainer::Subject Explainer::order_subject(std::uint32_t index) const {
  const plan::Phase& phase = plan_.phases[index];
  NodeId condition;
  for (const NodeId each : {phase.started, phase.started_at, phase.done, phase.done_at})
    if (!condition) condition = each;
  return {.rule = phase.rule,
          .id = phase.rule.id + ".order",
          .condition = condition,
          .condition_span = condition ? plan_.spans[condition.index()] : phase.rule.name_span,
          .message = {},
          .file = {},
          .line = {},
          .level = judge_.verdicts().phases[index].rule.asks,
          .remedies = {},
          .counts = true};
}

void Explainer::broken_order(std::uint32_t index, const std::optional<WaivedReport>& waived) {
  const plan::Phase& phase = plan_.phases[index];
  const Subject subject = order_subject(index);
  Finding finding = new_finding(subject, FindingKind::out_of_order);
  set_waived(finding, waived);
  const auto begin = judge_.began(index);
  const std::string open = judge_.verdicts().phases[index].after_then == Truth::yes ? std::string() : waits_for(index, begin);
  const std::string when = begin && !begin->is_unknown() ? " at " + base::format_time(begin->as_decimal()) : std::string();
  finding.message = open.empty() ? fmt::format("`{}` began although not all it requires holds", phase.rule.name)
                                 : fmt::format("`{}` began{} too early: it comes after {}", phase.rule.name, when, open);
  if (subject.condition)
    if (const auto place = deciding_place(subject.condition)) finding.evidence = evidence_place(*place);
  add_finding(std::move(finding));
}

void Explainer::order_finding(std::uint32_t index) {
  const PhaseVerdict& verdict = judge_.verdicts().phases[index];
  if (verdict.order_waived)
    broken_order(index, cover_of_all(plan_.phases[index].order_waived.front(), verdict.order_bare));
  if (verdict.rule.asks < Level::hold) return;
  if (verdict.order_broken == Truth::yes && verdict.rule.status == Status::out_of_order) return broken_order(index, std::nullopt);
  const Subject subject = order_subject(index);
  add_unknown(subject, verdict.order_why.is_unknown() ? verdict.order_why : verdict.rule.why, "whether it is in order cannot be told");
  Finding& finding = report_.findings.back();
  finding.kind = FindingKind::order_unknown;
  if (finding.reasons.empty()) finding.message = fmt::format("whether it is in order cannot be told: {} to hold", holding_requirements(index));
}

void Explainer::phase_findings(std::uint32_t index) {
  const plan::Phase& phase = plan_.phases[index];
  const PhaseVerdict& verdict = judge_.verdicts().phases[index];
  if (verdict.order_waived || verdict.rule.asks >= Level::hold) order_finding(index);
  if (verdict.rule.status == Status::skipped) return;
  const bool asked = judge_.verdicts().asked_phase == index;
  const bool open = verdict.rule.status != Status::active && verdict.rule.status != Status::done;
  Subject subject{.rule = phase.rule, .id = phase.rule.id, .condition = {}, .condition_span = phase.rule.name_span, .message = {}, .file = {}, .line = {}, .level = judge_.verdicts().asked_asks, .remedies = {}, .counts = true};
  for (std::size_t i = 0; i < phase.requirements.size(); ++i) {
    const RequirementVerdict& requirement = judge_.verdicts().requirements[verdict.first_requirement + i];
    // What somebody waived is told in every run.
    if ((asked && open) || requirement.status == Status::waived) requirement_findings(phase.requirements[i], requirement, subject);
  }
  if (!asked || !open) return;
  if (verdict.rule.status == Status::unknown && verdict.rule.why.is_unknown() && verdict.order_broken != Truth::unknown) {
    subject.condition = phase.rule.applies;
    add_unknown(subject, verdict.rule.why, "whether it may start cannot be told");
  }
  if (verdict.after == Truth::yes || verdict.rule.status == Status::out_of_order) return;
  Finding finding = new_finding(subject, FindingKind::not_ready);
  finding.condition.clear();
  finding.message = fmt::format("`{}` waits for {}", phase.rule.name, waits_for(index));
  add_finding(std::move(finding));
}

}  // namespace nexus::engine
