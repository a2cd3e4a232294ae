// Which texts are JSON: the suite of nst/JSONTestSuite, the words for what is wrong, documents built to be hard, and the
// fast reader against the slow validator on texts that are nearly JSON.
//
// NEXUS_FUZZ_SECONDS=300 makes the last of these go on for so long.

#include "engine/read/document.h"
#include "engine/read/explain.h"
#include "engine/read/keys.h"
#include "tests/support/catch.h"
#include "tests/unit/engine/schema_builder.h"
#include "tests/unit/engine/show_value.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::test {
namespace {

using engine::Reader;
using engine::ReadError;
using Kind = ReadError::Kind;
namespace fs = std::filesystem;

struct NamedText {
  std::string name;
  std::string text;
};

/// Real data beside the checkout. Tests run in the project's root.
fs::path shared_data() {
  const char* const source = std::getenv("NEXUS_SOURCE_DIR");
  return fs::path(source == nullptr ? "." : source) / ".." / "shared" / "data";
}

std::vector<NamedText> texts_in(const fs::path& folder) {
  std::vector<NamedText> texts;
  if (!fs::exists(folder)) return texts;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    texts.push_back({entry.path().filename().string(), {std::istreambuf_iterator<char>(file), {}}});
  }
  std::sort(texts.begin(), texts.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return texts;
}

/// Longer than what is compared at once.
const std::string long_key = "a key of more than fourteen";

/// Ways to read a text: every one must accept and refuse the same texts.
class Readers {
 public:
  Readers() {
    plans_.push_back(plan_of(any()));
    plans_.push_back(plan_of(record({})));
    plans_.push_back(plan_of(passage({{"a", passage({{"b", any()}})}, {long_key, any()}, {"", any()}, {"x", any()}})));
    plans_.push_back(
        plan_of(record({{"a", list(record({{"b", string()}, {"a", number()}}))},
                        {"b", map(integer())},
                        {"action", string()},
                        {"repository", record({{"id", integer()}, {"owner", any()}, {"name", string()}})}})));
    plans_.push_back(plan_of(list(list(any()))));
    plans_.push_back(plan_of(map(record({{"id", any()}, {"a", boolean()}, {"b", integer()}}))));
    readers_.reserve(plans_.size());
    for (const auto& plan : plans_) readers_.emplace_back(plan);
  }

  /// The error of all of them, and of the slow validator.
  std::optional<ReadError> read(std::string_view text) {
    const auto expected = engine::read::explain(text);
    // Exactly as long as the text, so that reading past its end is seen.
    const std::vector<char> exact(text.begin(), text.end());
    for (auto& reader : readers_) {
      const auto error = reader.read_into(document_, 0, {exact.data(), exact.size()});
      const bool agree = error.has_value() == expected.has_value() &&
                         (!error || (error->message == expected->message && error->offset == expected->offset));
      if (!agree) {
        INFO("reader " << &reader - readers_.data() << " on " << base::quote_json(text));
        CHECK(agree);
      }
    }
    return expected;
  }

