#include "workspace/json_params.h"

#include "tests/support/catch.h"

namespace nexus::workspace {

namespace {

std::string shown(const JsonValue& value) {
  if (value.kind == JsonValue::Kind::string) return '"' + value.text + '"';
  if (value.kind != JsonValue::Kind::list) return value.text.empty() ? std::string(describe(value.kind)) : value.text;
  std::string list = "[";
  for (const JsonValue& item : value.items) list += shown(item) + ' ';
  return list + ']';
}

std::string shown(std::string_view text) {
  std::vector<JsonParam> params;
  if (!read_json_params(text, params)) return "no object";
  std::string all;
  for (const JsonParam& param : params) all += param.name + '=' + shown(param.value) + ';';
  return all;
}

}  // namespace

TEST_CASE("params of a JSON object keep their order and their digits") {
  CHECK(shown(R"({"b": 1, "a": "75%", "c": true})") == "b=1;a=\"75%\";c=true;");
  CHECK(shown(R"({"x": 0.10000000000000000000001, "y": 18446744073709551616, "z": -5})") == "x=0.10000000000000000000001;y=18446744073709551616;z=-5;");
  CHECK(shown(R"({"text": "\u00e9\n"})") == "text=\"é\n\";");
  CHECK(shown("{}").empty());
}

TEST_CASE("lists may be nested; of objects only is kept that they are") {
  CHECK(shown(R"({"l": [1, ["a", 2], []], "m": 3})") == "l=[1 [\"a\" 2 ] [] ];m=3;");
  CHECK(shown(R"({"o": {"x": [1, {"y": 2}]}, "l": [{"z": 1}, 4], "n": null})") == "o=an object;l=[an object 4 ];n=null;");
}

TEST_CASE("what is no object has no params") {
  CHECK(shown("[1]") == "no object");
  CHECK(shown("1") == "no object");
  CHECK(shown("\"x\"") == "no object");
  CHECK(shown("null") == "no object");
}

}  // namespace nexus::workspace
