#include "tests/support/catch.h"
#include "tests/unit/grammar/parsed.h"

#include <string>
#include <string_view>
#include <vector>

using namespace nexus;
using namespace nexus::grammar::test;

namespace {

struct Case {
  std::string text;
  std::string mistakes;      ///< code and place of each, one a line
  std::string mended = {};   ///< the text after the suggested edit of the first; empty: it suggests none
};

std::string mended(const Parsed& parsed) {
  const auto& suggestion = parsed.sink.all().front().suggestion;
  if (!suggestion) return "";
  std::string text(parsed.sources.text(parsed.file));
  return text.replace(suggestion->span.begin, suggestion->span.end - suggestion->span.begin, suggestion->replacement);
}

/// A suggested edit is what it claims to be: with it, the mistake is gone.
void check(const Case& c) {
  INFO(c.text);
  const Parsed parsed(c.text);
  std::string found;
  for (const std::string& m : parsed.mistakes()) found += (found.empty() ? "" : "\n") + m;
  CHECK(found == c.mistakes);
  if (found.empty()) return;
  CHECK(mended(parsed) == c.mended);
  if (!c.mended.empty()) CHECK(mistakes_of(c.mended) == "");
}

/// In `let a = …`, the text begins at 1:9.
void check_value(const std::string& text, const std::string& mistakes, const std::string& mended_value = "") {
  check({"let a = " + text, mistakes, mended_value.empty() ? "" : "let a = " + mended_value});
}

/// In `gate g { … }`, the text begins at 1:10.
void check_clause(const std::string& text, const std::string& mistakes, const std::string& mended_clause = "") {
  check({"gate g { " + text + " }", mistakes, mended_clause.empty() ? "" : "gate g { " + mended_clause + " }"});
}

std::string first_message(const std::string& text) {
  const Parsed parsed(text);
  return parsed.sink.all().empty() ? "" : parsed.sink.all().front().message;
}

std::vector<std::string> first_helps(const std::string& text) {
  const Parsed parsed(text);
  return parsed.sink.all().empty() ? std::vector<std::string>{} : parsed.sink.all().front().helps;
}

}  // namespace

// ------------------------------------------------------------------------------------------------ expressions

TEST_CASE("operators of other languages") {
  check_clause("require build.status = \"success\"", "NX1034 at 1:31", "require build.status == \"success\"");
  check_clause("require coverage => 80%", "NX1035 at 1:27", "require coverage >= 80%");
  check_value("a && b", "NX1031 at 1:11", "a and b");
  check_value("a || b", "NX1032 at 1:11", "a or b");
  check_value("!a", "NX1033 at 1:9", "not a");
  check_value("status is \"done\"", "NX1036 at 1:16", "status == \"done\"");
  check_value("status is not done", "NX1036 at 1:16", "status != done");
}

TEST_CASE("mixed operators are offered both readings") {
  check_value("a and b or c", "NX1030 at 1:17");
  CHECK(first_helps("let a = a and b or c") == std::vector<std::string>{"write `(a and b) or c`", "or `a and (b or c)`"});
  CHECK(first_helps("let a = x or (y) and not z") == std::vector<std::string>{"write `(x or (y)) and not z`", "or `x or ((y) and not z)`"});
  check_value("a or b and c", "NX1030 at 1:16");
  check_value("errors ?? 0 / total", "NX1038 at 1:21");
  CHECK(first_helps("let a = errors ?? 0 / total") == std::vector<std::string>{"write `(errors ?? 0) / total`", "or `errors ?? (0 / total)`"});
  check_value("a + b ?? 0", "NX1038 at 1:15");
  CHECK(first_helps("let a = a + (b) ?? 0") == std::vector<std::string>{"write `(a + (b)) ?? 0`", "or `a + ((b) ?? 0)`"});
}

TEST_CASE("comparisons do not chain") {
  check_value("1 < x < 3", "NX1037 at 1:15");
  CHECK(first_helps("let a = 1 < x < 3") == std::vector<std::string>{"write `1 < x and x < 3`"});
  CHECK(first_helps("let a = 1 <= (x + 1) <= 3") == std::vector<std::string>{"write `(x + 1) between 1 and 3`"});
  check_value("a == b in [c]", "NX1037 at 1:16");
  check_value("a is present == b", "NX1037 at 1:9");
}

