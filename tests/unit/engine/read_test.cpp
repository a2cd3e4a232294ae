// What a policy sees of a document. What is refused, and why, is in json_suite_test.cpp; wire forms are in wire_test.cpp.

#include "engine/read/document.h"
#include "tests/support/catch.h"
#include "tests/unit/engine/schema_builder.h"
#include "tests/unit/engine/show_value.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::test {
namespace {

using engine::Document;
using engine::Reader;
using engine::Value;
using engine::ValueKind;

// ---- records and frames -------------------------------------------------------------------------------------------------

plan::Plan release_plan() {
  return plan_of(record({{"build", record({{"passed", boolean()}, {"number", integer()}})},
                         {"coverage", record({{"line", ratio()}})},
                         {"files", list(record({{"path", string()}, {"change", record({{"added", integer()}})}}))}}));
}

TEST_CASE("read: fields that are read, wherever they stand") {
  CHECK(
      read(
          release_plan(),
          R"({"x": {"build": 1}, "coverage": {"branch": 0.1, "line": 0.8}, "build": {"number": 7, "passed": true}, "files": []})") ==
      "{build: {number: 7, passed: true}, coverage: {line: ratio 0.8}, files: []}");
}

TEST_CASE("read: what is not there is absent, each place by itself") {
  CHECK(read(release_plan(), "{}") == "{build: ?absent /build, coverage: ?absent /coverage, files: ?absent /files}");
  const auto plan = release_plan();
  Reader reader(plan);
  const auto document = reader.read(0, R"({"build": {}})");
  REQUIRE(document);
  const auto& layout = plan.frames[plan.schema[plan.inputs[0].root].frame];
  CHECK(layout.slots == 7);
  std::vector<std::string> slots;
  for (std::uint32_t i = 1; i < layout.slots; ++i) slots.push_back(show(plan, document->root().slots()[i]));
  std::sort(slots.begin(), slots.end());
  CHECK(slots == std::vector<std::string>{"?absent /build/number", "?absent /build/passed", "?absent /coverage",
                                          "?absent /coverage/line", "?absent /files",
                                          "{number: ?absent /build/number, passed: ?absent /build/passed}"});
}

TEST_CASE("read: null and wrong types stand where they stand") {
  CHECK(read(release_plan(), R"({"build": null, "coverage": [1, {"line": 2}], "files": {"a": [null]}})") ==
        "{build: ?null /build, coverage: ?wrong_type /coverage, files: ?wrong_type /files}");
  CHECK(
      read(release_plan(), R"({"build": {"passed": null, "number": "7"}, "coverage": {"line": 7}, "files": "none"})") ==
      "{build: {number: ?wrong_type /build/number, passed: ?null /build/passed}, coverage: {line: ?out_of_range "
      "/coverage/line}, files: ?wrong_type /files}");
  CHECK(read(release_plan(), "null") == "?null ");
  CHECK(read(release_plan(), "[{}]") == "?wrong_type ");
  CHECK(read(release_plan(), "\"text\"") == "?wrong_type ");
  CHECK(read(release_plan(), "12") == "?wrong_type ");
}

TEST_CASE("read: documents that are no records") {
  CHECK(read(plan_of(list(integer())), " [1, 2 ,3 ] ") == "[1, 2, 3]");
  CHECK(read(plan_of(map(integer())), R"({"b":1,"a":2})") == R"({"a": 2, "b": 1})");
  CHECK(read(plan_of(integer()), " 12") == "12");
  CHECK(read(plan_of(integer()), "12\n") == "12");
  CHECK(read(plan_of(string()), "\"a\"") == "\"a\"");
  CHECK(read(plan_of(string()), "\"\"") == "\"\"");
  CHECK(read(plan_of(boolean()), "true") == "true");
  CHECK(read(plan_of(any()), "false") == "false");
  CHECK(read(plan_of(any()), "null") == "?null ");
}

TEST_CASE("read: a document that nobody reads is validated all the same") {
  plan::Plan plan;
  plan.inputs.push_back({"unused", true, {}});
  Reader reader(plan);
  CHECK(reader.read(0, R"({"a": [1, 2, {"b": null}]})"));
  CHECK(!reader.read(0, R"({"a": 1, "a": 2})"));
  const auto empty_record = plan_of(record({}));
  CHECK(read(empty_record, R"({"a": {"b": 1}})") == "{}");
  CHECK(read(empty_record, R"({"a": {"b": 1}, "a": 1})") == "16: duplicate key `a`");
}

TEST_CASE("read: several inputs, each with its own root") {
  SchemaBuilder builder;
  builder.add_input("", record({{"a", integer()}}));
  builder.add_input("ledger", record({{"a", string()}}));
  const auto plan = builder.take();
  Reader reader(plan);
  const auto second = reader.read(1, R"({"a": "x"})");
  REQUIRE(second);
  CHECK(show(plan, second->root().slots()[0]) == "{a: \"x\"}");
  CHECK(second->root().position == 1);
  CHECK(second->root().parent == nullptr);
  CHECK(second->root().place == plan.inputs[1].root);
}

TEST_CASE("read: items of lists have frames of their own") {
  const auto plan = release_plan();
  Reader reader(plan);
  const auto document =
      reader.read(0, R"({"files": [{"path": "a", "change": {"added": 1}}, {"change": null}, 7, null, {"path": {}}]})");
  REQUIRE(document);
  const auto root = document->root().slots()[0];
  CHECK(show(plan, root) ==
        R"({build: ?absent /build, coverage: ?absent /coverage, files: [{change: {added: 1}, path: "a"}, )"
        R"({change: ?null /files/1/change, path: ?absent /files/1/path}, ?wrong_type /files/2, ?null /files/3, )"
        R"({change: ?absent /files/4/change, path: ?wrong_type /files/4/path}]})");
  const plan::SchemaId files = plan.schema[plan.inputs[0].root].children[2];
  const auto& list = document->root().slots()[plan.schema[files].slot].as_list();
  CHECK(list.size == 5);
  CHECK(list.maybe == nullptr);
  CHECK(list.place == files);
  CHECK(list.frame == &document->root());
  CHECK(list.items[1].frame()->position == 1);
  CHECK(list.items[1].frame()->parent == &document->root());
  CHECK(list.items[1].frame()->place == plan.schema[files].element);
  CHECK(list.items[1].frame()->slots()[0].kind() == ValueKind::record);
  CHECK(list.items[1].frame()->slots()[0].frame() == list.items[1].frame());
}

TEST_CASE("read: lists in lists, maps in lists, and what is wrong in them") {
  CHECK(read(plan_of(record({{"m", list(list(integer()))}})), R"({"m": [[1, 2], [], [3, "x", null], 4, null]})") ==
        "{m: [[1, 2], [], [3, ?wrong_type /m/2/1, ?null /m/2/2], ?wrong_type /m/3, ?null /m/4]}");
  CHECK(read(plan_of(list(list(record({{"a", integer()}})))), R"([[{"a": 1}], [{}, {"a": "x"}, []]])") ==
        "[[{a: 1}], [{a: ?absent /1/0/a}, {a: ?wrong_type /1/1/a}, ?wrong_type /1/2]]");
  CHECK(read(plan_of(list(map(integer()))), R"([{"b": 1, "a": null}, {}, []])") ==
        R"([{"a": ?null /0/a, "b": 1}, {}, ?wrong_type /2])");
}

TEST_CASE("read: maps are in code-point order, whatever the order of the document") {
  CHECK(read(plan_of(map(integer())),
             R"({"b": 1, "": 2, "é": 3, "a": 4, "\ud83d\ude00": 5, "\uffff": 6, "aa": 7, "B": 8})") ==
        R"({"": 2, "B": 8, "a": 4, "aa": 7, "b": 1, "é": 3, ")"
        "\xEF\xBF\xBF"
        R"(": 6, "😀": 5})");
  CHECK(
      read(plan_of(record({{"svc", map(record({{"rate", ratio()}}))}})),
           R"({"svc": {"b/c": {"rate": 0.5}, "a": {"rate": 2}, "d": 1, "~": {}}})") ==
      R"({svc: {"a": {rate: ?out_of_range /svc/a/rate}, "b/c": {rate: ratio 0.5}, "d": ?wrong_type /svc/d, "~": {rate: ?absent /svc/~0/rate}}})");
}

