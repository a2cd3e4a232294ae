#include "tests/support/catch.h"
#include "tests/unit/grammar/parsed.h"

#include <string>
#include <variant>

using namespace nexus::grammar;
using namespace nexus::grammar::test;

TEST_CASE("literals keep their text and say what they are") {
  CHECK(expr_of("42") == "42");
  CHECK(expr_of("0.5e-3") == "0.5e-3");
  CHECK(expr_of("80%") == "ratio:80%");
  CHECK(expr_of("1pt") == "ratio:1pt");
  CHECK(expr_of("1h30m") == "duration:1h30m");
  CHECK(expr_of("1.5m") == "duration:1.5m");
  CHECK(expr_of("200ms") == "duration:200ms");
  CHECK(expr_of("10MiB") == "size:10MiB");
  CHECK(expr_of("10B") == "size:10B");
  CHECK(expr_of("2026-12-31") == "date:2026-12-31");
  CHECK(expr_of("2026-12-31T10:00:00.125+02:00") == "time:2026-12-31T10:00:00.125+02:00");
  CHECK(expr_of("2026 - 12 - 31") == "(- (- 2026 12) 31)");
  CHECK(expr_of("80%-1%") == "(- ratio:80% ratio:1%)");
  CHECK(expr_of("10 % 3") == "(% 10 3)");
  CHECK(expr_of("true") == "true");
  CHECK(expr_of("null") == "null");
}

TEST_CASE("strings are decoded and split at their interpolations") {
  CHECK(expr_of(R"("")") == R"("")");
  CHECK(expr_of(R"("a\n\"\\\/\{\}\u0041")") == "\"a\n\"\\/{}A\"");
  CHECK(expr_of(R"("\ud83d\ude00")") == "\"😀\"");
  CHECK(expr_of(R"("{a.b} and { c + 1 }!")") == R"("{a.b} and {(+ c 1)}!")");
  CHECK(expr_of(R"("{f("x {y}")}")") == R"("{(call f "x {y}")}")");
  CHECK(expr_of(R"("a } b")") == R"("a } b")");
  CHECK(expr_of(R"('\d+ {x} "')") == R"('\d+ {x} "')");
  CHECK(expr_of("''") == "''");
}

TEST_CASE("an interpolation keeps the text between its braces") {
  const Parsed parsed("let a = \"x{ b }y\"");
  const auto& string = std::get<StringLiteral>(parsed.tree[std::get<LetDecl>(parsed.tree.decls.begin()->node).value].node);
  REQUIRE(string.pieces.size() == 3);
  CHECK(string.pieces[0].text == "x");
  CHECK(string.pieces[1].text == " b ");
  CHECK(string.pieces[1].expr);
  CHECK(string.pieces[2].text == "y");
}

TEST_CASE("operators bind as the language says") {
  CHECK(expr_of("a and b and not c") == "(and a b (not c))");
  CHECK(expr_of("a or b or c") == "(or a b c)");
  CHECK(expr_of("(a and b) or c") == "(or (and a b) c)");
  CHECK(expr_of("(a and b) and c") == "(and (and a b) c)");
  CHECK(expr_of("a and (b and c)") == "(and a (and b c))");
  CHECK(expr_of("not a == b") == "(not (== a b))");
  CHECK(expr_of("not not a") == "(not (not a))");
  CHECK(expr_of("a + b * c - d") == "(- (+ a (* b c)) d)");
  CHECK(expr_of("a * b / c % d") == "(% (/ (* a b) c) d)");
  CHECK(expr_of("- - a.b") == "(neg (neg a.b))");
  CHECK(expr_of("-a + b") == "(+ (neg a) b)");
  CHECK(expr_of("a ?? b ?? c") == "(?? a b c)");
  CHECK(expr_of("(a ?? b) ?? c") == "(?? (?? a b) c)");
  CHECK(expr_of("(a ?? 0) / b") == "(/ (?? a 0) b)");
  CHECK(expr_of("a ?? 0 > b") == "(> (?? a 0) b)");
  CHECK(expr_of("if a then b else if c then d else e") == "(if a b (if c d e))");
}

