#include "engine/read/edited_text.h"

#include "engine/read/json_ranges.h"
#include "tests/support/catch.h"

#include <string>
#include <string_view>

namespace nexus::engine::read {
namespace {

using Steps = std::vector<std::string>;

TEST_CASE("an edited text keeps what was not edited as it was written") {
  EditedText text("\xEF\xBB\xBF {\"a\" : [1,\n 2], \"b\\u0021\": {\"x\": 1e0} }\n");
  CHECK(text.set(Steps{"a", "1"}, "[ ]") == 2);
  CHECK(text.set(Steps{"a", "1", "-"}, "7") == 2);
  CHECK(text.set(Steps{"b!", "y", "z"}, "8") == 1);
  CHECK(text.remove(Steps{"b!", "x"}));
  CHECK(text.text() == "\xEF\xBB\xBF {\"a\" : [1,\n [7 ]], \"b\\u0021\": {\"y\":{\"z\":8}} }\n");
  CHECK(text.text_at(Steps{"b!"}) == R"({"y":{"z":8}})");
  CHECK(text.text_at(Steps{"b!", "x"}).empty());
}

TEST_CASE("an edited text refuses what has no place, and stays as it was") {
  EditedText text(R"({"a": [1], "b": null})");
  for (const Steps& path : {Steps{"a", "1"}, Steps{"a", "x"}, Steps{"b", "c"}, Steps{"a", "0", "c"}}) {
    CHECK_FALSE(text.set(path, "9"));
    CHECK_FALSE(text.remove(path));
  }
  CHECK_FALSE(text.remove(Steps{}));
  CHECK_FALSE(text.remove(Steps{"c"}));
  CHECK(text.text() == R"({"a": [1], "b": null})");
}

TEST_CASE("members of large objects are found after others were added and removed") {
  std::string json = "{";
  for (int i = 0; i < 100; ++i) json += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":" + std::to_string(i);
  json += "}";
  EditedText text(json);
  CHECK(text.set(Steps{"k50"}, "-1") == 1);
  CHECK(text.remove(Steps{"k10"}));
  CHECK(text.set(Steps{"k10"}, "-2") == 0);
  CHECK(text.set(Steps{"k99"}, "-3") == 1);
  CHECK(text.text_at(Steps{"k50"}) == "-1");
  CHECK(text.text_at(Steps{"k10"}) == "-2");
  CHECK(text.text_at(Steps{"k11"}) == "11");
  CHECK(text.text().ends_with(R"("k98":98,"k99":-3,"k10":-2})"));
}

}  // namespace
}  // namespace nexus::engine::read
