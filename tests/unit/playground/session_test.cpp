#include "playground/repl/session.h"

#include "playground/repl/commands.h"
#include "playground/repl/completion.h"
#include "playground/repl/help.h"
#include "playground/repl/highlight.h"
#include "playground/repl/history_file.h"
#include "playground/repl/inputs.h"
#include "tests/support/catch.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace nexus::playground;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// Types all lines, and gives the last reply.
Reply type(Session& session, const std::string& lines) {
  Inputs inputs;
  Reply last;
  std::size_t begin = 0;
  while (begin < lines.size()) {
    const std::size_t end = std::min(lines.size(), lines.find('\n', begin));
    for (const std::string& input : inputs.add(lines.substr(begin, end - begin))) last = session.submit(input);
    begin = end + 1;
  }
  if (const std::string rest = inputs.take(); !rest.empty()) last = session.submit(rest);
  return last;
}

bool offers(const Session& session, std::string_view line, const std::string& candidate) {
  const Completion completion = complete(session.state(), line, line.size());
  return std::ranges::find(completion.candidates, candidate) != completion.candidates.end();
}

const std::string coverage_policy =
    "input { coverage: { line: ratio in percent } }\n"
    "gate coverage { require coverage.line >= 80% else block \"only {coverage.line}\" }\n";

}  // namespace

TEST_CASE("what a change changes is said, and nothing else") {
  Session session({});
  type(session, coverage_policy);
  CHECK(has(type(session, ":set coverage.line = 74.2%").text, "unknown → fail"));
  CHECK(type(session, ":set coverage.line = 70%").text == "gate coverage  fail  only 70%\n");
  CHECK(type(session, "let unused = 1").text == "let unused added\nnothing else changes: the decision is still block\n");
  const Reply mended = type(session, ":set coverage.line = 85%");
  CHECK(has(mended.text, "block → allow"));
  CHECK(has(mended.text, "gate coverage"));
}