TEST_CASE("read: map items know their key and their position in the document") {
  const auto plan = plan_of(map(record({{"a", integer()}})));
  Reader reader(plan);
  const auto document = reader.read(0, R"({"z": {"a": 1}, "\u0061": {}})");
  REQUIRE(document);
  const auto& map = document->root().slots()[0].as_map();
  REQUIRE(map.size == 2);
  CHECK(map.keys[0] == "a");
  CHECK(map.values[0].frame()->key == "a");
  CHECK(map.values[0].frame()->position == 1);
  CHECK(map.values[1].frame()->key == "z");
  CHECK(map.frame == &document->root());
}

// ---- any ----------------------------------------------------------------------------------------------------------------

TEST_CASE("read: undeclared JSON is kept as it is") {
  CHECK(read(plan_of(record({{"x", any()}})),
             R"({"x": {"b": [1, 2.50, "s", true, null, {"d": {}, "c": []}], "a": null}})") ==
        R"({x: {"a": null, "b": [1, 2.5, "s", true, null, {"c": [], "d": {}}]}})");
  CHECK(read(plan_of(record({{"x", any()}, {"y", any()}})), R"({"x": null})") == "{x: ?null /x, y: ?absent /y}");
  CHECK(read(plan_of(record({{"x", any()}})), R"({"x": [1, 1e9999]})") == "{x: [1, ?overflow /x]}");
  CHECK(read(plan_of(list(any())), R"([{"a": 1}, [null], null, "x", 1e9999])") ==
        R"([{"a": 1}, [null], ?null /2, "x", ?overflow /4])");
}