TEST_CASE("mistakes in quantifiers") {
  check_value("every t in tasks where t.ok", "NX1039 at 1:9", "every t in tasks has t.ok");
  check_value("every t in tasks", "NX1039 at 1:9");
  check_clause("require some t in tasks has t.ok", "NX1040 at 1:34", "require some t in tasks where t.ok");
  check_clause("require no t in tasks where t.x has t.ok", "NX1040 at 1:42", "require no t in tasks where t.x and t.ok");
  check_clause("require some x in L if any", "NX1012 at 1:30");
  CHECK(first_helps("gate g { require some x in L if any }") == std::vector<std::string>{"only `every` and `for each` take `if any`"});
  check_value("the x in L", "NX1005 at 1:18");
  check_value("every in tasks has x", "NX1005 at 1:9");
  check_value("at least two or three x in l", "NX1005 at 1:18");
}

TEST_CASE("a value that is missing") {
  check_clause("require coverage.line >=", "NX1005 at 1:32");
  CHECK(first_message("gate g { require a >=\n require b }") == "a value is missing after `>=`");
  check_clause("require a >=\n owner \"x\"", "NX1005 at 1:20\nNX1018 at 2:2");
  check_value("a +", "NX1005 at 1:11");
  check_value("a and", "NX1005 at 1:11");
  check_value("(a + ) * b", "NX1005 at 1:12");
  check_value("[a, , b]", "NX1005 at 1:11");
  check_value("if a then b", "NX1005 at 1:19");
  CHECK(first_message("let a = if a then b") == "`else` is missing after `b`");
  check_value("a.", "NX1005 at 1:10");
  check_value("not", "NX1005 at 1:9");
  check_value("a ==\nlet b = 1", "NX1005 at 1:11");
}

TEST_CASE("a reserved word is reached through snapshot") {
  check_clause("require for == 3", "NX1007 at 1:18");
  CHECK(first_helps("gate g { require for == 3 }") == std::vector<std::string>{"a field of that name is written `snapshot.for`"});
}

TEST_CASE("brackets point to where they were opened") {
  const Parsed parsed("let a = f(b, (c\nlet d = 1");
  REQUIRE(parsed.sink.all().size() == 1);
  const auto& d = parsed.sink.all().front();
  CHECK(d.message == "`)` is missing after `c`");
  REQUIRE(d.labels.size() == 1);
  CHECK(parsed.sources.position(parsed.file, d.labels.front().span.begin).column == 14);
  check_value("[a, b\nlet c = 1", "NX1005 at 1:13");
  check_value("{ a: 1\nlet c = 1", "NX1005 at 1:14");
  check_value("a[0", "NX1005 at 1:11");
}

TEST_CASE("only functions are called") {
  check_value("5 (a)", "NX1041 at 1:9");
  check_value("f(a)(b)", "NX1041 at 1:9");
}

// ------------------------------------------------------------------------------------------------ literals

TEST_CASE("mistakes in numbers and units") {
  check_clause("require coverage >= 80 %", "NX1050 at 1:30", "require coverage >= 80%");
  check_clause("require x for 5 minutes", "NX1050 at 1:24", "require x for 5m");
  check_clause("require x for n days", "NX1050 at 1:26");
  check_value("5min", "NX1051 at 1:9", "5m");
  check_value("10mb", "NX1051 at 1:9", "10MB");
  check_value("1pts", "NX1051 at 1:9", "1pt");
  check_value("10%3", "NX1051 at 1:9", "10 % 3");
  check_value("007", "NX1051 at 1:9", "7");
  check_value("1_000_000", "NX1051 at 1:9", "1000000");
  check_value("0x1F", "NX1051 at 1:9");
  check_value(".5", "NX1051 at 1:9", "0.5");
  check_value("a % ", "NX1005 at 1:11");
}

TEST_CASE("mistakes in dates") {
  check_value("2026-1-5", "NX1052 at 1:9", "2026-01-05");
  check({"gate g { require a until 2026/12/31 }", "NX1052 at 1:26", "gate g { require a until 2026-12-31 }"});
  check({"gate g { require a until 2026 }", "NX1052 at 1:26"});
  check({"waiver \"w\" { until 2026 12-31 }", "NX1052 at 1:20"});
}

