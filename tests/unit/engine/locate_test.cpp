#include "engine/read/locate.h"
#include "tests/support/catch.h"

#include <string>
#include <string_view>

namespace nexus::engine {
namespace {

constexpr std::string_view text =
    R"( {"a": {"b": [10, {"c": "x,}]"}, [ ]], "é/~": null} , "k\"ey" : -1.5e3, "": {"": true}, "\u0062": "\\"} )";

std::string at(std::string_view pointer) {
  const auto range = locate(text, pointer);
  return range ? std::string(text.substr(range->begin, range->end - range->begin)) : "nothing";
}
std::string key_of(std::string_view pointer) {
  TextRange key;
  if (!locate(text, pointer, &key)) return "nothing";
  return std::string(text.substr(key.begin, key.end - key.begin));
}

TEST_CASE("locate: values by pointer") {
  CHECK(at("") == text.substr(1, text.size() - 2));
  CHECK(at("/a/b") == R"([10, {"c": "x,}]"}, [ ]])");
  CHECK(at("/a/b/0") == "10");
  CHECK(at("/a/b/1/c") == R"("x,}]")");
  CHECK(at("/a/b/2") == "[ ]");
  CHECK(at("/a/é~1~0") == "null");
  CHECK(at("/k\"ey") == "-1.5e3");
  CHECK(at("/") == R"({"": true})");
  CHECK(at("//") == "true");
  CHECK(at("/b") == R"("\\")");
}

TEST_CASE("locate: nothing where nothing is") {
  for (const std::string_view pointer : {"/x", "/a/x", "/a/b/3", "/a/b/01", "/a/b/-", "/a/b/-1", "/a/b/x",
                                         "/a/b/99999999999999999999999", "/a/b/0/0", "a", "/a~2b", "/a~", "/b/0"})
    CHECK(at(pointer) == "nothing");
}

TEST_CASE("locate: keys") {
  CHECK(key_of("/a") == "\"a\"");
  CHECK(key_of("/k\"ey") == R"("k\"ey")");
  CHECK(key_of("/b") == R"("\u0062")");
  CHECK(key_of("/a/b/1/c") == "\"c\"");
  CHECK(key_of("/a/b/1").empty());
  CHECK(key_of("").empty());
}

TEST_CASE("locate: replacing and adding values") {
  const auto with = [](std::string_view json, std::string_view pointer, std::string_view value) {
    return with_value_at(json, pointer, value).value_or("nothing");
  };
  CHECK(with(R"({"a": 1, "b": 2})", "/a", "[9]") == R"({"a": [9], "b": 2})");
  CHECK(with(R"({"a": 1})", "", "null") == "null");
  CHECK(with(" 1 ", "", "null") == " null ");
  CHECK(with("{}", "/a", "1") == R"({"a":1})");
  CHECK(with("{ }", "/a/b/c", "1") == R"({"a":{"b":{"c":1}} })");
  CHECK(with(R"({"a": 1 })", "/b", "2") == R"({"a": 1,"b":2 })");
  CHECK(with(R"({"a": {"x": 1}})", "/a/y/z", "2") == R"({"a": {"x": 1,"y":{"z":2}}})");
  CHECK(with(R"({"a": [1, 2]})", "/a/1", "9") == R"({"a": [1, 9]})");
  CHECK(with(R"({"a": [{}, 2]})", "/a/0/k~1~0\"", "9") == R"({"a": [{"k/~\"":9}, 2]})");
  CHECK(with(R"({"\u0061": 1})", "/a", "2") == R"({"\u0061": 2})");
  CHECK(with(R"({"a": [1, 2]})", "/a/-", "9") == R"({"a": [1, 2,9]})");
  CHECK(with(R"({"a": [ ]})", "/a/-/b", "9") == R"({"a": [{"b":9} ]})");
  CHECK(with(R"({"a": [1, 2]})", "/a/2", "9") == "nothing");
  CHECK(with(R"({"a": [1, 2]})", "/a/x", "9") == "nothing");
  CHECK(with(R"({"a": 1})", "/a/b", "9") == "nothing");
  CHECK(with(R"({"a": null})", "/a/b", "9") == "nothing");
  CHECK(with("1", "/a", "9") == "nothing");
  CHECK(with("{}", "a", "9") == "nothing");
}

TEST_CASE("locate: removing values takes one comma along") {
  CHECK(without_value_at(R"({"a": 1, "b": 2, "c": 3})", "/a") == R"({"b": 2, "c": 3})");
  CHECK(without_value_at(R"({"a": 1, "b": 2, "c": 3})", "/b") == R"({"a": 1, "c": 3})");
  CHECK(without_value_at(R"({"a": 1, "b": 2, "c": 3 })", "/c") == R"({"a": 1, "b": 2 })");
  CHECK(without_value_at(R"({ "a": 1 })", "/a") == "{  }");
  CHECK(without_value_at("[1, 2, 3]", "/1") == "[1, 3]");
  CHECK(without_value_at("[1, [2], 3]", "/1/0") == "[1, [], 3]");
  CHECK(without_value_at("[1, 2]", "/2") == "[1, 2]");
  CHECK(without_value_at(R"({"a": 1})", "/b") == R"({"a": 1})");
  CHECK(without_value_at(R"({"a": 1})", "") == R"({"a": 1})");
  CHECK(without_value_at(R"({"a": 1})", "nonsense") == R"({"a": 1})");
}

TEST_CASE("locate: pointer steps") {
  CHECK(pointer_step("line") == "/line");
  CHECK(pointer_step("a/b~c") == "/a~1b~0c");
  CHECK(pointer_step("") == "/");
}

TEST_CASE("locate: deep and broken texts end") {
  const std::string deep = std::string(500'000, '[') + std::string(500'000, ']');
  CHECK(locate(deep, "/0/0/0")->begin == 3);
  for (const std::string_view broken :
       {"",   " ",   "{",    "{\"",        "{\"a", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "[",
        "[1", "[1,", "\"\\", "{\"\\\":1}", "{1}",  "]",      "}",       "[}",       "{\"a\" 1}", "\xEF\xBB\xBF"}) {
    INFO(broken);
    (void)locate(broken, "/a/0");
    (void)with_value_at(broken, "/a", "1");
    (void)without_value_at(broken, "/a");
    (void)without_value_at(broken, "/0");
  }
  CHECK(locate("\xEF\xBB\xBF[7]", "/0")->begin == 4);
}

}  // namespace
}  // namespace nexus::engine
