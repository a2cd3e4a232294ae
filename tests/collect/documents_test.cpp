#include "collect/documents.h"
#include "tests/collect/texts.h"
#include "tests/support/catch.h"

using namespace nexus::collect;
using Pieces = TextBytes;

namespace {

using Read = std::optional<Malformed> (*)(Bytes&, std::string&);

/// The JSON of a document, or "line: what is wrong".
std::string read(Read reader, std::string text) {
  std::string json;
  Pieces bytes(std::move(text), 5);
  const auto mistake = reader(bytes, json);
  return mistake ? std::to_string(mistake->line) + ": " + mistake->why : json;
}
std::string json(std::string text) { return read(read_json, std::move(text)); }
std::string yaml(std::string text) { return read(read_yaml, std::move(text)); }
std::string toml(std::string text) { return read(read_toml, std::move(text)); }
std::string csv(std::string text) { return read(read_csv, std::move(text)); }

}  // namespace

TEST_CASE("JSON keeps its digits and its order") {
  CHECK(json("{ \"b\" : 1.10,\n\"a\": [1e400, 0.1000, true, null, \"\\u00e9\"] }") ==
        "2: this is not JSON: number overflow parsing '1e400'");
  CHECK(json("{ \"b\" : 1.10,\n\"a\": [12345678901234567890123, 0.1000, true, null, \"\\u00e9\\n\"] }") ==
        "{\"b\":1.10,\"a\":[12345678901234567890123,0.1000,true,null,\"\xc3\xa9\\n\"]}");
  CHECK(json("3") == "3");
  CHECK(json("{\"a\": 1,\n\n \"a\": 2}") == "3: an object has two members `a`: which one is meant?");
  CHECK(json("{} {}") == "1: this is not JSON: unexpected '{'; expected end of input");
}

TEST_CASE("scalars of YAML mean what they do in 1.2") {
  CHECK(yaml("[no, yes, on, off, y, 'true', \"1\", true, False, null, ~, Null]") ==
        R"(["no","yes","on","off","y","true","1",true,false,null,null,null])");
  CHECK(yaml("[1, -2, +3, 010, 0o10, 0x1F, 1_000, 12:30, 1.10, .5, 1., -0.50, 6.02e+23, 1e3]") ==
        R"([1,-2,3,10,8,31,"1_000","12:30",1.10,0.5,1,-0.50,6.02e+23,1e3])");
  CHECK(
      yaml("[123456789012345678901234567890.12345, 2026-11-02, 2026-11-02T10:00:00Z, 0x, 0o8, e3, -, ., 1.2.3]") ==
      R"([123456789012345678901234567890.12345,"2026-11-02","2026-11-02T10:00:00Z","0x","0o8","e3","-",".","1.2.3"])");
  CHECK(yaml("[!!str 1, !!int 1, !!float 1, !!bool true, !!null '']") == R"(["1",1,1,true,null])");
  CHECK(yaml("a: |\n  two\n  lines\nb: >-\n  one\n  line\nc:\n") == R"({"a":"two\nlines\n","b":"one line","c":null})");
  CHECK(yaml("a: .inf") == "1: `.inf` is no number in JSON");
  CHECK(yaml("a:\n- -.INF") == "2: `-.INF` is no number in JSON");
  CHECK(yaml("a: .nan") == "1: `.nan` is no number in JSON");
  CHECK(yaml("a: 0x10000000000000000") == "1: `0x10000000000000000` is no number in JSON");
}

TEST_CASE("anchors of YAML stand for what they name, and merges give what is not there") {
  CHECK(yaml("a: &x [1, 2]\nb: *x\n") == R"({"a":[1,2],"b":[1,2]})");
  CHECK(yaml("base: &b {x: 1, y: 2}\nown:\n  y: 3\n  <<: *b\n  z: 4\n") ==
        R"({"base":{"x":1,"y":2},"own":{"y":3,"z":4,"x":1}})");
  CHECK(yaml("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\n") ==
        R"({"a":{"x":1},"b":{"x":2,"y":2},"c":{"x":1,"y":2}})");
  CHECK(yaml("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b}\n") ==
        R"({"a":{"x":1},"b":{"y":2,"x":1},"c":{"y":2,"x":1}})");
  CHECK(yaml("\"<<\": 1") == R"({"<<":1})");
  CHECK(yaml("a: 1\n<<: 2") == "2: `<<` takes a map or a list of maps");
  CHECK(yaml("a: *x") == "1: `*x` names nothing: there is no `&x` before it");
  CHECK(yaml("a: &x\n- *x\n") == "2: `*x` is inside what it names");
}