TEST_CASE("mistakes in strings") {
  check_value("\"abc", "NX1053 at 1:9");
  check_value("'abc", "NX1053 at 1:9");
  check_value("\"abc\nlet b = \"d\"", "NX1053 at 1:9");
  check({"import \"abc", "NX1053 at 1:8"});
  check_value("x matches \"\\d+\"", "NX1054 at 1:20", "x matches \"\\\\d+\"");
  check_value("\"\\u12\"", "NX1054 at 1:10");
  check_value("\"x \\ud800 y\"", "NX1055 at 1:12");
  check_value("\"\\udc00\\ud800\"", "NX1055 at 1:10\nNX1055 at 1:16");
  check_value("\"use {} now\"", "NX1056 at 1:14", "\"use \\{\\} now\"");
  check_value("\"{na me}\"", "NX1056 at 1:10", "\"\\{na me\\}\"");
  check_value("\"{ 'a': 1 }\"", "NX1056 at 1:10", "\"\\{ 'a': 1 \\}\"");
  check_value("\"a { b\"", "NX1056 at 1:12", "\"a \\{ b\"");
  check_clause("owner \"team {x}\" require a", "NX1057 at 1:22", "owner \"team \\{x}\" require a");
  check({"test \"a {b\" { expect c }", "NX1057 at 1:9", "test \"a \\{b\" { expect c }"});
}

TEST_CASE("fixtures are JSON") {
  const auto given = [](const std::string& json) { return "test \"t\" { given " + json + " expect a }"; };
  check({given("{ a: 1 }"), "NX1058 at 1:20", given("{ \"a\": 1 }")});
  check({given("{ \"a\": 80% }"), "NX1059 at 1:25", given("{ \"a\": \"80%\" }")});
  check({given("{ \"a\": 'b' }"), "NX1059 at 1:25"});
  check({given("{ \"a\": True }"), "NX1059 at 1:25", given("{ \"a\": true }")});
  check({given("{ \"a\": 01 }"), "NX1059 at 1:25"});
  check({given("{ \"a\": 1, }"), "NX1060 at 1:26", given("{ \"a\": 1 }")});
  check({given("{ \"a\": [1,] }"), "NX1060 at 1:27", given("{ \"a\": [1] }")});
  check({given("{ \"a\": \"\\d\" }"), "NX1054 at 1:26", given("{ \"a\": \"\\\\d\" }")});
  check({given("{ \"a\": \"b }"), "NX1053 at 1:25"});
  check({given("{ \"a\" 1 }"), "NX1006 at 1:24"});
  check({given("{ \"a\": 1 \"b\": 2 }"), "NX1006 at 1:27"});
  check({"snapshot s { \"a\": 1\ngate g { require a }", "NX1005 at 1:19"});
}

// ------------------------------------------------------------------------------------------------ clauses

TEST_CASE("nothing stands between clauses and declarations") {
  check_clause("require a, require b", "NX1016 at 1:19", "require a require b");
  check_clause("require a; require b", "NX1015 at 1:19", "require a require b");
  check({"let a = 1;", "NX1015 at 1:10", "let a = 1"});
  check({"table f(a: int) -> int {\n case 1 => 2;\n case 2 => 3\n}", "NX1015 at 2:13", "table f(a: int) -> int {\n case 1 => 2\n case 2 => 3\n}"});
}

TEST_CASE("a clause that is none") {
  check_clause("requires a", "NX1012 at 1:10", "require a");
  check_clause("require a esle block \"m\"", "NX1012 at 1:20", "require a else block \"m\"");
  check_clause("fires when a require b", "NX1012 at 1:10");
  CHECK(first_helps("gate g { fires when a require b }") == std::vector<std::string>{"`fires` is a clause of a trigger"});
  check_clause("require a b", "NX1079 at 1:18", "require a: b");
  check_clause("require coverage 80%", "NX1012 at 1:27");
  CHECK(first_helps("gate g { require coverage 80% }") ==
        std::vector<std::string>{"an operator may be missing between `coverage` and `80%`"});
  CHECK(first_message("phase p { aftre b }") == "`aftre` does not start a clause of a phase");
}