 private:
  std::vector<plan::Plan> plans_;
  std::vector<Reader> readers_;
  engine::Document document_;
};

// ---- the suite ------------------------------------------------------------------------------------------------------------

TEST_CASE("json suite: y_ accepted, n_ refused, i_ decided by all readers alike") {
  const auto texts = texts_in(shared_data() / "json-test-suite");
  if (texts.empty()) {
    WARN("skipped: ../shared/data/json-test-suite is not there");
    return;
  }
  Readers readers;
  for (const auto& [name, text] : texts) {
    INFO(name);
    const auto error = readers.read(text);
    if (name.starts_with("y_object_duplicated_key")) {
      // Our exception, by design: RFC 8259 says names SHOULD be unique, the suite takes that as "must be accepted", and
      // two verdicts could be drawn from one document if we did.
      REQUIRE(error);
      CHECK(error->kind == Kind::duplicate_key);
    } else if (name.starts_with("y_")) {
      CHECK(!error);
    } else if (name.starts_with("n_")) {
      CHECK(error);
    }
  }
}

TEST_CASE("json suite: real payloads are accepted") {
  const auto texts = texts_in(shared_data() / "github");
  if (texts.empty()) WARN("skipped: ../shared/data/github is not there");
  Readers readers;
  for (const auto& [name, text] : texts) {
    INFO(name);
    CHECK(!readers.read(text));
  }
}

// ---- what is said -----------------------------------------------------------------------------------------------------------

struct Refusal {
  std::string text;
  std::size_t offset;
  std::string message;
  Kind kind = Kind::malformed;
};

TEST_CASE("refused: where and why") {
  const std::vector<Refusal> refusals{
      {"", 0, "the document is empty", Kind::empty},
      {" \n\t ", 4, "the document is empty", Kind::empty},
      {"\xEF\xBB\xBF", 3, "the document is empty", Kind::empty},
      {"{", 1, "the text ends inside the object that begins at byte 0"},
      {"{\"a\"", 4, "expected `:` after the key `a`, but the text ends"},
      {"{\"a\":", 5, "expected a value, but the text ends"},
      {"{\"a\":1", 6, "the text ends inside the object that begins at byte 0"},
      {"{\"a\":1,", 7, "the text ends inside the object that begins at byte 0"},
      {"[1, [2", 6, "the text ends inside the list that begins at byte 4"},
      {"{\"a\":1 \"b\":2}", 7, "a comma is missing between two members"},
      {"{\"a\":1; \"b\":2}", 6, "expected `,` or `}` after a member, found `;`"},
      {"{\"a\":\"x\"; \"b\":2}", 8, "expected `,` or `}` after a member, found `;`"},
      {"{\"a\" 1}", 5, "expected `:` after the key `a`, found `1`"},
      {"{\"" + long_key + "\",\"a\":1}", 30, "expected `:` after the key `a key of more than fourt…`, found `,`"},
      {"{\"" + long_key + "\"", 30, "expected `:` after the key `a key of more than fourt…`, but the text ends"},
      {"{\"a\":1,}", 7, "a comma stands before `}`, but no member follows it"},
      {"{a:1}", 1, "expected a key in double quotes, found `a`"},
      {"{'a':1}", 1, "expected a key in double quotes, found `'`"},
      {"{1:1}", 1, "expected a key in double quotes, found `1`"},
      {"{,}", 1, "expected a key in double quotes, found `,`"},
      {"{\"a\":}", 5, "expected a value, found `}`"},
      {"{\"a\":1]", 6, "expected `,` or `}` after a member, found `]`"},
      {"[1 2]", 3, "a comma is missing between two items"},
      {"[1,]", 3, "a comma stands before `]`, but no item follows it"},
      {"[1}", 2, "expected `,` or `]` after an item, found `}`"},
      {"[,1]", 1, "expected a value, found `,`"},
      {"1 2", 2, "the document ends before this, but `2` follows"},
      {"{} x", 3, "the document ends before this, but `x` follows"},
      {"{}}", 2, "the document ends before this, but `}` follows"},
      {"{\"line\":1, \"lin\\u0065\":2}", 11, "duplicate key `line`", Kind::duplicate_key},
      {"{\"a\nb\":1, \"a\nb\":2}", 3, "line break in a string, write \\n"},
      {"{\"a\\n\":1, \"a\\u000a\":2}", 10, "duplicate key `a\\n`", Kind::duplicate_key},
      {"[\"abc", 1, "the text ends inside the string that begins here"},
      {"[\"abc\\", 5, "the text ends inside an escape"},
      {"[\"abc\\\"]", 1, "the text ends inside the string that begins here"},
      {"[\"a\tb\"]", 3, "control character in a string, write \\t"},
      {std::string("[\"a\0b\"]", 7), 3, "control character in a string, write \\u0000"},
      {"[\"\\q\"]", 2, "unknown escape `\\q`"},
      {"[\"\\é\"]", 2, "unknown escape `\\é`"},
      {"[\"\\u12G4\"]", 2, "expected four hexadecimal digits after `\\u`"},
      {"[\"\\u12\"]", 2, "expected four hexadecimal digits after `\\u`"},
      {"[\"\\ud800\"]", 2, "`\\ud800` is one half of a character, the other is missing"},
      {"[\"\\ud800\\u0041\"]", 2, "`\\ud800` is one half of a character, the other is missing"},
      {"[\"\\udc00\"]", 2, "`\\udc00` is one half of a character, the other is missing"},
      {"[01]", 1, "the number `01` begins with a needless 0"},
      {"[-01]", 1, "the number `-01` begins with a needless 0"},
      {"[-]", 2, "expected a digit after `-`"},
      {"[1.]", 3, "expected a digit after the point"},
      {"[1.e5]", 3, "expected a digit after the point"},
      {"[1e]", 3, "expected a digit in the exponent"},
      {"[1e+]", 4, "expected a digit in the exponent"},
      {"[.5]", 1, "expected a value, found `.5`"},
      {"[+1]", 1, "expected a value, found `+1`"},
      {"[0x1F]", 1, "`0x1F` is not a number"},
      {"[1_000]", 1, "`1_000` is not a number"},
      {"[True]", 1, "expected a value, found `True`, write `true`"},
      {"[None]", 1, "expected a value, found `None`, write `null`"},
      {"[nul]", 1, "expected a value, found `nul`"},
      {"[nullx]", 1, "expected a value, found `nullx`"},
      {"[NaN]", 1, "expected a value, found `NaN`, which JSON does not have"},
      {"[-Infinity]", 2, "expected a digit after `-`"},
      {"['a']", 1, "expected a value, found `'`, strings stand in double quotes"},
      {"[1, // one\n2]", 4, "expected a value, found `/`, JSON has no comments"},
      {"[é]", 1, "expected a value, found `é`"},
      {"[\"\xC3\x28\"]", 2, "invalid UTF-8", Kind::invalid_utf8},
      {"[\"\xED\xA0\x80\"]", 2, "invalid UTF-8", Kind::invalid_utf8},
      {"[\xFF]", 1, "invalid UTF-8", Kind::invalid_utf8},
      {"{\"a\":1}\x80", 7, "invalid UTF-8", Kind::invalid_utf8},
      {std::string("[1\0]", 4), 2, "expected `,` or `]` after an item, found `\\x00`"},
      {"[1\x0C,2]", 2, "expected `,` or `]` after an item, found `\\f`"},
      {"[\x1A]", 1, "expected a value, found `\\x1a`"},
      {"[123\"abc\"]", 4, "a comma is missing between two items"},
      {"[1-2]", 1, "`1-2` is not a number"},
      {"[true\"x\"]", 5, "a comma is missing between two items"},
      {"[\"abc\"def]", 6, "expected `,` or `]` after an item, found `def`"},
      {"[\"abc\"\\\"x\"]", 6, "expected `,` or `]` after an item, found `\\`"},
      {"[1\\\"2\"]", 2, "expected `,` or `]` after an item, found `\\`"},
      {"\\\"a\"", 0, "expected a value, found `\\`"},
  };
  Readers readers;
  for (const auto& refusal : refusals) {
    INFO(refusal.text);
    const auto error = readers.read(refusal.text);
    REQUIRE(error);
    CHECK(error->message == refusal.message);
    CHECK(error->offset == refusal.offset);
    CHECK(error->kind == refusal.kind);
  }
}

TEST_CASE("refused: a key without its colon, also where it was expected to stand") {
  for (const auto& key : {std::string("a"), std::string("fourteen bytes"), long_key}) {
    Readers readers;
    const auto quoted = base::quote_json(key);
    CHECK(!readers.read("{" + quoted + ":1}"));
    for (const std::string_view rest : {",1}", ",\"a\"}", " 1}", " \"a\":1}", "[1]}", "{}}", "}", ":}", "::1}"})
      CHECK(readers.read("{" + quoted + std::string(rest)));
    CHECK(!readers.read("{" + quoted + " :1}"));
  }
}

TEST_CASE("refused: what does not fit") {
  const auto plan = plan_of(any());
  Reader reader(plan);
  engine::Document document;
  // Nothing is read of a text that is too long, so there need not be one.
  const char c = '1';
  const auto error = reader.read_into(document, 0, std::string_view(&c, std::size_t{5'000'000'000}));
  REQUIRE(error);
  CHECK(error->kind == Kind::too_large);
}

// ---- hard on purpose ----------------------------------------------------------------------------------------------------------

TEST_CASE("depth: 512 levels and no more") {
  Readers readers;
  const auto lists = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  const auto objects = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "{\"a\":";
    return text + "1" + std::string(depth, '}');
  };
  for (const auto& shape : {lists(512), objects(512), lists(511)}) CHECK(!readers.read(shape));
  for (const auto& [text, offset] :
       {std::pair(lists(513), std::size_t{512}), std::pair(objects(513), std::size_t{512 * 5}),
        std::pair(lists(1'000'000), std::size_t{512})}) {
    const auto error = readers.read(text);
    REQUIRE(error);
    CHECK(error->kind == Kind::too_deep);
    CHECK(error->offset == offset);
    CHECK(error->message == "more than 512 levels deep");
  }
  CHECK(readers.read(std::string(1'000'000, '[')));

  Spec deep = integer();
  for (int i = 0; i < 520; ++i) deep = i % 2 == 0 ? list(deep) : map(deep);
  const auto plan = plan_of(deep);
  Reader reader(plan);
  std::string text;
  std::string end;
  for (int i = 0; i < 512; ++i) {
    text += i % 2 == 1 ? "[" : "{\"k\":";
    end.insert(0, i % 2 == 1 ? "]" : "}");
  }
  CHECK(reader.read(0, text + "null" + end));
  CHECK(!reader.read(0, text + "[]" + end));
  CHECK(!reader.read(0, text + "{}" + end));
}

TEST_CASE("duplicates: in objects that nobody reads, in nested ones, through escapes, among many") {
  Readers readers;
  for (const std::string_view text :
       {R"({"a":1,"a":1})", R"({"q":{"a":1,"a":1}})", R"([[{"q":1,"r":{},"q":2}]])", R"({"":1,"":2})",
        R"({"a":{"b":1,"\u0062":2}})", R"({"\u0071":1,"q":2})", R"({"x":[{"a":1,"b":2,"a":3}]})",
        R"({"a":[{"z":1,"b":"","z":2}]})", R"({"b":{"k":1,"k":2}})", R"({"repository":{"id":1,"q":1,"id":2}})",
        R"({"repository":{"owner":{"q":1,"q":2}}})"}) {
    INFO(text);
    const auto error = readers.read(text);
    REQUIRE(error);
    CHECK(error->kind == Kind::duplicate_key);
  }
  for (const std::string_view text :
       {R"({"a":1,"A":1})", R"({"q":{"a":1},"r":{"a":1}})", R"([{"q":1},{"q":1}])", R"({"a":{"a":{"a":{"a":1}}}})",
        R"({"aaaaaaaa":1,"aaaaaaaaa":2})", "{\"a\":1,\"a\\u0000\":2}"}) {
    INFO(text);
    CHECK(!readers.read(text));
  }
  for (const std::size_t count : {2, 3, 8, 15, 16, 17, 18, 40, 300, 5000}) {
    for (const std::string_view prefix : {"k", "a_common_prefix_of_all_", ""}) {
      std::string unique;
      for (std::size_t i = 0; i < count; ++i) unique += fmt::format("\"{}{}\":{},", prefix, i * 7919 % count, i);
      CHECK(!readers.read("{" + unique + "\"last\":0}"));
      CHECK(readers.read("{" + unique + fmt::format("\"{}{}\":0}}", prefix, count / 2)));
      CHECK(!readers.read("[{" + unique + "\"last\":0},{" + unique + "\"last\":0}]"));
    }
  }
}

/// Seconds that it takes to read `text`.
double seconds(const plan::Plan& plan, const std::string& text) {
  Reader reader(plan);
  engine::Document document;
  const auto begin = std::chrono::steady_clock::now();
  const auto error = reader.read_into(document, 0, text);
  const std::chrono::duration<double> duration = std::chrono::steady_clock::now() - begin;
  INFO((error ? error->message : ""));
  CHECK(!error);
  return duration.count();
}

std::string object_of(const std::vector<std::string>& keys) {
  std::string text = "{";
  for (const auto& key : keys) text += (text.size() == 1 ? "\"" : ",\"") + key + "\":0";
  return text + "}";
}

TEST_CASE("key floods: a million keys, and keys that look alike, take no more than their share of time") {
  // Generous: a quadratic way through these would take hours, and this may run under a sanitizer.
  constexpr double limit = 30;
  constexpr std::size_t many = 1'000'000;
  std::vector<std::string> counted;
  std::vector<std::string> same_ends;
  std::vector<std::string> long_ones;
  for (std::size_t i = 0; i < many; ++i) counted.push_back(std::to_string(i * 7919 % many));
  // Only the middle differs: first and last eight bytes, and the length, are the same.
  for (std::size_t i = 0; i < many / 5; ++i) same_ends.push_back(fmt::format("aaaaaaaa{:08}zzzzzzzz", i));
  for (std::size_t i = 0; i < 20'000; ++i) long_ones.push_back(std::string(1000, 'x') + std::to_string(i));

  const std::vector<std::string> texts{object_of(counted), object_of(same_ends), object_of(long_ones)};
  const auto skimmed = plan_of(record({{"none", any()}}));
  const auto as_map = plan_of(map(integer()));
  for (const auto& text : texts) {
    CHECK(seconds(skimmed, text) < limit);
    CHECK(seconds(as_map, text) < limit);
  }
}

TEST_CASE("key floods: keys that all have the same hash") {
  engine::read::UniqueKeys unique;
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < 100'000; ++i) keys.push_back(std::to_string(i * 7919 % 100'000));
  const auto add_all = [&](engine::read::UniqueKeys::Object& object) {
    for (const auto& key : keys) unique.add(object, {7, key.data(), static_cast<std::uint32_t>(key.size())});
  };
  engine::read::UniqueKeys::Object outer;
  unique.add(outer, {7, keys[3].data(), 1});
  const auto begin = std::chrono::steady_clock::now();
  engine::read::UniqueKeys::Object first;
  add_all(first);
  CHECK(unique.close(first));
  engine::read::UniqueKeys::Object second;
  add_all(second);
  unique.add(second, {7, keys[5].data(), static_cast<std::uint32_t>(keys[5].size())});
  CHECK(!unique.close(second));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));
  CHECK(unique.close(outer));
}