TEST_CASE("aliases cannot make YAML explode") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const auto last = std::to_string(i - 1), name = std::to_string(i);
    bomb += "a" + name + ": &a" + name + " [" + repeated("*a" + last + ", ", 9) + "*a" + last + "]\n";
  }
  CHECK(yaml(bomb) == "1: its aliases make it too large: more than 1000000 values or 64 MiB");

  std::string merges = "m0: &m0 {k: 1}\n";
  for (int i = 1; i < 30; ++i) {
    const auto last = "*m" + std::to_string(i - 1), name = "m" + std::to_string(i);
    merges += name + ": &" + name + " {<<: [" + last + ", " + last + "]}\n";
  }
  CHECK(yaml(merges).find("its aliases make it too large") != std::string::npos);

  CHECK(yaml("a: &a " + std::string(1'000'000, 'x') + "\nb: [" + repeated("*a, ", 100) + "*a]\n")
            .find("its aliases make it too large") != std::string::npos);

  std::string wide = "a: &a {";
  for (int i = 0; i < 2000; ++i) wide += "k" + std::to_string(i) + ": 1, ";
  CHECK(yaml(wide + "}\nb:\n  <<: [" + repeated("*a, ", 2000) + "*a]\n").find("its aliases make it too large") !=
        std::string::npos);

  std::string deep = "d0: &d0 [1]\n";
  for (int i = 1; i < 600; ++i)
    deep += "d" + std::to_string(i) + ": &d" + std::to_string(i) + " [*d" + std::to_string(i - 1) + "]\n";
  CHECK(yaml(deep).find("more than 512 deep") != std::string::npos);
  CHECK(yaml(repeated("[", 600)) == "1: values stand inside one another more than 512 deep");
}

TEST_CASE("what YAML says and JSON cannot is an error with its line") {
  CHECK(yaml("a: 1\n---\nb: 2\n") == "2: a second document begins here: one file gives one value");
  CHECK(yaml("") == "0: it is empty");
  CHECK(yaml("# nothing\n") == "0: it is empty");
  CHECK(yaml("a: 1\nb: 2\na: 3\n") == "3: `a` stands twice in one map");
  CHECK(yaml("? [1, 2]\n: x\n") == "1: a key is a list or a map; JSON has only strings there");
  CHECK(yaml("200: ok\ntrue: yes\n") == R"({"200":"ok","true":"yes"})");
  CHECK(yaml("a: !Ref x") == "1: what the tag `!Ref` makes of `x` is not known");
  CHECK(yaml("a: !!set {x}") == "1: the tag `tag:yaml.org,2002:set` has no meaning here");
  CHECK(yaml("a: !!int x") == "1: what the tag `tag:yaml.org,2002:int` makes of `x` is not known");
  CHECK(yaml("a: \"\\0\"") == "1: a string holds a NUL character");
  CHECK(yaml("a: [1,\nb: 2\n").starts_with("3: this is not YAML: "));
  CHECK(yaml("a:\n\t- 1").starts_with("2: this is not YAML: "));
  CHECK(yaml("a: \xff").find("this is not YAML: ") != std::string::npos);
  CHECK(yaml("%YAML 1.2\n---\na: 1\n...\n") == R"({"a":1})");
}

TEST_CASE("TOML as JSON") {
  CHECK(toml("b = 1\na = [1.5, 0.1, 1e3]\n[t.u]\nx = true\n[[l]]\ny = 'z'\n[[l]]\n") ==
        R"({"a":[1.5,0.1,1000],"b":1,"l":[{"y":"z"},{}],"t":{"u":{"x":true}}})");
  CHECK(
      toml("a = 2026-11-02T10:00:00Z\nb = 2026-11-02T10:00:00.5+01:00\nc = 2026-11-02T10:00:00\nd = 2026-11-02\ne = "
           "10:00:00\n") ==
      R"({"a":"2026-11-02T10:00:00Z","b":"2026-11-02T10:00:00.500+01:00","c":"2026-11-02T10:00:00","d":"2026-11-02","e":"10:00:00"})");
  CHECK(toml("") == "{}");
  CHECK(toml("n = 9223372036854775806\nh = 0xFF\n") == R"({"h":255,"n":9223372036854775806})");
}

