#include "collect/json_stream.h"
#include "tests/collect/texts.h"
#include "tests/support/catch.h"

using namespace nexus::collect;
using Pieces = TextBytes;

namespace {

/// A tree as JSON again.
std::string to_json(const JsonValue& value) {
  std::string text;
  switch (value.kind) {
    case JsonValue::Kind::null:
      return "null";
    case JsonValue::Kind::boolean:
      return value.truth ? "true" : "false";
    case JsonValue::Kind::number:
      return value.text;
    case JsonValue::Kind::string:
      return '"' + value.text + '"';
    case JsonValue::Kind::list:
      for (const auto& item : value.items) text += (text.empty() ? "" : ",") + to_json(item);
      return '[' + text + ']';
    case JsonValue::Kind::object:
      for (std::size_t i = 0; i < value.items.size(); ++i)
        text += (text.empty() ? "" : ",") + ('"' + value.names[i]) + "\":" + to_json(value.items[i]);
      return '{' + text + '}';
  }
  return text;
}

/// What the parts of `paths` are given, as JSON, and `<` where one is over.
struct Taken {
  std::vector<std::string> values;
  std::optional<Malformed> mistake;
};
Taken take(std::string text, std::vector<std::string_view> paths, std::vector<std::string_view> entered = {}) {
  Taken taken;
  std::vector<JsonPart> parts;
  for (const auto path : paths)
    parts.push_back({.path = path, .take = [&](const JsonView& value) {
                       taken.values.push_back(value ? to_json(*value.raw()) : "nothing");
                     }});
  for (const auto path : entered) parts.push_back({.path = path, .leave = [&] { taken.values.emplace_back("<"); }});
  Pieces bytes(std::move(text), 3);
  taken.mistake = read_json_parts(bytes, parts);
  return taken;
}
std::string why(const std::optional<Malformed>& mistake) {
  return mistake ? std::to_string(mistake->line) + ": " + mistake->why : "";
}

}  // namespace

TEST_CASE("parts of JSON are handed over in the order of the text, the rest is skipped") {
  const auto taken = take(
      R"({"a": {"x": [1]}, "list": [{"k": 1, "skip": [[{}]]}, {"other": 0}, {"k": {"deep": [true, null]}}], "z": "end"})",
      {"list/*/k", "z"}, {"list/*"});
  CHECK(taken.values == std::vector<std::string>{"1", "<", "<", R"({"deep":[true,null]})", "<", R"("end")"});
  CHECK(why(taken.mistake).empty());
}

TEST_CASE("what is only looked for is skipped") {
  std::string seen;
  std::vector<JsonPart> parts;
  for (const std::string_view path : {"a", "b", "c/*", "d"})
    parts.push_back({.path = path, .seen = [&seen, path] { seen += path; }});
  Pieces bytes(R"({"a": [{"b": 1}], "c": [1, {"d": 1}], "d": null})");
  CHECK(why(read_json_parts(bytes, parts)).empty());
  CHECK(seen == "ac/*c/*d");
}

TEST_CASE("a number keeps its digits") {
  const auto taken = take(R"({"n": [1.10, 123456789012345678901234567890, 1E5, -0.5, 18446744073709551615]})", {"n"});
  CHECK(taken.values ==
        std::vector<std::string>{"[1.10,123456789012345678901234567890,1E5,-0.5,18446744073709551615]"});
}

TEST_CASE("null is as good as absent") {
  CHECK(take(R"({"a": null, "b": null})", {"a", "b/*/c"}).values == std::vector<std::string>{"nothing"});
}

TEST_CASE("what is not as the parts want it is an error with its line") {
  CHECK(why(take("{\n\"runs\": {}}", {"runs/*"}).mistake) == "2: `runs` is an object, not a list");
  CHECK(why(take("{\n\n\"runs\": [\n1]}", {"runs/*/results/*"}).mistake) == "4: `runs` is a number, not an object");
  CHECK(why(take("[]", {"runs/*"}).mistake) == "1: the file is a list, not an object");
}

