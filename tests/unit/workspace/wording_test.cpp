#include "workspace/describe/wording.h"
#include "rules/typing/children.h"
#include "tests/support/catch.h"
#include "workspace/workspace.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace nexus::workspace::describing {

namespace {

constexpr std::string_view declarations = R"(policy p
enum Severity { low < medium < high }
param floor: ratio in 50%..100% = 80%
param required: [string] = ["ci", "lint"]
param limits: { [string]: int } = { web: 3, api: 5 }
param patience: duration = 10m
param strict: bool = true
input {
  coverage: { line: ratio in percent, branch?: ratio in percent }
  suites: [ { name: string, failed: int, slow: bool, finished: time } ]
  services: { [string]: { healthy: bool, tier: int, parts: [ { id: string } ] } }
  approvals: [ { user: string, role: string } ]
  branch: string, labels: [string], started: time, tag: version, live?: bool, approved: bool
  severity: Severity, p95: duration in ms, extra: any
  canary: [number], control: [number], errors: int, up: bool
}
input baseline?: { line: ratio in percent }
let worst = min([coverage.line, coverage.branch])
let line = coverage.line
let serious = severity >= medium
def passed(name: string) = some s in suites where s.name == name
table owners(s: Severity, a: bool) -> { who: string, days: int } {
  case high, _         => "security", 1
  case in [low, medium], true  => "team", 7
  else => "nobody", 30
}
gate other "Other" { require approved else "no" }
phase ready "Ready" { done when live ?? false }
trigger alarm "Alarm" { fires when errors > 5 then warn "{errors}" }
gate g { require )";

/// As a person would read it aloud, with marks for what is no plain word: `code`, *value*, <source>; parts in brackets.
std::string spoken(const Statement& statement) {
  std::string text;
  for (const Phrase& phrase : statement.sentence) {
    switch (phrase.kind) {
      case Phrase::Kind::code:
        text += "`" + phrase.text + "`";
        break;
      case Phrase::Kind::value:
      case Phrase::Kind::level:
        text += "*" + phrase.text + "*";
        break;
      case Phrase::Kind::blank:
        text += "‹" + phrase.text + "›";
        break;
      case Phrase::Kind::source:
        text += "<" + phrase.text + ">";
        break;
      case Phrase::Kind::words:
        text += phrase.text;
        break;
    }
  }
  for (const Statement& part : statement.parts) text += " [" + spoken(part) + "]";
  return text;
}

/// Which constructs stand in an expression, in the names it uses, and in what these are made of.
void constructs(const rules::CheckedModel& model, ExprId id, std::set<std::size_t>& found) {
  const rules::Expr& expr = model[id];
  found.insert(expr.node.index());
  if (const auto* let = std::get_if<rules::LetValue>(&expr.node)) constructs(model, model.lets[let->let].value, found);
  if (const auto* call = std::get_if<rules::DefCall>(&expr.node)) constructs(model, model.defs[call->def].body, found);
  if (const auto* param = std::get_if<rules::ParamValue>(&expr.node))
    constructs(model, model.params[param->param].value, found);
  rules::typing::for_each_child(expr, [&](ExprId child) { constructs(model, child, found); });
}

struct Example {
  const char* expression;
  const char* sentence;
};

// By the sections of docs/language.md.
const Example examples[] = {
    // Values and operators.
    {"coverage.line >= floor", "`coverage.line` is at least *80%* (`floor`)"},
    {"80% <= coverage.line", "`coverage.line` is at least *80%*"},
    {"floor > 60%", "`floor` (*80%*) is above *60%*"},
    {"not (coverage.line < 80%)", "`coverage.line` is at least *80%*"},
    {"line == baseline.line", "`coverage.line` equals `baseline.line`"},
    {"line != baseline.line - 1pt", "`coverage.line` differs from `baseline.line` − *1%*"},
    {"p95 between 100ms and 1m30s", "`p95` is between *100 ms* and *1m30s*"},
    {"not (errors between 1 and 3)", "`errors` is not between *1* and *3*"},
    {"errors == -(errors + 1) * 2", "`errors` equals −(`errors` + *1*) × *2*"},
    {"errors % 2 == 0 or errors / 2 > 1",
     "at least one of these holds: [`errors` modulo *2* is *0*] [`errors` ÷ *2* is above *1*]"},
    {"not (approved and up)", "at least one of these holds: [`approved` is *false*] [`up` is *false*]"},
    {"approved", "`approved` is *true*"},
    {"strict", "`strict` (*true*) is *true*"},
    {"live ?? false", "`live` is *true* (if missing: taken as *false*)"},
    {"(coverage.branch ?? coverage.line ?? 0%) >= 60%",
     "`coverage.branch` (if missing: `coverage.line` else *0%*) is at least *60%*"},
    {"branch in [\"main\", \"next\"]", "`branch` is *“main”* or *“next”*"},
    {"branch not in [\"main\", \"next\"]", "`branch` is neither *“main”* nor *“next”*"},
    {"branch in required", "`branch` is one of *“ci”* and *“lint”* (`required`)"},
    {"labels contains \"urgent\"", "*“urgent”* is in `labels`"},
    {"branch in services", "`branch` is in `services`"},
    {"branch starts with \"release/\"", "`branch` starts with *“release/”*"},
    {"not (branch ends with \"-x\")", "`branch` does not end with *“-x”*"},
    {"branch contains \"fix\"", "`branch` contains *“fix”*"},
    {"branch like 'release/*'", "`branch` fits the path pattern *“release/*”*"},
    {"branch matches '^v[0-9]'", "`branch` fits the pattern `^v[0-9]`"},
    {"required subset of labels", "everything in `required` is also in `labels`"},
    {"coverage.branch is present", "`coverage.branch` is present"},
    {"live is not missing", "`live` is not missing"},
    {"labels is empty", "`labels` is empty"},
    {"required is not empty", "`required` is not empty"},
    {"if approved then errors == 0 else errors < 5",
     "if `approved` is *true*: [`errors` is *0*] [otherwise: [`errors` is below *5*]]"},
    {"errors < (if approved then 5 else 0)", "`errors` is below *5* if `approved` is *true*, otherwise *0*"},
    {"severity >= medium", "`severity` is at least *medium*"},
    {"tag > version(\"1.9\")", "`tag` is above *1.9*"},
    {"tag.major == 2", "the major part of `tag` is *2*"},
    {"branch == \"v{tag}\"", "`branch` equals “v‹tag›”"},
    {"labels[0] == \"a\" and labels[-1] == \"b\"",
     "all of these hold: [the first item of `labels` is *“a”*] [the last item of `labels` is *“b”*]"},
    {"services[\"web\"].healthy", "`services[\"web\"].healthy` is *true*"},
    {"services[branch].tier == 1", "`tier` of the entry of `services` for `branch` is *1*"},
    {"limits[\"web\"] > 2", "the entry of `limits` for *“web”* is above *2*"},
    {"extra.ports[errors] == 443 and extra[branch] == 1",
     "all of these hold: [the entry of `extra.ports` at `errors` is *443*] [the entry of `extra` at `branch` is *1*]"},
    {"(extra.rate as ratio in percent) <= 5%", "`extra.rate` is at most *5%*"},
    {"snapshot is present", "the snapshot is present"},
    // Names.
    {"worst >= 60%", "`worst` is at least *60%*"},
    {"serious", "`serious` holds"},
    {"not serious", "`serious` does not hold"},
    {"passed(\"unit\")", "`passed` holds for *“unit”*"},
    {"owners(severity, approved).days <= 7", "`days` of `owners` for `severity` and `approved` is at most *7*"},
    // Quantifiers.
    {"every s in suites has s.failed == 0", "every suite in `suites`: its `failed` is *0*"},
    {"every s in suites where not s.slow if any has s.failed == 0",
     "every suite in `suites` (there may be none) where its `slow` is *false*: its `failed` is *0*"},
    {"every s in suites has s.failed == 0 and not s.slow",
     "every suite in `suites`: all of these hold: [its `failed` is *0*] [its `slow` is *false*]"},
    {"some s in suites where s.slow", "there is at least one suite in `suites` where its `slow` is *true*"},
    {"not (some s in suites where s.slow)", "there is no suite in `suites` where its `slow` is *true*"},
    {"no l in labels where l starts with \"wip\"", "there is no label in `labels` where it starts with *“wip”*"},
    {"at least 2 distinct a.user for a in approvals where a.role == \"lead\"",
     "there are at least *2* different values of the approval’s `user`, over the approvals in `approvals` where its "
     "`role` is *“lead”*"},
    {"at most 1 s in suites where s.failed > 0",
     "there is at most *1* suite in `suites` where its `failed` is above *0*"},
    {"exactly 2 s in suites where s.slow", "there are exactly *2* suites in `suites` where its `slow` is *true*"},
    {"every name, s in services has s.healthy and name != \"x\"",
     "every service in `services`: all of these hold: [its `healthy` is *true*] [its name is not *“x”*]"},
    {"no a in suites, b in suites where a.name == b.name and a.failed > b.failed",
     "there is no pair of suites `a` and `b` in `suites` where all of these hold: [`a.name` equals `b.name`] "
     "[`a.failed` is above `b.failed`]"},
    {"no s in services, q in s.parts where q.id == \"x\"",
     "there is no service in `services` and part in its `parts` where the part’s `id` is *“x”*"},
    {"(the s in suites where s.name == \"api\").failed == 0",
     "`failed` of the suite in `suites` where its `name` is *“api”* is *0*"},
    // Comprehensions and functions.
    {"[s.name for s in suites where s.slow] is empty",
     "each suite’s `name`, of the suites in `suites` where the suite’s `slow` is *true* is empty"},
    {"length([s for s in suites where s.slow]) < 3",
     "the number of items in the suites in `suites` where the suite’s `slow` is *true* is below *3*"},
    {"count(s in suites where s.slow) == 0",
     "the number of suites in `suites` where the suite’s `slow` is *true* is *0*"},
    {"sum(s.failed for s in suites) == 0", "the sum of each suite’s `failed` in `suites` is *0*"},
    {"max(canary) <= avg(control)", "the greatest of `canary` is at most the average of `control`"},
    {"percentile(95, canary) < median(control)", "the 95th percentile of `canary` is below the median of `control`"},
    {"mann_whitney(canary, control).p < 0.05",
     "`p` of the Mann–Whitney test of `canary` against `control` is below *0.05*"},
    {"join(sort(unique(labels)), \",\") == \"a\"",
     "the different items of `labels` in order, joined by *“,”* is *“a”*"},
    {"first(2, difference(labels, required)) is empty",
     "the first *2* of what is in `labels` and not in `required` is empty"},
    {"latest(s in suites by s.name, s.finished) is not empty",
     "of the suites in `suites` the latest (by the suite’s `finished`) for each the suite’s `name` is not empty"},
    {"lower(trim(branch)) == replace(branch, \"a\", \"b\")",
     "`branch` without blanks at its ends in lower case equals `branch` with *“b”* for each *“a”*"},
    // Time.
    {"now - started >= 1d", "the time since `started` is at least *1 day*"},
    {"started > now - patience", "`started` is after *10 minutes* (`patience`) before now"},
    {"started + 1h < now", "*1 hour* after `started` is before now"},
    {"weekday(now, \"UTC\") < friday and hour(started, \"UTC\") >= 9",
     "all of these hold: [the current weekday in *“UTC”* is before *friday*] [the hour of `started` in *“UTC”* is at "
     "least *9*]"},
    // History.
    {"up for 5m max gap 2m",
     "`up` is *true*, for *5 minutes* without a break (and no silence longer than *2 minutes*)"},
    {"up for 3 of the last 5 snapshots", "`up` is *true*, at *3* of the last *5* snapshots"},
    {"errors <= previous.errors", "`errors` is at most the previous `errors`"},
    {"avg(p95 over 10m needs at least 3) < 1s",
     "the average of `p95` over the last *10 minutes* (of at least *3* snapshots) is below *1 second*"},
    {"increase(errors over 5m) == 0", "the increase of `errors` over the last *5 minutes* is *0*"},
    {"count(errors > 3 over 10m) < 2",
     "the number of snapshots at which `errors` is above *3*, over the last *10 minutes* is below *2*"},
    {"some h in history where h.errors == 0", "there is at least one earlier snapshot where its `errors` is *0*"},
    {"length(history) > 3", "the number of items in the earlier snapshots is above *3*"},
    // Other rules.
    {"gate other is pass", "the gate `other` is *pass*"},
    {"phase ready is not done", "the phase `ready` is not *done*"},
    {"not (trigger alarm is fired)", "the trigger `alarm` is not *fired*"},
};

std::shared_ptr<const LoadedPolicy> load_with(std::string_view expression) {
  LoadRequest request;
  request.texts.push_back({"p.nexus", std::string(declarations) + std::string(expression) + " else block \"no\" }\n"});
  return load(request);
}

ExprId condition(const LoadedPolicy& policy) {
  return policy.model().gates[rules::GateId(1)].requirements.front().condition;
}

}  // namespace

