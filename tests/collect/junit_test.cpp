#include "collect/junit.h"

#include "tests/collect/texts.h"
#include "tests/support/catch.h"

namespace nexus::collect {

namespace {

Tests read(const std::string& text) {
  TextBytes bytes(text);
  Tests tests;
  const auto malformed = read_junit(bytes, tests);
  INFO(words(malformed));
  REQUIRE(!malformed);
  return tests;
}

std::string complaint(const std::string& text) {
  TextBytes bytes(text);
  Tests tests;
  return words(read_junit(bytes, tests));
}

/// `tests/failures/errors/skipped` of each suite.
std::string numbers(const Tests& tests) {
  std::string text;
  for (const Suite& suite : tests.suites) {
    if (!text.empty()) text += ' ';
    text += suite.name + " ";
    for (const std::uint64_t number : {suite.tests, suite.failures, suite.errors}) text += std::to_string(number) + "/";
    text += std::to_string(suite.skipped);
  }
  return text;
}

std::string numbers(const std::string& text) { return numbers(read(text)); }

/// Suites that count more tests than they list, and how many more.
std::string unlisted(const std::string& text) {
  std::string found;
  for (const Suite& suite : read(text).suites)
    if (suite.unlisted != 0) found += (found.empty() ? "" : " ") + suite.name + " " + std::to_string(suite.unlisted);
  return found;
}

}  // namespace

TEST_CASE("a suite's numbers are those of its cases") {
  CHECK(numbers("<testsuite name='a'><testcase name='x'/><testcase name='y'><failure/></testcase><testcase "
                "name='z'><error/></testcase>"
                "<testcase name='s'><skipped/></testcase></testsuite>") == "a 4/1/1/1");
  CHECK(numbers("<testsuite name='a' tests='9' failures='0'><testcase name='x'><failure/></testcase></testsuite>") ==
        "a 1/1/0/0");
  CHECK(numbers("<testsuites><testsuite name='a' tests=''/><testsuite name='b'><testcase/></testsuite></testsuites>") ==
        "a 0/0/0/0 b 1/0/0/0");
}

TEST_CASE("a suite never has fewer failures than it says") {
  CHECK(numbers("<testsuite name='a' tests='3' failures='2'><testcase/><testcase/><testcase/></testsuite>") ==
        "a 3/2/0/0");
  CHECK(numbers("<testsuite name='a' tests='1' errors='2'><testcase/></testsuite>") == "a 2/0/2/0");
  CHECK(numbers("<testsuite name='a' tests='5' failures='1' errors='1' skipped='1' disabled='1'/>") == "a 5/1/1/2");
  SECTION("above its suites, too") {
    CHECK(numbers("<testsuites name='all' failures='1'><testsuite name='a'><testcase/></testsuite></testsuites>") ==
          "all 1/1/0/0 a 1/0/0/0");
    CHECK(
        numbers(
            "<testsuites failures='1'><testsuite name='a'><testcase><failure/></testcase></testsuite></testsuites>") ==
        "a 1/1/0/0");
  }
  SECTION("where it counts assertions or reruns, they explain it") {
    CHECK(numbers("<testsuite name='a' tests='7' failures='2'><testcase><failure/><failure/></testcase></testsuite>") ==
          "a 1/1/0/0");
    CHECK(numbers("<testsuite name='a' "
                  "failures='3'><testcase><failure/><rerunFailure/></testcase><testcase><flakyFailure/></testcase></"
                  "testsuite>") == "a 2/1/0/0");
  }
}

TEST_CASE("tests that were left out and are not listed are skipped") {
  CHECK(numbers("<testsuite name='a' tests='4' skipped='1'><testcase/><testcase/><testcase/></testsuite>") ==
        "a 4/0/0/1");
  CHECK(numbers("<testsuite name='a' tests='3' skipped='1'><testcase/><testcase/><testcase/></testsuite>") ==
        "a 3/0/0/0");
  CHECK(numbers("<testsuite name='a' tests='9' skipped='1'><testcase/><testcase><skipped/></testcase></testsuite>") ==
        "a 2/0/0/1");
}

TEST_CASE("tests that are counted and not listed are told") {
  CHECK(unlisted("<testsuite name='a' tests='50'><testcase/></testsuite>") == "a 49");
  CHECK(unlisted("<testsuite name='a' tests='2'><testcase/><testcase/></testsuite>").empty());
  CHECK(unlisted("<testsuite name='a' tests='50'/>").empty());  // a summary
  CHECK(
      unlisted("<testsuites name='all' tests='9'><testsuite name='a' tests='3'><testcase/></testsuite></testsuites>") ==
      "all 6 a 2");
  SECTION("once, by the suite they are missing from") {
    CHECK(unlisted("<testsuites tests='3'><testsuite name='a' tests='3'><testcase/></testsuite></testsuites>") ==
          "a 2");
  }
  SECTION("not where it is said how they ended") {
    CHECK(unlisted("<testsuite name='a' tests='4' skipped='2' failures='1'><testcase/></testsuite>").empty());
    CHECK(
        unlisted("<testsuites tests='3' skipped='2'><testsuite name='a' tests='3'><testcase/></testsuite></testsuites>")
            .empty());
    CHECK(unlisted("<testsuite name='a' tests='3'><testcase><flakyFailure/><flakyError/></testcase></testsuite>")
              .empty());
  }
  SECTION("not where assertions are counted") {
    CHECK(unlisted("<testsuites><testsuite name='a' tests='9' hostname='tbd'><testcase/></testsuite></testsuites>")
              .empty());
    CHECK(unlisted("<testsuite name='a' tests='9' doctest_version='2.4.9'><testcase/></testsuite>").empty());
    CHECK(unlisted(
              "<testsuites tests='9'><testsuite name='a' tests='9' hostname='tbd'><testcase/></testsuite></testsuites>")
              .empty());
  }
}

TEST_CASE("nested suites stand beside those they are in, counted once") {
  CHECK(numbers("<testsuites tests='3' failures='1'><testsuite name='outer' tests='3' failures='1'><testcase/>"
                "<testsuite name='inner' tests='2' "
                "failures='1'><testcase/><testcase><failure/></testcase></testsuite></testsuite></testsuites>") ==
        "outer 1/0/0/0 inner 2/1/0/0");
  CHECK(numbers("<testsuites name='root'><testcase/><testsuite name='a'><testcase/></testsuite></testsuites>") ==
        "root 1/0/0/0 a 1/0/0/0");
}

TEST_CASE("a report in which no test ran is a suite without tests") {
  CHECK(numbers("<testsuites/>") == " 0/0/0/0");
  CHECK(numbers("<testsuites name='api' tests='0'><testsuite name='a'><testsuite/></testsuite></testsuites>") ==
        " 0/0/0/0");
}

TEST_CASE("what an attribute says of a case counts") {
  CHECK(numbers("<testsuite name='a'><testcase status='fail'/><testcase status='error'/><testcase "
                "status='disabled'/><testcase status='run'/></testsuite>") == "a 4/1/1/1");
  CHECK(numbers("<testsuite name='a' failures='1'><testcase status='fail'/></testsuite>") == "a 1/1/0/0");
  CHECK(numbers("<testsuite name='a'><testcase status='FAILED'/><testcase result='failed'/><testcase status='run' "
                "result='completed'/><testcase status='Aborted'/><testcase status='timeout'/><testcase "
                "status='broken'/></testsuite>") == "a 6/2/3/0");
  SECTION("a test that CTest could not start is no skipped one") {
    const Tests tests = read(
        "<testsuite name='a'><testcase name='x' status='notrun'><skipped message='Unable to find "
        "executable'/></testcase>"
        "<testcase name='y' status='notrun'><skipped message='SKIP_RETURN_CODE=77'/></testcase></testsuite>");
    CHECK(numbers(tests) == "a 2/0/1/1");
    CHECK(tests.suites[0].failed[0].message == "Unable to find executable");
  }
}

TEST_CASE("a failure that was expected is none") {
  CHECK(numbers("<testsuite name='a' failures='0'><testcase><skipped/><failure/></testcase><testcase><failure/>"
                "<skipped/></testcase></testsuite>") == "a 2/0/0/2");
  CHECK(numbers("<testsuites failures='0'><testsuite name='a'><testcase><skipped/><failure/></testcase></testsuite>"
                "</testsuites>") == "a 1/0/0/1");
  CHECK(numbers("<testsuite name='a'><testcase><skipped type='todo'/><failure/></testcase></testsuite>") ==
        "a 1/0/0/1");
  SECTION("but for one that the suite counts") {
    const Tests tests = read(
        "<testsuite name='pytest' errors='1' failures='0' skipped='1' tests='1'><testcase name='ships'><skipped/>"
        "<error message='failed on teardown'/></testcase></testsuite>");
    CHECK(numbers(tests) == "pytest 1/0/1/0");
    REQUIRE(tests.suites[0].failed.size() == 1);
    CHECK(tests.suites[0].failed[0].name == "ships");
    CHECK(tests.suites[0].failed[0].is_error);
    CHECK(numbers("<testsuite name='a' failures='1'><testcase><skipped/><failure/></testcase></testsuite>") ==
          "a 1/1/0/0");
    CHECK(numbers("<testsuite name='a' failures='1'><testcase><skipped/><failure/></testcase><testcase><failure/>"
                  "</testcase></testsuite>") == "a 2/1/0/1");
    CHECK(numbers("<testsuites failures='1'><testsuite name='a' failures='0'><testcase><skipped/><failure/></testcase>"
                  "</testsuite></testsuites>") == " 1/1/0/0 a 1/0/0/1");
  }
  SECTION("and where nobody counts, it is one") {
    CHECK(numbers("<testsuite name='a'><testcase><skipped/><failure/></testcase></testsuite>") == "a 1/1/0/0");
    CHECK(numbers("<testsuite name='a' tests='1'><testcase><error/><skipped/></testcase></testsuite>") == "a 1/0/1/0");
  }
}

TEST_CASE("a suite that breaks outside its cases has failed") {
  const Tests tests = read("<testsuite name='a'><error message='no database'/><testcase name='x'/></testsuite>");
  CHECK(numbers(tests) == "a 2/0/1/0");
  CHECK(tests.suites[0].failed[0].message == "no database");
}

TEST_CASE("a test that failed is told with the first line of its message") {
  const Tests tests = read(
      "<testsuite name='a'><testcase name='x &lt;1&gt;' classname='c' file='a.js' line='12'><failure message='&#10; "
      "first &amp; foremost&#10;second'>text</failure></testcase>"
      "<testcase name='y'><failure><![CDATA[\n  from the text\n  "
      "more]]></failure><system-out>no</system-out></testcase>"
      "<testcase name='z'><failure/><error>second</error></testcase></testsuite>");
  const std::vector<FailedTest>& failed = tests.suites[0].failed;
  REQUIRE(failed.size() == 3);
  CHECK(failed[0].name == "x <1>");
  CHECK(failed[0].suite_class == "c");
  CHECK(failed[0].message == "first & foremost");
  CHECK(failed[0].file == "a.js");
  CHECK(failed[0].line == 12);
  CHECK(failed[1].message == "from the text");
  CHECK(failed[2].message == "second");
  CHECK(!failed[2].is_error);
}

TEST_CASE("times of suites") {
  const Tests tests = read(
      "<testsuites><testsuite name='a' time='0.250' timestamp='2026-11-02T10:00:00'/>"
      "<testsuite name='b' time='1,234.5' timestamp='2026-11-02T11:00:00+01:00'/><testsuite name='c' "
      "time='0,5'/></testsuites>");
  CHECK(tests.suites[0].seconds == "0.25");
  CHECK(tests.suites[0].started_at.empty());  // which offset was meant, nobody knows
  CHECK(tests.suites[1].seconds == "1234.5");
  CHECK(tests.suites[1].started_at == "2026-11-02T10:00:00Z");
  CHECK(tests.suites[2].seconds.empty());
}

TEST_CASE("encodings") {
  CHECK(read("\xEF\xBB\xBF<testsuite name='\xC3\xA9'/>").suites[0].name == "é");
  CHECK(read("<?xml version='1.0' encoding='ISO-8859-1'?><testsuite name='\xE9'/>").suites[0].name == "é");
  CHECK(read("<?xml version='1.0' encoding='windows-1252'?><testsuite name='\x80'/>").suites[0].name == "€");
  const std::string ascii = "<testsuite name='x'/>";
  std::string utf16 = "\xFF\xFE";
  for (const char c : ascii) utf16 += {c, '\0'};
  CHECK(read(utf16).suites[0].name == "x");
  CHECK(complaint("<?xml version='1.0' encoding='EBCDIC-US'?><testsuite/>") ==
        "1: its encoding is `EBCDIC-US`, which is not known here; UTF-8, UTF-16, ISO-8859-1 and Windows-1252 are");
}

TEST_CASE("what is no JUnit report") {
  CHECK(complaint("") == "0: it is empty: was its tool stopped before it wrote anything?");
  CHECK(complaint("\n{ \"tests\": 1 }") == "2: this is not XML: it begins with `{ \"tests\": 1`");
  CHECK(complaint("<coverage/>") ==
        "1: this is a Cobertura report (its root is `<coverage>`), not JUnit: use `cobertura` for it");
  CHECK(complaint("<assemblies/>") == "1: this is an xUnit.net report (its root is `<assemblies>`), not JUnit");
  CHECK(complaint("<testcase/>") == "1: its root is `<testcase>`: this is no JUnit report");
  CHECK(complaint("<testsuite><testcase><testcase/></testcase></testsuite>") ==
        "1: a `<testcase>` begins inside another one");
  CHECK(complaint("<x/>") == "1: its root is `<x>`: this is no JUnit report");
  CHECK(complaint("<testsuite>\n<testcase name='x'/>\n") ==
        "3: it ends inside `<testsuite>`: was its tool stopped while it wrote?");
  CHECK(complaint("<testsuite>\n<testcase name='x") ==
        "2: it ends inside `<testsuite>`: was its tool stopped while it wrote?");
  CHECK(complaint("<testsuite>\n</testcase>") == "2: this is not XML: mismatched tag");
  CHECK(complaint("<testsuites>\n<testsuite tests='many'/></testsuites>") ==
        "2: `<testsuite>` has `tests=\"many\"`, not a number");
  CHECK(complaint("<testsuite failures='-1'/>") == "1: `<testsuite>` has `failures=\"-1\"`, not a number");
  CHECK(complaint("<testsuite failures='9999999999999'/>") ==
        "1: `<testsuite>` has `failures=\"9999999999999\"`, not a number");
}

TEST_CASE("entities of a report's own are refused before they grow") {
  CHECK(complaint("<!DOCTYPE x [\n<!ENTITY a 'aaaaaaaaaa'>\n<!ENTITY b '&a;&a;&a;'>]><testsuite name='&b;'/>") ==
        "2: it declares an entity, `a`; no report needs that, and a few of them can fill the memory");
  CHECK(complaint("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><testsuite name='x'>&a;</testsuite>")
            .find("declares an entity") != std::string::npos);
}

TEST_CASE("large reports") {
  SECTION("10^5 suites, one in another") {
    constexpr std::size_t many = 100'000;
    std::string text;
    for (std::size_t i = 0; i < many; ++i) text += "<testsuite>";
    text += "<testcase/>";
    for (std::size_t i = 0; i < many; ++i) text += "</testsuite>";
    CHECK(numbers(text) == " 1/0/0/0");
  }
  SECTION("10^5 suites in a row") {
    Repeated bytes("<testsuites>", "<testsuite name='a' tests='1'><testcase name='x'/></testsuite>", 100'000,
                   "</testsuites>");
    Tests tests;
    REQUIRE(!read_junit(bytes, tests));
    CHECK(tests.suites.size() == 100'000);
  }
  SECTION("100 MB of output are passed over") {
    Repeated bytes("<testsuite name='a'><testcase><system-out><![CDATA[", std::string(1 << 20, 'x'), 100,
                   "]]></system-out><failure>why</failure></testcase></testsuite>");
    Tests tests;
    REQUIRE(!read_junit(bytes, tests));
    CHECK(tests.suites[0].failed[0].message == "why");
  }
  SECTION("a tag without end is refused") {
    Repeated bytes("<testsuite name='", std::string(1 << 20, 'x'), 100, "'/>");
    Tests tests;
    CHECK(words(read_junit(bytes, tests)) == "1: a single tag or comment begins here that is longer than 16 MiB");
  }
}

}  // namespace nexus::collect
