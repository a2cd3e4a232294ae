#include "tests/support/catch.h"
#include "tests/unit/grammar/parsed.h"

#include "grammar/children.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using namespace nexus;
using namespace nexus::grammar;
using namespace nexus::grammar::test;

namespace {

std::string times(std::size_t n, std::string_view text) {
  std::string out;
  out.reserve(n * text.size());
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

constexpr std::string_view sample = R"nexus(## A policy with a little of everything.
policy a.b zone "UTC"
import std.x as y
enum Level { low < high }
param p: ratio in 0%..100% = 80%   # why
input { a?: { b: "x" | null } fresh 1h by t, c: [{ d: duration in ms }] }
def f(x: int) = if x > 1 then "a {x + f(2)}" else 'raw {'
table t(a: int, b: string) -> { x: int } { case >= 1, in ["a"] => 1, 2 else => { x: 1 } }
gate g "T" for each k, v in m where v.ok if any {
  applies when a.b is present for 3 of the last 5 snapshots
  on missing block owner "o" tags ["t"] score pass 90% warn 75%
  require l: every x in c, y in x has y.d < 5m and not (z ?? 0 > 1) else warn "m {x.n}" at x.f, 1 remedy r { k: [q for q in c] }
  require at least 2 distinct u for u in us when gate h[i] is not fail weight 2 key until 2026-12-31
}
phase q { after a, (b or c) gates x.*, * started at t done when some n in ns where n["k"][-1] matches '\d' }
trigger r { fires when avg(e over 10m needs at least 3 max gap 2m) > 1pt then rollback "m" keep for 5m }
waiver "w" { waives g.l where f.id == "1" until 2026-12-31 approved by "x" }
snapshot s { "a": [1, -2.5e3, "é\n {"], "b": {} }
test "t" for each row in [{ a: 1 }] {
  given s  with a.b = row.a  at 2026-01-01T00:00:00Z
  given history every 5m from 2026-01-01 of a.b = [1%]
  expect no finding g.l with message containing "m"
}
)nexus";

/// What holds of the answer to any text.
void check_sound(const Parsed& parsed) {
  const std::size_t size = parsed.sources.text(parsed.file).size();
  const auto inside = [&](base::Span s) { return s.file == parsed.file && s.begin <= s.end && s.end <= size; };
  for (const base::Diagnostic& d : parsed.sink.all()) {
    REQUIRE(inside(d.span));
    REQUIRE_FALSE(d.message.empty());
    REQUIRE(std::ranges::all_of(d.labels, [&](const base::Label& l) { return inside(l.span); }));
    REQUIRE((!d.suggestion || inside(d.suggestion->span)));
  }
  REQUIRE(std::ranges::is_sorted(parsed.tree.comments, {}, [](const Comment& c) { return c.span.begin; }));
  if (!parsed.sink.all().empty()) return;
  for (const Expr& e : parsed.tree.exprs) {
    for_each_child(e, [&](ExprId child) {
      const base::Span span = parsed.tree[child].span;
      REQUIRE((e.span.begin <= span.begin && span.end <= e.span.end));
    });
  }
}

}  // namespace

TEST_CASE("the sample is without mistakes") { CHECK(Parsed(std::string(sample)).shown() == ""); }

TEST_CASE("a text cut anywhere is answered soundly") {
  for (std::size_t end = 0; end <= sample.size(); ++end) check_sound(Parsed(std::string(sample.substr(0, end))));
}

TEST_CASE("a text changed anywhere is answered soundly") {
  constexpr std::array<std::string_view, 24> insertions = {"{", "}", "(", ")", "[", "]", "\"", "'", "#", "\n", ",", ";", "=", "??", "..", "%",
                                                           "not ", "every x in a has ", "require ", "let a = ", "\\", "\xC3", "\0", "“"};
  std::mt19937 random(20261231);  // the same changes in every run
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  for (int round = 0; round < 3000; ++round) {
    std::string text(sample);
    for (std::size_t n = 1 + below(4); n > 0; --n) {
      const std::size_t at = below(text.size());
      switch (below(3)) {
        case 0: text.erase(at, 1 + below(12)); break;
        case 1: text.insert(at, insertions[below(insertions.size())]); break;
        default: text[at] = static_cast<char>(random()); break;
      }
    }
    check_sound(Parsed(text));
  }
}

