// The full-screen view without a terminal: keys go in, what is drawn comes out.
#include "playground/view/view.h"

#include "playground/repl/session.h"
#include "tests/support/catch.h"
#include "workspace/outline.h"

#include <algorithm>
#include <string>
#include <string_view>

using namespace nexus::playground;
using Kind = Key::Kind;

namespace {

const std::string policy =
    "input { coverage: { line: ratio in percent }, suites: [ { name: string, failed: int } ], approved?: bool }\n"
    "gate coverage { require coverage.line >= 80% else block \"only {coverage.line}\" }\n"
    "gate tests { require every s in suites has s.failed == 0 else hold \"{s.failed} failed in {s.name}\" }\n";
const std::string snapshot =
    "{ \"coverage\": { \"line\": 74.2 }, \"suites\": [ { \"name\": \"api\", \"failed\": 0 } ] }";

Session loaded(nexus::base::Colour colour = nexus::base::Colour::off) {
  Session session({.colour = colour, .settings = {}});
  REQUIRE_FALSE(session.submit(policy).failed);
  REQUIRE_FALSE(session.submit(snapshot).failed);
  return session;
}

struct Screen {
  explicit Screen(Session& session, View::Leaving leaving = View::Leaving::freely) : view(session, leaving) {}

  Screen& press(Kind kind, int times = 1) {
    for (int i = 0; i < times; ++i) view.press({kind});
    return *this;
  }
  Screen& control(char32_t letter) {
    view.press({Kind::control, letter});
    return *this;
  }
  Screen& type(std::u32string_view text) {
    for (const char32_t c : text) view.press({Kind::character, c});
    return *this;
  }
  /// Moves to the value in the snapshot, opens it and empties it.
  Screen& edit(const std::string& label) {
    press(Kind::home);
    for (int i = 0; i < 40 && marked().find(label) == std::string::npos; ++i) press(Kind::down);
    return press(Kind::enter).control('u');
  }
  std::string text(std::size_t width = 80, std::size_t height = 24) {
    std::string all;
    for (const Line& line : view.draw(width, height).lines) all += line.text() + "\n";
    return all;
  }
  /// The line that is marked.
  std::string marked() {
    for (const Line& line : view.draw(80, 24).lines)
      for (const Piece& piece : line.pieces)
        if (piece.is_marked) return line.text();
    return {};
  }
  bool shows(std::string_view words) { return text().find(words) != std::string::npos; }

  View view;
};

}  // namespace

TEST_CASE("policy, decision, rules and snapshot are seen at once") {
  Session session = loaded();
  Screen screen(session);
  INFO(screen.text());
  CHECK(screen.shows("decision: block"));
  CHECK(screen.shows("fail  gate coverage"));
  CHECK(screen.shows("only 74.2%"));
  CHECK(screen.shows("pass  gate tests"));
  CHECK(screen.shows("coverage: { line: ratio in percent }"));
  CHECK(screen.shows("line  74.2"));
  CHECK(screen.shows("name  \"api\""));
  CHECK(screen.shows("approved  not there, and need not be  bool"));
}

TEST_CASE("every line is as wide as the screen, whatever its size") {
  Session session = loaded();
  REQUIRE_FALSE(session.submit(":set suites[0].name = \"日本 \\u001b[31m\"").failed);
  for (const char32_t key : {U' ', U'w', U'?'}) {
    Screen screen(session);
    screen.type({&key, 1});
    for (const std::size_t width : {1, 39, 40, 59, 60, 80, 133})
      for (const std::size_t height : {1, 9, 10, 24, 50}) {
        const View::Picture picture = screen.view.draw(width, height);
        CAPTURE(width, height);
        CHECK(picture.lines.size() == height);
        for (const Line& line : picture.lines) {
          CHECK(line.width() == width);
          CHECK(line.text().find('\x1b') == std::string::npos);
        }
      }
  }
}

TEST_CASE("a screen that is too small is told so, and how large it must be") {
  Session session = loaded();
  Screen screen(session);
  CHECK(screen.text(39, 24).find("needs 40x10") != std::string::npos);
  CHECK(screen.text(80, 9).find("80x9") != std::string::npos);
  CHECK(screen.text(40, 10).find("decision") != std::string::npos);
}

TEST_CASE("a value that is changed changes everything else at once") {
  Session session = loaded();
  Screen screen(session);
  screen.edit("line  74.2").type(U"85%");
  CHECK(screen.shows("coverage.line = 85%"));
  CHECK(screen.shows("decision: block"));
  screen.press(Kind::enter);
  INFO(screen.text());
  CHECK(screen.shows("decision: allow, was block"));
  CHECK(screen.shows("pass  gate coverage  was fail"));
  CHECK(screen.shows("line  85  changed"));
  CHECK_FALSE(screen.shows("only 74.2%"));

  screen.type(U"u");
  CHECK(screen.shows("decision: block, was allow"));
  CHECK(screen.shows("line  74.2"));
}

TEST_CASE("Esc gives up, and changes nothing") {
  Session session = loaded();
  Screen screen(session);
  screen.edit("line").type(U"99").press(Kind::escape);
  CHECK(screen.shows("nothing was changed"));
  CHECK(screen.shows("line  74.2"));
  CHECK(session.state().snapshot.text->find("99") == std::string::npos);
}

