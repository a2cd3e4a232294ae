#include "base/source_map.h"

#include "tests/support/catch.h"

#include <cstdint>
#include <string>
#include <string_view>

using namespace nexus::base;

TEST_CASE("a source map keeps names and texts where they are") {
  SourceMap sources;
  const FileId first = sources.add("a.nexus", "one\n");
  const std::string_view text = sources.text(first);
  for (int i = 0; i < 100; ++i) sources.add("more", "text");
  CHECK(sources.size() == 101);
  CHECK(sources.name(first) == "a.nexus");
  CHECK(sources.text(first).data() == text.data());
  CHECK(sources.slice({first, 1, 3}) == "ne");
  CHECK(sources.slice({first, 2, 99}) == "e\n");
  CHECK(sources.slice({first, 98, 99}).empty());
}

TEST_CASE("lines are split at \\n and \\r\\n, and the last one needs neither") {
  SourceMap sources;
  const FileId file = sources.add("x", "one\ntwo\r\n\r\nfour\rstill four");
  REQUIRE(sources.line_count(file) == 4);
  CHECK(sources.line(file, 1) == "one");
  CHECK(sources.line(file, 2) == "two");
  CHECK(sources.line(file, 3).empty());
  CHECK(sources.line(file, 4) == "four\rstill four");

  CHECK(sources.line_count(sources.add("empty", "")) == 1);
  const FileId closed = sources.add("closed", "one\n");
  CHECK(sources.line_count(closed) == 2);
  CHECK(sources.line(closed, 2).empty());
}

TEST_CASE("positions count from 1 and in characters") {
  SourceMap sources;
  const FileId file = sources.add("x", "ab\r\né日x\n");
  CHECK(sources.position(file, 0) == LineColumn{1, 1});
  CHECK(sources.position(file, 1) == LineColumn{1, 2});
  CHECK(sources.position(file, 2) == LineColumn{1, 3});
  CHECK(sources.position(file, 3) == LineColumn{1, 3});  // between \r and \n
  CHECK(sources.position(file, 4) == LineColumn{2, 1});
  CHECK(sources.position(file, 5) == LineColumn{2, 1});  // inside é
  CHECK(sources.position(file, 6) == LineColumn{2, 2});
  CHECK(sources.position(file, 8) == LineColumn{2, 2});  // inside 日
  CHECK(sources.position(file, 9) == LineColumn{2, 3});
  CHECK(sources.position(file, 10) == LineColumn{2, 4});
  CHECK(sources.position(file, 11) == LineColumn{3, 1});
  CHECK(sources.position(file, 1000) == LineColumn{3, 1});
}

TEST_CASE("a byte that belongs to no character is one column wide") {
  CHECK(line_column("a\xFF\xE6\x97z", 4) == LineColumn{1, 5});
  CHECK(line_column("\xED\xA0\x80z", 3) == LineColumn{1, 4});  // a surrogate
}

TEST_CASE("a byte order mark has no column") {
  CHECK(line_column("\xEF\xBB\xBFgate", 0) == LineColumn{1, 1});
  CHECK(line_column("\xEF\xBB\xBFgate", 3) == LineColumn{1, 1});
  CHECK(line_column("\xEF\xBB\xBFgate", 4) == LineColumn{1, 2});
}

TEST_CASE("the indexed and the plain way to a position agree everywhere") {
  const std::string text = "\xEF\xBB\xBF a\r\n\n\r\r\n日本\xE6\x97\n\tlast\xF0\x9F\x98\x80!";
  SourceMap sources;
  const FileId file = sources.add("x", text);
  for (std::uint32_t offset = 0; offset <= text.size() + 2; ++offset) {
    INFO("offset " << offset);
    CHECK(sources.position(file, offset) == line_column(text, offset));
  }
}

TEST_CASE("cover joins two spans") {
  const FileId file(0);
  CHECK(cover({file, 5, 7}, {file, 1, 3}) == Span{file, 1, 7});
  CHECK(cover({file, 1, 9}, {file, 2, 3}) == Span{file, 1, 9});
  CHECK_FALSE(Span{});
}