TEST_CASE("of ten thousand rules, an edit judges again those that it may change") {
  constexpr std::size_t rules = 10'000;
  std::string fields, gates, snapshot = "{\"services\":{";
  for (std::size_t i = 0; i < rules; ++i) {
    const std::string name = "s" + std::to_string(i);
    fields += name + ": { errors: int }\n";
    gates += "gate " + name + " { require services." + name + ".errors <= 5 else block \"{services." + name +
             ".errors}\" }\n";
    snapshot += (i == 0 ? "\"" : ",\"") + name + "\":{\"errors\":0}";
  }
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("nexus-session-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string file = (folder / "many.nexus").native();
  std::ofstream(file) << "input { services: {\n" << fields << "} }\n" << gates;
  Session session({});
  REQUIRE_FALSE(session.submit(":snapshot " + snapshot + "}}").failed);
  REQUIRE_FALSE(session.submit(":load " + file).failed);
  REQUIRE_FALSE(session.submit(":trace on").failed);
  const Reply broken = session.submit(":set services.s4711.errors = 6");
  CAPTURE(broken.text);
  CHECK(has(broken.text, "gate s4711  pass → fail  6"));
  CHECK(has(broken.text, "judged again: 1 of 10000 rules, in "));
  CHECK(has(session.submit(":unset services.s4711").text, "fail → unknown"));
  CHECK(has(session.submit(":undo").text, "unknown → fail"));
  // The same by a whole run.
  const Reply mended = session.submit(":set services.s4711.errors = 5");
  CHECK(has(mended.text, "fail → pass"));
  CHECK(has(mended.text, "judged: all of 10000 rules"));
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

TEST_CASE("what is not understood changes nothing") {
  Session session({});
  type(session, coverage_policy);
  const std::string before = *session.state().policies.front().text;
  for (const std::string input : {"gate coverage { require coverage.lines >= 1 else block \"\" }",
                                  "gate x {{",
                                  ":set coverage.lines = 1",
                                  ":frob",
                                  "1 +",
                                  ":set",
                                  ":unset",
                                  ":why nothing",
                                  ":now yesterday",
                                  ":load nowhere.nexus",
                                  ":snapshot nowhere.json",
                                  ":snapshot { \"a\": }",
                                  ":example nothing",
                                  ":drop gate nothing",
                                  ":help nothing",
                                  ":save",
                                  ":type 1 +",
                                  ":watch maybe",
                                  ":trace maybe",
                                  ":eval x",
                                  ":undo it",
                                  "coverage.line = 3"}) {
    CAPTURE(input);
    const Reply reply = session.submit(input);
    CHECK(reply.failed);
    CHECK_FALSE(reply.text.empty());
    CHECK_FALSE(reply.ends);
    CHECK(*session.state().policies.front().text == before);
  }
}

TEST_CASE("every change can be undone") {
  Session session({});
  type(session, coverage_policy);
  type(session,
       ":set coverage.line = 85%\n:unset coverage.line\n:now 2026-11-02T10:00:00Z\n:drop gate coverage\n:example "
       "release-gate");
  for (int i = 0; i < 7; ++i) {
    const Reply reply = session.submit(":undo");
    CAPTURE(i, reply.text);
    CHECK(reply.text.starts_with("undone:"));
  }
  CHECK(session.state().policies.empty());
  CHECK(session.submit(":undo").failed);
}

TEST_CASE("commands may be shortened as long as they are clear") {
  CHECK(std::holds_alternative<const Command*>(find_command("ty")));
  CHECK(std::get<const Command*>(find_command("set"))->name == "set");
  CHECK(std::holds_alternative<nexus::base::Diagnostic>(find_command("s")));
}

TEST_CASE("the examples of the help work as they stand") {
  for (const Topic& topic : topics()) {
    Session session({});
    std::string rest(topic.example);
    Inputs inputs;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      for (const std::string& input : inputs.add(rest.substr(0, end))) {
        const Reply reply = session.submit(input);
        CAPTURE(topic.name, input, reply.text);
        CHECK_FALSE(reply.failed);
      }
      rest.erase(0, end + 1);
    }
    CHECK_FALSE(inputs.is_open());
  }
}

TEST_CASE("there is help about every command and topic") {
  Session session({});
  const std::string list = session.submit(":help").text;
  for (const Command& command : commands()) {
    CAPTURE(command.name);
    CHECK(has(list, command.usage));
    CHECK(has(session.submit(":help :" + std::string(command.name)).text, command.summary));
  }
  for (const Topic& topic : topics()) CHECK_FALSE(session.submit(":help " + std::string(topic.name)).failed);
}

TEST_CASE("every example that ships is loaded with each of its snapshots") {
  Session session({});
  const std::string list = session.submit(":example").text;
  for (const std::string name : {"release-gate green.json", "release-gate failing.json",
                                 "web-service 2026-11-04T10-30.json", "library-release", "team", "direction"}) {
    const Reply reply = session.submit(":example " + name);
    CAPTURE(name, reply.text);
    CHECK_FALSE(reply.failed);
    CHECK(session.state().report != nullptr);
  }
  CHECK(has(list, "release-gate"));
  // What ships is no work of one's own.
  CHECK(session.unsaved_warning().empty());
}

TEST_CASE("unsaved changes are said once") {
  Session session({});
  type(session, coverage_policy);
  CHECK(has(session.unsaved_warning(), "playground.nexus"));
  CHECK(session.unsaved_warning().empty());
  type(session, ":set coverage.line = 3%");
  CHECK(has(session.unsaved_warning(), "snapshot"));
}

TEST_CASE("names, fields and commands are completed") {
  Session session({});
  type(session, coverage_policy);
  type(session,
       "enum Severity { low < high }\nparam floor: ratio = 80%\ninput { suites: [ { name: string } ] }\nphase go_live "
       "{ done when true }");
  CHECK(offers(session, ":se", ":set"));
  CHECK(offers(session, ":set cov", "coverage"));
  CHECK(offers(session, ":set coverage.", "line"));
  CHECK(offers(session, "suites[0].n", "name"));
  CHECK(offers(session, "gate x { require coverage.line >= fl", "floor"));
  CHECK(offers(session, "lo", "low"));
  CHECK(offers(session, ":why cov", "coverage"));
  CHECK(offers(session, ":next go", "go_live"));
  CHECK_FALSE(offers(session, ":next cov", "coverage"));
  CHECK(offers(session, ":help tri", "trigger"));
  CHECK(offers(session, ":example web", "web-service"));
  CHECK(offers(session, ":example release-gate gr", "green.json"));
  CHECK(offers(session, ":drop ", "gate"));
  CHECK(offers(session, ":drop gate ", "coverage"));
  CHECK(offers(session, ":watch o", "off"));
  CHECK(offers(session, "requ", "require"));
  CHECK(offers(session, ":load examples/release-gate/r", "examples/release-gate/release.nexus"));
}

TEST_CASE("a line is coloured by what stands in it") {
  const auto ink_at = [](std::string_view line, std::string_view part) { return highlight(line)[line.find(part)]; };
  const std::string line = "require p.require >= 80% else block \"a # b\"  # why";
  CHECK(ink_at(line, "require") == Ink::keyword);
  CHECK(highlight(line)[line.find(".require") + 1] == Ink::plain);
  CHECK(ink_at(line, "80%") == Ink::number);
  CHECK(ink_at(line, "# b") == Ink::string);
  CHECK(ink_at(line, "# why") == Ink::comment);
  CHECK(ink_at(":set coverage.line = 1", ":set") == Ink::command);
  CHECK(highlight("\"open").size() == 5);
}

TEST_CASE("lines become inputs") {
  Inputs inputs;
  CHECK(inputs.add("gate g {").empty());
  CHECK(inputs.add("").empty());
  CHECK(inputs.add("require true else block \"x\"").empty());
  CHECK(inputs.add("}").size() == 1);
  // A command ends what was begun before it.
  CHECK(inputs.add("gate g {").empty());
  CHECK(inputs.add(":undo") == std::vector<std::string>{"gate g {", ":undo"});
  // An empty line ends what could go on.
  CHECK(inputs.add("let x =").empty());
  CHECK(inputs.add("") == std::vector<std::string>{"let x ="});
}

TEST_CASE("an input is one line of the history") {
  CHECK(as_one_line("gate g {\n  require x\n}") == "gate g { require x }");
  CHECK(as_one_line("gate g {  # why\n}").empty());
  CHECK(as_one_line("1 + 1  # two") == "1 + 1  # two");
}
