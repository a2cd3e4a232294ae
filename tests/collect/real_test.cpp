#include "collect/input.h"
#include "collect/kinds.h"
#include "tests/collect/texts.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

// What tools said of their runs on their own consoles (tests/collect/README.md), against what we read in their reports.

namespace nexus::collect {

namespace {

std::string path_of(std::string_view file) {
  return std::string(NEXUS_SOURCE_DIR "/tests/collect/files/").append(file);
}

struct Reading {
  Part part;
  std::optional<Malformed> malformed;
};
Reading read(std::string_view kind_name, std::string_view file) {
  const Kind& kind = *find_kind(kind_name);
  Reading reading{kind.none(), {}};
  auto bytes = FileBytes::open(path_of(file));
  REQUIRE(bytes);
  reading.malformed = kind.read(*bytes, {path_of(file), "/srv/shop"}, reading.part);
  return reading;
}

struct Ran {
  std::string_view file;
  std::uint64_t tests, failures, errors, skipped;
};

std::string numbers(const Ran& ran) {
  std::string text;
  for (const std::uint64_t number : {ran.tests, ran.failures, ran.errors, ran.skipped})
    text += std::to_string(number) + " ";
  return text;
}

struct Covered {
  std::string_view kind, file;
  std::uint64_t lines_covered, lines, branches_covered, branches;
};

}  // namespace

TEST_CASE("reports of tests, as tools wrote them") {
  const Ran runs[]{
      {"ctest-3.25.1.xml", 12, 4, 3, 2},  // 7 failed, of which 3 could not be run; 1 skipped, 1 disabled
      {"ctest-3.31.6.xml", 12, 4, 3, 2},
      {"catch2-v2.xml", 9, 2, 1, 2},  // sections; 3 failed, 2 failed as expected
      {"catch2-v3.xml", 12, 2, 1, 3},
      {"gtest.xml", 8, 3, 0, 2},
      {"doctest.xml", 4, 2, 1, 0},  // 2 failed; the one that should fail has failed in the report
      {"boost-test.xml", 6, 1, 1, 2},
      {"meson.xml", 7, 2, 0, 1},
      {"pytest.xml", 15, 4, 4, 2},
      {"pytest-xunit1.xml", 15, 4, 4, 2},
      {"pytest-interrupted.xml", 1, 0, 1, 0},
      {"pytest-passing.xml", 3, 0, 0, 0},
      {"pytest-none.xml", 0, 0, 0, 0},
      {"unittest-xmlrunner.xml", 7, 2, 2, 2},
      {"jest-junit.xml", 8, 3, 1, 1},  // the suite that cannot start is a failure and an error
      {"vitest.xml", 7, 3, 0, 2},
      {"mocha.xml", 7, 3, 0, 2},
      {"node-test.xml", 7, 2, 0, 2},  // 1 skipped, 1 to do
      {"playwright.xml", 7, 2, 0, 2},
      {"surefire-shop.CartTest.xml", 9, 3, 1, 2},
      {"surefire-shop.BrokenTest.xml", 1, 0, 1, 0},
      {"surefire-rerun.xml", 6, 1, 1, 2},
      {"ant.xml", 6, 2, 1, 2},
      {"junit5-console.xml", 10, 3, 2, 2},
      {"gotestsum.xml", 9, 3, 1, 1},  // 8 tests, and a package that does not build
      {"go-junit-report.xml", 9, 3, 1, 1},
      {"libtest.xml", 4, 2, 0, 1},
      {"phpunit.xml", 9, 1, 2, 2},    // a risky test is an error
      {"tap-junit.xml", 9, 2, 4, 0},  // 3 more for a file that died, of which 1 is told
      {"bats.xml", 4, 2, 0, 1},
      {"bats-broken.xml", 2, 2, 0, 0},
      {"rspec.xml", 7, 3, 0, 3},
      {"rspec-broken.xml", 0, 0, 0, 0},  // an error outside of examples, which the report does not tell
  };
  for (const Ran& ran : runs) {
    INFO(ran.file);
    const Reading reading = read("junit", std::string("junit/").append(ran.file));
    INFO(words(reading.malformed));
    REQUIRE(!reading.malformed);
    Ran sum{ran.file, 0, 0, 0, 0};
    std::uint64_t unlisted = 0;
    for (const Suite& suite : std::get<Tests>(reading.part).suites)
      sum.tests += suite.tests, sum.failures += suite.failures, sum.errors += suite.errors,
          sum.skipped += suite.skipped, unlisted += suite.unlisted;
    CHECK(numbers(sum) == numbers(ran));
    CHECK(unlisted == 0);
  }
}

TEST_CASE("names and messages survive their tools") {
  const Tests tests = std::get<Tests>(read("junit", "junit/surefire-shop.CartTest.xml").part);
  REQUIRE(tests.suites.size() == 1);
  const std::string message = "a \"quoted\" <reason> & ]]> more ==> expected: <900> but was: <800>";
  CHECK(std::ranges::count(tests.suites[0].failed, message, &FailedTest::message) == 1);
  const Tests jest = std::get<Tests>(read("junit", "junit/jest-junit.xml").part);
  CHECK(jest.suites[0].name == "cart <\"&'> é 日本");
}

TEST_CASE("reports of coverage, as tools wrote them") {
  const Covered reports[]{
      {"cobertura", "gcovr.xml", 19, 25, 27, 66},
      {"lcov", "lcov-1.16.info", 19, 25, 27, 66},
      {"lcov", "lcov-2.0.info", 19, 25, 27, 66},
      {"lcov", "llvm-cov.info", 22, 31, 20, 34},
      {"cobertura", "coverage-py.xml", 12, 19, 4, 8},
      {"lcov", "coverage-py.info", 13, 20, 4, 8},  // 12 of 19: a comment has a line of its own here
      {"cobertura", "coverage-py-lines-only.xml", 12, 19, 0, 0},
      {"cobertura", "jest-cobertura.xml", 7, 11, 9, 14},
      {"cobertura", "c8-cobertura.xml", 12, 21, 3, 7},
      {"lcov", "c8.info", 12, 21, 3, 7},
      {"cobertura", "nyc-cobertura.xml", 7, 11, 7, 14},
      {"lcov", "nyc.info", 7, 11, 7, 14},
      {"jacoco", "jacoco.xml", 5, 9, 4, 10},
      {"cobertura", "phpunit-cobertura.xml", 2, 5, 0, 0},
  };
  for (const Covered& report : reports) {
    INFO(report.file);
    const Reading reading = read(report.kind, std::string("coverage/").append(report.file));
    INFO(words(reading.malformed));
    REQUIRE(!reading.malformed);
    Covered sum{report.kind, report.file, 0, 0, 0, 0};
    for (const auto& [path, file] : std::get<Coverage>(reading.part).files) {
      sum.lines += file.lines_total + file.lines.size();
      sum.lines_covered += file.lines_covered;
      sum.branches += file.branches_total;
      sum.branches_covered += file.branches_covered;
      for (const auto& [number, line] : file.lines)
        sum.lines_covered += line.covered ? 1 : 0, sum.branches += line.branches,
            sum.branches_covered += line.branches_covered;
    }
    CHECK(sum.lines_covered == report.lines_covered);
    CHECK(sum.lines == report.lines);
    CHECK(sum.branches_covered == report.branches_covered);
    CHECK(sum.branches == report.branches);
  }
}

TEST_CASE("what tools write that is not well-formed") {
  CHECK(words(read("junit", "malformed/boost-test.xml").malformed).starts_with("29: this is not XML: "));
  CHECK(words(read("junit", "malformed/meson.xml").malformed).starts_with("3: this is not XML: "));
  CHECK(words(read("cobertura", "other/clover.xml").malformed).find("this is a Clover report") != std::string::npos);
  CHECK(words(read("junit", "other/cppcheck.xml").malformed).find("this is a report of Cppcheck") != std::string::npos);
  CHECK(words(read("jacoco", "coverage/gcovr.xml").malformed).find("use `cobertura` for it") != std::string::npos);
  CHECK(words(read("junit", "coverage/jacoco.xml").malformed).find("use `jacoco` for it") != std::string::npos);
  CHECK(words(read("cobertura", "junit/ant.xml").malformed).find("use `junit` for it") != std::string::npos);
  CHECK(words(read("lcov", "coverage/gcovr.xml").malformed).find("this is XML, not LCOV") != std::string::npos);
}

}  // namespace nexus::collect
