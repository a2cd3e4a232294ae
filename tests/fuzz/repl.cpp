#include "tests/fuzz/target.h"

#include "playground/repl/commands.h"
#include "playground/repl/completion.h"
#include "playground/repl/highlight.h"
#include "playground/repl/inputs.h"
#include "playground/repl/session.h"
#include "report/json.h"
#include "workspace/json_text.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// A script for `nexus repl`, line by line. Whatever is typed is answered. What fails changes nothing; what does not leaves a sound policy, JSON, and
// the report that a run on them gives; `:undo` brings back what was there.

namespace nexus::fuzz {

namespace {

using namespace nexus::playground;
namespace fs = std::filesystem;

/// An empty folder to be in, gone at the end: what a script saves and loads stays in there.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "nexus-fuzz-XXXXXX").native();
    must(::mkdtemp(name.data()) != nullptr, "there is a folder to work in", name);
    outer_ = name;
    // `..` is an empty folder, too.
    fs::create_directory(outer_ / "inner");
    fs::current_path(outer_ / "inner");
    // `:load -` reads nothing.
    const int nothing = ::open("/dev/null", O_RDONLY);
    must(nothing >= 0 && ::dup2(nothing, STDIN_FILENO) == STDIN_FILENO, "standard input can be taken away");
    ::close(nothing);
  }
  ~Scratch() {
    std::error_code error;
    fs::current_path("/", error);
    fs::remove_all(outer_, error);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  void clear() const {
    for (const auto& entry : fs::directory_iterator(outer_ / "inner")) fs::remove_all(entry.path());
  }

 private:
  fs::path outer_;
};

/// Would it reach beyond the folder? Commands that take files do so by a path, imports and fixtures in a string, which may have it escaped.
bool leaves_folder(const std::string& input) {
  if (input.find('/') == std::string::npos && input.find('\\') == std::string::npos &&
      input.find("..") == std::string::npos)
    return false;
  if (input.find("import") != std::string::npos || input.find("given") != std::string::npos) return true;
  const std::size_t colon = input.find_first_not_of(" \t\r\n\v\f");
  if (colon == std::string::npos || input[colon] != ':') return false;
  const std::size_t end = input.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ?", colon + 1);
  const auto found = find_command(std::string_view(input).substr(colon + 1, end - colon - 1));
  const auto* const command = std::get_if<const Command*>(&found);
  if (command == nullptr) return false;
  return (*command)->argument == Argument::policy_file || (*command)->argument == Argument::snapshot_file;
}

/// The texts of a session, and where it stands.
std::vector<std::string> contents(const Session& session) {
  const State& state = session.state();
  std::vector<std::string> all{*state.snapshot.text, state.snapshot.name, state.now.value_or("clock"), state.change,
                               std::to_string(session.past().size())};
  for (const TextFile& file : state.policies) {
    all.push_back(file.name);
    all.push_back(*file.text);
  }
  return all;
}

std::string json(const engine::Report& report) {
  std::string text;
  report::render_json(std::span(&report, 1), {}, text);
  return text;
}

void check_state(const Session& session) {
  const State& state = session.state();
  must(state.compiled != nullptr && state.compiled->is_sound(), "a session has a sound policy");
  const auto mistake = workspace::json_mistake(*state.snapshot.text);
  must(!mistake, "a session has a snapshot that is JSON", *state.snapshot.text);
  if (!state.now) return;  // the clock goes on
  const auto again = evaluate(state, session.options().settings, nullptr);
  must(again.has_value(), "what a session holds can be judged again");
  must((again->state.report == nullptr) == (state.report == nullptr), "there is a report where a run gives one");
  if (state.report != nullptr)
    must(json(*again->state.report) == json(*state.report), "its report is that of a run",
         json(*again->state.report) + "\n" + json(*state.report));
}

/// What a terminal asks while a line is typed.
void type(const Session& session, const std::string& line) {
  must(highlight(line).size() == line.size(), "each byte has a colour");
  for (const std::size_t cursor : {line.size(), line.size() / 2}) {
    const Completion completion = complete(session.state(), line, cursor);
    must(completion.begin <= cursor, "what is completed stands before the cursor");
  }
}

/// False where the session is over.
bool submit(Session& session, const std::string& input) {
  if (leaves_folder(input)) return true;
  const auto before = contents(session);
  const Reply reply = session.submit(input);
  must(!reply.failed || !reply.text.empty(), "what fails is told", input);
  must(!reply.failed || contents(session) == before, "what fails changes nothing", input);
  const auto after = contents(session);
  if (after != before) check_state(session);
  // A change can be taken back, and there is nothing else that an input adds.
  if (session.past().size() == std::stoul(before[4]) + 1) {
    const std::string what = session.state().change;
    must(!session.undo().failed, "what was changed can be undone", input);
    must(contents(session) == before, "what is undone is as it was", input);
    check_state(session);
    (void)session.submit(input);
  }
  return !reply.ends;
}

}  // namespace

}  // namespace nexus::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nexus::fuzz;
  static const Scratch scratch;
  scratch.clear();
  const std::string script = text_of(data, size);
  Session session({});
  (void)session.submit(":now 2026-11-01T00:00:00Z");
  Inputs inputs;
  bool goes_on = true;
  each_line(script, [&](std::string_view line) {
    if (!goes_on) return;
    (void)session.look_at_files();
    type(session, std::string(line));
    for (const std::string& input : inputs.add(std::string(line))) goes_on = goes_on && submit(session, input);
  });
  if (const std::string rest = inputs.take(); goes_on && !rest.empty()) (void)submit(session, rest);
  return 0;
}
