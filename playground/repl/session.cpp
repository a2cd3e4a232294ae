#include "playground/repl/session.h"

#include "base/diagnostics/catalogue.h"
#include "playground/repl/changes.h"
#include "playground/repl/commands.h"
#include "playground/repl/words.h"
#include "report/diagnostics.h"
#include "report/text_words.h"
#include "workspace/declarations.h"
#include "workspace/json_text.h"
#include "workspace/typed_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <set>
#include <utility>
#include <vector>

namespace nexus::playground {

namespace {

namespace diagnostics = base::diagnostics;
using workspace::DeclarationText;
using workspace::TypedText;

/// What messages call what was typed, and the policy that it makes where none was loaded.
constexpr std::string_view typed_name = "typed";
constexpr std::string_view policy_name = "playground.nexus";

constexpr std::size_t most_undo = 200;

bool is_command(std::string_view text) {
  return text.size() > 1 && text.front() == ':' &&
         (std::isalpha(static_cast<unsigned char>(text[1])) != 0 || text[1] == '?');
}

/// `coverage.line = 74.2`: what other languages call an assignment.
bool is_assignment(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0 || equals + 1 >= text.size() || text[equals + 1] == '=')
    return false;
  const std::string path = trimmed(text.substr(0, equals));
  return std::ranges::all_of(path, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_.[]\"'-").find(c) != std::string_view::npos;
  });
}

/// What beginners say before they know the commands.
std::optional<std::string> meant_command(const std::string& text, const State& state) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> words{
      {{"help", ":help"}, {"?", ":help"}, {":?", ":help"}, {"quit", ":quit"}, {"exit", ":quit"}, {":exit", ":quit"}}};
  const auto at =
      std::ranges::find(words, std::string_view(text), &std::pair<std::string_view, std::string_view>::first);
  if (at == words.end()) return std::nullopt;
  const rules::CheckedModel& model = state.compiled->model();
  const rules::Type& input = model.types[model.inputs[rules::InputId(0)].type];
  const bool is_field = input.kind == rules::TypeKind::record && model.types[input.record].find(text) != nullptr;
  return is_field ? std::nullopt : std::optional(std::string(at->second));
}

/// What is not meant yet while a policy is being typed.
bool may_come_yet(const base::Diagnostic& warning) {
  constexpr std::array names{"unused-name", "unused-import", "policy-without-rules"};
  return std::ranges::find(names, warning.name) != names.end();
}

}  // namespace

Session::Session(SessionOptions options) : options_(std::move(options)) {
  auto empty = playground::evaluate(State{}, {}, nullptr);
  state_ = std::move(empty->state);
}

void Session::begin_with(State state) {
  runner_.reset();
  state_ = std::move(state);
  past_.clear();
}

bool Session::goes_on(const std::string& input) {
  const std::string text = trimmed(input);
  if (text.empty()) return false;
  if (is_command(text) || text.front() == '{') return workspace::has_open_bracket(text);
  const TypedText typed = workspace::read_typed("", text);
  // A comment belongs to what comes after it.
  return typed.kind == TypedText::Kind::nothing || typed.goes_on;
}

Reply Session::submit(const std::string& input) {
  const std::size_t changes = changes_;
  Reply reply = answer(trimmed(input));
  if (exercise_ && changes_ != changes) reply.text += judge_exercise();
  return reply;
}

Reply Session::answer(const std::string& text) {
  if (text.empty()) return {};
  if (const auto command = meant_command(text, state_)) return run_command(*this, *command);
  if (is_command(text)) return run_command(*this, text);
  if (text.front() == '{' && !workspace::json_mistake(text)) return snapshot(*this, text);
  TypedText typed = workspace::read_typed(std::string(typed_name), text);
  switch (typed.kind) {
    case TypedText::Kind::nothing:
      return {};
    case TypedText::Kind::declarations:
      return declare(text);
    case TypedText::Kind::expression:
      return show(text);
    case TypedText::Kind::mistake:
      break;
  }
  return misread(text, std::move(typed.mistakes));
}

Reply Session::misread(const std::string& text, workspace::Mistakes mistakes) const {
  if (is_assignment(text) && !mistakes.diagnostics.empty()) {
    base::Diagnostic diagnostic = diagnostics::bad_usage({}, "a value is set by a command");
    return complain(std::move(diagnostic).with_help("to change the snapshot, write `:set " + text + "`"));
  }
  return complain(mistakes);
}

