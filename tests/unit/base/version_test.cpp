#include "base/values/version.h"
#include "tests/support/catch.h"

#include <string>
#include <vector>

namespace nexus::base {
namespace {

Version version(std::string_view text) {
  const auto parsed = Version::parse(text);
  INFO(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

}  // namespace

TEST_CASE("version precedence as in SemVer 2.0.0") {
  // Each is less than all after it.
  const std::vector<std::string> ascending = {"0.0.0-0",
                                              "0.0.0",
                                              "0.0.9",
                                              "0.1",
                                              "1.0.0--",
                                              "1.0.0-alpha",
                                              "1.0.0-alpha.1",
                                              "1.0.0-alpha.1.0",
                                              "1.0.0-alpha.beta",
                                              "1.0.0-beta",
                                              "1.0.0-beta.2",
                                              "1.0.0-beta.11",
                                              "1.0.0-beta.99999999999999999999999",
                                              "1.0.0-beta.A",
                                              "1.0.0-rc.1",
                                              "1.0.0-x0",
                                              "1.0.0",
                                              "1.9",
                                              "1.10.0-rc1",
                                              "1.10.0",
                                              "2",
                                              "10.0.0",
                                              "9223372036854775807.0.0",
                                              "9223372036854775808.0.0",
                                              "99999999999999999999999999.0.0"};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      INFO(ascending[i] << " and " << ascending[j]);
      CHECK((version(ascending[i]) <=> version(ascending[j])) == (i <=> j));
      CHECK((version(ascending[i]) == version(ascending[j])) == (i == j));
    }
  }
}

TEST_CASE("version numbers rank below words in a pre-release") {
  CHECK(version("1.0.0-1") < version("1.0.0-a"));
  CHECK(version("1.0.0-999") < version("1.0.0--"));
}

TEST_CASE("version leniencies") {
  CHECK(version("1.9") == version("1.9.0"));
  CHECK(version("2") == version("2.0.0"));
  CHECK(version("v1.2.3") == version("1.2.3"));
  CHECK(version("1-rc.1") == version("1.0.0-rc.1"));
  CHECK(version("2026.01.05") == version("2026.1.5"));
  CHECK(version("00.0") == version("0"));
}

TEST_CASE("version build metadata is kept and not compared") {
  CHECK(version("1.0.0+build.7") == version("1.0.0"));
  CHECK(version("1.0.0-rc.1+001") == version("1.0.0-rc.1"));
  CHECK(version("1.0.0+build.7").text() == "1.0.0+build.7");
  CHECK(version("v1.9").text() == "v1.9");
}

TEST_CASE("version parts") {
  const auto v = version("v12.034-rc.1");
  CHECK(v.major() == 12);
  CHECK(v.minor() == 34);
  CHECK(v.patch() == 0);
  CHECK(version("9223372036854775807").major() == 9'223'372'036'854'775'807);
  CHECK(version("9223372036854775808").major() == std::nullopt);
}

TEST_CASE("version refuses what is none") {
  for (const char* text : {"",           "v",        "vv1",      "V1",           "x",      "1.",        ".1",
                           "1..2",       "1.2.3.4",  "1.2.",     "-1",           "+1",     "1.x",       "1.2.3-",
                           "1.2.3-a..b", "1.2.3-a.", "1.2.3-01", "1.2.3-a.00",   "1.2.3+", "1.2.3+a+b", "1.2.3+a..b",
                           "1.2.3-a_b",  "1.2.3 ",   " 1.2.3",   "1.2.3-\u00FC", "1,2"}) {
    INFO(text);
    CHECK_FALSE(Version::parse(text));
  }
  CHECK(Version::parse("1.2.3-0"));
  CHECK(Version::parse("1.2.3-01a"));
  CHECK(Version::parse("1.2.3+01"));
}

}  // namespace nexus::base
