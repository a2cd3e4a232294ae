#include "base/values/time.h"
#include "engine/next_report.h"
#include "engine/read/locate.h"
#include "report/doc/policy_document.h"
#include "report/format.h"
#include "report/graph/graph.h"
#include "report/json.h"
#include "report/next.h"
#include "report/test_format.h"
#include "tests/fuzz/documents.h"
#include "tests/fuzz/target.h"
#include "tests/suite/cases.h"
#include "workspace/describe/describe.h"
#include "workspace/graph.h"
#include "workspace/json_text.h"
#include "workspace/next.h"
#include "workspace/select.h"
#include "workspace/tests.h"
#include "workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

// A policy and documents, as one file of tests/suite: the text is the policy, its `#= ` comments are the runs. Every run comes to an end, says
// twice the same, and can be written in every format. Edits that lead from one snapshot to the next give what a run on the edited text gives.
// What `nexus next` proposes brings what it promises.

namespace nexus::fuzz {

namespace {

using tests::Directive;
using tests::SuitePolicy;

constexpr std::size_t most_cases = 4;
/// Looking for what to do next evaluates again and again.
constexpr std::size_t largest_for_next = 6'000;

/// `name rest of it`
std::pair<std::string, std::string> split_word(const std::string& text) {
  const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
  return {text.substr(0, end), text.substr(std::min(end + 1, text.size()))};
}

std::shared_ptr<const workspace::LoadedPolicy> load(const SuitePolicy& policy, const std::vector<Directive>& directives,
                                                    bool tests) {
  workspace::LoadRequest request;
  request.look_around = false;
  request.texts.push_back({"fuzz.nexus", policy.text});
  request.tests = tests;
  for (const Directive& directive : directives) {
    if (directive.word != "param") continue;
    std::string assignment = directive.rest;
    std::erase(assignment, ' ');
    request.assignments.push_back(assignment);
  }
  return workspace::load(request);
}

/// The documents of a run, by input, and what it asks.
struct Run {
  std::vector<std::optional<std::string>> documents;
  std::optional<std::string> history;
  workspace::Question question{
      .now = *base::parse_time("2026-11-01T00:00:00Z"), .now_is_given = true, .phase = {}, .only = {}};
};

Run run_of(const plan::Plan& plan, const std::vector<Directive>& directives) {
  Run run;
  run.documents.resize(plan.inputs.size());
  run.documents.front() = "{}";
  for (const Directive& directive : directives) {
    if (directive.word == "snapshot") run.documents.front() = directive.rest;
    if (directive.word == "history") run.history = directive.rest;
    if (directive.word == "now") run.question.now = base::parse_time(directive.rest).value_or(run.question.now);
    if (directive.word == "asking")
      if (const auto phase = workspace::find_phase(plan, directive.rest)) run.question.phase = *phase;
    if (directive.word != "input") continue;
    auto [name, json] = split_word(directive.rest);
    if (const auto input = workspace::find_input(plan, name)) run.documents[*input] = std::move(json);
  }
  return run;
}

std::string json(const engine::Report& report) {
  std::string text;
  report::render_json(std::span(&report, 1), {}, text);
  return text;
}

/// In every format there is; and JSON is JSON.
void write(const engine::Report& report) {
  report::Options options;
  options.detail = report::Detail::everything;
  for (const report::Format& format : report::formats()) {
    std::string text;
    format.render(std::span(&report, 1), options, text);
    if (format.job_summary != nullptr) format.job_summary(std::span(&report, 1), options, text);
  }
  const std::string text = json(report);
  must(nlohmann::json::accept(text), "a report is JSON", text);
}

/// False where a document is refused.
bool hand_over(workspace::Runner& runner, const Run& run) {
  runner.take_back();
  for (std::size_t input = 1; input < run.documents.size(); ++input)
    if (run.documents[input] && runner.give(input, {"further.json", *run.documents[input]})) return false;
  return !run.history || !runner.give_history({"history.jsonl", *run.history});
}

/// What a run says: the report, else why there is none.
std::string words_of(const base::Expected<engine::Report, workspace::RunFailure>& result) {
  return result ? json(*result) : result.error().diagnostic.message;
}

std::vector<std::string> lines_of(const std::vector<engine::Outcome>& outcomes) {
  std::vector<std::string> lines;
  for (const engine::Outcome& outcome : outcomes)
    lines.push_back(outcome.id + " " + std::string(outcome.status) + " " + std::string(base::level_name(outcome.asks)));
  return lines;
}

/// Edits a snapshot until it is another one, and judges both ways after each edit.
void compare_edits(const workspace::LoadedPolicy& policy, const Run& run, const std::string& last) {
  workspace::Runner updated(policy), fresh(policy);
  const std::string& first = *run.documents.front();
  if (!hand_over(updated, run) || !hand_over(fresh, run) || workspace::json_mistake(last)) return;
  if (updated.begin({"snapshot.json", first}, run.question)) return;
  for (const TextEdit& edit : edits_between(first, last)) {
    const std::string what = edit.pointer + " " + edit.value.value_or("(removed)");
    const auto change = edit.value ? updated.update(0, edit.pointer, *edit.value) : updated.remove(0, edit.pointer);
    must(change.has_value(), "an edit of what is there can be made", what);
    const std::string text = updated.text(0);
    const auto decision = fresh.decide({"snapshot.json", text}, run.question);
    must(change->decision == (decision ? std::optional(*decision) : std::nullopt), "an edit decides as a run does",
         what + "\n" + text);
    must(lines_of(updated.outcomes()) == lines_of(fresh.outcomes()), "an edit judges as a run does",
         what + "\n" + text);
  }
  const std::string text = updated.text(0);
  must(are_same(text, last), "edits lead where they should", text);
  must(words_of(updated.report()) == words_of(fresh.run({"snapshot.json", text}, run.question)),
       "edits report as a run does", text);
}

void check_next(const workspace::LoadedPolicy& policy, const Run& run) {
  workspace::NextRequest request{
      .snapshot = {"snapshot.json", *run.documents.front()}, .further = {}, .history = {}, .question = run.question};
  for (std::size_t input = 1; input < run.documents.size(); ++input)
    if (run.documents[input]) request.further.push_back({input, {"further.json", *run.documents[input]}});
  if (run.history) request.history = workspace::Text{"history.jsonl", *run.history};
  const auto next = workspace::find_next(policy, request);
  if (!next) return;
  std::string text;
  report::render_next_json(next->report, text);
  must(nlohmann::json::accept(text), "what to do next is JSON", text);
  // A history goes on while one waits: that is for suite.next.
  if (run.history) return;
  must(!next->report.left.empty() || next->report.outcome == base::Level::allow, "where nothing is left, all is well",
       text);
  Run done = run;
  done.documents.front() = next->snapshot;
  for (const auto& [input, document] : next->further) done.documents[input] = document;
  done.question.now = next->now;
  workspace::Runner runner(policy);
  must(hand_over(runner, done), "documents that are done can be read", text);
  const auto decision = runner.decide({"snapshot.json", next->snapshot}, done.question);
  must(decision && *decision == next->report.outcome, "what is to be done brings what it promises",
       text + "\n" + next->snapshot);
}

/// All that is said of a policy without a document.
void tell(const workspace::LoadedPolicy& policy) {
  const auto document = workspace::describe(policy, base::Decimal(1'800'000'000));
  must(!report::doc::render_markdown(document).empty() && !report::doc::render_html(document).empty(),
       "a policy can be described");
  const engine::PhaseGraph graph = workspace::phase_graph(policy, nullptr);
  must(report::draw_mermaid(graph).has_value() && report::draw_dot(graph).has_value(), "phases can be drawn");
}

void run_tests(const workspace::LoadedPolicy& policy) {
  const engine::TestReport tests =
      workspace::run_tests(policy, {.filters = {}, .coverage = true, .stop_at_failure = false});
  for (const report::TestFormat& format : report::test_formats()) {
    std::string text;
    format.render(tests, {}, text);
  }
}

/// Does a test take its documents from a file? A fuzzer must not say which files are opened.
bool opens_files(const std::string& text) {
  for (std::size_t at = text.find("given"); at != std::string::npos; at = text.find("given", at + 1)) {
    const std::size_t next = text.find_first_not_of(" \t\r\n", at + std::string_view("given").size());
    if (next != std::string::npos && text[next] != '{') return true;
  }
  return false;
}

}  // namespace

}  // namespace nexus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nexus;
  using namespace nexus::fuzz;
  const tests::SuitePolicy suite = tests::read_suite_file("fuzz.nexus", text_of(data, size));
  std::vector<tests::Case> cases = suite.cases;
  if (cases.empty()) cases.push_back({});
  if (cases.size() > most_cases) cases.resize(most_cases);
  bool is_first = true;
  std::optional<std::string> before;
  for (const tests::Case& one : cases) {
    std::vector<tests::Directive> directives = suite.common;
    directives.insert(directives.end(), one.directives.begin(), one.directives.end());
    const bool has_tests = is_first && !opens_files(suite.text);
    const auto policy = load(suite, directives, has_tests);
    if (!policy->is_sound()) continue;
    if (std::exchange(is_first, false)) tell(*policy);
    if (has_tests) run_tests(*policy);

    const Run run = run_of(policy->plan(), directives);
    const workspace::Text snapshot{"snapshot.json", *run.documents.front()};
    workspace::Runner runner(*policy);
    if (!hand_over(runner, run)) continue;
    const auto report = runner.run(snapshot, run.question);
    const auto again = runner.run(snapshot, run.question);
    must(words_of(report) == words_of(again), "a run says twice the same", words_of(report) + "\n" + words_of(again));
    const auto decision = runner.decide(snapshot, run.question);
    must(decision.has_value() == report.has_value(), "there is a decision where there is a report");
    if (report) {
      must(*decision == report->decision, "the decision is that of the report");
      write(*report);
      const workspace::TracedPolicy traced = workspace::trace(*policy);
      workspace::Runner explainer(traced);
      if (!hand_over(explainer, run)) continue;
      must(words_of(explainer.run(snapshot, run.question)) == words_of(report), "explaining changes nothing");
      (void)explainer.conditions(traced, traced.plan.order);
    }
    compare_edits(*policy, run, before.value_or("{}"));
    if (size <= largest_for_next) check_next(*policy, run);
    before = run.documents.front();
  }
  return 0;
}
