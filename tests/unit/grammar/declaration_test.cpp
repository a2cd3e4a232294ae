#include "tests/support/catch.h"
#include "tests/unit/grammar/parsed.h"

#include <string>

using namespace nexus::grammar;
using namespace nexus::grammar::test;

TEST_CASE("the header of a file") {
  CHECK(tree_of("policy a.b.c") == "(policy a.b.c)\n");
  CHECK(tree_of("## Doc.\nlibrary a zone \"Europe/Berlin\"") == "##'Doc.'(library a \"Europe/Berlin\")\n");
}

TEST_CASE("an empty file is an empty tree") {
  CHECK(tree_of("") == "");
  CHECK(tree_of("\xEF\xBB\xBF") == "");
  CHECK(tree_of(" # only a comment") == "");
}

TEST_CASE("a byte order mark and Windows line ends make no difference") {
  CHECK(tree_of("\xEF\xBB\xBFpolicy a\r\nlet b = 1 # c\r\n") == "(policy a)\n(let b 1)\n");
}

TEST_CASE("import and enforce") {
  CHECK(tree_of("import a.b") == "(import a.b)\n");
  CHECK(tree_of("import a.b as c") == "(import a.b as c)\n");
  CHECK(tree_of("import \"x.nexus\" as c") == "(import \"x.nexus\" as c)\n");
  CHECK(tree_of("enforce a") == "(enforce a)\n");
  CHECK(tree_of("enforce a.g as warn") == "(enforce a.g as warn)\n");
  CHECK(tree_of("enforce a with { b = 80%, c = 1 + 2, }") == "(enforce a b: ratio:80%, c: (+ 1 2))\n");
}

TEST_CASE("enums") {
  CHECK(tree_of("enum E { a < b < c }") == "(enum E a < b < c)\n");
  CHECK(tree_of("enum E { a, \"in-progress\", }") == "(enum E a, \"in-progress\")\n");
  CHECK(tree_of("enum E {\n ## one\n a,\n ## two\n ## lines\n b }") == "(enum E ##'one'a, ##'two\nlines'b)\n");
}

TEST_CASE("types") {
  CHECK(type_of("evidence.Target") == "evidence.Target");
  CHECK(type_of("[[int]]") == "[[int]]");
  CHECK(type_of("\"pass\" | \"fail\" | null") == "(| \"pass\" \"fail\" null)");
  CHECK(type_of("ratio") == "(ratio)");
  CHECK(type_of("ratio in percent") == "(ratio percent)");
  CHECK(type_of("number") == "number");
  CHECK(type_of("number in percent") == "(number percent)");
  CHECK(type_of("duration") == "(duration text)");
  CHECK(type_of("duration in ms | null") == "(| (duration ms) null)");
  CHECK(type_of("size in KiB") == "(size KiB)");
  CHECK(type_of("time") == "(time text)");
  CHECK(type_of("time in epoch ms") == "(time epoch-ms)");
  CHECK(type_of("time in epoch # c\n s") == "(time epoch-s)");
  CHECK(type_of("time in zone \"UTC\"") == "(time zone \"UTC\")");
  CHECK(type_of("{ [string]: { a: int } }") == "{[string]: {a: int}}");
  CHECK(type_of("{ a: int, b?: string c: [bool] \"d e\": any, in: date, }") == "{a: int, b?: string, c: [bool], \"d e\": any, in: date}");
}

TEST_CASE("fields say what makes their evidence good, and what they mean") {
  CHECK(type_of("{ qa?: { s: string } fresh 24h by finished_at, about build.commit by commit.id }") ==
        "{qa?: {s: string} fresh duration:24h by finished_at about build.commit by commit.id}");
  CHECK(type_of("{ fresh: int, about?: bool }") == "{fresh: int, about?: bool}");
  CHECK(type_of("{\n ## The line.\n a: int,\n b: int ## of c\n c: int }") == "{##'The line.'a: int, b: int, ##'of c'c: int}");
}

TEST_CASE("inputs") {
  CHECK(tree_of("input { a: int }") == "(input {a: int})\n");
  CHECK(tree_of("input baseline?: { a: int } fresh 1h by t") == "(input baseline? {a: int} fresh duration:1h by t)\n");
  CHECK(tree_of("input reviews: [ { a: int } ]") == "(input reviews [{a: int}])\n");
}

