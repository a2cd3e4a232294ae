#include "base/diagnostics/catalogue.h"
#include "base/diagnostics/pages.h"
#include "playground/repl/changes.h"
#include "playground/repl/commands.h"
#include "playground/repl/words.h"
#include "report/diagnostic_page.h"
#include "report/explanation.h"
#include "report/format.h"
#include "report/next.h"
#include "report/text.h"
#include "report/text_words.h"
#include "workspace/explain.h"
#include "workspace/next.h"
#include "workspace/select.h"

#include <algorithm>
#include <span>
#include <utility>

/// The commands that ask.
namespace nexus::playground {

namespace {

namespace diagnostics = base::diagnostics;
using engine::RuleReport;
using report::Tone;

/// A run of its own: the clock may have gone on, and the question may be another.
base::Expected<engine::Report, Reply> run(Session& session, const workspace::Question& question) {
  const State& state = session.state();
  workspace::Runner runner(*state.compiled);
  if (const auto mistakes = give_documents(state, runner, state.compiled->plan()))
    return base::Unexpected{session.complain(*mistakes)};
  const workspace::Text snapshot = snapshot_of(state);
  auto report = runner.run(snapshot, question);
  if (!report) return base::Unexpected{session.complain(workspace::with_text(std::move(report.error()), snapshot))};
  return *std::move(report);
}

Reply rendered(Session& session, const engine::Report& report, report::Detail detail) {
  Reply reply;
  report::render_text({&report, 1},
                      {.detail = detail, .colour = session.options().colour, .width = session.options().width},
                      reply.text);
  return reply;
}

/// `NX2103`, the code of a diagnostic.
bool is_code(const std::string& word) {
  return word.size() == 6 && word.starts_with("NX") &&
         std::ranges::all_of(word.substr(2), [](char c) { return c >= '0' && c <= '9'; });
}

Reply explain_code(Session& session, const std::string& code) {
  const auto pages = diagnostics::pages();
  const auto page = std::ranges::find(pages, code + ".md", &diagnostics::Page::file);
  if (page == pages.end())
    return session.complain("there is no diagnostic `" + code + "`",
                            "codes stand in brackets behind `error` and `warning`");
  Reply reply;
  report::render_diagnostic_page(page->text, {.colour = session.options().colour, .width = session.options().width},
                                 reply.text);
  return reply;
}

}  // namespace

Reply evaluate(Session& session, const std::string& words) {
  if (!words.empty() && words != "-v" && words != "-q")
    return session.complain("`:eval` does not know `" + words + "`",
                            "`:eval -v` shows everything, `:eval -q` the decision alone");
  auto report = run(session, question_of(session.state()));
  if (!report) return report.error();
  return rendered(session, *report,
                  words == "-v"   ? report::Detail::everything
                  : words == "-q" ? report::Detail::decision
                                  : report::Detail::normal);
}

Reply why(Session& session, const std::string& words) {
  if (is_code(words)) return explain_code(session, words);
  const State& state = session.state();
  const workspace::TracedPolicy traced = workspace::trace(*state.compiled);
  workspace::Runner runner(traced);
  if (const auto mistakes = give_documents(state, runner, traced.plan)) return session.complain(*mistakes);
  const auto report = workspace::explain(traced, runner, snapshot_of(state), question_of(state), words);
  if (!report) return session.complain(report.error());
  if (report->rules.empty())
    return session.say("every rule passes or does not apply; name one to see how: `:why RULE`");
  Reply reply;
  report::render_explanation(*report, {.colour = session.options().colour, .width = session.options().width},
                             reply.text);
  return reply;
}

Reply next(Session& session, const std::string& words) {
  const State& state = session.state();
  const plan::Plan& plan = state.compiled->plan();
  workspace::NextRequest request{.snapshot = snapshot_of(state), .question = question_of(state)};
  if (!words.empty()) {
    const auto phase = workspace::find_phase(plan, words);
    if (!phase) return session.complain(phase.error());
    request.question.phase = *phase;
  }
  for (const State::Input& input : state.inputs)
    if (const auto number = workspace::find_input(plan, input.name))
      request.further.push_back({*number, {input.document.name, *input.document.text}});
  if (state.history) request.history = workspace::Text{state.history->name, *state.history->text};
  auto found = workspace::find_next(*state.compiled, request);
  if (!found) return session.complain(workspace::with_text(std::move(found.error()), request.snapshot));
  Reply reply;
  report::render_next_text(found->report, {.colour = session.options().colour, .width = session.options().width},
                           reply.text);
  return reply;
}

Reply phases(Session& session, const std::string&) {
  auto report = run(session, question_of(session.state()));
  if (!report) return report.error();
  const report::ShortIds ids(*report);
  const Rules rules(&*report);
  std::size_t widest = 0;
  for (const RuleReport& rule : report->rules)
    if (rule.kind == "phase") widest = std::max(widest, rule.status.size());
  if (widest == 0) return session.say("the policy has no phase; `:help phase` shows one");
  return session.say([&](report::Page& page) {
    for (const RuleReport& rule : report->rules) {
      if (rule.kind != "phase") continue;
      page.line(widest + 2, report::status_words(rule.status), report::tone_of_status(rule.status))
          .piece(ids(rule.id), Tone::strong);
      if (!rule.title.empty()) page.prose(rule.title, Tone::plain, 2);
      if (const std::string_view words = rules.words_of(rule); !words.empty())
        page.prose("(" + std::string(words) + ")", Tone::faint, 2);
    }
  });
}

Reply type_of(Session& session, const std::string& words) {
  if (words.empty()) return session.complain("`:type` needs an expression", "such as `:type coverage.line`");
  const auto expression = workspace::compile_expression(*session.state().compiled, ":type", words);
  if (!expression) return session.complain(expression.error());
  return session.say([&](report::Page& page) { page.line(0).piece(expression->type); });
}

Reply trace(Session& session, const std::string& words) {
  if (words != "on" && words != "off" && !words.empty())
    return session.complain("`:trace` does not know `" + words + "`", "write `:trace on` or `:trace off`");
  session.set_trace(words != "off");
  return session.say(words == "off" ? "no longer tells what an evaluation took"
                                    : "tells of each change how many rules were judged, and how long that took");
}

}  // namespace nexus::playground