TEST_CASE("clauses in a wrong place") {
  check_clause("require a owner \"x\"", "NX1018 at 1:20");
  check_clause("require a\n  let b = 1", "NX1018 at 2:3");
  check_clause("when a require b", "NX1022 at 1:10", "applies when a require b");
  check({"phase p { when a }", "NX1022 at 1:11", "phase p { applies when a }"});
  check({"trigger t { when a then block \"m\" }", "NX1023 at 1:13", "trigger t { fires when a then block \"m\" }"});
  check_clause("on missing pass require a", "NX1024 at 1:21", "on missing allow require a");
  check_clause("for each x in l require a", "NX1017 at 1:10");
  check({"phase p { after a or b }", "NX1025 at 1:19"});
  check({"phase p { after a and b }", "NX1025 at 1:19"});
  check({"phase p { after (a) }", "NX1005 at 1:18"});
}

TEST_CASE("words of clauses") {
  check_clause("applies whn a require b", "NX1006 at 1:18", "applies when a require b");
  check_clause("on a require b", "NX1006 at 1:13");
  check_clause("owner security require b", "NX1006 at 1:16", "owner \"security\" require b");
  check_clause("require a else block", "NX1005 at 1:25");
  check_clause("require a else", "NX1005 at 1:20");
  check_clause("require a for 3 of last 5", "NX1006 at 1:29");
  check({"phase p { done if a }", "NX1006 at 1:16", "phase p { done when a }"});
  check({"trigger t { fires when a then \"m\" }", "NX1006 at 1:31"});
  check({"waiver \"w\" { waives }", "NX1005 at 1:14"});
}

TEST_CASE("mistakes in headers") {
  check({"gate go-live \"Go-Live\" { require a }", "NX1020 at 1:6", "gate go_live \"Go-Live\" { require a }"});
  check({"gate { require a }", "NX1006 at 1:6"});
  check({"gate g for x in l { require a }", "NX1006 at 1:12"});
  check({"test t { expect a }", "NX1006 at 1:6"});
  check({"phase p for each x in l { }", "NX1005 at 1:7"});
}

// ------------------------------------------------------------------------------------------------ declarations

TEST_CASE("mistakes in declarations") {
  check({"gaet g { require a }", "NX1011 at 1:1", "gate g { require a }"});
  check({"let a = 1\nrequire b", "NX1011 at 2:1"});
  check({"let a = 1 2", "NX1011 at 1:11"});
  check({"let a = 1\npolicy b.c", "NX1010 at 2:1"});
  check({"policy a\npolicy b.c", "NX1010 at 2:1"});
  check({"let a = 1 }", "NX1014 at 1:11"});
  check({"param p: ratio = 80% in 50%..100%", "NX1075 at 1:28"});
  check({"input baseline { a: int }", "NX1006 at 1:16"});
  check({"enum E { a < b, c }", "NX1021 at 1:15"});
  check({"enum E { a, b < c }", "NX1021 at 1:15"});
  check({"enum E { }", "NX1005 at 1:8"});
  check({"type T = { a: int, b }", "NX1005 at 1:20"});
  check({"let = 1", "NX1006 at 1:5"});
  check({"def f = 1", "NX1006 at 1:7"});
  check({"import", "NX1005 at 1:1"});
}

TEST_CASE("rows of tables") {
  check({"table f(a: A) -> int {\n  poc => 1\n}", "NX1019 at 2:3", "table f(a: A) -> int {\n  case poc => 1\n}"});
  check({"table f(a: A) -> int {\n  case poc > 1\n}", "NX1006 at 2:12"});
  check({"table f(a: A) -> int {\n  case => 1\n}", "NX1006 at 2:8"});
}

TEST_CASE("a block without its brace is met at the next declaration and points to where it was opened") {
  const Parsed parsed("gate g {\n  require a\n\ngate h { require b }\n");
  REQUIRE(parsed.sink.all().size() == 1);
  const auto& d = parsed.sink.all().front();
  CHECK(parsed.mistakes() == std::vector<std::string>{"NX1013 at 2:12"});
  REQUIRE(d.labels.size() == 1);
  CHECK(parsed.sources.position(parsed.file, d.labels.front().span.begin) == base::LineColumn{1, 8});
  CHECK(parsed.tree.decls.size() == 2);
  CHECK(mistakes_of("gate g { require a") == "NX1013 at 1:19");
  CHECK(mistakes_of("gate g {\n require a\nlet b = 1") == "NX1013 at 2:11");
  CHECK(mistakes_of("phase p {\n after a\nimport b.c") == "NX1013 at 2:9");
  CHECK(mistakes_of("input {\n a: int\ngate g { require a }") == "NX1013 at 2:8");
  CHECK(mistakes_of("table f(a: A) -> int {\n case b => 1\nlet c = 1") == "NX1013 at 2:13");
}

