#include "playground/repl/tutorial.h"

#include "playground/repl/commands.h"
#include "playground/repl/embedded.h"
#include "playground/repl/words.h"
#include "workspace/tests.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>
#include <vector>

namespace nexus::playground {

namespace {

constexpr std::string_view folder = "playground/tutorial/";

/// A file of an exercise: a title, the task, and sections, with or without a fence round what is in them.
Exercise read(std::string_view text) {
  std::map<std::string, std::string> sections;
  std::string title, section;
  while (!text.empty()) {
    const std::size_t end = std::min(text.size(), text.find('\n'));
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    if (line.starts_with("## ")) {
      section = line.substr(3);
    } else if (line.starts_with("# ") && title.empty()) {
      title = line.substr(2);
    } else if (!line.starts_with("```")) {
      sections[section].append(line).append("\n");
    }
  }
  for (auto& [name, words] : sections) words = trimmed(words);
  return {title,
          sections[""],
          sections["Start"],
          sections["Snapshot"],
          sections["Check"],
          sections["Hint"],
          sections["Solution"],
          sections["Mistake"]};
}

std::string indented(std::string_view text) {
  std::string out = "  ";
  for (const char c : text) out += c == '\n' ? std::string("\n  ") : std::string(1, c);
  return out + "\n";
}

/// `3 of 12  A phase`, the task, and what there is to begin with.
Reply begin(Session& session, std::size_t number) {
  const Exercise& exercise = exercises()[number];
  auto evaluated = playground::evaluate(beginning_of(exercise), {}, nullptr);
  if (!evaluated) return session.complain(evaluated.error());
  session.begin_with(std::move(evaluated->state));
  session.set_exercise(number);
  Reply reply = session.say([&](report::Page& page) {
    page.line(0)
        .piece(std::to_string(number + 1) + " of " + std::to_string(exercises().size()), report::Tone::faint)
        .piece(exercise.title, report::Tone::strong, 2);
  });
  reply.text += "\n" + session.say([&](report::Page& page) { write_paragraphs(page, exercise.task); }).text + "\n";
  if (!exercise.start.empty()) reply.text += "This is there already:\n" + indented(exercise.start);
  reply.text += "The snapshot:\n" + indented(exercise.snapshot) + "`:hint` helps, `:skip` goes on to the next.\n";
  return reply;
}

Reply not_running(Session& session) { return session.complain("the tutorial is not running", "`:tutorial` starts it"); }

Reply go_on(Session& session, std::size_t number, std::string said) {
  Reply reply;
  if (number < exercises().size()) {
    reply = begin(session, number);
  } else {
    session.set_exercise(std::nullopt);
    reply.text =
        "That was the last one. What you typed is still here: `:save release.nexus snapshot.json` keeps "
        "it,\n`:example` shows larger policies, `:help` the rest.\n";
  }
  reply.text.insert(0, said);
  return reply;
}

}  // namespace

std::span<const Exercise> exercises() {
  static const std::vector<Exercise> all = [] {
    std::vector<Exercise> found;
    for (const EmbeddedFile& file : embedded_files())
      if (file.path.starts_with(folder)) found.push_back(read(file.text));
    return found;
  }();
  return all;
}

State beginning_of(const Exercise& exercise) {
  State state;
  state.policies.push_back(text_file("exercise.nexus", exercise.start.empty() ? "" : exercise.start + "\n", false));
  state.snapshot = text_file("snapshot", exercise.snapshot, false);
  return state;
}

std::optional<std::string> missing_in(const State& state, const Exercise& exercise) {
  workspace::LoadRequest request;
  for (const TextFile& policy : state.policies) request.open_files.push_back({policy.name, *policy.text});
  if (request.open_files.empty()) return "there is no policy";
  request.open_files.front().text += "\n" + exercise.check + "\n";
  request.look_around = false;
  request.tests = true;
  const auto policy = workspace::load(request);
  for (const base::Diagnostic& diagnostic : policy->diagnostics())
    if (diagnostic.severity == base::Severity::error) return diagnostic.message;
  const engine::TestReport report = workspace::run_tests(*policy, {});
  for (const engine::TestResult& result : report.results) {
    if (result.outcome == engine::TestOutcome::passed) continue;
    if (result.failures.empty()) return result.name + ": " + result.problem;
    return result.name + ": `" + result.failures.front().expectation + "`, but " + result.failures.front().actual;
  }
  return std::nullopt;
}

std::string Session::judge_exercise() {
  const auto missing = missing_in(state_, exercises()[*exercise_]);
  if (missing)
    return say([&](report::Page& page) { page.line(0).prose("not yet:", report::Tone::caution).prose(*missing); }).text;
  const std::string done = std::to_string(*exercise_ + 1) + " of " + std::to_string(exercises().size()) + " done.\n\n";
  return "\n" + go_on(*this, *exercise_ + 1, done).text;
}

Reply tutorial(Session& session, const std::string& words) {
  const auto running = session.exercise();
  if (words == "off") {
    session.set_exercise(std::nullopt);
    return session.say("the tutorial is over for now; `:tutorial " + std::to_string(running.value_or(0) + 1) +
                       "` goes on here");
  }
  std::size_t number = running.value_or(0) + 1;
  if (!words.empty()) {
    const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), number);
    if (error != std::errc() || end != words.data() + words.size() || number == 0 || number > exercises().size())
      return session.complain("there is no exercise `" + words + "`",
                              "they have the numbers 1 to " + std::to_string(exercises().size()));
  }
  // What was typed for an exercise is no loss.
  if (const std::string warning = running ? "" : session.unsaved_warning(); !warning.empty()) {
    return session.complain("the tutorial begins with an empty policy, and what is here is not saved",
                            "`:save` keeps it; `:tutorial` once more begins without");
  }
  return begin(session, number - 1);
}

Reply hint(Session& session, const std::string&) {
  if (!session.exercise()) return not_running(session);
  return {exercises()[*session.exercise()].hint + "\n"};
}

Reply skip(Session& session, const std::string&) {
  if (!session.exercise()) return not_running(session);
  return go_on(session, *session.exercise() + 1,
               "One way to do it:\n" + indented(exercises()[*session.exercise()].solution) + "\n");
}

}  // namespace nexus::playground