TEST_CASE("broken JSON is an error with its line") {
  CHECK(why(take("", {"a"}).mistake) == "0: it is empty");
  CHECK(why(take("{\n\"a\": [1,\n", {"a"}).mistake) == "2: this is not JSON: it ends too early; was it cut off?");
  CHECK(why(take("{\n\"a\": 1,\n}", {"a"}).mistake) == "3: this is not JSON: unexpected '}'; expected string literal");
  CHECK(why(take("{}\n{}", {"a"}).mistake) == "2: this is not JSON: unexpected '{'; expected end of input");
  CHECK(why(take(" \n<html>", {"a"}).mistake) == "1: this is XML or HTML, not JSON: let the tool write JSON");
  CHECK(take(std::string("\xff\xfe{\0}\0", 6), {"a"}).mistake->why.starts_with("this is UTF-16"));
  CHECK(take("{\"a\": \"\xff\"}", {}).mistake->why.starts_with("this is not JSON: invalid string: ill-formed UTF-8"));
  CHECK_FALSE(take("\xef\xbb\xbf{\"a\": 1}", {"a"}).mistake);
}

TEST_CASE("a name that stands twice is an error, even where nobody asks for it") {
  CHECK(why(take("{\"x\": {\"a\": 1,\n\"a\": 2}}", {"y"}).mistake) ==
        "2: an object has two members `a`: which one is meant?");
  CHECK(why(take("{\"x\": {\"a\": 1,\n\"a\": 2}}", {"x"}).mistake) ==
        "2: an object has two members `a`: which one is meant?");
  CHECK_FALSE(take(R"({"x": [{"a": 1}, {"a": 2}], "a": 3})", {"x"}).mistake);
}

TEST_CASE("names that stand twice are found among many, and none is left from the object before") {
  std::string members;
  for (int i = 0; i < 100; ++i) members += "\"n" + std::to_string(i) + "\": 1, ";
  const auto object = [&](const std::string& last) { return "{" + members + "\"" + last + "\": 1}"; };
  CHECK_FALSE(take("{\"x\": [" + object("a") + ", " + object("a") + ", {\"n0\": 1}, {\"a\": 1}]}", {"x"}).mistake);
  for (const std::string last : {"n0", "n14", "n15", "n16", "n17", "n99"})
    CHECK(take("{\"x\": " + object(last) + "}", {"y"}).mistake);
}

TEST_CASE("depth has a limit") {
  const auto lists = [](std::size_t depth) {
    return R"({"a": )" + repeated("[", depth - 1) + repeated("]", depth - 1) + "}";
  };
  CHECK_FALSE(take(lists(512), {"a"}).mistake);
  CHECK(why(take(lists(513), {"a"}).mistake) == "1: objects and lists stand inside one another more than 512 deep");
  CHECK(why(take(R"({"b": )" + repeated("[", 100000), {"a"}).mistake) ==
        "1: objects and lists stand inside one another more than 512 deep");
}

TEST_CASE("a view of nothing gives nothing, and a wrong kind is the mistake of the file") {
  const auto mistake_of = [](const std::function<void(const JsonView&)>& look) {
    const std::vector<JsonPart> parts{{.path = "x", .take = look}};
    Pieces bytes("{\"x\": {\"text\": \"x\",\n\"number\": 3, \"negative\": -1}}");
    return why(read_json_parts(bytes, parts));
  };
  CHECK(mistake_of([](const JsonView& view) {
          CHECK(view["text"].string() == "x");
          CHECK(view["number"].count() == 3U);
          CHECK(view["missing"]["further"].string().empty());
          CHECK(view["missing"].items().empty());
        }).empty());
  CHECK(mistake_of([](const JsonView& view) { CHECK(view["number"].string().empty()); }) ==
        "2: `number` is a number, not a string");
  CHECK(mistake_of([](const JsonView& view) { CHECK_FALSE(view["negative"].count()); }) ==
        "2: `negative` is -1, not a whole number");
}
