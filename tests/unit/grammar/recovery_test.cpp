#include "tests/support/catch.h"
#include "tests/unit/grammar/dump.h"
#include "tests/unit/grammar/parsed.h"

#include <string>

using namespace nexus::grammar;
using namespace nexus::grammar::test;

TEST_CASE("independent mistakes in one block are all reported, each once") {
  CHECK(mistakes_of("gate g \"T\" {\n"
                    "  applies whn a\n"                      // 2
                    "  owner security\n"                     // 3
                    "  tags [\"x\"]\n"
                    "  require build.status = \"success\"\n" // 5
                    "    else block \"m\"\n"
                    "    remedy r { a: 1 }\n"
                    "  require good else \"fine\"\n"
                    "  requires c\n"                         // 9
                    "  require coverage >= 80 %\n"           // 10
                    "  require d else\n"                     // 11
                    "}\n"
                    "let x = 1\n") == "NX1006 at 2:11\nNX1006 at 3:9\nNX1034 at 5:24\nNX1012 at 9:3\nNX1050 at 10:23\nNX1005 at 11:13");
}

TEST_CASE("what was understood around the mistakes is in the tree") {
  const Parsed parsed("gate g {\n  owner \"o\"\n  require a =\n    else block \"m\"\n  require b\n}\nlet x = y z\nlet w = 1\n");
  CHECK(parsed.sink.error_count() == 2);
  CHECK(dump(parsed.tree) == "(gate g (owner \"o\") (require b))\n(let x y)\n(let w 1)\n");
}

TEST_CASE("independent mistakes in several declarations") {
  CHECK(mistakes_of("policy p\n"
                    "param a ratio = 1\n"     // 2
                    "let b = (c +\n"          // 3
                    "enum E { x y }\n"        // 4
                    "gate go-live \"t\" {\n"  // 5
                    "  require x && y\n"      // 6
                    "}\n"
                    "phase q {\n"
                    "  after b or c\n"  // 9
                    "  done if d\n"     // 10
                    "}\n"
                    "test \"t\" {\n"
                    "  given { a: 1 }\n"    // 13
                    "  expect gate g is\n"  // 14
                    "  expect decision is block\n"
                    "}\n") ==
        "NX1006 at 2:9\nNX1005 at 3:12\nNX1006 at 4:12\nNX1020 at 5:6\nNX1031 at 6:13\nNX1025 at 9:11\nNX1006 at 10:8\n"
        "NX1058 at 13:11\nNX1005 at 14:17");
}

TEST_CASE("on one line, a reserved word is a place to go on") {
  CHECK(mistakes_of("gate g { require a = b require c => d require e }") == "NX1034 at 1:20\nNX1035 at 1:34");
  CHECK(mistakes_of("test \"t\" { given { a: 1 } expect b = c expect d }") == "NX1058 at 1:20\nNX1034 at 1:36");
}

TEST_CASE("the lines of a broken clause are part of it, not new mistakes") {
  CHECK(mistakes_of("gate g {\n  require a = b and\n    c\n    when d\n    warn when e\n    else block \"m\" at f\n    remedy r {\n      on: 1\n      owner: \"x\"\n    }\n"
                    "    from 2026-01-01\n    key\n    not waivable\n  require z\n}") == "NX1034 at 2:13");
  CHECK(mistakes_of("trigger t {\n  fires when a = b for 5m\n    max gap 1m\n  then block \"m\"\n}") == "NX1034 at 2:16");
  CHECK(mistakes_of("test \"t\" {\n  given {\n    \"a\": [ 1,\n      x\n    ],\n    \"b\": {\n      \"c\": 1\n    }\n  }\n  expect a\n}") == "NX1059 at 4:7");
}

TEST_CASE("a broken header costs neither the block nor what stands in it") {
  CHECK(mistakes_of("gate {\n  require a = b\n}\nlet c = d e") == "NX1006 at 1:6\nNX1034 at 2:13\nNX1011 at 4:11");
  CHECK(mistakes_of("test t for each x [1] {\n  expect a = b\n}") == "NX1006 at 1:6\nNX1034 at 2:12");
  CHECK(mistakes_of("gate g\n  require a = b\n}\nlet c = 1") == "NX1005 at 1:6\nNX1034 at 2:13");
}

TEST_CASE("a missing brace and a broken header below it") {
  CHECK(mistakes_of("gate a {\n  require b\n\ngate go-live \"x\" {\n  require c\n}\nlet d = 1") == "NX1013 at 2:12\nNX1020 at 4:6");
}

TEST_CASE("fields and rows go on at the next one") {
  CHECK(mistakes_of("input {\n  a: int\n  b = string\n  c: { d: \n }\n  e?: [int\n  f: ratio\n}\nlet g = 1") == "NX1006 at 3:5\nNX1005 at 4:9\nNX1005 at 6:8");
  CHECK(mistakes_of("table f(a: A) -> int {\n  cas 1 => 2\n  case 2 > 3\n  case 3 => \n  else => 5\n}") == "NX1019 at 2:3\nNX1006 at 3:10\nNX1005 at 4:10");
}

TEST_CASE("a mistake in the header of the file does not hide the rest") {
  CHECK(mistakes_of("policy \"x\"\nlet a = 1 +\nlet b = 2") == "NX1006 at 1:8\nNX1005 at 2:11");
}

TEST_CASE("an open quote costs one line") {
  CHECK(mistakes_of("gate g {\n  require a == \"b\n  require c = d\n}\nlet e = 'f\nlet g = h i") == "NX1053 at 2:16\nNX1034 at 3:13\nNX1053 at 5:9\nNX1011 at 6:11");
}

TEST_CASE("what silences and documents survives recovery") {
  const Parsed parsed("let a = b c # plain\n## doc\n# nexus: silence x\nlet d = 1");
  CHECK(parsed.tree.comments.size() == 3);
  CHECK(dump(parsed.tree) == "(let a b)\n##'doc' (let d 1) !x\n");
}

TEST_CASE("a file that is no policy ends in one last word") {
  std::string text = "gate g {\n";
  for (int i = 0; i < 1000; ++i) text += "require a = b\n";
  const Parsed parsed(text + "}");
  CHECK(parsed.sink.error_count() == 201);
  CHECK(parsed.sink.all().back().code == "NX1009");
}