TEST_CASE("read: lists of undeclared JSON know their place only where a policy reads them") {
  const auto plan = plan_of(record({{"x", any()}}));
  Reader reader(plan);
  const auto document = reader.read(0, R"({"x": [[1]]})");
  REQUIRE(document);
  const auto& outer = document->root().slots()[1].as_list();
  CHECK(outer.place == plan.schema[plan.inputs[0].root].children[0]);
  CHECK(outer.frame == &document->root());
  CHECK(!outer.items[0].as_list().place);
}

std::string slots_of(const plan::Plan& plan, std::string_view text) {
  Reader reader(plan);
  const auto document = reader.read(0, text);
  REQUIRE(document);
  std::string result;
  const auto& layout = plan.frames[plan.schema[plan.inputs[0].root].frame];
  for (std::uint32_t i = 0; i < layout.slots; ++i)
    result += (i == 0 ? "" : "; ") + show(plan, document->root().slots()[i]);
  return result;
}

TEST_CASE("read: undeclared JSON of which only children are wanted") {
  const auto plan = plan_of(passage({{"a", passage({{"b", any()}})}, {"c", any()}}));
  CHECK(slots_of(plan, R"({"c": 1, "z": [], "a": {"y": 1, "b": {"k": [2]}}})") == R"(true; true; {"k": [2]}; 1)");
  CHECK(slots_of(plan, R"({"a": null, "c": null})") == "true; ?null /a; ?absent /a/b; ?null /c");
  CHECK(slots_of(plan, R"({"a": [1], "c": "x"})") == R"(true; ?wrong_type /a; ?absent /a/b; "x")");
  CHECK(slots_of(plan, "[]") == "?wrong_type ; ?absent /a; ?absent /a/b; ?absent /c");
  CHECK(slots_of(plan, "null") == "?null ; ?absent /a; ?absent /a/b; ?absent /c");
  CHECK(read(plan, R"({"a": {"b": 1, "b": 2}})") == "15: duplicate key `b`");
}

TEST_CASE("read: undeclared JSON that is wanted itself and has children besides") {
  const auto plan = plan_of(any({{"a", any({{"b", any()}})}, {"p", passage({{"q", any()}})}}));
  CHECK(
      slots_of(plan, R"({"a": {"b": 1e9999, "c": 2}, "p": {"q": null}})") ==
      R"({"a": {"b": ?overflow , "c": 2}, "p": {"q": null}}; {"b": ?overflow , "c": 2}; ?overflow /a/b; true; ?null /p/q)");
  CHECK(slots_of(plan, R"({"a": null, "p": 3})") ==
        R"({"a": null, "p": 3}; ?null /a; ?absent /a/b; ?wrong_type /p; ?absent /p/q)");
  CHECK(slots_of(plan, "[1]") == "[1]; ?absent /a; ?absent /a/b; ?absent /p; ?absent /p/q");
}

