// The playground at a real terminal: keys go in, what is shown comes out.
#include "tests/playground/terminal.h"
#include "playground/repl/commands.h"
#include "tests/support/catch.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace fs = std::filesystem;
using nexus::test::Terminal;

namespace {

constexpr const char* ctrl_a = "\x01";
constexpr const char* ctrl_c = "\x03";
constexpr const char* ctrl_d = "\x04";
constexpr const char* up = "\x1b[A";

/// A folder that is gone when the test is.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "nexus-repl-XXXXXX").native();
    path_ = ::mkdtemp(name.data()) != nullptr ? name : "";
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }
std::string read(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// `nexus repl` at a terminal.
struct Repl : Terminal {
  explicit Repl(const Folder& folder, std::vector<std::string> options = {"--color", "never"})
      : Terminal(folder.path(), command(std::move(options))) {}
  static std::vector<std::string> command(std::vector<std::string> options) {
    options.insert(options.begin(), {NEXUS_COMMAND, "repl"});
    return options;
  }
};

#define NEEDS_TERMINAL(terminal)                        \
  if (!(terminal).is_there()) {                         \
    WARN("skipped: the system has no pseudo-terminal"); \
    return;                                             \
  }

// What is shown in place of what was expected.
#define SHOWN(terminal) INFO("shown: " << (terminal).rest())

const std::string gate = "gate coverage { require coverage.line >= 80% else block \"only {coverage.line}\" }";
const std::string input = "input { coverage: { line: ratio in percent } }";

}  // namespace

TEST_CASE("whoever starts without files is told what to do") {
  const Folder folder;
  Repl repl(folder);
  NEEDS_TERMINAL(repl);
  CHECK(repl.shows(":help"));
  CHECK(repl.shows("nexus> "));
  repl.type(ctrl_d);
  CHECK(repl.wait() == 0);
}

TEST_CASE("every command works at a terminal") {
  const Folder folder;
  write(folder.path() / "other.nexus", "input { ok: bool }\ngate other { require ok else block \"no\" }\n");
  write(folder.path() / "other.json", "{ \"ok\": true }\n");
  // In the order in which they are typed.
  const std::vector<std::pair<std::string, std::string>> session{
      {":help", "the whole report"},
      {":set coverage.line = 74.2%", "block"},
      {":type coverage.line", "ratio"},
      {":why coverage", "5.8pt below 80%"},
      {":eval -q", "block"},
      {":next", "coverage"},
      {":diff", "unknown → fail"},
      {":phases", "ready"},
      {":policy", "require coverage.line >= 80%"},
      {":snapshot", "74.2"},
      {":now 2026-11-02T10:00:00Z", "still"},
      {":trace on", "how long"},
      {":set coverage.line = 85%", "fail → pass"},
      {":undo", "undone: :set"},
      {":unset coverage", "unknown"},
      {":drop phase live", "phase live dropped"},
      {":save release.nexus snapshot.json", "saved release.nexus and snapshot.json"},
      {":watch", "files are watched"},
      {":load other.nexus", "other.nexus: 1 gate"},
      {":snapshot other.json", "hold → allow"},
      {":example release-gate failing.json", "gate coverage"},
      {":tutorial 1", "1 of 12"},
      {":view", "Enter edit"},
      {"q", "nexus> "},
      {":hint", "gate NAME"},
      {":skip", "2 of 12"},
  };
  Repl repl(folder);
  NEEDS_TERMINAL(repl);
  REQUIRE(repl.shows("nexus> "));
  REQUIRE(repl.answers(input, "input added"));
  REQUIRE(repl.answers("phase live { done when false }", "phase live added"));
  REQUIRE(repl.answers(gate, "unknown"));
  std::map<std::string, bool> typed{{"quit", true}};
  for (const auto& [line, expected] : session) {
    CAPTURE(line);
    const bool answered = repl.answers(line, expected);
    SHOWN(repl);
    REQUIRE(answered);
    typed[line.substr(1, line.find(' ') - 1)] = true;
  }
  for (const auto& command : nexus::playground::commands()) {
    CAPTURE(command.name);
    CHECK(typed.contains(std::string(command.name)));
  }
  CHECK(read(folder.path() / "release.nexus").find("gate coverage") != std::string::npos);
  repl.type(":quit\r");
  if (repl.shows("not saved")) repl.type(":quit\r");
  CHECK(repl.wait() == 0);
}

