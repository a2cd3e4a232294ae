#include "base/values/text.h"
#include "tests/support/catch.h"

#include <chrono>
#include <string>

namespace nexus::base {
namespace {

struct GlobCase {
  const char* pattern;
  const char* text;
  bool matches;
};

const GlobCase cases[] = {
    // The whole text, character by character
    {"", "", true},
    {"", "a", false},
    {"a", "", false},
    {"src/main.cpp", "src/main.cpp", true},
    {"main", "src/main", false},
    {"main", "main.cpp", false},
    {"README", "readme", false},
    // * stays inside a segment
    {"*", "", true},
    {"*", "abc", true},
    {"*", "a/b", false},
    {"*.cpp", "main.cpp", true},
    {"*.cpp", ".cpp", true},
    {"*.cpp", "main.cpp.txt", false},
    {"src/*.cpp", "src/main.cpp", true},
    {"src/*.cpp", "src/a/main.cpp", false},
    {"src/*/main.cpp", "src/a/main.cpp", true},
    {"src/*/main.cpp", "src/main.cpp", false},
    {"a*b*c", "axbxbxc", true},
    {"a*b*c", "acb", false},
    {"*a", "baab", false},
    // ? is one character but /
    {"?", "a", true},
    {"?", "", false},
    {"?", "ab", false},
    {"?", "/", false},
    {"a?c", "a/c", false},
    {"?", "\u00FC", true},
    {"??", "\u00FC", false},
    {"?", "\U0001F600", true},
    {"?", "\xFF", true},
    // ** crosses segments
    {"**", "", true},
    {"**", "a", true},
    {"**", "a/b/c", true},
    {"**/x", "x", true},
    {"**/x", "a/x", true},
    {"**/x", "a/b/x", true},
    {"**/x", "ax", false},
    {"**/x", "a/bx", false},
    {"**/x", "x/a", false},
    {"a/**", "a/b", true},
    {"a/**", "a/b/c/d", true},
    {"a/**", "ab/c", false},
    {"a/**", "a", false},
    {"a/**/b", "a/b", true},
    {"a/**/b", "a/x/b", true},
    {"a/**/b", "a/x/y/b", true},
    {"a/**/b", "a/xb", false},
    {"a/**/b", "axb", false},
    {"a**b", "ab", true},
    {"a**b", "a/x/b", true},
    {"a**/b", "ax/y/b", true},
    {"a**/b", "ab", false},
    {"**.cpp", "src/main.cpp", true},
    {"***", "a/b", true},
    {"***/x", "x", true},
    {"**/**/x", "x", true},
    {"**/**/x", "a/x", true},
    {"**/*.md", "docs/a/b.md", true},
    {"**/*.md", "b.md", true},
    {"**/test/**", "a/test/b", true},
    {"**/test/**", "test/b", true},
    {"**/test/**", "a/tests/b", false},
    {"/**/x", "/x", true},
    // sets
    {"[abc]", "b", true},
    {"[abc]", "d", false},
    {"[a-c]x", "bx", true},
    {"[a-c]x", "dx", false},
    {"[a-cx-z]", "y", true},
    {"[!a-c]", "d", true},
    {"[!a-c]", "b", false},
    {"[^a-c]", "d", true},
    {"[^a-c]", "b", false},
    {"[!a]", "/", false},
    {"[/]", "/", false},
    {"[.-0]", "/", false},
    {"[]]", "]", true},
    {"[]a]", "a", true},
    {"[!]]", "]", false},
    {"[!]]", "x", true},
    {"[-a]", "-", true},
    {"[a-]", "-", true},
    {"[a-]", "b", false},
    {"[a!]", "!", true},
    {"[\\]]", "]", true},
    {"[\\a-\\c]", "b", true},
    {"[*?]", "*", true},
    {"[*?]", "x", false},
    {"[\u00E0-\u00FF]", "\u00FC", true},
    {"[\u00E0-\u00FF]", "u", false},
    {"v[0-9].*", "v3.14", true},
    // quoting
    {"\\*", "*", true},
    {"\\*", "x", false},
    {"\\?\\[\\\\", "?[\\", true},
    {"a\\b", "ab", true},
    {"]", "]", true},
    {"{a,b}", "{a,b}", true},
};

bool matches(std::string_view pattern, std::string_view text) {
  const auto result = glob_match(pattern, text);
  REQUIRE(result.has_value());
  return *result;
}

}  // namespace

TEST_CASE("glob patterns") {
  for (const auto& c : cases) {
    INFO(c.pattern << " against " << c.text);
    CHECK(matches(c.pattern, c.text) == c.matches);
  }
}

TEST_CASE("glob patterns that are malformed, whatever the text") {
  for (const char* pattern : {"[", "[a", "[!", "[]", "[!]", "[a-", "[a-]x[", "[\\", "\\", "abc\\", "[z-a]", "x[b-a]"}) {
    INFO(pattern);
    CHECK_FALSE(glob_match(pattern, ""));
    CHECK_FALSE(glob_match(pattern, "x"));
  }
}

TEST_CASE("glob time is linear in text times pattern") {
  const std::string text(100'000, 'a');
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(matches("**a**a**a**a**a**a**a**b", text));
  CHECK_FALSE(matches("*a*a*a*a*a*a*a*b", text));
  CHECK_FALSE(matches("**/**/**/**/**/**/**/b", text));
  CHECK(matches("**a**a**a**a**a**a**a**", text));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));  // backtracking would take years
}

}  // namespace nexus::base