Reply Session::declare(const std::string& text) {
  State next = state_;
  if (next.policies.empty()) next.policies.push_back(text_file(std::string(policy_name), "", false));
  std::string said, all;
  for (const DeclarationText& declaration : workspace::declarations_of(text)) {
    const auto has_it = [&](const TextFile& file) {
      const auto present = workspace::declarations_of(*file.text);
      return std::ranges::find(present, declaration.name, &DeclarationText::name) != present.end();
    };
    const auto at = std::ranges::find_if(next.policies, has_it);
    TextFile& file = at != next.policies.end() ? *at : next.policies.front();
    std::string changed = workspace::with_declarations(
        *file.text, std::string_view(text).substr(declaration.begin, declaration.end - declaration.begin));
    const std::string_view verb = changed == *file.text       ? " is as it was"
                                  : at != next.policies.end() ? " changed"
                                                              : " added";
    const std::string name = workspace::words_of(declaration.name);
    said += name + std::string(verb) + (next.policies.size() > 1 ? " in " + file.name : "") + "\n";
    all += (all.empty() ? "" : ", ") + name;
    file.set_text(std::move(changed));
  }
  return change(std::move(next), all, said);
}

Reply Session::show(const std::string& text) {
  const auto expression = workspace::compile_expression(*state_.compiled, std::string(typed_name), text);
  if (!expression) return complain(expression.error());
  workspace::Runner runner(*expression);
  if (const auto mistakes = give_documents(state_, runner, expression->plan)) return complain(*mistakes);
  const workspace::Text snapshot = snapshot_of(state_);
  auto value = runner.show(expression->root, &snapshot, question_of(state_));
  if (!value) return complain(workspace::with_text(std::move(value.error()), snapshot));
  return say([&](report::Page& page) {
    // A value stays in one piece, to be copied; why there is none is told.
    page.line(0);
    if (value->known)
      page.piece(value->text, report::Tone::strong);
    else
      page.prose(value->text, report::Tone::caution);
    page.piece(expression->type, report::Tone::faint, 2);
    for (const engine::ReasonReport& reason : value->reasons)
      if (!reason.help.empty()) page.line(2).prose(reason.help, report::Tone::faint);
  });
}

std::string Session::news_of(const workspace::LoadedPolicy& before, const workspace::LoadedPolicy& after) const {
  std::set<std::string> known;
  for (const base::Diagnostic& diagnostic : before.diagnostics())
    known.insert(std::string(diagnostic.code) + diagnostic.message);
  std::vector<base::Diagnostic> news;
  for (const base::Diagnostic& diagnostic : after.diagnostics())
    if (!may_come_yet(diagnostic) && !known.contains(std::string(diagnostic.code) + diagnostic.message))
      news.push_back(diagnostic);
  std::string text;
  report::render_diagnostics(news, after.sources(), options_.colour, text);
  return text;
}

Reply Session::change(State next, std::string what, std::string_view said) {
  const State* known = std::exchange(is_compiled_anew_, false) ? nullptr : &state_;
  auto evaluated = playground::evaluate(std::move(next), options_.settings, known);
  if (!evaluated) return complain(evaluated.error());
  Reply reply = take_over(std::move(evaluated->state), std::move(what), said);
  runner_ = std::move(evaluated->runner);
  return reply;
}

Reply Session::edit(const workspace::Edit& edit, std::string text, std::string what) {
  State next = state_;
  next.snapshot.set_text(std::move(text));
  // A runner keeps the time of its run; a clock that nobody has stopped goes on, and what asks for it is judged anew.
  const auto asks_clock = [&] { return !next.now && runner_->has_read_clock(); };
  if (runner_ == nullptr || asks_clock()) return change(std::move(next), std::move(what));
  const auto changed = edit.json ? runner_->update(0, edit.pointer, *edit.json) : runner_->remove(0, edit.pointer);
  if (!changed || asks_clock() || take_report(next, runner_->report())) return change(std::move(next), std::move(what));
  const plan::Plan& plan = state_.compiled->plan();
  next.effort = {.rules = {}, .whole = changed->whole, .took = changed->took};
  for (const engine::Rejudged& rule : changed->rejudged) next.effort.rules.push_back(plan.rule(rule.rule).id);
  return take_over(std::move(next), std::move(what), {});
}