TEST_CASE("params, lets and functions") {
  CHECK(tree_of("param p: ratio in 0%..100% = 80%") == "(param p (ratio) ratio:0%..ratio:100% ratio:80%)\n");
  CHECK(tree_of("param l: level = warn") == "(param l level warn)\n");
  CHECK(tree_of("param n: number in percent in -1..a+1 = 2") == "(param n (number percent) (neg 1)..(+ a 1) 2)\n");
  CHECK(tree_of("## Doc\nlet a = 1") == "##'Doc' (let a 1)\n");
  CHECK(tree_of("def f(x: int, y: [string]) = x") == "(def f (x: int, y: [string]) x)\n");
  CHECK(tree_of("def f() = 1") == "(def f () 1)\n");
}

TEST_CASE("decision tables") {
  CHECK(tree_of("table f(a: A, b: bool) -> { x: string } first match {\n"
                "  case poc, _ => \"u\", \"v\"\n"
                "  case >= 80%, 1..2 => a, b + 1\n"
                "  case in [a, b], not in [c] => if a then b else c, d\n"
                "  case -1, row.x => 1, 2\n"
                "  case a..b, < c => 1, 2\n"
                "  else => 3, 4\n}") ==
        "(table f (a: A, b: bool) {x: string} first-match (case poc, _ => \"u\" \"v\") (case >= ratio:80%, 1..2 => a (+ b 1)) "
        "(case in [a b], not-in [c] => (if a b c) d) (case (neg 1), row.x => 1 2) (case a..b, < c => 1 2) (else => 3 4))\n");
}

TEST_CASE("gates") {
  CHECK(tree_of("gate g \"T\" for each k, v in m, w in v where w.ok if any {\n"
                "  applies when a for 5m max gap 1m\n  on fail warn\n  on missing allow\n  only for p, m.q\n"
                "  excused when e by who because why\n  score pass 90% warn 75%\n  owner \"team\"\n  tags [\"x\"]\n"
                "  let l = 1\n  remedy r { a: 1 } when c\n  require b\n}") ==
        "(gate g \"T\" (for-each (k v in m, w in v where w.ok) if-any) (applies a (for duration:5m gap duration:1m)) (let l 1) (owner \"team\") "
        "(tags [\"x\"]) (on-fail warn) (on-missing allow) (only-for p m.q) (excused e by who because why) (score ratio:90% ratio:75%) "
        "(remedy r {a: 1} when c) (require b))\n");
  CHECK(tree_of("gate g { score pass 90% require b }") == "(gate g (score ratio:90%) (require b))\n");
}

TEST_CASE("requirements") {
  CHECK(tree_of("gate g { require in: a for 3 of the last 5 snapshots when b warn when c weight 2 key\n"
                "  else w.level \"m {x}\" at f.file, f.line\n  remedy r { a: 1 }\n  remedy s {} when t\n"
                "  from 2026-01-01 until 2026-12-31T00:00:00Z not waivable\n  ## second\n  require d else 'raw' }") ==
        "(gate g (require in: a (for 3 of-last 5) (when b) (warn-when c) (weight 2) key not-waivable (else w.level \"m {x}\" at f.file f.line) "
        "(remedy r {a: 1}) (remedy s {} when t) (from date:2026-01-01) (until time:2026-12-31T00:00:00Z)) (##'second'require d (else 'raw')))\n");
  CHECK(tree_of("gate g { require a else block \"m\" }") == "(gate g (require a (else block \"m\")))\n");
  CHECK(tree_of("gate g { require a not in [b] not waivable }") == "(gate g (require (not-in a [b]) not-waivable))\n");
}

TEST_CASE("a requirement's span runs from its word to the end of its last part") {
  const Parsed parsed("gate g {\n  require a  # c\n    else \"m\"   # d\n  require b\n}");
  const auto& gate = std::get<GateDecl>(parsed.tree.decls.begin()->node);
  CHECK(parsed.slice(gate.requirements[0].span) == "require a  # c\n    else \"m\"");
  CHECK(parsed.slice(gate.requirements[0].otherwise->span) == "else \"m\"");
  CHECK(parsed.slice(gate.requirements[1].span) == "require b");
  CHECK(parsed.slice(parsed.tree.decls.begin()->span) == parsed.sources.text(parsed.file));
}

