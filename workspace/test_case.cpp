#include "workspace/test_case.h"

#include "engine/history/record.h"
#include "engine/read/locate.h"
#include "workspace/json_text.h"
#include "workspace/select.h"

#include <algorithm>
#include <utility>

namespace nexus::workspace {

namespace {

rules::CheckedModel with_params(const rules::CheckedModel& model, std::span<const std::pair<rules::ParamId, rules::ExprId>> params) {
  rules::CheckedModel changed = model;
  for (const auto& [param, value] : params) {
    changed.params[param].value = value;
    changed.params[param].origin = "test";
  }
  return changed;
}

/// A moment after today.
struct Later {
  std::string words;
  base::Decimal seconds;
};

/// The clocks that a case without a time is judged at besides today's: hours, every weekday, every month, a century.
const std::vector<Later>& later_clocks() {
  static const std::vector<Later> all = [] {
    constexpr std::int64_t hour = 3600, day = 24 * hour, month = 30 * day + 10 * hour;
    std::vector<Later> clocks;
    const auto add = [&](std::int64_t count, const std::string& unit, std::int64_t seconds) {
      clocks.push_back({(count == 1 ? (unit == "hour" ? "an" : "a") : std::to_string(count)) + " " + unit + (count == 1 ? "" : "s") + " later", base::Decimal(count * seconds)});
    };
    for (const std::int64_t hours : {1, 6, 12, 18}) add(hours, "hour", hour);
    for (std::int64_t days = 1; days < 7; ++days) add(days, "day", day);
    for (std::int64_t months = 1; months < 12; ++months) add(months, "month", month);
    add(1, "century", 36525 * day);
    return clocks;
  }();
  return all;
}

std::string pointer_to(std::span<const rules::DocumentStep> path) {
  std::string pointer;
  for (const rules::DocumentStep& step : path) pointer += step.is_position ? '/' + step.key : engine::pointer_step(step.key);
  return pointer;
}

/// What is wrong and what helps, in one go.
std::string in_words(const base::Diagnostic& diagnostic) {
  std::string words = diagnostic.message;
  for (const std::string& help : diagnostic.helps) words += "; " + help;
  return words;
}

/// Are the items that a path goes through there? Objects are made on the way, lists are not.
bool leads_to_items(std::span<const rules::DocumentStep> path, std::string_view json) {
  for (std::size_t i = 0; i < path.size(); ++i)
    if (path[i].is_position && !engine::locate(json, pointer_to(path.first(i + 1)))) return false;
  return true;
}

}  // namespace

TestBench::TestBench(const LoadedPolicy& policy, std::span<const std::pair<rules::ParamId, rules::ExprId>> params, std::span<const std::uint32_t> cases)
    : policy_(policy),
      lowered_(params.empty() ? rules::lower(policy.model(), policy.tests(), cases) : rules::lower(with_params(policy.model(), params), policy.tests(), cases)),
      reader_(lowered_.plan, policy.limits()),
      evaluator_(lowered_.plan, policy.limits()),
      given_(lowered_.plan.inputs.size()),
      documents_(given_.size()),
      names_(given_.size()) {
  for (std::size_t i = 0; i < given_.size(); ++i) {
    const std::string& name = lowered_.plan.inputs[i].name;
    given_[i].name.document = name.empty() ? "snapshot" : name;
  }
}

engine::PolicyPlace TestBench::place(base::Span span) const {
  if (!span) return {};
  const base::LineColumn at = policy_.sources().position(span.file, span.begin);
  return {.file = std::string(policy_.sources().name(span.file)), .line = at.line, .column = at.column};
}

std::string TestBench::one_line(base::Span span) const {
  std::string text;
  for (const char c : policy_.sources().slice(span)) {
    const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!space || !text.ends_with(' ')) text += space ? ' ' : c;
  }
  return text;
}

engine::TestResult TestBench::run(const rules::TestCase& one, engine::Coverage* coverage) {
  engine::TestResult result;
  result.name = one.name;
  result.module = policy_.model().modules[one.module].name;
  result.policy = place(one.title);
  if (one.row) result.row = one_line(one.row);
  const auto broken = [&](std::string words, base::Span span) {
    result.failures.clear();  // of what it does not say nothing follows
    result.outcome = engine::TestOutcome::broken;
    result.problem = std::move(words);
    result.problem_place = place(span);
    return std::move(result);
  };
  const base::Decimal today = system_now();
  Judged judged = judge(one, today, coverage);
  if (!judged.problem && judged.by_clock) judged.problem = changed_by_clock(one, today, judged);
  if (judged.problem) return broken(std::move(judged.problem->words), judged.problem->span);
  result.failures = std::move(judged.failures);
  if (!result.failures.empty()) result.outcome = engine::TestOutcome::failed;
  return result;
}

