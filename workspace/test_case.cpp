#include "workspace/test_case.h"

#include "base/overloaded.h"
#include "base/values/time.h"
#include "engine/read/locate.h"
#include "workspace/json_text.h"

#include <algorithm>
#include <utility>

namespace nexus::workspace {

namespace {

constexpr std::string_view time_pointer = "/time";

rules::CheckedModel with_params(const rules::CheckedModel& model, std::span<const std::pair<rules::ParamId, rules::ExprId>> params) {
  rules::CheckedModel changed = model;
  for (const auto& [param, value] : params) {
    changed.params[param].value = value;
    changed.params[param].origin = "test";
  }
  return changed;
}

std::string pointer_to(std::span<const rules::DocumentStep> path) {
  std::string pointer;
  for (const rules::DocumentStep& step : path) pointer += step.is_position ? '/' + step.key : engine::pointer_step(step.key);
  return pointer;
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
      reader_(lowered_.plan),
      evaluator_(lowered_.plan),
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
  if (auto problem = prepare(one)) return broken(std::move(problem->words), problem->span);

  const auto decision = evaluator_.evaluate({.documents = documents_, .now = now_.value_or(base::Decimal()), .asked_phase = asked(one), .only = &rules_of(one.module)});
  if (!decision && decision.error().kind == engine::RunError::Kind::step_budget) return broken("it takes more steps than a run may take", one.title);
  result.failures = ExpectationCheck(*this, one, decision ? std::optional(*decision) : std::nullopt).run();
  const bool reads_clock = !now_ && evaluator_.has_read_clock();
  if (coverage != nullptr) evaluator_.count_seen(lowered_.traces, *coverage);
  if (reads_clock && expects_by_clock(one)) return broken("what it expects depends on `now`: say `at TIME`, or give the snapshot a `time`", one.title);
  if (!result.failures.empty()) result.outcome = engine::TestOutcome::failed;
  return result;
}

/// Some rule reads the clock, which the test does not set. Does one that it expects something of? Judges again, for each
/// expectation what that needs alone.
bool TestBench::expects_by_clock(const rules::TestCase& one) {
  const plan::Plan& plan = lowered_.plan;
  const auto reads = [&](std::vector<bool> only, std::optional<std::uint32_t> asked, plan::NodeId condition) {
    (void)evaluator_.evaluate({.documents = documents_, .now = {}, .asked_phase = asked, .only = &only});
    if (condition) (void)evaluator_.show(condition, policy_.sources(), names_);
    return evaluator_.has_read_clock();
  };
  const auto reads_rule = [&](rules::RuleRef rule) {
    std::vector<bool> only;
    for (const plan::RuleRef& ref : plan.order) only.push_back(ref == to_plan(rule));
    return reads(std::move(only), std::nullopt, {});
  };
  return std::ranges::any_of(one.expectations, [&](const rules::Expectation& expectation) {
    return std::visit(base::overloaded{
                          [&](const rules::ExpectedCondition& e) { return reads(std::vector<bool>(plan.order.size()), std::nullopt, node(e.condition)); },
                          [&](const rules::ExpectedRequirement& e) { return reads_rule(e.requirement.rule); },
                          [&](const rules::ExpectedFinding& e) { return reads_rule(e.finding.rule); },
                          [&](const rules::ExpectedDecision&) { return reads(rules_of(one.module), asked(one), {}); },
                          [&](const rules::ExpectedObligation&) { return reads(rules_of(one.module), asked(one), {}); },
                      },
                      expectation.node);
  });
}

// ------------------------------------------------------------------------------------------------ what is given

std::optional<TestBench::Problem> TestBench::prepare(const rules::TestCase& one) {
  give_fixtures(one);
  std::ranges::fill(documents_, nullptr);
  now_.reset();
  if (one.at) {
    evaluator_.take({.documents = documents_, .now = {}, .asked_phase = std::nullopt});
    now_ = evaluator_.number(node(one.at));
    if (!now_) return Problem{"its time is unknown: " + unknown_words(one.at), policy_.model()[one.at].span};
  }
  if (!one.edits.empty()) {
    evaluator_.take({.documents = documents_, .now = now_.value_or(base::Decimal()), .asked_phase = std::nullopt});
    for (const rules::TestEdit& each : one.edits)
      if (auto problem = edit(each)) return problem;
    if (!now_ && evaluator_.has_read_clock()) return Problem{"a value that it gives depends on `now`: say `at TIME`", one.title};
  }
  if (auto problem = read()) return problem;
  if (!now_) now_ = snapshot_time();
  return std::nullopt;
}

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
  const std::string pointer = pointer_to(edit.path);
  if (edit.kind == rules::TestEdit::Kind::take_away) {
    if (slot.is_given) slot.text = engine::without_value_at(slot.text, pointer);
    slot.is_edited = true;
    return std::nullopt;
  }
  slot.is_given = slot.is_edited = true;
  const auto json = edit.kind == rules::TestEdit::Kind::put_null ? std::optional<std::string>("null") : evaluator_.wire_json(node(edit.value), lowered_.places.at(edit.value));
  if (!json) return Problem{"what it puts into `" + one_line(edit.span) + "` is unknown: " + unknown_words(edit.value), edit.span};
  auto text = leads_to_items(edit.path, slot.text) ? engine::with_value_at(slot.text, pointer, *json) : std::nullopt;
  if (!text) return Problem{"nothing can be put into `" + one_line(edit.span) + "`: objects are made on the way, items of lists are not", edit.span};
  slot.text = *std::move(text);
  return std::nullopt;
}

std::optional<TestBench::Problem> TestBench::read() {
  for (std::size_t i = 0; i < given_.size(); ++i) {
    Given& slot = given_[i];
    slot.name.has_lines = !slot.is_edited;
    names_[i] = slot.name;
    documents_[i] = nullptr;
    if (!slot.is_given) continue;
    if (const auto error = reader_.read_into(slot.document, i, slot.text)) return Problem{to_diagnostic(*error, slot.name.document).message, {}};
    documents_[i] = &slot.document;
  }
  return std::nullopt;
}

/// The snapshot's own time, where the test does not say one.
std::optional<base::Decimal> TestBench::snapshot_time() {
  if (lowered_.snapshot_time) {
    evaluator_.take({.documents = documents_, .now = {}, .asked_phase = std::nullopt});
    return evaluator_.number(lowered_.snapshot_time);
  }
  const auto range = engine::locate(given_[0].text, time_pointer);
  if (!range || range->end - range->begin < 2 || given_[0].text[range->begin] != '"') return std::nullopt;
  return base::parse_time(std::string_view(given_[0].text).substr(range->begin + 1, range->end - range->begin - 2));
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
  const auto shown = evaluator_.show(node(id), policy_.sources(), names_);
  return shown.reasons.empty() ? std::string("it has no value") : shown.reasons.front().message;
}

}  // namespace nexus::workspace