Reply Session::take_over(State next, std::string what, std::string_view said) {
  past_.push_back(std::move(state_));
  if (past_.size() > most_undo) past_.erase(past_.begin());
  state_ = std::move(next);
  state_.change = std::move(what);
  ++changes_;
  has_warned_ = false;
  if (watch_) watch(true);

  const State& before = past_.back();
  Reply reply{std::string(said)};
  if (before.compiled != state_.compiled) reply.text += news_of(*before.compiled, *state_.compiled);
  const Reply changes = say([&](report::Page& page) {
    const bool any = write_changes(page, before.report.get(), state_.report.get());
    if (!any && state_.report != nullptr)
      page.line(0)
          .prose("nothing else changes: the decision is still", report::Tone::faint)
          .piece(base::level_name(state_.report->decision), report::tone_of(state_.report->decision));
  });
  reply.text += changes.text;
  if (traces_) reply.text += traced();
  const bool has_rules = !state_.compiled->plan().order.empty();
  if (has_rules && state_.report == nullptr && (before.report != nullptr || before.compiled != state_.compiled)) {
    report::render_diagnostics(state_.no_report, {}, options_.colour, reply.text);
  }
  if (reply.text.empty()) reply.text = say("no rule judges it yet").text;
  return reply;
}

std::string Session::traced() const {
  const std::vector<plan::RuleRef>& order = state_.compiled->plan().order;
  const Effort& effort = state_.effort;
  const double microseconds = std::chrono::duration<double, std::micro>(effort.took).count();
  const auto count = [](std::size_t rules) { return fmt::format("{} {}", rules, rules == 1 ? "rule" : "rules"); };
  return say([&](report::Page& page) {
           if (effort.whole) {
             page.line(0).prose(
                 fmt::format("judged: all of {}, in {:.0f} µs with the report", count(order.size()), microseconds),
                 report::Tone::faint);
             return;
           }
           page.line(0).prose(fmt::format("judged again: {} of {}, in {:.1f} µs", effort.rules.size(),
                                          count(order.size()), microseconds),
                              report::Tone::faint);
           constexpr std::size_t most = 12;
           const report::ShortIds ids(state_.report ? *state_.report : engine::Report{});
           for (std::size_t i = 0; i < std::min(most, effort.rules.size()); ++i)
             page.piece(ids(effort.rules[i]), report::Tone::faint, i == 0 ? 2 : 1);
         })
      .text;
}

Reply Session::undo() {
  if (past_.empty()) return complain("there is nothing to undo", "changes are undone one by one, the last one first");
  runner_.reset();
  const State undone = std::exchange(state_, std::move(past_.back()));
  past_.pop_back();
  has_warned_ = false;
  if (watch_) watch(true);
  return say([&](report::Page& page) {
    page.line(0).prose("undone:").piece(undone.change);
    write_changes(page, undone.report.get(), state_.report.get());
  });
}

Reply Session::say(const Write& write) const {
  Reply reply;
  report::Page page(reply.text, options_.colour, options_.width);
  write(page);
  page.finish();
  return reply;
}

Reply Session::say(std::string_view words) const {
  return say([&](report::Page& page) { page.line(0).prose(words); });
}

Reply Session::complain(const workspace::Mistakes& mistakes) const {
  Reply reply;
  reply.failed = true;
  std::vector<base::Diagnostic> diagnostics = mistakes.diagnostics;
  for (base::Diagnostic& diagnostic : diagnostics)
    std::erase_if(diagnostic.helps, workspace::is_limit_advice);  // there is none to move here
  report::render_diagnostics(diagnostics, mistakes.sources, options_.colour, reply.text);
  return reply;
}

Reply Session::complain(const base::Diagnostic& diagnostic) const {
  return complain(workspace::Mistakes{{}, {diagnostic}});
}

Reply Session::complain(std::string_view words, std::string help) const {
  base::Diagnostic diagnostic = diagnostics::bad_usage({}, words);
  return complain(std::move(diagnostic).with_help(std::move(help)));
}

}  // namespace nexus::playground