TEST_CASE("a declaration goes on over lines, and a mistake in the middle ends nothing") {
  const Folder folder;
  Repl repl(folder);
  NEEDS_TERMINAL(repl);
  REQUIRE(repl.answers(input, "input added"));
  REQUIRE(repl.answers("gate coverage {", "...> "));
  REQUIRE(repl.answers("require coverage.line >== 80% else block \"\"", "...> "));
  REQUIRE(repl.answers("}", "error[NX"));
  REQUIRE(repl.answers("gate coverage {", "...> "));
  REQUIRE(repl.answers("require coverage.line >= 80% else block \"\"", "...> "));
  REQUIRE(repl.answers("}", "gate coverage added"));
  REQUIRE(repl.answers("coverage.lines", "did you mean `line`"));
  REQUIRE(repl.answers("1 + 1", "2  int"));
}

TEST_CASE("Ctrl-C drops what has been begun, Ctrl-D ends, and what is not saved is said once") {
  const Folder folder;
  Repl repl(folder);
  NEEDS_TERMINAL(repl);
  REQUIRE(repl.shows("nexus> "));
  repl.type("gate nonsense {");
  repl.type(ctrl_c);
  REQUIRE(repl.shows("^C"));
  REQUIRE(repl.answers("gate other {", "...> "));
  repl.type(ctrl_c);
  REQUIRE(repl.shows("^C"));
  REQUIRE(repl.answers("let x = 20 + 1", "let x added"));
  REQUIRE(repl.answers("2 * x", "42  int"));
  repl.type(ctrl_d);
  REQUIRE(repl.shows("not saved: playground.nexus"));
  repl.type(ctrl_d);
  CHECK(repl.wait() == 0);
}

TEST_CASE("lines that are pasted are taken one after the other, tabs and all") {
  const Folder folder;
  Repl repl(folder);
  NEEDS_TERMINAL(repl);
  REQUIRE(repl.shows("nexus> "));
  repl.type("\x1b[200~" + input +
            "\r\ngate coverage {\r\n\trequire coverage.line >= 80%\r\n\t\telse block \"low\"\r\n}\r\n:set "
            "coverage.line = 74%\r\n\x1b[201~");
  CHECK(repl.shows("input added"));
  CHECK(repl.shows("gate coverage added"));
  CHECK(repl.shows("unknown → fail"));
  // The same without the marks of the terminal, and without an end to the last line.
  repl.type(":undo\r\n:set coverage.line = 90%\r\ncoverage.line");
  CHECK(repl.shows("unknown → pass"));
  repl.type("\r");
  CHECK(repl.shows("90%  ratio"));
}

TEST_CASE("the tabulator completes, and lists what it could be") {
  const Folder folder;
  Repl repl(folder);
  NEEDS_TERMINAL(repl);
  REQUIRE(repl.answers(input, "input added"));
  REQUIRE(repl.answers(gate, "gate coverage added"));
  repl.type(":ty\tcov\t.l\t\r");
  CHECK(repl.shows("ratio"));
  repl.type(":un\t\t");
  CHECK(repl.shows(":undo"));
  CHECK(repl.shows(":unset"));
  repl.type("s\tcov\t\r");
  const bool answered = repl.shows("that is what stands there already");
  SHOWN(repl);
  CHECK(answered);
}