TEST_CASE("conditions in words") {
  for (const Example& example : examples) {
    const auto policy = load_with(example.expression);
    INFO(example.expression);
    for (const base::Diagnostic& diagnostic : policy->diagnostics())
      if (diagnostic.severity == base::Severity::error) FAIL_CHECK(diagnostic.message);
    if (!policy->is_sound()) continue;
    Wording wording(policy->model(), policy->sources());
    CHECK(spoken(wording.statement(condition(*policy))) == example.sentence);
  }
}

TEST_CASE("every construct of the language has an example") {
  std::set<std::size_t> found;
  for (const Example& example : examples) {
    const auto policy = load_with(example.expression);
    if (policy->is_sound()) constructs(policy->model(), condition(*policy), found);
  }
  using Node = decltype(rules::Expr::node);
  for (std::size_t i = 0; i < std::variant_size_v<Node>; ++i) {
    INFO("alternative " << i << " of rules::Expr::node");
    CHECK(found.count(i) == 1);
  }
}

TEST_CASE("names that came up have to be explained") {
  const auto policy =
      load_with("worst >= 60% and passed(\"unit\") and owners(severity, approved).days < 3 and line > 1%");
  REQUIRE(policy->is_sound());
  Wording wording(policy->model(), policy->sources());
  (void)wording.statement(condition(*policy));
  REQUIRE(wording.terms().lets.size() == 1);  // `line` is only another name for a place
  CHECK(policy->model().lets[wording.terms().lets.front()].name == "worst");
  CHECK(wording.terms().defs.size() == 2);
}

TEST_CASE("what is nested too deep is quoted") {
  std::string deep = "errors";
  for (int i = 0; i < 12; ++i) deep = "(" + deep + " + 1) * 2";
  const auto policy = load_with(deep + " > 0");
  REQUIRE(policy->is_sound());
  Wording wording(policy->model(), policy->sources());
  CHECK(spoken(wording.statement(condition(*policy))).find("<((") != std::string::npos);
}

TEST_CASE("singular and plural") {
  for (const auto& [several, one] : std::vector<std::pair<const char*, const char*>>{{"suites", "suite"},
                                                                                     {"dependencies", "dependency"},
                                                                                     {"branches", "branch"},
                                                                                     {"boxes", "box"},
                                                                                     {"statuses", "status"}})
    CHECK(singular(several) == one);
  for (const char* word : {"status", "access", "lint", "series", "analysis", "s"}) CHECK(singular(word).empty());
  for (const auto& [one, several] : std::vector<std::pair<const char*, const char*>>{
           {"suite", "suites"}, {"dependency", "dependencies"}, {"branch", "branches"}, {"day", "days"}})
    CHECK(plural(one) == several);
}

}  // namespace nexus::workspace::describing