// ---- strings and keys ---------------------------------------------------------------------------------------------------

TEST_CASE("read: strings without escapes are the text itself, others what they mean") {
  const auto plan = plan_of(list(string()));
  Reader reader(plan);
  const std::string text =
      R"(["plain", "é", "\"\\\/\b\f\n\r\t", "\u0041\u00e9\u20ac\ud83d\ude00", "a\u0000b", "", "tail\n"])";
  const auto document = reader.read(0, text);
  REQUIRE(document);
  const auto& list = document->root().slots()[0].as_list();
  REQUIRE(list.size == 7);
  CHECK(list.items[0].as_string() == "plain");
  CHECK(list.items[0].as_string().data() == document->text().data() + 2);
  CHECK(list.items[1].as_string() == "é");
  CHECK(list.items[2].as_string() == "\"\\/\b\f\n\r\t");
  CHECK(list.items[3].as_string() == "Aé€😀");
  CHECK(list.items[4].as_string() == std::string_view("a\0b", 3));
  CHECK(list.items[5].as_string().empty());
  CHECK(list.items[6].as_string() == "tail\n");
}

TEST_CASE("read: keys may be written with escapes") {
  const auto plan = plan_of(record(
      {{"line", integer()}, {"a\"b", integer()}, {"back\\slash", integer()}, {"tab\t", integer()}, {"", integer()}}));
  CHECK(read(plan, R"({"\u006cine": 1, "a\"b": 2, "back\\slash": 3, "tab\t": 4, "": 5})") ==
        R"({: 5, a"b: 2, back\slash: 3, line: 1, tab)"
        "\t: 4}");
}

TEST_CASE("read: keys of any length, with space before the colon or without") {
  FieldSpecs fields;
  std::vector<std::string> keys;
  for (std::size_t length = 0; length < 70; ++length) {
    keys.push_back(std::string(length, 'k'));
    fields.push_back({keys.back(), integer()});
  }
  const auto plan = plan_of(record(fields));
  Reader reader(plan);
  for (const std::string_view colon : {":", " :", " \n\t: "}) {
    std::string text;
    for (std::size_t i = 0; i < keys.size(); ++i)
      text += (i == 0 ? "{" : ",") + base::quote_json(keys[i]) + std::string(colon) + std::to_string(i);
    text += ", \"" + std::string(70, 'k') + "\": 70, \"kk_\": 71}";
    const auto document = reader.read(0, text);
    REQUIRE(document);
    for (std::uint32_t i = 0; i < keys.size(); ++i)
      CHECK(show(plan, document->root().slots()[1 + i]) == std::to_string(i));
  }
}

TEST_CASE("read: a key at the very end of the text is not read past") {
  const auto plan = plan_of(record({{std::string(300, 'x'), integer()}, {"a", integer()}}));
  for (const std::size_t length : {1, 10, 15, 16, 20, 250})
    CHECK(read(plan, "{\"" + std::string(length, 'x') + "\":1}").starts_with("{a: ?absent"));
}