TestBench::Judged TestBench::judge(const rules::TestCase& one, const base::Decimal& clock, engine::Coverage* coverage) {
  Judged judged;
  clock_ = clock;
  judged.problem = prepare(one);
  if (!judged.problem) {
    const auto decision = evaluator_.evaluate({.documents = documents_,
                                               .now = now_.value_or(clock_),
                                               .asked_phase = asked(one),
                                               .only = &rules_of(one.module),
                                               .history = record_ ? &*record_ : nullptr,
                                               .time = time_});
    if (!decision && decision.error().kind == engine::RunError::Kind::step_budget) {
      judged.problem = Problem{in_words(workspace::beyond_limit(decision.error(), policy_.limits())), one.title};
      return judged;
    }
    judged.failures = ExpectationCheck(*this, one, decision ? std::optional(*decision) : std::nullopt).run();
    note_clock();
    if (coverage != nullptr && evaluator_.count_seen(lowered_.traces, expected_conditions(one), *coverage))
      judged.problem = Problem{"counting what it covers takes more steps than a run may take", one.title};
  }
  judged.by_clock = by_clock_;
  return judged;
}

std::vector<plan::NodeId> TestBench::expected_conditions(const rules::TestCase& one) const {
  std::vector<plan::NodeId> conditions;
  for (const rules::Expectation& expectation : one.expectations)
    if (const auto* expected = std::get_if<rules::ExpectedCondition>(&expectation.node)) conditions.push_back(node(expected->condition));
  return conditions;
}

/// A case without a time must come out the same at any.
std::optional<TestBench::Problem> TestBench::changed_by_clock(const rules::TestCase& one, const base::Decimal& today, const Judged& at_first) {
  for (const Later& later : later_clocks()) {
    Judged then = judge(one, base::add(today, later.seconds).value, nullptr);
    if (then.problem) return std::move(then.problem);
    const auto has = [](const Judged& judged, const engine::FailureReport& failure) {
      return std::ranges::any_of(judged.failures, [&](const engine::FailureReport& other) { return other.expectation == failure.expectation && other.policy.line == failure.policy.line; });
    };
    const auto changes = [&](const Judged& from, const Judged& to, std::string_view how) -> std::optional<Problem> {
      const auto lost = std::ranges::find_if(from.failures, [&](const engine::FailureReport& failure) { return !has(to, failure); });
      if (lost == from.failures.end()) return std::nullopt;
      return Problem{"`" + lost->expectation + "` " + std::string(how) + later.words + ": say `at TIME`, or give the snapshot a `time`", one.title};
    };
    if (auto problem = changes(then, at_first, "comes true today, and no longer ")) return problem;
    if (auto problem = changes(at_first, then, "does not come true today, but ")) return problem;
  }
  return std::nullopt;
}

// ------------------------------------------------------------------------------------------------ what is given

std::optional<TestBench::Problem> TestBench::prepare(const rules::TestCase& one) {
  give_fixtures(one);
  std::ranges::fill(documents_, nullptr);
  by_clock_ = false;
  now_.reset();
  record_.reset();
  if (one.at) {
    take_no_documents();
    now_ = evaluator_.number(node(one.at));
    if (!now_) return Problem{"its time is unknown: " + unknown_words(one.at), policy_.model()[one.at].span};
  } else {
    now_ = engine::time_of_snapshot(lowered_.plan, given_[0].text);
  }
  if (auto problem = begin_series(one)) return problem;
  if (!one.edits.empty()) {
    take_no_documents();
    for (const rules::TestEdit& each : one.edits)
      if (auto problem = edit(each)) return problem;
    note_clock();
  }
  time_ = engine::time_of_snapshot(lowered_.plan, given_[0].text);
  if (!one.at && time_) now_ = time_;
  if (one.history)
    if (auto problem = give_history(*one.history)) return problem;
  return read();
}

void TestBench::take_no_documents() { evaluator_.take({.documents = documents_, .now = now_.value_or(clock_), .asked_phase = std::nullopt}); }

void TestBench::note_clock() { by_clock_ |= !now_ && evaluator_.has_read_clock(); }