TEST_CASE("phases") {
  CHECK(tree_of("phase p \"T\" {\n  applies when a\n  after b, (c or m.d), e\n  gates f, q.*, m.g, *\n  require r\n"
                "  started when s\n  started at t\n  done when u for 1h\n  done at v ?? w\n}") ==
        "(phase p \"T\" (applies a) (after b) (after c m.d) (after e) (gates f) (gates q.*) (gates m.g) (gates *) (require r) (started-when s) "
        "(started-at t) (done-when u (for duration:1h)) (done-at (?? v w)))\n");
  CHECK(tree_of("phase p {}") == "(phase p)\n");
}

TEST_CASE("triggers") {
  CHECK(tree_of("trigger t \"T\" for each c in cs where c.x {\n  fires when a > b for w.long\n  then rollback \"m\"\n  keep for 10m\n"
                "  on missing hold\n  remedy r { a: 1 }\n}") ==
        "(trigger t \"T\" (for-each (c in cs where c.x)) (fires (> a b) (for w.long)) (then rollback \"m\") (keep duration:10m) "
        "(on-missing hold) (remedy r {a: 1}))\n");
}

TEST_CASE("waivers") {
  CHECK(tree_of("waiver \"why\" { waives security.no_serious where f.id == 1 until 2026-12-31 approved by \"lead\" }") ==
        "(waiver \"why\" (waives security.no_serious) (where (== f.id 1)) (until date:2026-12-31) (approved \"lead\"))\n");
  CHECK(tree_of("waiver \"why\" { waives service[a.b-c].1 }") == "(waiver \"why\" (waives service[a.b-c].1))\n");
  CHECK(tree_of("waiver 'why' { waives g[\"a b\"].x until d.e }") == "(waiver \"why\" (waives g[\"a b\"].x) (until d.e))\n");
}

TEST_CASE("snapshots are JSON as it stands") {
  CHECK(tree_of("snapshot s { \"a\": [1, -2.5e3, {}], # c\n \"b \\u00e9 {\": null }") ==
        "(snapshot s `{ \"a\": [1, -2.5e3, {}], # c\n \"b \\u00e9 {\": null }`)\n");
  CHECK(tree_of("snapshot s file \"s.json\"") == "(snapshot s file \"s.json\")\n");
  CHECK(tree_of("snapshot s {}") == "(snapshot s `{}`)\n");
}

TEST_CASE("what a test is given") {
  const auto given = [](const std::string& clauses) { return tree_of("test \"t\" { " + clauses + " expect a }"); };
  CHECK(given("given green") == "(test \"t\" (given green) (expect a))\n");
  CHECK(given("given m.green at t") == "(test \"t\" (given m.green) (at t) (expect a))\n");
  CHECK(given("given { \"a\": 1 }") == "(test \"t\" (given `{ \"a\": 1 }`) (expect a))\n");
  CHECK(given("given file \"s.json\"") == "(test \"t\" (given file \"s.json\") (expect a))\n");
  CHECK(given("given file { }") == "(test \"t\" (given-input file `{ }`) (expect a))\n");
  CHECK(given("given baseline [ 1 ]") == "(test \"t\" (given-input baseline `[ 1 ]`) (expect a))\n");
  CHECK(given("given baseline other.green") == "(test \"t\" (given-input baseline other.green) (expect a))\n");
  CHECK(given("given baseline file \"x.json\"") == "(test \"t\" (given-input baseline file \"x.json\") (expect a))\n");
  CHECK(given("given history [ {} ]") == "(test \"t\" (given-history `[ {} ]`) (expect a))\n");
  CHECK(given("given history file \"h.jsonl\"") == "(test \"t\" (given-history file \"h.jsonl\") (expect a))\n");
  CHECK(given("given history") == "(test \"t\" (given history) (expect a))\n");
  CHECK(given("given history every 5m from 2026-01-01 of a.b = [1%, 2%], c[0] = []") ==
        "(test \"t\" (given-series duration:5m date:2026-01-01 a.b=[ratio:1% ratio:2%] c[0]=[]) (expect a))\n");
  CHECK(given("with a.b[\"c\"] = 79.9% without d.e param m.p = 1 at now - 1h asking m.phase") ==
        "(test \"t\" (with a.b[\"c\"] ratio:79.9%) (without d.e) (param m.p 1) (at (- now duration:1h)) (asking m.phase) (expect a))\n");
}