TEST_CASE("read: ten thousand fields, in order, in reverse and shuffled") {
  FieldSpecs fields;
  for (int i = 0; i < 10'000; ++i) fields.push_back({fmt::format("svc{:04}", i), record({{"error_rate", ratio()}})});
  const auto plan = plan_of(record({{"services", record(fields)}}));
  Reader reader(plan);
  Document document;
  std::vector<int> order(10'000);
  std::iota(order.begin(), order.end(), 0);
  std::mt19937 random(7);
  for (int round = 0; round < 4; ++round) {
    std::string text;
    for (const int i : order)
      text += fmt::format(R"({}"svc{:04}":{{"p99":1,"error_rate":0.{}}})", text.empty() ? "" : ",", i, i + 1);
    REQUIRE(!reader.read_into(document, 0, "{\"services\":{" + text + "}}"));
    const auto& services = plan.schema[plan.schema[plan.inputs[0].root].children[0]];
    for (std::size_t i = 0; i < 10'000; ++i) {
      const auto& rate = plan.schema[plan.schema[services.children[i]].children[0]];
      REQUIRE(document.root().slots()[rate.slot].as_decimal() == *base::Decimal::parse("0." + std::to_string(i + 1)));
    }
    if (round == 0)
      std::reverse(order.begin(), order.end());
    else
      std::shuffle(order.begin(), order.end(), random);
  }
}

// ---- one reader, many documents -------------------------------------------------------------------------------------------

TEST_CASE("read: what a reader learnt from one document changes nothing for the next") {
  const auto plan = release_plan();
  Reader reader(plan);
  const std::vector<std::string> texts{
      R"({"build": {"number": 1, "passed": true}, "coverage": {"line": 0.5}, "files": []})",
      R"({"files": [{"extra": 1, "path": "a"}, {"path": "b", "extra": 2}], "coverage": {"line": 0.5, "other": [1]}, "build": {}})",
      R"({"x": 1, "y": 2, "build": {"z": 1, "passed": false, "w": 3}, "coverage": {"other": 1, "line": 1}})",
      R"({"y": 2, "x": 1, "files": [{"change": {"added": 3, "extra": {}}, "path": "\u0061"}]})",
      R"({"build" : {"passed" : true , "number" : 5 } })"};
  Document document;
  std::mt19937 random(1);
  for (int i = 0; i < 500; ++i) {
    const auto& text = texts[random() % texts.size()];
    INFO(text);
    REQUIRE(!reader.read_into(document, 0, text));
    REQUIRE(show(plan, document.root().slots()[0]) == read(plan, text));
    const auto twice = R"({"extra)" + std::to_string(i % 40) + R"(": 1, "build": {"q": 1, "passed": true, "q": 2}})";
    REQUIRE(reader.read_into(document, 0, twice));
    REQUIRE(reader.read_into(
        document, 0, R"({"extra)" + std::to_string(i % 40) + R"(": 1, "extra)" + std::to_string(i % 40) + R"(": 1})"));
  }
}

TEST_CASE("read: records that have the same keys are told apart") {
  const auto inner = record({{"a", integer()}, {"b", integer()}});
  const auto plan = plan_of(record({{"a", record({{"a", inner}, {"b", inner}})}, {"b", list(inner)}}));
  CHECK(read(plan, R"({"a": {"b": {"b": 1}, "a": {"a": 2}}, "b": [{"a": 3}, {"b": 4, "a": 5}]})") ==
        "{a: {a: {a: 2, b: ?absent /a/a/b}, b: {a: ?absent /a/b/a, b: 1}}, b: [{a: 3, b: ?absent /b/0/b}, {a: 5, b: "
        "4}]}");
  CHECK(read(plan, R"({"a": {"a": {"a": 1}}, "a": 2})") == "23: duplicate key `a`");
  CHECK(read(plan, R"({"a": {"a": {"a": 1}, "a": 2}})") == "22: duplicate key `a`");
  CHECK(read(plan, R"({"b": [{"b": 1}], "b": 2})") == "18: duplicate key `b`");
}

TEST_CASE("read: a document is used again without new memory") {
  const auto plan = release_plan();
  Reader reader(plan);
  Document document;
  const std::string text = R"({"build": {"number": 1}, "files": [{"path": "a\n"}, {"path": "b"}]})";
  REQUIRE(!reader.read_into(document, 0, text));
  const char* const buffer = document.text().data();
  const void* const root = &document.root();
  for (int i = 0; i < 100; ++i) {
    REQUIRE(!reader.read_into(document, 0, text));
    CHECK(document.text().data() == buffer);
    CHECK(static_cast<const void*>(&document.root()) == root);
  }
  CHECK(document.text() == text);
}

TEST_CASE("read: a document that was moved from, or failed, can be used again") {
  const auto plan = release_plan();
  Reader reader(plan);
  Document first;
  REQUIRE(!reader.read_into(first, 0, R"({"build": {"number": 1}})"));
  const Document second = std::move(first);
  REQUIRE(!reader.read_into(first, 0, R"({"build": {"number": 2}})"));
  CHECK(show(plan, second.root().slots()[0]).starts_with("{build: {number: 1"));
  CHECK(show(plan, first.root().slots()[0]).starts_with("{build: {number: 2"));
  REQUIRE(reader.read_into(first, 0, "{"));
  CHECK(first.text().empty());
  REQUIRE(!reader.read_into(first, 0, R"({"build": {"number": 3}})"));
  CHECK(show(plan, first.root().slots()[0]).starts_with("{build: {number: 3"));

  Reader other(std::move(reader));
  CHECK(other.read(0, "{}"));
}

TEST_CASE("read: a byte order mark is passed over, and offsets count it") {
  const auto plan = plan_of(record({{"a", string()}}));
  CHECK(read(plan, "\xEF\xBB\xBF {\"a\": \"x\\n\"}") == "{a: \"x\\n\"}");
  CHECK(read(plan, "\xEF\xBB\xBF{\"a\": x}") == "9: expected a value, found `x`");
  Reader reader(plan);
  CHECK(reader.read(0, "\xEF\xBB\xBF{}")->text() == "\xEF\xBB\xBF{}");
}

TEST_CASE("read: a million items") {
  const auto plan = plan_of(list(integer()));
  Reader reader(plan);
  std::string text = "[0";
  for (int i = 1; i < 1'000'000; ++i) text += "," + std::to_string(i);
  const auto document = reader.read(0, text + "]");
  REQUIRE(document);
  const auto& list = document->root().slots()[0].as_list();
  REQUIRE(list.size == 1'000'000);
  for (std::uint32_t i = 0; i < list.size; ++i) REQUIRE(list.items[i].as_decimal().to_int64() == i);
}

TEST_CASE("read: texts of every length up to the width of what is read at once") {
  const auto plan = plan_of(record({{"key", any()}, {"text", string()}}));
  for (std::size_t length = 0; length <= 200; ++length) {
    const std::string filler(length, 'x');
    const auto expect = [&](const std::string& text, const std::string& key, const std::string& string) {
      // A copy of exactly this size, so that reading past its end is seen.
      const std::vector<char> exact(text.begin(), text.end());
      CHECK(read(plan, {exact.data(), exact.size()}) == "{key: " + key + ", text: " + string + "}");
    };
    expect("{\"text\":\"" + filler + "\"}", "?absent /key", "\"" + filler + "\"");
    expect("{\"text\":\"" + filler + "\\u00e9\"}", "?absent /key", "\"" + filler + "é\"");
    expect("{\"key\":1" + std::string(length, '0') + "}",
           base::Decimal::parse("1" + std::string(length, '0'))->to_string(), "?absent /text");
    expect("{" + std::string(length, ' ') + "\"" + filler + "\":12}", "?absent /key", "?absent /text");
    expect(std::string(length, ' ') + "{\"key\":[true,false,null]}", "[true, false, null]", "?absent /text");
    expect("{\"key\":[]}" + std::string(length, '\n'), "[]", "?absent /text");
  }
}

// ---- random documents along random tries ------------------------------------------------------------------------------------

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : random_(seed) {}
  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  /// Some of the keys, in any order.
  std::vector<std::string> keys() {
    std::vector<std::string> all{
        "a", "b", "c", "key", "é", "fifteen letters", "a key of more than sixteen", "a key of more than seventeen",
        "",  "/"};
    std::shuffle(all.begin(), all.end(), random_);
    all.resize(below(all.size()));
    return all;
  }

 private:
  std::mt19937 random_;
};

Spec random_spec(Dice& dice, int depth) {
  const auto fields = [&] {
    FieldSpecs result;
    for (auto& key : dice.keys()) result.push_back({std::move(key), random_spec(dice, depth - 1)});
    return result;
  };
  switch (depth == 0 ? dice.below(5) : dice.below(12)) {
    case 0:
      return integer();
    case 1:
      return number();
    case 2:
      return string();
    case 3:
      return boolean();
    case 4:
      return any();
    case 5:
    case 6:
      return list(random_spec(dice, depth - 1));
    case 7:
    case 8:
      return map(random_spec(dice, depth - 1));
    default:
      return record(fields());
  }
}

std::string random_json(Dice& dice, int depth) {
  const auto space = [&] { return dice.one_in(8) ? std::string(dice.below(20), ' ') : std::string(); };
  std::string text;
  switch (depth == 0 ? dice.below(5) : dice.below(14)) {
    case 0:
      return std::to_string(static_cast<int>(dice.below(2000)) - 1000);
    case 1:
      return fmt::format("{}.{}e{}", dice.below(100), dice.below(100), dice.below(3));
    case 2:
      return dice.one_in(2) ? "\"text\"" : R"("\u0074ext\n")";
    case 3:
      return dice.one_in(2) ? "true" : "false";
    case 4:
      return "null";
    case 5:
    case 6:
    case 7:
    case 8:
      for (std::size_t n = dice.below(5); n > 0; --n)
        text += (text.empty() ? "" : ",") + space() + random_json(dice, depth - 1) + space();
      return "[" + text + "]";
    default:
      for (const auto& key : dice.keys()) {
        const auto written = key == "b" && dice.one_in(2) ? "\"\\u0062\"" : base::quote_json(key);
        text += (text.empty() ? "" : ",") + space() + written + space() + ":" + space() + random_json(dice, depth - 1) +
                space();
      }
      return "{" + text + "}";
  }
}

/// What `show` says of a value read along `spec`, worked out again from the same JSON read without a trie. `value` is null
/// where nothing stands.
std::string expected(const Spec& spec, const Value* value, const std::string& pointer) {
  using plan::SchemaKind;
  if (value == nullptr) return "?absent " + pointer;
  if (value->kind() == ValueKind::null) return "?null " + pointer;
  const auto wrong = "?wrong_type " + pointer;
  std::string text;
  if (spec.kind == SchemaKind::list) {
    if (value->kind() != ValueKind::list) return wrong;
    const auto& items = value->as_list();
    for (std::uint32_t i = 0; i < items.size; ++i)
      text += (i == 0 ? "" : ", ") + expected(spec.item.front(), &items.items[i], pointer + "/" + std::to_string(i));
    return "[" + text + "]";
  }
  if (spec.kind == SchemaKind::any) return show({}, *value);
  const bool has_keys = value->kind() == ValueKind::map;
  if (spec.kind == SchemaKind::map) {
    if (!has_keys) return wrong;
    const auto& map = value->as_map();
    for (std::uint32_t i = 0; i < map.size; ++i)
      text += (i == 0 ? "" : ", ") + base::quote_json(map.keys[i]) + ": " +
              expected(spec.item.front(), &map.values[i], pointer + engine::pointer_step(map.keys[i]));
    return "{" + text + "}";
  }
  if (spec.kind == SchemaKind::record) {
    if (!has_keys) return wrong;
    auto fields = spec.fields;
    std::sort(fields.begin(), fields.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    const auto& map = value->as_map();
    for (const auto& [key, field] : fields) {
      const auto* const found = std::find(map.keys, map.keys + map.size, key);
      const Value* const inner = found == map.keys + map.size ? nullptr : &map.values[found - map.keys];
      text += (text.empty() ? "" : ", ") + key + ": " + expected(field, inner, pointer + engine::pointer_step(key));
    }
    return "{" + text + "}";
  }
  const bool fits = spec.kind == SchemaKind::string    ? value->kind() == ValueKind::string
                    : spec.kind == SchemaKind::boolean ? value->kind() == ValueKind::boolean
                    : spec.kind == SchemaKind::integer
                        ? value->kind() == ValueKind::number && value->as_decimal().is_integer()
                        : value->kind() == ValueKind::number;
  return fits ? show({}, *value) : wrong;
}

TEST_CASE("read: random documents along random tries give what reading them whole gives") {
  const auto whole = plan_of(any());
  Reader whole_reader(whole);
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    Dice dice(seed);
    const auto spec = random_spec(dice, 4);
    const auto plan = plan_of(spec);
    Reader reader(plan);
    Document document;
    Document reference;
    for (int i = 0; i < 20; ++i) {
      const auto text = random_json(dice, 5);
      INFO("seed " << seed << ": " << text);
      REQUIRE(!whole_reader.read_into(reference, 0, text));
      REQUIRE(!reader.read_into(document, 0, text));
      const auto& value = reference.root().slots()[0];
      const bool is_null = value.is_unknown();
      REQUIRE(show(plan, document.root().slots()[0]) == (is_null ? "?null " : expected(spec, &value, "")));
    }
  }
}

}  // namespace
}  // namespace nexus::test
