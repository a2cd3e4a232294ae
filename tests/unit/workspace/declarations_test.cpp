#include "workspace/declarations.h"

#include "tests/support/catch.h"
#include "workspace/json_text.h"
#include "workspace/typed_text.h"

using namespace nexus::workspace;

namespace {

const std::string policy = R"(## What a release needs.
policy shop.release

input { build: { ok: bool } }  # from CI

# The floor was agreed on in May.
param floor: ratio = 80%

gate build { require build.ok else block "it is red" }  # always
)";

TypedText::Kind kind_of(const std::string& text) { return read_typed("typed", text).kind; }
bool goes_on(const std::string& text) { return read_typed("typed", text).goes_on; }

}  // namespace

TEST_CASE("declarations are found with their comments") {
  const auto all = declarations_of(policy);
  REQUIRE(all.size() == 4);
  CHECK(words_of(all[0].name) == "policy");
  CHECK(words_of(all[1].name) == "input");
  CHECK(words_of(all[2].name) == "param floor");
  CHECK(words_of(all[3].name) == "gate build");
  CHECK(policy.substr(all[0].begin, 7) == "## What");
  CHECK(policy.substr(all[2].begin, all[2].end - all[2].begin) ==
        "# The floor was agreed on in May.\nparam floor: ratio = 80%");
  CHECK(policy.substr(0, all[3].end).ends_with("# always"));
}

TEST_CASE("a declaration takes the place of that of its name, and nothing else changes") {
  std::string expected = policy;
  expected.replace(expected.find("80%"), 3, "90%");
  CHECK(with_declarations(policy, "param floor: ratio =   90%") == expected);
}

TEST_CASE("a new declaration stands where its kind belongs") {
  const std::string text =
      with_declarations(policy, "enum Severity { low < high }\ngate tests { require build.ok else warn \"no\" }");
  const auto at = [&](std::string_view word) { return text.find(word); };
  CHECK(at("policy shop") < at("enum Severity"));
  CHECK(at("enum Severity") < at("input {"));
  CHECK(at("gate build") < at("gate tests"));
  CHECK(text.find("from CI") != std::string::npos);
  CHECK(with_declarations(text, "enum Severity { low < high }") == text);
}

TEST_CASE("one-liners of a kind stand together") {
  std::string text = with_declarations("", "let a = 1");
  text = with_declarations(text, "let b = 2");
  CHECK(text == "let a = 1\nlet b = 2\n");
}

TEST_CASE("fields of the input block take the place of fields") {
  std::string text = with_declarations("", "input { coverage: { line: ratio } }");
  text = with_declarations(text, "input { coverage: { line: ratio in percent }, tests?: int }");
  CHECK(text == "input { coverage: { line: ratio in percent }, tests?: int }\n");
  // A further document is another declaration.
  CHECK(declarations_of(with_declarations(text, "input baseline: { x: int }")).size() == 2);
}

TEST_CASE("a field is added behind a comment without becoming a part of it") {
  const std::string text = with_declarations("input {\n  a: int  # the first\n}\n", "input { b: int }");
  CHECK(text.find("# the first\n") != std::string::npos);
  CHECK(kind_of(text) == TypedText::Kind::declarations);
  CHECK(declarations_of(text).size() == 1);
}

TEST_CASE("a declaration is dropped with its comments") {
  const auto text = without_declaration(policy, {"param", "floor"});
  REQUIRE(text);
  CHECK(text->find("agreed") == std::string::npos);
  CHECK(declarations_of(*text).size() == 3);
  CHECK_FALSE(without_declaration(policy, {"gate", "floor"}));
}

TEST_CASE("what was typed is a declaration, an expression, or neither") {
  CHECK(kind_of("gate g { require true else block \"x\" }") == TypedText::Kind::declarations);
  CHECK(kind_of("gate g is pass") == TypedText::Kind::expression);
  CHECK(kind_of("1 + 1") == TypedText::Kind::expression);
  CHECK(kind_of("# a thought") == TypedText::Kind::nothing);
  CHECK(kind_of("gate g }") == TypedText::Kind::mistake);
}

TEST_CASE("what breaks off goes on") {
  for (const std::string text :
       {"gate g {", "gate g \"title\"", "let x =", "coverage.line >=", "gate g is", "[1, 2", "{ \"a\": ["}) {
    CAPTURE(text);
    CHECK(goes_on(text));
  }
  for (const std::string text : {"gate g { require }", "1 +* 2", "let x = )"}) {
    CAPTURE(text);
    CHECK_FALSE(goes_on(text));
  }
}

TEST_CASE("brackets in strings and comments are none") {
  CHECK_FALSE(has_open_bracket("{ \"a\": \"{\" } # ["));
  CHECK(has_open_bracket("{ \"a\": [1"));
  CHECK_FALSE(has_open_bracket("}"));
}

TEST_CASE("JSON gets a layout and keeps its numbers") {
  CHECK(indented(R"({"a":1.50,"b":[],"c":{"d":"x, {y}"}})") ==
        "{\n  \"a\": 1.50,\n  \"b\": [],\n  \"c\": {\"d\": \"x, {y}\"}\n}\n");
  CHECK(indented("{}") == "{}\n");
  const std::string once = indented(
      R"({"list":[{"name":"a long one, so that it does not fit on one line","n":1},{"name":"another long one, for the same reason","n":2}]})");
  CHECK(once.find("\n    {\"name\"") != std::string::npos);
  CHECK(indented(once) == once);
  const std::string key(100, 'k');
  CHECK(indented("{\"" + key + "\":{}}") == "{\n  \"" + key + "\": {}\n}\n");
}
