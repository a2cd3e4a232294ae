#include "playground/repl/tutorial.h"

#include "playground/repl/inputs.h"
#include "playground/repl/session.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace nexus::playground;

namespace {

/// Types the lines into a session, and gives all that it says.
std::string type(Session& session, const std::string& lines) {
  Inputs inputs;
  std::string said;
  std::size_t begin = 0;
  while (begin < lines.size()) {
    const std::size_t end = std::min(lines.size(), lines.find('\n', begin));
    for (const std::string& input : inputs.add(lines.substr(begin, end - begin))) said += session.submit(input).text;
    begin = end + 1;
  }
  return said;
}

}  // namespace

TEST_CASE("the tutorial has twelve exercises, each with all that it needs") {
  REQUIRE(exercises().size() == 12);
  for (const Exercise& exercise : exercises()) {
    CAPTURE(exercise.title);
    CHECK_FALSE(exercise.task.empty());
    CHECK_FALSE(exercise.hint.empty());
    CHECK_FALSE(exercise.check.empty());
    const auto beginning = evaluate(beginning_of(exercise), {}, nullptr);
    REQUIRE(beginning);
    // What is there already is not the solution.
    CHECK(missing_in(beginning->state, exercise));
  }
}

TEST_CASE("all twelve are solved, one after the other") {
  Session session({});
  REQUIRE_FALSE(session.submit(":tutorial").failed);
  for (std::size_t i = 0; i < exercises().size(); ++i) {
    CAPTURE(i + 1, exercises()[i].title);
    REQUIRE(session.exercise() == i);
    const std::string said = type(session, exercises()[i].solution);
    CAPTURE(said);
    CHECK(said.find(std::to_string(i + 1) + " of 12 done.") != std::string::npos);
  }
  CHECK_FALSE(session.exercise());
}

TEST_CASE("a typical mistake solves none of them, and is told about") {
  for (std::size_t i = 0; i < exercises().size(); ++i) {
    Session session({});
    REQUIRE_FALSE(session.submit(":tutorial " + std::to_string(i + 1)).failed);
    const std::string said = type(session, exercises()[i].mistake);
    CAPTURE(i + 1, said);
    CHECK(session.exercise() == i);
    CHECK(said.find("not yet: ") != std::string::npos);
    // It is mended where it stands.
    type(session, exercises()[i].solution);
    CHECK(session.exercise() != std::optional(i));
  }
}

TEST_CASE("an exercise can be helped with, skipped, and left") {
  Session session({});
  CHECK(session.submit(":hint").failed);
  CHECK(session.submit(":skip").failed);
  CHECK(session.submit(":tutorial 13").failed);
  CHECK_FALSE(session.submit(":tutorial 12").failed);
  CHECK(session.submit(":hint").text.find("waives") != std::string::npos);
  CHECK(session.submit(":skip").text.find("approved by") != std::string::npos);
  CHECK_FALSE(session.exercise());
  CHECK_FALSE(session.submit(":tutorial 2").failed);
  CHECK_FALSE(session.submit(":tutorial off").failed);
  CHECK_FALSE(session.exercise());
}

TEST_CASE("the tutorial does not throw away what was typed before it") {
  Session session({});
  CHECK_FALSE(session.submit("let x = 1").failed);
  CHECK(session.submit(":tutorial").failed);
  CHECK_FALSE(session.submit(":tutorial").failed);
}