TEST_CASE("what was typed comes back, in the next session, too") {
  const Folder folder;
  {
    Repl repl(folder);
    NEEDS_TERMINAL(repl);
    REQUIRE(repl.answers("let answer = [", "...> "));
    REQUIRE(repl.answers("42 ]", "let answer added"));
    REQUIRE(repl.answers("length(answer)", "1  int"));
    repl.type(up);
    repl.type("\r");
    CHECK(repl.shows("1  int"));
    repl.type(":quit\r");
    REQUIRE(repl.shows("not saved"));
    repl.type(":quit\r");
    REQUIRE(repl.wait() == 0);
  }
  CHECK(fs::exists(folder.path() / ".local/state/nexus/history"));
  Repl repl(folder);
  REQUIRE(repl.shows("nexus> "));
  repl.type(
      "\x12"
      "let ans");
  repl.type("\r");
  CHECK(repl.shows("let answer added"));
}

TEST_CASE("files that are watched are read again, and one that disappears is survived") {
  const Folder folder;
  const fs::path policy = folder.path() / "release.nexus", snapshot = folder.path() / "snapshot.json";
  write(policy, input + "\n" + gate + "\n");
  write(snapshot, R"({ "coverage": { "line": 85 } })");
  Repl repl(folder, {"release.nexus", "-s", "snapshot.json", "--color", "never"});
  NEEDS_TERMINAL(repl);
  REQUIRE(repl.shows("pass"));
  REQUIRE(repl.answers(":watch", "files are watched"));
  repl.type("cover");  // a line that has been begun stays
  write(snapshot, R"({ "coverage": { "line": 74.2 } })");
  CHECK(repl.shows("snapshot.json has changed"));
  CHECK(repl.shows("pass → fail"));
  repl.type("age.line\r");
  CHECK(repl.shows("74.2%  ratio"));
  fs::remove(policy);
  CHECK(repl.shows("release.nexus is gone; what was read from it stays"));
  REQUIRE(repl.answers("coverage.line >= 70%", "true  bool"));
  write(policy, input + "\ngate coverage { require coverage.line >= 70% else block \"\" }\n");
  CHECK(repl.shows("release.nexus is back"));
  CHECK(repl.shows("fail → pass"));
  write(policy, "gate coverage {");
  CHECK(repl.shows("what was read before stays"));
  REQUIRE(repl.answers("coverage.line", "74.2%  ratio"));
}

TEST_CASE("a line is coloured as it is typed, whatever its length and its letters") {
  const Folder folder;
  Repl repl(folder, {"--color", "always"});
  NEEDS_TERMINAL(repl);
  REQUIRE(repl.shows("nexus> "));
  repl.type("length(\"żółw 日本\")");
  REQUIRE(repl.shows("length("));
  repl.type(ctrl_a);
  repl.type("2 + \r");
  CHECK(repl.shows("9"));
  CHECK(repl.written().find("\x1b[0;32m\"") != std::string::npos);
  // Longer than the terminal is wide, edited at its start, and the terminal becomes narrower meanwhile.
  repl.type("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]");
  repl.resize(50, 24);
  repl.type(ctrl_a);
  repl.type("length(\x05)\r");
  const bool answered = repl.shows("23");
  SHOWN(repl);
  CHECK(answered);
}

TEST_CASE("what changes after a warning is warned of again") {
  const Folder folder;
  Repl repl(folder);
  NEEDS_TERMINAL(repl);
  REQUIRE(repl.shows("nexus> "));
  repl.type("let x = 1\r");
  REQUIRE(repl.shows("let x added"));
  repl.type(ctrl_d);
  REQUIRE(repl.shows("not saved"));
  // Another line takes the warning back: what changes after it is said again.
  REQUIRE(repl.answers("let y = 2", "let y added"));
  repl.type(ctrl_d);
  REQUIRE(repl.shows("not saved"));
  repl.type(ctrl_d);
  CHECK(repl.wait() == 0);
}