TEST_CASE("a block closed too early says so once") {
  CHECK(mistakes_of("gate g {\n  require a\n  gate h { require b }\n  require c\n}\nlet d = 1") == "NX1013 at 2:12");
}

// ------------------------------------------------------------------------------------------------ parts that make no whole

TEST_CASE("each clause stands once") {
  check_clause("owner \"a\" owner \"b\" require a", "NX1070 at 1:20");
  check_clause("on missing warn on missing hold require a", "NX1070 at 1:26");
  CHECK(first_message("gate g { on missing warn on missing hold require a }") == "`on missing` is given twice");
  check_clause("require a else \"m\" else \"n\"", "NX1070 at 1:29");
  check_clause("require a key key", "NX1070 at 1:24");
  check_clause("require a when b when c", "NX1070 at 1:27");
  check({"phase p { after a after b }", "NX1070 at 1:19"});
  check({"phase p { done when a done at b done when c }", "NX1070 at 1:33"});
  check({"trigger t { fires when a fires when b then warn \"m\" }", "NX1070 at 1:26"});
  check({"waiver \"w\" { waives a.b waives c.d until 2026-01-01 }", "NX1070 at 1:25"});
  check({"test \"t\" { at a at b expect c }", "NX1070 at 1:17"});
  check({"input { a: int fresh 1h by t fresh 2h by t }", "NX1070 at 1:30"});
  check_clause("let a = 1 let b = 2 remedy r {} remedy s {} require a require b", "");
}

TEST_CASE("what must not be missing") {
  CHECK(mistakes_of("gate g { owner \"x\" }") == "NX1071 at 1:6");
  CHECK(mistakes_of("trigger t { then warn \"m\" }") == "NX1072 at 1:9");
  CHECK(mistakes_of("trigger t { fires when a }") == "NX1073 at 1:9");
  CHECK(mistakes_of("trigger t { }") == "NX1072 at 1:9\nNX1073 at 1:9");
  CHECK(mistakes_of("test \"t\" { given a }") == "NX1074 at 1:6");
  CHECK(Parsed("test \"t\" { given a }").sink.error_count() == 0);
}

TEST_CASE("what is missing because of a mistake is not reported as well") {
  CHECK(mistakes_of("gate g { requires a }") == "NX1012 at 1:10");
  CHECK(mistakes_of("trigger t { fires whn a\n then warn \"m\" }") == "NX1006 at 1:19");
  CHECK(mistakes_of("test \"t\" { exepct a }") == "NX1012 at 1:12");
}

// ------------------------------------------------------------------------------------------------ the file as a text

TEST_CASE("bytes that are no text") {
  CHECK(mistakes_of(std::string("let a = 1\0let b", 15)) == "NX1002 at 1:10");
  CHECK(mistakes_of("\xFF\xFEl\x01") == "NX1002 at 1:1");
  CHECK(mistakes_of("# caf\xE9\nlet a = 1") == "NX1001 at 1:6");
  CHECK(mistakes_of("let a = \"\xC3\x28\xFF\"\nlet b = \"\x80\"") == "NX1001 at 1:10\nNX1001 at 2:10");
  CHECK(mistakes_of("let a = \"x\u202Ey\"") == "NX1003 at 1:11");
}

TEST_CASE("characters that only look right") {
  CHECK(mistakes_of("let a = “x”") == "NX1004 at 1:9");
  CHECK(Parsed("let a = “x”").sink.all().front().suggestion->replacement == "\"x\"");
  check_value("a – b", "NX1004 at 1:11", "a - b");
  check_value("a +\u00A0b", "NX1004 at 1:12", "a + b");
  check_value("a == @", "NX1004 at 1:14");
  check_clause("require (a) ≥ b", "NX1004 at 1:22", "require (a) >= b");
  check_clause("require a @ b", "NX1004 at 1:20");
}