TEST_CASE("comparisons") {
  CHECK(expr_of("a == b") == "(== a b)");
  CHECK(expr_of("a != b") == "(!= a b)");
  CHECK(expr_of("a<b") == "(< a b)");
  CHECK(expr_of("a <= b") == "(<= a b)");
  CHECK(expr_of("a > b") == "(> a b)");
  CHECK(expr_of("a >= b") == "(>= a b)");
  CHECK(expr_of("a in [b]") == "(in a [b])");
  CHECK(expr_of("a not in [b]") == "(not-in a [b])");
  CHECK(expr_of("a contains b") == "(contains a b)");
  CHECK(expr_of("a starts with b") == "(starts-with a b)");
  CHECK(expr_of("a ends with b") == "(ends-with a b)");
  CHECK(expr_of("a matches 'x+'") == "(matches a 'x+')");
  CHECK(expr_of("a like 'x/**'") == "(like a 'x/**')");
  CHECK(expr_of("a subset of b") == "(subset-of a b)");
  CHECK(expr_of("a between b + 1 and c and d") == "(and (between a (+ b 1) c) d)");
  CHECK(expr_of("a is present") == "(is present a)");
  CHECK(expr_of("a is not missing") == "(is-not missing a)");
  CHECK(expr_of("a is empty") == "(is empty a)");
  CHECK(expr_of("a is not null") == "(is-not null a)");
}

TEST_CASE("postfixes") {
  CHECK(expr_of("a.b.c") == "a.b.c");
  CHECK(expr_of("snapshot.for.in") == "snapshot.for.in");
  CHECK(expr_of("a.\"odd-key\".b") == "a.\"odd-key\".b");
  CHECK(expr_of("a[\"k\"][0][-1].b") == "a[\"k\"][0][(neg 1)].b");
  CHECK(expr_of("f()") == "(call f)");
  CHECK(expr_of("a.f(b, c,)") == "(call a.f b c)");
  CHECK(expr_of("x as duration in ms") == "(as x (duration ms))");
  CHECK(expr_of("x as duration in [1s]") == "(in (as x (duration text)) [duration:1s])");
  CHECK(expr_of("tier(s).coverage") == "(call tier s).coverage");
}

TEST_CASE("lists, records and comprehensions") {
  CHECK(expr_of("[]") == "[]");
  CHECK(expr_of("[a, b + 1,]") == "[a (+ b 1)]");
  CHECK(expr_of("[f.id for f in fs where f.ok]") == "(list-of f.id (f in fs where f.ok))");
  CHECK(expr_of("[[a] for k, v in m, w in v]") == "(list-of [a] (k v in m, w in v))");
  CHECK(expr_of("{}") == "{}");
  CHECK(expr_of("{ a: 1, \"b c\": [x], in: 2, }") == "{a: 1, \"b c\": [x], in: 2}");
}

TEST_CASE("aggregates") {
  CHECK(expr_of("count(x in l)") == "(call count <(x in l)))");
  CHECK(expr_of("count(x in l where x.ok)") == "(call count <(x in l where x.ok)))");
  CHECK(expr_of("count(a, b in m, c in b)") == "(call count <(a b in m, c in b)))");
  CHECK(expr_of("sum(e + 1 for x in l where c)") == "(call sum <(+ e 1) (x in l where c)))");
  CHECK(expr_of("percentile(95, e for x in l)") == "(call percentile 95 <e (x in l)))");
  CHECK(expr_of("sort(x in l where c by x.t)") == "(call sort <(x in l where c) by x.t))");
  CHECK(expr_of("sort(l by e)") == "(call sort <l by e))");
  CHECK(expr_of("latest(x in l by k, t)") == "(call latest <(x in l) by k) t)");
  CHECK(expr_of("avg(m over 10m needs at least 3 max gap 2m)") == "(call avg <m over duration:10m needs 3 gap duration:2m))");
  CHECK(expr_of("avg(m over w.long)") == "(call avg <m over w.long))");
}

TEST_CASE("with `over`, count takes a condition") {
  CHECK(expr_of("count(x in l over 10m)") == "(call count <(in x l) over duration:10m))");
  const Parsed parsed("let a = count( x in (l) over 10m)");
  const auto& call = std::get<Call>(parsed.tree[std::get<LetDecl>(parsed.tree.decls.begin()->node).value].node);
  const Expr& condition = parsed.tree[call.arguments.front().value];
  CHECK(parsed.slice(condition.span) == "x in (l)");
  CHECK(parsed.slice(std::get<Comparison>(condition.node).op_span) == "in");
  CHECK(parsed.slice(call.arguments.front().window->span) == "over 10m");
  CHECK(expr_of("count(k, v in m over 10m)") == "NX1042 at 1:17");
}

