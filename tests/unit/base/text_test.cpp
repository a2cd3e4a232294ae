#include "base/values/text.h"
#include "base/values/utf8.h"
#include "tests/support/catch.h"

#include <vector>

using namespace std::string_literals;

namespace nexus::base {
namespace {

/// Not UTF-8, each in its own way.
const std::vector<std::string> broken_texts = {"\x80",              // continues nothing
                                               "\xC3",              // cut short
                                               "\xE2\x82",          //
                                               "\xF0\x9F\x98",      //
                                               "\xC3(",             // not continued
                                               "\xC0\xAF",          // overlong `/`
                                               "\xE0\x80\xAF",      //
                                               "\xF0\x80\x80\xAF",  //
                                               "\xC1\xBF",          //
                                               "\xED\xA0\x80",      // surrogate
                                               "\xED\xBF\xBF",      //
                                               "\xF4\x90\x80\x80",  // U+110000
                                               "\xF8\x88\x80\x80\x80",
                                               "\xFE",
                                               "\xFF"};

std::string utf8(char32_t scalar) {
  std::string out;
  append_utf8(out, scalar);
  return out;
}

std::optional<std::string_view> nearest_of(std::string_view word, const std::vector<std::string_view>& candidates) {
  return nearest(word, candidates);
}

}  // namespace

TEST_CASE("is_utf8 accepts scalar values and nothing else") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("plain"));
  CHECK(is_utf8("a\0b"s));
  for (const char32_t scalar : U"\x7F\x80\u07FF\u0800\uD7FF\uE000\uFFFD\uFFFF\U00010000\U0010FFFF"s) {
    CHECK(is_utf8(utf8(scalar)));
    CHECK(is_utf8("12345678" + utf8(scalar) + "12345678"));
  }
  for (const auto& text : broken_texts) {
    INFO(printable(text));
    CHECK_FALSE(is_utf8(text));
    // Where the eight-byte steps begin must not matter.
    for (std::size_t before = 0; before < 17; ++before) CHECK_FALSE(is_utf8(std::string(before, 'x') + text + "tail"));
  }
}

TEST_CASE("utf8_step walks over broken bytes one by one") {
  const auto euro = utf8_step("\u20AC!");
  CHECK(euro.valid);
  CHECK(euro.scalar == 0x20AC);
  CHECK(euro.length == 3);
  const auto broken = utf8_step("\xE2\x82!");
  CHECK_FALSE(broken.valid);
  CHECK(broken.scalar == 0xE2);
  CHECK(broken.length == 1);
}

TEST_CASE("length_in_code_points") {
  CHECK(length_in_code_points("") == 0);
  CHECK(length_in_code_points("gr\u00FC\u00DFe") == 5);
  CHECK(length_in_code_points("\U0001F600") == 1);
  CHECK(length_in_code_points("e\u0301") == 2);
  CHECK(length_in_code_points("0123456789abcdef\u20AC0123456789") == 27);
  CHECK(length_in_code_points("\xFF\xFF") == 2);
  CHECK(length_in_code_points("a\xE2\x82z") == 4);
}

TEST_CASE("append_utf8") {
  CHECK(utf8('A') == "A");
  CHECK(utf8(0) == "\0"s);
  CHECK(utf8(0xE9) == "\u00E9");
  CHECK(utf8(0x20AC) == "\u20AC");
  CHECK(utf8(0x1F600) == "\U0001F600");
}

TEST_CASE("quote_json") {
  CHECK(quote_json("") == R"("")");
  CHECK(quote_json(R"(say "hi" \ bye/)") == R"("say \"hi\" \\ bye/")");
  CHECK(quote_json("a\b\f\n\r\tz") == R"("a\b\f\n\r\tz")");
  CHECK(quote_json("\0\x01\x1F\x7F"s) == "\"\\u0000\\u0001\\u001f\x7F\"");
  CHECK(quote_json("\u00FC\U0001F600") == "\"\u00FC\U0001F600\"");
  CHECK(quote_json("a\xFFz") == "\"a\uFFFDz\"");
  for (const auto& text : broken_texts) CHECK(is_utf8(quote_json(text)));
}

