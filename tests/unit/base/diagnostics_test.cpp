#include "base/diagnostics/catalogue.h"
#include "base/diagnostics/render.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace nexus::base;

namespace {

using Text = diagnostics::Text;
using Count = diagnostics::Count;

constexpr DiagnosticKind<Text, Text> incomparable{"NX2999", "incomparable", Severity::error,
                                                  "cannot compare {0} with {1}"};
constexpr DiagnosticKind<Text, Count> too_many{"NX3999", "too-many", Severity::warning, "{1} of {0} in {{braces}}"};

/// One file named `p.nexus`, in which places are found by what stands there.
struct Source {
  explicit Source(std::string text) { file = sources.add("p.nexus", std::move(text)); }

  [[nodiscard]] Span span(std::string_view words) const { return span_in(file, words); }
  [[nodiscard]] Span span_in(FileId where, std::string_view words) const {
    const std::size_t at = sources.text(where).find(words);
    REQUIRE(at != std::string_view::npos);
    return {where, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
  }
  [[nodiscard]] Diagnostic at(Span where) const { return incomparable(where, "a duration", "a ratio"); }
  [[nodiscard]] std::string show(const Diagnostic& d, Colour colour = Colour::off) const {
    return '\n' + render(d, sources, colour);
  }

  SourceMap sources;
  FileId file;
};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("an entry of the catalogue makes a diagnostic of its arguments") {
  const Diagnostic d = too_many(Span{FileId(0), 1, 2}, "gates", 3U);
  CHECK(d.code == "NX3999");
  CHECK(d.name == "too-many");
  CHECK(d.severity == Severity::warning);
  CHECK(d.message == "3 of gates in {braces}");
  CHECK(d.span == Span{FileId(0), 1, 2});
}

TEST_CASE("arguments are not templates") {
  CHECK(incomparable(Span{}, "{1}", "{{0}}").message == "cannot compare {1} with {{0}}");
}

TEST_CASE("of a very long argument both ends are shown") {
  const std::string digits = "1" + std::string(1'000'000, '0') + "7";
  const std::string message = incomparable(Span{}, digits, "é").message;
  CHECK(message.size() < 500);
  CHECK(contains(message, "cannot compare 1000"));
  CHECK(contains(message, "…000"));
  CHECK(contains(message, "0007 with é"));
  std::string accents;
  while (accents.size() < 2'000) accents += "é";
  CHECK(contains(incomparable(Span{}, accents + "x", "y").message, "é…é"));
}

TEST_CASE("the sink orders by place, says a thing once and counts errors") {
  DiagnosticSink sink;
  const FileId a(0);
  const FileId b(1);
  sink.emit(incomparable(Span{}, "no", "place"));
  sink.emit(incomparable(Span{b, 0, 1}, "x", "y"));
  sink.emit(incomparable(Span{a, 5, 6}, "x", "y"));
  sink.emit(too_many(Span{a, 5, 6}, "x", 1U));
  sink.emit(incomparable(Span{a, 5, 6}, "x", "y"));
  sink.emit(incomparable(Span{a, 2, 9}, "x", "y"));
  CHECK(sink.error_count() == 5);
  sink.sort_and_unique();
  std::vector<std::pair<std::string, Span>> seen;
  for (const Diagnostic& d : sink.all()) seen.emplace_back(d.code, d.span);
  CHECK(
      seen ==
      std::vector<std::pair<std::string, Span>>{
          {"NX2999", {a, 2, 9}}, {"NX2999", {a, 5, 6}}, {"NX3999", {a, 5, 6}}, {"NX2999", {b, 0, 1}}, {"NX2999", {}}});
  CHECK(sink.error_count() == 4);
  sink.drop_if([](const Diagnostic& d) { return d.severity == Severity::error; });
  CHECK_FALSE(sink.has_errors());
  CHECK(sink.all().size() == 1);
}

TEST_CASE("every entry of the catalogue keeps the house rules") {
  struct Entry {
    std::string_view code;
    std::string_view name;
    std::string_view words;
    char stage;
    std::size_t arguments;
  };
  const auto count = []<class... Args>(const DiagnosticKind<Args...>&) { return sizeof...(Args); };
  const std::vector<Entry> entries{
#define NEXUS_DIAGNOSTIC(CODE, SEVERITY, IDENT, NAME, WORDS, ...) \
  {#CODE, NAME, WORDS, STAGE, count(diagnostics::IDENT)},
#define STAGE '1'
#include "base/diagnostics/syntax.def"
#undef STAGE
#define STAGE '2'
#include "base/diagnostics/names_and_types.def"
#undef STAGE
#define STAGE '3'
#include "base/diagnostics/lints.def"
#undef STAGE
#define STAGE '4'
#include "base/diagnostics/input.def"
#undef STAGE
#define STAGE '5'
#include "base/diagnostics/evaluation.def"
#undef STAGE
#undef NEXUS_DIAGNOSTIC
  };
  std::set<std::string_view> codes;
  std::set<std::string_view> names;
  (void)count;
  for (const Entry& entry : entries) {
    INFO(entry.code << " " << entry.name << ": " << entry.words);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    REQUIRE(entry.code.size() == 6);
    CHECK(entry.code.starts_with("NX"));
    CHECK(std::ranges::all_of(entry.code.substr(2), is_digit));
    CHECK(entry.code[2] == entry.stage);
    CHECK(codes.insert(entry.code).second);

    CHECK(names.insert(entry.name).second);
    REQUIRE_FALSE(entry.name.empty());
    CHECK(entry.name.find("--") == std::string_view::npos);
    CHECK((entry.name.front() != '-' && entry.name.back() != '-' && !is_digit(entry.name.front())));
    CHECK(std::ranges::all_of(entry.name, [&](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; }));

    REQUIRE(entry.words.size() > 1);
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    CHECK_FALSE((is_upper(entry.words[0]) && !is_upper(entry.words[1])));  // but "JSON" stays "JSON"
    CHECK_FALSE((entry.words.ends_with('.') && !entry.words.ends_with("…")));
    CHECK(entry.words.find('\n') == std::string_view::npos);

    // Each argument is used, and nothing else is asked for.
    std::set<std::size_t> used;
    for (std::size_t i = 0; i < entry.words.size(); ++i) {
      if (entry.words.substr(i, 2) == "{{" || entry.words.substr(i, 2) == "}}") {
        ++i;
      } else if (entry.words[i] == '{') {
        REQUIRE(i + 2 < entry.words.size());
        REQUIRE((is_digit(entry.words[i + 1]) && entry.words[i + 2] == '}'));
        used.insert(static_cast<std::size_t>(entry.words[i + 1] - '0'));
        i += 2;
      } else {
        CHECK(entry.words[i] != '}');
      }
    }
    CHECK(used.size() == entry.arguments);
    CHECK((used.empty() || *used.rbegin() + 1 == entry.arguments));
  }

  const auto all = catalogue();
  CHECK(all.size() == entries.size());
  CHECK(std::ranges::is_sorted(all, {}, &CatalogueEntry::code));
}

TEST_CASE("labels stand beside and below what they are about") {
  const Source s("policy p\n  require p99_latency < 5%\n");
  CHECK(s.show(s.at(s.span("<"))
                   .with_label(s.span("p99_latency"), "duration, declared at checkout.nexus:3:18")
                   .with_label(s.span("5%"), "ratio")
                   .with_help("compare with a duration, such as `5ms`")) == R"(
error[NX2999]: cannot compare a duration with a ratio
 --> p.nexus:2:23
  |
2 |   require p99_latency < 5%
  |           ----------- ^ -- ratio
  |           |
  |           duration, declared at checkout.nexus:3:18
  = help: compare with a duration, such as `5ms`
)");
}

TEST_CASE("several labels hang in steps, overlapping ones too") {
  const Source s("a + b * c\n");
  auto d = s.at(s.span("a + b * c"));
  d.at("sum");
  CHECK(s.show(std::move(d)
                   .with_label(s.span("a"), "left")
                   .with_label(s.span("b * c"), "product")
                   .with_label(s.span("b"), "b")) ==
        R"(
error[NX2999]: cannot compare a duration with a ratio
 --> p.nexus:1:1
  |
1 | a + b * c
  | ^^^^^^^^^ product
  | |   |
  | |   b
  | sum
  | left
)");
}

TEST_CASE("labels on other lines and in other files") {
  Source s("input {\n  p95: duration\n}\n\n\nrequire p95 < 5%\n");
  const FileId json = s.sources.add("green.json", "{\n \"p95\": 5\n}\n");
  CHECK(s.show(s.at(s.span("< 5%"))
                   .with_label(s.span_in(json, "5\n"), "the value")
                   .with_label(s.span("p95"), "declared here")) == R"(
error[NX2999]: cannot compare a duration with a ratio
 --> p.nexus:6:13
  |
2 |   p95: duration
  |   --- declared here
...
6 | require p95 < 5%
  |             ^^^^
  |
 ::: green.json:2:9
  |
2 |  "p95": 5
  |         - the value
)");
}

TEST_CASE("line numbers of different width share one gutter; one line left out is shown") {
  const Source s("1\n2\n3\n4\n5\n6\n7\neight\n9\nten\n");
  CHECK(s.show(s.at(s.span("ten")).with_label(s.span("eight"), "8")) == R"(
error[NX2999]: cannot compare a duration with a ratio
  --> p.nexus:10:1
   |
 8 | eight
   | ----- 8
 9 | 9
10 | ten
   | ^^^
)");
}

TEST_CASE("spans of several lines show their first and last line") {
  const Source s("gate g {\n  require a\n  require b\n  require c\n}\n");
  auto whole = s.at(s.span("gate g {\n  require a\n  require b\n  require c\n}"));
  whole.at("this gate");
  CHECK(s.show(std::move(whole).with_label(s.span("require b"), "here")) == R"(
error[NX2999]: cannot compare a duration with a ratio
 --> p.nexus:1:1
  |
1 | / gate g {
2 | |   require a
3 | |   require b
  | |   --------- here
4 | |   require c
5 | | }
  | |_^ this gate
)");
  auto body = s.at(s.span("{\n  require a\n  require b\n  require c\n}"));
  body.at("the body");
  CHECK(s.show(body) == R"(
error[NX2999]: cannot compare a duration with a ratio
 --> p.nexus:1:8
  |
1 |   gate g {
  |  ________^
... |
5 | | }
  | |_^ the body
)");
}

TEST_CASE("nested spans of several lines run side by side") {
  const Source s("a {\n  b {\n  }\n}\n");
  CHECK(s.show(s.at(s.span("b {\n  }")).with_label(s.span("a {\n  b {\n  }\n}"), "outer")) == R"(
error[NX2999]: cannot compare a duration with a ratio
 --> p.nexus:2:3
  |
1 | /  a {
2 | |/   b {
3 | ||   }
  | ||___^
4 | |  }
  | |__- outer
)");
}

TEST_CASE("the end of the file, a place of no length, and a line break") {
  const Source s("gate g {\n  require a\n");
  const auto size = static_cast<std::uint32_t>(s.sources.text(s.file).size());
  auto end = s.at({s.file, size, size});
  end.at("expected `}`");
  CHECK(s.show(end) == R"(
error[NX2999]: cannot compare a duration with a ratio
 --> p.nexus:3:1
  |
2 |   require a
3 |
  | ^ expected `}`
)");
  CHECK(s.show(s.at({s.file, 5, 5})) == R"(
error[NX2999]: cannot compare a duration with a ratio
 --> p.nexus:1:6
  |
1 | gate g {
  |      ^
)");
  CHECK(s.show(s.at({s.file, 7, 9})) == R"(
error[NX2999]: cannot compare a duration with a ratio
 --> p.nexus:1:8
  |
1 | gate g {
  |        ^
)");
  CHECK(s.show(s.at({s.file, size + 10, size + 20})) == R"(
error[NX2999]: cannot compare a duration with a ratio
 --> p.nexus:3:1
  |
2 |   require a
3 |
  | ^
)");
  const Source empty("");
  CHECK(empty.show(empty.at({empty.file, 0, 0})) == R"(
error[NX2999]: cannot compare a duration with a ratio
 --> p.nexus:1:1
  |
1 |
  | ^
)");
}

TEST_CASE("tabs, wide and combining characters move the underline along") {
  const Source s("\tlet\tx = 日本 + e\u0301 + y\n");
  const std::string head = "\nerror[NX2999]: cannot compare a duration with a ratio\n --> p.nexus:1:";
  const std::string line = "\n  |\n1 |     let x = 日本 + e\u0301 + y\n";
  CHECK(s.show(s.at(s.span("x"))) == head + "6" + line + "  |         ^\n");
  CHECK(s.show(s.at(s.span("y")).with_label(s.span("日本"), "wide")) ==
        head + "20" + line + "  |             ----       ^\n  |             |\n  |             wide\n");
}

TEST_CASE("nothing that a terminal would act on gets through") {
  Source s("a\x1b[31m\xFF b\r\n");
  const FileId odd = s.sources.add(
      "od\x1b"
      "d",
      "x");
  const std::string shown = s.show(
      incomparable(s.span("b"), "\x1b[2J", "line\nbreak").with_label(s.span_in(odd, "x"), "\a").with_help("\x07"));
  CHECK(std::ranges::none_of(shown,
                             [](char c) { return c != '\n' && std::iscntrl(static_cast<unsigned char>(c)) != 0; }));
  CHECK(contains(shown, "1 | a\\x1b[31m\\xff b\n  |               ^\n"));
}

TEST_CASE("of a very long line the part round the span is shown") {
  const Source s(std::string(5000, 'x') + " needle " + std::string(9000, 'y') + " far\n");
  CHECK(s.show(s.at(s.span("needle")).with_label(s.span("far"), "out of sight")) ==
        "\nerror[NX2999]: cannot compare a duration with a ratio\n --> p.nexus:1:5002\n  |\n1 | …" +
            std::string(53, 'x') + " needle " + std::string(53, 'y') + "…\n  | " + std::string(55, ' ') +
            "^^^^^^\n  = note: out of sight (p.nexus:1:14010)\n");
  const std::string end = s.show(s.at(s.span("far")));
  CHECK(contains(end, "y far\n"));
  CHECK(contains(end, " ^^^\n"));
  const std::string whole = s.show(s.at({s.file, 0, 14000}));
  CHECK(contains(whole, "1 | xxx"));
  CHECK(contains(whole, "^^^\n"));
}

TEST_CASE("a suggestion shows the line as it would be") {
  const Source s("input {\n  a: ratio  \n}\n\trequire a >= 80 and b\n");
  const auto shown = [&](const Diagnostic& d) {
    const std::string text = render(d, s.sources, Colour::off);
    return text.substr(text.find("  = "));
  };
  CHECK(shown(s.at(s.span("80")).with_suggestion(s.span("80"), "80%")) == "  = help: write `require a >= 80% and b`\n");
  CHECK(shown(s.at(s.span("80")).with_suggestion(s.span("ratio"), "number")) ==
        "  = help: write `a: number` in line 2\n");
  CHECK(shown(s.at(s.span("80")).with_help("first").with_suggestion(s.span(" and b"), "")) ==
        "  = help: first\n  = help: write `require a >= 80`\n");
  CHECK(shown(s.at(s.span("a: ratio")).with_suggestion(s.span("a: ratio"), "")) == "  = help: remove `a: ratio`\n");
  CHECK(shown(s.at(s.span("ratio")).with_suggestion(s.span("ratio"), "{\n}")) ==
        "  = help: write `a: {\n          }`\n");
}

TEST_CASE("a diagnostic without a place, and one without a code") {
  const Source s("x\n");
  CHECK(s.show(incomparable(Span{}, "a", "b").with_help("first\nsecond")) == R"(
error[NX2999]: cannot compare a with b
 = help: first
         second
)");
  Diagnostic note;
  note.severity = Severity::note;
  note.message = "hello";
  CHECK(s.show(note) == "\nnote: hello\n");
}

TEST_CASE("colour adds escapes and changes nothing else") {
  const Source s("gate g {\n  require a < b\n\n\n}\n");
  auto d = s.at(s.span("<"));
  d.at("here");
  d = std::move(d)
          .with_label(s.span("a"), "left")
          .with_label(s.span("{\n  require a < b\n\n\n}"), "body")
          .with_help("help");
  const std::string plain = s.show(d);
  const std::string coloured = s.show(d, Colour::on);
  CHECK(contains(coloured, "\x1b[1;31merror[NX2999]\x1b[0m"));
  CHECK(contains(coloured, "\x1b[1;34m2 |\x1b[0m"));
  CHECK(contains(coloured, "\x1b[1;31m^\x1b[0m"));
  std::string stripped;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b') {
      i = coloured.find('m', i);
    } else {
      stripped += coloured[i];
    }
  }
  CHECK(stripped == plain);

  d.severity = Severity::warning;
  CHECK(contains(s.show(d, Colour::on), "\x1b[1;33mwarning[NX2999]"));
  d.severity = Severity::note;
  CHECK(contains(s.show(d, Colour::on), "\x1b[1;36mnote[NX2999]"));
}