// ---- the fast reader against the slow validator --------------------------------------------------------------------------------

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::string mutate(std::string text) {
    for (std::size_t n = 1 + below(3); n > 0; --n) mutate_once(text);
    return text;
  }
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

 private:
  void mutate_once(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = std::min(text.size() - at, below(12));
    switch (below(6)) {
      case 0:
        if (at < text.size()) text[at] = interesting();
        break;
      case 1:
        text.insert(at, 1, interesting());
        break;
      case 2:
        text.insert(at, snippets[below(std::size(snippets))]);
        break;
      case 3:
        text.erase(at, length);
        break;
      case 4:
        text.insert(below(text.size() + 1), text.substr(at, below(60)));
        break;
      case 5:
        text.resize(below(8) == 0 ? at : text.size());
        break;
      default:
        break;
    }
  }
  char interesting() {
    constexpr char bytes[] =
        "{}[]:,\"\\ \t\n\r0123456789-+.eEtfnulrsa/bx\x00\x01\x0C\x1A\x1F\x7F\x80\xA9\xC3\xED\xF0\xFF";
    return bytes[below(std::size(bytes) - 1)];
  }
  static constexpr std::string_view snippets[] = {"\\ud83d\\ude00",
                                                  "\\ud800",
                                                  "\\u0061",
                                                  "\\\\",
                                                  "\\\"",
                                                  "\"a\":1,",
                                                  ",\"a\":1",
                                                  "\"b\":{}",
                                                  "null",
                                                  "true",
                                                  "false",
                                                  "1e5",
                                                  "-0",
                                                  "00",
                                                  "1.5",
                                                  "1e-7000",
                                                  "é",
                                                  "\xF0\x9F\x98\x80",
                                                  "\xED\xA0\x80",
                                                  "[[]]",
                                                  "{\"a\":{\"b\":[]}}",
                                                  "\"\"",
                                                  " ",
                                                  "\n",
                                                  "99999999999999999999999999999999999999",
                                                  "0.1",
                                                  "E",
                                                  "\"",
                                                  "                                                                "};

  std::mt19937_64 random_;
};