TEST_CASE("printable is safe on a terminal") {
  CHECK(printable("plain \u00FC\u00DF \U0001F600 \\ \"") == "plain \u00FC\u00DF \U0001F600 \\ \"");
  CHECK(printable("a\nb\tc\r") == R"(a\nb\tc\r)");
  CHECK(printable("\x1B[31m\0\x7F"s) == R"(\x1b[31m\x00\x7f)");
  CHECK(printable("\u0080\u009B") == R"(\u{80}\u{9b})");
  CHECK(printable("\u202Egnp.exe") == R"(\u{202e}gnp.exe)");
  CHECK(printable("\u2066\u2069\u200F\u061C\u2028") == R"(\u{2066}\u{2069}\u{200f}\u{61c}\u{2028})");
  CHECK(printable("\xFF\xC3(") == R"(\xff\xc3()");
}

TEST_CASE("nearest finds what was probably meant") {
  const std::vector<std::string_view> levels = {"low", "medium", "high", "critical"};
  CHECK(nearest_of("hihg", levels) == "high");
  CHECK(nearest_of("criticl", levels) == "critical");
  CHECK(nearest_of("meduim", levels) == "medium");
  CHECK(nearest_of("lo", levels) == std::nullopt);  // one edit is half of it
  CHECK(nearest_of("lov", levels) == "low");
  CHECK(nearest_of("urgent", levels) == std::nullopt);
  CHECK(nearest_of("", levels) == std::nullopt);
  CHECK(nearest_of("high", {}) == std::nullopt);
}

TEST_CASE("nearest counts edits") {
  CHECK(nearest_of("coverage_lines", {"coverage_line"}) == "coverage_line");
  CHECK(nearest_of("environmnets", {"environments"}) == "environments");
  CHECK(nearest_of("abcdefghijkl", {"abcdefghi"}) == "abcdefghi");          // three
  CHECK(nearest_of("abcdefghijklmnop", {"abcdefghijkl"}) == std::nullopt);  // four, though a quarter of it
  CHECK(nearest_of("abcdef", {"abxdyf"}) == "abxdyf");                      // two of six
  CHECK(nearest_of("abcde", {"abxdy"}) == std::nullopt);                    // two of five
  CHECK(nearest_of("\u00FCber", {"uber"}) == "uber");                       // a code point, not two bytes
  CHECK(nearest_of("\xFFgh", {"\xFEgh"}) == "\xFEgh");
}

TEST_CASE("nearest prefers the smaller distance, then the first") {
  CHECK(nearest_of("status", {"statue", "statuses", "stat_us"}) == "statue");
  CHECK(nearest_of("stat", {"stats", "state"}) == "stats");
  CHECK(nearest_of("stat", {"stet", "stat"}) == "stat");
}

TEST_CASE("nearest takes case lightly") {
  CHECK(nearest_of("CRITICAL", {"critical"}) == "critical");
  CHECK(nearest_of("Profile", {"profile"}) == "profile");
  CHECK(nearest_of("OK", {"ok"}) == "ok");
  CHECK(nearest_of("Stat", {"stet", "stat"}) == "stat");
  CHECK(nearest_of("Hihg", {"high"}) == std::nullopt);  // an edit and a half of four
  CHECK(nearest_of("Criticl", {"critical"}) == "critical");
}

TEST_CASE("nearest is quick about words of a megabyte") {
  const std::string word(1'000'000, 'x');
  CHECK(nearest_of(word, {"x", "profile"}) == std::nullopt);
}

TEST_CASE("list_with") {
  const auto list = [](std::vector<std::string> items) { return list_with(items, "or"); };
  CHECK(list({}).empty());
  CHECK(list({"a"}) == "a");
  CHECK(list({"a", "b"}) == "a or b");
  CHECK(list({"a", "b", "c"}) == "a, b or c");
}

}  // namespace nexus::base