TEST_CASE("what a test expects") {
  const auto expects = [](const std::string& clause) { return tree_of("test \"t\" for each r in [1] { expect " + clause + " }"); };
  const auto is = [](const std::string& clause) { return "(test \"t\" (for-each (r in [1])) " + clause + ")\n"; };
  CHECK(expects("decision is block") == is("(expect-decision block)"));
  CHECK(expects("decision is not r.want") == is("(expect-decision not r.want)"));
  CHECK(expects("requirement g.a is pass") == is("(expect-requirement g.a pass)"));
  CHECK(expects("requirement g[x].1 is not fail with message containing \"m\"") == is("(expect-requirement g[x].1 not fail \"m\")"));
  CHECK(expects("finding g.a") == is("(expect-finding g.a)"));
  CHECK(expects("no finding g.a with message containing r.m") == is("(expect-finding no g.a r.m)"));
  CHECK(expects("obligation o") == is("(expect-obligation o)"));
  CHECK(expects("no obligation m.o with { a: 1 }") == is("(expect-obligation no m.o {a: 1})"));
  CHECK(expects("gate g is fail") == is("(expect (status gate g fail))"));
  CHECK(expects("strategy(a, b).deploy == \"x\"") == is("(expect (== (call strategy a b).deploy \"x\"))"));
  CHECK(expects("finding == 3") == is("(expect (== finding 3))"));
  CHECK(expects("no finding in l where finding.x") == is("(expect (no (finding in l where finding.x)))"));
}

TEST_CASE("comments are kept, once each, in order") {
  const Parsed parsed("# a\nlet x = \"# no\" # b\r\n## c\n### d\nlet y = '# no' + f(\"{g('#')}\")\n# nexus: silence no-message idle-filter\nsnapshot s { \"{ #\": 1 # e\n}#f");
  REQUIRE(parsed.sink.all().empty());
  std::string seen;
  for (const Comment& c : parsed.tree.comments) {
    constexpr std::string_view kinds[] = {"plain", "doc", "silence"};
    seen += std::string(kinds[static_cast<std::size_t>(c.kind)]) + ":" + std::string(parsed.slice(c.span)) + "|";
  }
  CHECK(seen == "plain:# a|plain:# b|doc:## c|plain:### d|silence:# nexus: silence no-message idle-filter|plain:# e|plain:#f|");
}

TEST_CASE("docs and silence belong to what starts next") {
  CHECK(tree_of("## a\n# plain\n##b\n# nexus: silence no-message cannot-fail\nlet l = 1\nlet m = 2") == "##'a\nb' (let l 1) !no-message !cannot-fail\n(let m 2)\n");
  CHECK(tree_of("gate g {\n  ## why\n  let a = 1\n  ## what\n  require a\n}") == "(gate g (##'why'let a 1) (##'what'require a))\n");
}

TEST_CASE("a comment that speaks to Nexus and says nothing is a warning") {
  CHECK(mistakes_of("# nexus: silense x\nlet a = 1") == "NX1076 at 1:1");
  CHECK(mistakes_of("# nexus: silence\nlet a = 1") == "NX1076 at 1:1");
  CHECK(mistakes_of("# nexus: silence Not_A_Name!\nlet a = 1") == "NX1076 at 1:1");
  CHECK(mistakes_of("# nexus is fine\nlet a = 1") == "");
}

TEST_CASE("newlines mean nothing outside strings") {
  CHECK(tree_of("gate\ng\n{\nrequire\na\n==\nb\nelse\nblock\n\"m\"\n}") == "(gate g (require (== a b) (else block \"m\")))\n");
  CHECK(tree_of("gate g{require a require b}let x=1") == "(gate g (require a) (require b))\n(let x 1)\n");
}