std::vector<std::string> seeds() {
  std::vector<std::string> seeds{
      R"({"a": [{"b": "x", "a": 1.5}, {"b": "y\n", "q": [1, 2]}], "b": {"k": 1, "l": 2}, "x": {"é": null}})",
      R"([[1, "two", {"three": 3}], [], [[-0.5e-3, true]], "\ud83d\ude00\\"])",
      R"({"action": "created", "repository": {"id": 12, "owner": {"login": "mina"}, "name": "nexus", "extra": {"a": 1, "b": 2, "c": 3}}, "": []})",
      R"({"one": {"id": {"deep": [[[{}]]]}, "a": true, "b": 9223372036854775807}, "two": {"a": false, "b": 2.5}})"};
  for (const auto* const folder : {"json-test-suite", "github"}) {
    for (auto& [name, text] : texts_in(shared_data() / folder)) {
      if (text.size() < 20'000) seeds.push_back(std::move(text));
    }
  }
  return seeds;
}

TEST_CASE("random mutations: all readers and the slow validator agree") {
  const char* const wanted = std::getenv("NEXUS_FUZZ_SECONDS");
  const std::chrono::duration<double> time(wanted == nullptr ? 1.0 : std::atof(wanted));
  const char* const seed = std::getenv("NEXUS_FUZZ_SEED");
  Mutator mutator(seed == nullptr ? 1 : std::strtoull(seed, nullptr, 10));
  const auto texts = seeds();
  Readers readers;
  std::size_t accepted = 0;
  std::size_t refused = 0;
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin < time) {
    // Mostly short texts: their mutants are where grammar happens.
    const auto& text = texts[mutator.below(8) == 0 ? mutator.below(texts.size()) : mutator.below(4)];
    ++(readers.read(mutator.mutate(text)) ? refused : accepted);
  }
  CHECK(accepted > 0);
  CHECK(refused > 0);
  if (wanted != nullptr) WARN(accepted << " accepted, " << refused << " refused");
}

}  // namespace
}  // namespace nexus::test