namespace {

/// The full-screen view on a gate that fails.
struct FullScreen : Repl {
  explicit FullScreen(const Folder& folder, std::vector<std::string> more = {})
      : Repl(folder, [&] {
          write(folder.path() / "p.nexus", input + "\n" + gate + "\n");
          write(folder.path() / "s.json", "{ \"coverage\": { \"line\": 74.2 } }\n");
          std::vector<std::string> words{"p.nexus", "-s", "s.json", "--tui"};
          words.insert(words.end(), more.begin(), more.end());
          return words;
        }()) {}
};

constexpr const char* leaves_screen = "\x1b[?1049l";

}  // namespace

TEST_CASE("on the whole screen, a value is changed, the decision with it, and all is saved") {
  const Folder folder;
  FullScreen view(folder);
  NEEDS_TERMINAL(view);
  SHOWN(view);
  REQUIRE(view.shows_when_redrawn("decision: block"));
  CHECK(view.shows_when_redrawn("only 74.2%"));
  view.type("\x1b[B\r");
  REQUIRE(view.shows_when_redrawn("coverage.line = "));
  view.type(
      "\x15"
      "85%\r");
  CHECK(view.shows_when_redrawn("allow, was block"));
  view.type("w");
  CHECK(view.shows_when_redrawn("above 80%"));
  view.type("\x1b");
  view.resize(30, 8);
  CHECK(view.shows_when_redrawn("needs 40x10"));
  view.resize(132, 40);
  CHECK(view.shows_when_redrawn("decision: allow"));
  view.type("u");
  CHECK(view.shows_when_redrawn("block, was allow"));
  view.type(":set coverage.line = 90%\r");
  CHECK(view.shows_when_redrawn("block → allow"));
  view.type("q");
  CHECK(view.shows_when_redrawn("not saved"));
  view.type("s");
  CHECK(view.shows_when_redrawn("saved s.json"));
  CHECK(read(folder.path() / "s.json").find("90") != std::string::npos);
  view.type(ctrl_d);
  CHECK(view.wait() == 0);
  CHECK(view.written().find("\x1b[31m") != std::string::npos);
  CHECK(view.written().find(leaves_screen) != std::string::npos);
  CHECK(view.echoes());
}

TEST_CASE("the whole screen does without colour") {
  const Folder folder;
  FullScreen view(folder, {"--color", "never"});
  NEEDS_TERMINAL(view);
  REQUIRE(view.shows_when_redrawn("decision: block"));
  CHECK(view.shows_when_redrawn("fail"));
  view.type("q");
  CHECK(view.wait() == 0);
  for (const char* colour : {"\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[34m"})
    CHECK(view.written().find(colour) == std::string::npos);
}

TEST_CASE("whoever ends the program finds the terminal as it was") {
  for (const int number : {SIGTERM, SIGHUP, SIGINT}) {
    CAPTURE(number);
    const Folder folder;
    FullScreen view(folder);
    NEEDS_TERMINAL(view);
    REQUIRE(view.shows_when_redrawn("decision: block"));
    CHECK_FALSE(view.echoes());
    view.signal(number);
    CHECK(view.wait() == -1);  // by the signal
    CHECK(view.written().find(leaves_screen) != std::string::npos);
    CHECK(view.echoes());
  }
}

TEST_CASE("the prompt is there again after the whole screen, with what was changed on it") {
  const Folder folder;
  Repl repl(folder);
  NEEDS_TERMINAL(repl);
  REQUIRE(repl.shows("nexus> "));
  REQUIRE(repl.answers(input, "input added"));
  for (const char* value : {"81", "82"}) {
    repl.type(":view\r");
    REQUIRE(repl.shows_when_redrawn("snapshot"));
    repl.type(std::string(":set coverage.line = ") + value + "\r");
    REQUIRE(repl.shows_when_redrawn(std::string("line  ") + value));
    repl.type("q");
    REQUIRE(repl.answers("coverage.line", std::string(value) + "%  ratio"));
  }
  repl.signal(SIGTERM);
  CHECK(repl.wait() == -1);
  CHECK(repl.echoes());
}