TEST_CASE("broken TOML is an error with its line") {
  CHECK(toml("a = 1\nb = \n").starts_with("2: this is not TOML: "));
  CHECK(toml("a = 1\na = 2\n").find("this is not TOML: ") != std::string::npos);
  CHECK(toml("a = inf") == "0: a number is `inf` or `nan`, which JSON does not have");
  for (const std::string number : {"9223372036854775808", "-99999999999999999999", "1e400", "-1e400"})
    CHECK_FALSE(toml("a = " + number).starts_with("{"));  // toml11 3 reads another number, 4 says that it cannot
  CHECK(toml("a = [nan]") == "0: a number is `inf` or `nan`, which JSON does not have");
  CHECK(toml("a = '\xff'") == "1: this is not UTF-8: save it as UTF-8");
  CHECK(toml("x = 1\na = " + repeated("[", 100000)) == "2: values stand inside one another more than 512 deep");
  CHECK(toml("x = 1\n" + repeated("a.", 100000) + "a = 1") == "2: values stand inside one another more than 512 deep");
  CHECK(toml("a = '" + repeated("[.", 1000) + "'\n# " + repeated("[", 1000) + "\nb = \"\"\"\n" + repeated("[\n", 600) +
             "\"\"\"")
            .starts_with("{\"a\":"));
}

TEST_CASE("CSV as a list of objects") {
  CHECK(csv("name,count\nana,3\nbo,-1.50\n") == R"([{"name":"ana","count":3},{"name":"bo","count":-1.50}])");
  CHECK(csv("a,b\r\n\"x, \"\"y\"\"\",\"two\r\nlines\"\r\n") == R"([{"a":"x, \"y\"","b":"two\r\nlines"}])");
  CHECK(csv("a,b\n1,x") == R"([{"a":1,"b":"x"}])");
  CHECK(csv("\xef\xbb\xbf"
            "a\n1\n") == R"([{"a":1}])");
  CHECK(csv("a,b\n") == "[]");
}

TEST_CASE("a column of CSV is of numbers where every cell is one") {
  CHECK(csv("a\n1\nx\n") == R"([{"a":"1"},{"a":"x"}])");
  CHECK(csv("zip\n01234\n12345\n") == R"([{"zip":"01234"},{"zip":"12345"}])");
  CHECK(csv("commit\n12e4567\n1234567\n") == R"([{"commit":"12e4567"},{"commit":"1234567"}])");
  CHECK(csv("a,b,c,d,e\n+1,1.,.5,1 ,NaN\n") == R"([{"a":"+1","b":"1.","c":".5","d":"1 ","e":"NaN"}])");
  CHECK(csv("a\n0\n0.10\n\"7\"\n") == R"([{"a":0},{"a":0.10},{"a":7}])");
  CHECK(csv("a\n1e-07\n-2.5E+10\n") == R"([{"a":1e-07},{"a":-2.5E+10}])");
  CHECK(csv("id\n12345678901234567890123456789012345\n") == R"([{"id":"12345678901234567890123456789012345"}])");
}

TEST_CASE("an empty cell of CSV is absent, an empty string is not") {
  CHECK(csv("a,b\n1,\n,2\n") == R"([{"a":1},{"b":2}])");
  CHECK(csv("a,b\n\"\",x\n") == R"([{"a":"","b":"x"}])");
}

TEST_CASE("broken CSV is an error with its line") {
  CHECK(csv("") == "0: it is empty: the first line names the columns");
  CHECK(csv("a,b\n1,2\n\n3\n") == "4: cells: 1, but columns with a name: 2");
  CHECK(csv("a,a\n") == "1: two columns are called `a`");
  CHECK(csv("a,,b\n") == "1: a column has no name: the first line names the columns");
  CHECK(csv("a;b\n1;2\n") == "1: the columns are separated by something other than commas: let the tool write commas");
  CHECK(csv("a,b\n\"x\ny,2\n") == "2: a quoted cell begins here and does not end");
  CHECK(csv("a,b\nx\"y,2\n") == "2: a quote stands in a cell that does not begin with one: quote the whole cell");
  CHECK(csv("a,b\n\"x\"y,2\n") ==
        "2: something stands behind the closing quote: a quote inside a quoted cell is written twice");
  CHECK(csv(std::string("\xff\xfe"
                        "a\0\n\0",
                        6)) == "1: this is UTF-16: save it as UTF-8");
  CHECK(csv("a\nx\n\xe9\n") == "3: this is not UTF-8: save it as UTF-8");
}

TEST_CASE("JSON laid out") {
  CHECK(indented(R"({"a":[1,{"b":"x,y:{\"}"}],"c":{},"d":[]})", 1) ==
        "{\n    \"a\": [\n      1,\n      {\n        \"b\": \"x,y:{\\\"}\"\n      }\n    ],\n    \"c\": {},\n    "
        "\"d\": []\n  }");
  CHECK(indented("3", 1) == "3");
}