void TestBench::give_fixtures(const rules::TestCase& one) {
  for (Given& slot : given_) {
    slot.is_given = slot.is_edited = false;
    slot.text.clear();
  }
  // Without `given` a test starts from nothing.
  given_[0].text = "{}";
  given_[0].is_given = given_[0].is_edited = true;
  for (const rules::GivenDocument& document : one.given) {
    Given& slot = given_[document.input.index()];
    const FixtureText& fixture = policy_.fixtures()[document.fixture];
    slot.text = fixture.text;
    slot.name.file = fixture.file;
    slot.is_given = true;
    slot.is_edited = false;
  }
}

std::optional<TestBench::Problem> TestBench::edit(const rules::TestEdit& edit) {
  Given& slot = given_[edit.input.index()];
  if (!slot.is_given) slot.text = "{}";
  if (edit.kind == rules::TestEdit::Kind::take_away) {
    if (slot.is_given) slot.text = engine::without_value_at(slot.text, pointer_to(edit.path));
    slot.is_edited = true;
    return std::nullopt;
  }
  slot.is_given = slot.is_edited = true;
  return change(slot.text, edit);
}

std::optional<TestBench::Problem> TestBench::change(std::string& text, const rules::TestEdit& edit) {
  const std::string pointer = pointer_to(edit.path);
  const auto json = edit.kind == rules::TestEdit::Kind::put_null ? std::optional<std::string>("null") : evaluator_.wire_json(node(edit.value), lowered_.places.at(edit.value));
  if (!json) return Problem{"what it puts into `" + one_line(edit.span) + "` is unknown: " + unknown_words(edit.value), edit.span};
  auto changed = leads_to_items(edit.path, text) ? engine::with_value_at(text, pointer, *json) : std::nullopt;
  if (!changed) return Problem{"nothing can be put into `" + one_line(edit.span) + "`: objects are made on the way, items of lists are not", edit.span};
  text = *std::move(changed);
  return std::nullopt;
}

std::optional<TestBench::Problem> TestBench::read() {
  for (std::size_t i = 0; i < given_.size(); ++i) {
    Given& slot = given_[i];
    slot.name.has_lines = !slot.is_edited;
    names_[i] = slot.name;
    documents_[i] = nullptr;
    if (!slot.is_given) continue;
    if (const auto error = reader_.read_into(slot.document, i, slot.text)) return Problem{in_words(to_diagnostic(*error, slot.name.document)), {}};
    documents_[i] = &slot.document;
  }
  return std::nullopt;
}

/// The rules of a module, those it enforces, and the gates that its phases name.
const std::vector<bool>& TestBench::rules_of(rules::ModuleId module) {
  const auto [at, fresh] = rules_of_module_.try_emplace(module.index());
  if (!fresh) return at->second;
  const plan::Plan& plan = lowered_.plan;
  std::vector<plan::RuleRef> named;
  for (const plan::Phase& phase : plan.phases)
    if (phase.rule.module == module.index())
      for (const std::uint32_t gate : phase.gates) named.push_back({plan::RuleKind::gate, gate});
  for (const plan::RuleRef& ref : plan.order) {
    const plan::Rule& rule = plan.rule(ref);
    at->second.push_back(rule.module == module.index() || is_enforced_by(module, rule) || std::ranges::count(named, ref) != 0);
  }
  return at->second;
}

bool TestBench::is_enforced_by(rules::ModuleId module, const plan::Rule& rule) const {
  const auto& modules = policy_.resolved().modules;
  return std::ranges::any_of(policy_.resolved().enforcements, [&](const rules::Enforcement& enforcement) {
    return enforcement.at.module == module.index() && std::ranges::any_of(enforcement.rules, [&](const rules::DeclRef& declared) {
             const auto known = modules[declared.module].rules.find(rule.name);
             return declared.module == rule.module && known != modules[declared.module].rules.end() && known->second == declared.decl;
           });
  });
}

std::string TestBench::unknown_words(rules::ExprId id) {
  const auto shown = this->shown(id);
  return shown.reasons.empty() ? std::string("it has no value") : shown.reasons.front().message;
}

engine::Evaluator::ShownValue TestBench::shown(rules::ExprId id) {
  auto value = evaluator_.show(node(id), policy_.sources(), names_);
  if (value) return *std::move(value);
  engine::Evaluator::ShownValue unknown{
      .text = {}, .json = "null", .known = false, .reasons = {beyond_limit(value.error())}};
  unknown.text = "unknown: " + unknown.reasons.front().message;
  return unknown;
}

engine::ReasonReport TestBench::beyond_limit(const engine::RunError& error) const {
  base::Diagnostic diagnostic = workspace::beyond_limit(error, policy_.limits());
  engine::ReasonReport reason;
  reason.message = std::move(diagnostic.message);
  reason.help = std::move(diagnostic.helps.back());
  return reason;
}

}  // namespace nexus::workspace