TEST_CASE("what is not a value is explained, and can be mended") {
  Session session = loaded();
  Screen screen(session);
  screen.edit("failed  0").type(U"12kb").press(Kind::enter);
  INFO(screen.text());
  CHECK(screen.shows("NX4213"));
  CHECK(screen.shows("suites[0].failed = 12kb"));
  screen.press(Kind::backspace, 2).press(Kind::enter);
  CHECK_FALSE(screen.shows("NX4213"));
  CHECK(screen.shows("failed  12"));
  CHECK(screen.shows("12 failed in api"));
}

TEST_CASE("what is missing can be filled in, and taken out again") {
  Session session({});
  REQUIRE_FALSE(session.submit(policy).failed);
  Screen screen(session);
  CHECK(screen.shows("line  missing  ratio in percent"));
  screen.edit("line  missing").type(U"90%").press(Kind::enter);
  CHECK(screen.shows("line  90"));
  CHECK(screen.shows("pass     gate coverage"));
  screen.press(Kind::remove);
  INFO(screen.text());
  CHECK(screen.shows("line  missing"));
}

TEST_CASE("an answer is given again when what it is about changes") {
  Session session = loaded();
  Screen screen(session);
  screen.type(U"w");
  CHECK(screen.shows("why gate"));
  CHECK(screen.shows("5.8pt below 80%"));
  screen.press(Kind::tab).edit("line").type(U"79").press(Kind::enter);
  INFO(screen.text());
  CHECK(screen.shows("1pt below 80%"));
  screen.press(Kind::escape);
  CHECK_FALSE(screen.shows("why gate"));
  screen.type(U"n");
  CHECK(screen.shows("what next"));
}

TEST_CASE("the policy shows where the selected rule is") {
  Session session = loaded();
  Screen screen(session);
  screen.press(Kind::back_tab).press(Kind::down);
  CHECK(screen.marked().find("gate tests") != std::string::npos);
  CHECK(screen.shows("▸gate tests"));
  screen.press(Kind::enter);
  CHECK(screen.shows("why gate"));
  CHECK(screen.shows("tests"));
}

TEST_CASE("commands and rules are typed behind a colon") {
  Session session = loaded();
  Screen screen(session);
  screen.type(U":set coverage.line = 81%").press(Kind::enter);
  CHECK(screen.shows("decision: allow, was block"));
  screen.type(U":").control('u').type(U"gate new { require false else warn \"é\" }").press(Kind::enter);
  INFO(screen.text());
  CHECK(screen.shows("gate new  new"));
  CHECK(screen.shows("é"));
  screen.type(U":quit").press(Kind::enter);
  CHECK(screen.view.is_over());
  CHECK(screen.view.ends_session());
}

TEST_CASE("leaving says once what is not saved, where the session ends with it") {
  Session session = loaded();
  Screen ending(session, View::Leaving::with_care);
  ending.control('d');
  CHECK_FALSE(ending.view.is_over());
  INFO(ending.text());
  CHECK(ending.shows("not saved"));
  ending.type(U"q");
  CHECK(ending.view.is_over());
  CHECK(ending.view.ends_session());

  Screen coming_back(session);
  coming_back.type(U"q");
  CHECK(coming_back.view.is_over());
  CHECK_FALSE(coming_back.view.ends_session());
}

TEST_CASE("colour that a session gives its words is kept, and means what they say") {
  Session session = loaded(nexus::base::Colour::on);
  Screen screen(session);
  bool is_bad = false;
  for (const Line& line : screen.view.draw(80, 24).lines)
    for (const Piece& piece : line.pieces) is_bad = is_bad || (piece.text == "fail" && piece.look == Look::bad);
  CHECK(is_bad);
  const auto lines = styled_lines("\x1b[1;31merror\x1b[0m: no\nplain\n");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].text() == "error: no");
  CHECK(lines[0].pieces.front().look == Look::bad);
  CHECK(lines[0].pieces.back().look == Look::plain);
}

TEST_CASE("long lines of an answer are broken at spaces") {
  const auto lines = wrapped(styled_lines("one two three\nabcdefghij\n"), 8);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].text() == "one two");
  CHECK(lines[1].text() == "three");
  CHECK(lines[2].text() == "abcdefgh");
  CHECK(lines[3].text() == "ij");
}

TEST_CASE("the outline of a snapshot names each place as `--set` does") {
  Session session({});
  REQUIRE_FALSE(session.submit("input { tests: { ok: bool }, level: string, by_team: { [string]: int } }").failed);
  const std::string json =
      "{ \"a b\": 1, \"tests\": {\"more\": [[], {\"x\": null}]}, \"by_team\": {\"q\\\"\": 1}, \"level\": \"{\" }";
  const auto rows = nexus::workspace::outline(*session.state().compiled, json);
  const auto path_of = [&](std::string_view label) {
    const auto at = std::ranges::find(rows, label, &nexus::workspace::OutlineRow::label);
    return at != rows.end() ? at->path : "none";
  };
  CHECK(path_of("a b") == "snapshot[\"a b\"]");
  CHECK(path_of("tests") == "tests");
  CHECK(path_of("x") == "tests.more[1].x");
  CHECK(path_of("ok") == "tests.ok");
  CHECK(path_of("q\\\"").empty());
  const auto more = std::ranges::find(rows, "more", &nexus::workspace::OutlineRow::label);
  REQUIRE(more != rows.end());
  CHECK(nexus::workspace::json_at(json, *more) == "[[], {\"x\": null}]");
}