TEST_CASE("nesting is refused before the stack overflows, in one diagnostic") {
  constexpr std::size_t deep = 200'000;
  for (const std::string_view opener : {"(", "[", "{a:", "f(", "a[", "not (", "-(", "if ", "every x in a has ", "every x in a where ",
                                        "at least (", "\"{", "if a then b else "}) {
    INFO(opener);
    const Parsed parsed("let x = " + times(deep, opener) + "\nlet y = 1\n");
    REQUIRE(parsed.mistakes().size() == 1);
    CHECK(parsed.sink.all().front().code == "NX1008");
    CHECK(parsed.tree.decls.size() == 1);  // the next declaration is read
  }
  for (const std::string_view prefix : {"not ", "- "}) {
    INFO(prefix);
    const Parsed parsed("let x = " + times(deep, prefix) + "a\nlet y = 1\n");
    REQUIRE(parsed.mistakes().size() == 1);
    CHECK(parsed.sink.all().front().code == "NX1008");
  }
  for (const std::string_view opener : {"[", "{a:"}) {
    INFO(opener);
    CHECK(Parsed("type T = " + times(deep, opener)).mistakes().size() == 1);
  }
  for (const std::string_view opener : {"[", "{\"a\":"}) {
    INFO(opener);
    CHECK(Parsed("snapshot s { \"a\": " + times(deep, opener)).mistakes().size() == 1);
  }
}

TEST_CASE("as deep as the limit is fine") {
  const auto max_nesting = static_cast<std::size_t>(nexus::base::Limits{}.policy_depth);
  const auto nested = [](std::size_t depth) { return "let x = " + times(depth - 1, "[") + "a" + times(depth - 1, "]"); };
  CHECK(mistakes_of(nested(max_nesting)) == "");
  CHECK(mistakes_of(nested(max_nesting + 1)) == "NX1008 at 1:265");
}

TEST_CASE("a chain makes a tree no deeper than the limit, or is refused") {
  const auto chain = [](std::size_t operands, std::string_view op) { return "let x = a" + times(operands - 1, std::string(op) + "a"); };
  for (const std::string_view op : {"+", "*", "."}) {
    INFO(op);
    CHECK(mistakes_of(chain(max_tree_depth, op)) == "");
    CHECK(Parsed(chain(max_tree_depth + 1, op)).sink.error_count() == 1);
  }
  for (const std::string_view op : {" and ", " or ", " ?? "}) CHECK(mistakes_of(chain(100'000, op)) == "");  // these are flat
}

// Time is linear: each of these takes seconds or minutes, not milliseconds, if some rule looks ahead or back without bound.
TEST_CASE("large files of one kind take no long time") {
  CHECK(mistakes_of(times(50'000, "let a = \"{b}\" # c\n")) == "");
  CHECK(mistakes_of("let a = [" + times(200'000, "b,") + "]") == "");
  CHECK(mistakes_of("let a = " + times(250, "(") + "b" + times(1'000'000, " # c\n") + times(250, ")")) == "");
  CHECK(mistakes_of("type T = a" + times(100'000, "|a")) == "");
  CHECK(Parsed("gate g { " + times(100'000, "require \"{\"\"}{\"\"} ") + "}").sink.has_errors());
  CHECK(Parsed(times(100'000, "gate g {")).sink.has_errors());
  CHECK(Parsed("let a = " + times(100'000, "\"{\"\"}")).sink.has_errors());
  CHECK(Parsed(times(100'000, "let a = \"\n")).sink.has_errors());
}

TEST_CASE("every policy of the repository parses without a diagnostic") {
  for (const std::string_view folder : {"examples", "stdlib-policies"}) {
    if (!std::filesystem::exists(folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".nexus") continue;
      INFO(entry.path());
      std::ostringstream text;
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      CHECK(Parsed(text.str()).shown() == "");
    }
  }
}