TEST_CASE("quantifiers") {
  CHECK(expr_of("every x in l has x.ok") == "(every (x in l) has x.ok)");
  CHECK(expr_of("every x in l where a if any has b and c") == "(every (x in l where a) if-any has (and b c))");
  CHECK(expr_of("some x in l and y") == "(and (some (x in l)) y)");
  CHECK(expr_of("some x in l where x and y") == "(some (x in l where (and x y)))");
  CHECK(expr_of("no c in cs, l in c.ls where l == 1") == "(no (c in cs, l in c.ls where (== l 1)))");
  CHECK(expr_of("at least 2 x in l") == "(at-least 2 (x in l))");
  CHECK(expr_of("at most n.m x in l where c") == "(at-most n.m (x in l where c))");
  CHECK(expr_of("exactly n x in l") == "(exactly n (x in l))");
  CHECK(expr_of("at least (a + 1) x in l") == "(at-least (+ a 1) (x in l))");
  CHECK(expr_of("at # why\n least 2 x in l") == "(at-least 2 (x in l))");
  CHECK(expr_of("at least releasers distinct a.user for a in as where a.r") == "(at-least releasers distinct a.user (a in as where a.r))");
  CHECK(expr_of("the x in l where x.id == 1") == "(the (x in l where (== x.id 1)))");
  CHECK(expr_of("every t in ts has some u in us where u == t") == "(every (t in ts) has (some (u in us where (== u t))))");
  CHECK(expr_of("every t in ts where some u in us has t.ok") == "(every (t in ts where (some (u in us))) has t.ok)");
}

TEST_CASE("rules speak of rules") {
  CHECK(expr_of("gate g is fail") == "(status gate g fail)");
  CHECK(expr_of("phase m.p is not row.want") == "(status phase m.p not row.want)");
  CHECK(expr_of("gate service[staging-2] is pass and trigger t is fired") ==
        "(and (status gate service [staging-2] pass) (status trigger t fired))");
  CHECK(expr_of("gate service[\"a b\"] is pass") == "(status gate service [\"a b\"] pass)");
  CHECK(expr_of("gate is missing") == "(is missing gate)");
  CHECK(expr_of("gate.phase") == "gate.phase");
}

TEST_CASE("soft keywords stay names where nothing follows that makes them words") {
  CHECK(expr_of("exactly == 3") == "(== exactly 3)");
  CHECK(expr_of("the + at") == "(+ the at)");
  CHECK(expr_of("owner and tags.x and on") == "(and owner tags.x on)");
  CHECK(expr_of("{ in: a is present, and: 1 }") == "{in: (is present a), and: 1}");
  CHECK(expr_of("test == let") == "(== test let)");
  CHECK(expr_of("at.least > score") == "(> at.least score)");
}

TEST_CASE("a span covers the expression without the parentheses around it") {
  const Parsed parsed("let a = ( (b + c) * d )");
  const Expr& product = parsed.tree[std::get<LetDecl>(parsed.tree.decls.begin()->node).value];
  CHECK(parsed.slice(product.span) == "(b + c) * d");
  CHECK(product.parenthesised);
  const auto& node = std::get<Arithmetic>(product.node);
  CHECK(parsed.slice(node.op_span) == "*");
  CHECK(parsed.slice(parsed.tree[node.lhs].span) == "b + c");
  CHECK(parsed.tree[node.lhs].parenthesised);
  CHECK_FALSE(parsed.tree[node.rhs].parenthesised);
}

TEST_CASE("operators know their place, however they are spaced") {
  const Parsed parsed("let a = b not # x\n in [c]");
  const Expr& test = parsed.tree[std::get<LetDecl>(parsed.tree.decls.begin()->node).value];
  CHECK(parsed.slice(test.span) == "b not # x\n in [c]");
  CHECK(parsed.slice(std::get<Comparison>(test.node).op_span) == "not # x\n in");
}

TEST_CASE("a span ends with the last token, whatever comments and blanks follow") {
  for (const std::string tail : {" ", "\n\n", " # c", " # c \n", "\t#  \r\n # d # e  \n\n"}) {
    INFO(tail);
    const Parsed parsed("let a = b is not present" + tail);
    CHECK(parsed.slice(parsed.tree.decls.begin()->span) == "let a = b is not present");
  }
}

TEST_CASE("parse_expression takes one whole expression") {
  CHECK(expr_of("  a # comment\n") == "a");
  CHECK(expr_of("a b") == "NX1006 at 1:3");
  CHECK(expr_of("") == "NX1006 at 1:1");
  CHECK(expr_of("a = b") == "NX1034 at 1:3");
}
