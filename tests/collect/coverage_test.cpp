#include "collect/coverage.h"
#include "collect/cobertura.h"
#include "collect/jacoco.h"
#include "collect/lcov.h"
#include "collect/shape.h"
#include "collect/text.h"
#include "tests/support/temporary_folder.h"
#include "tests/collect/texts.h"
#include "tests/support/catch.h"

#include <filesystem>

namespace nexus::collect {

namespace {

using Reader = std::optional<Malformed> (*)(Bytes&, Coverage&);

Coverage read(Reader reader, const std::string& text) {
  TextBytes bytes(text);
  Coverage coverage;
  const auto malformed = reader(bytes, coverage);
  INFO(words(malformed));
  REQUIRE(!malformed);
  return coverage;
}

std::string complaint(Reader reader, const std::string& text) {
  TextBytes bytes(text);
  Coverage coverage;
  return words(reader(bytes, coverage));
}

/// Of each file, lines covered/total and branches covered/total.
std::string sums(const Coverage& coverage) {
  std::string text;
  for (const auto& [path, file] : coverage.files) {
    std::uint64_t lines = file.lines_total + file.lines.size(), covered = file.lines_covered,
                  branches = file.branches_total, taken = file.branches_covered;
    for (const auto& [number, line] : file.lines)
      covered += line.covered ? 1 : 0, branches += line.branches, taken += line.branches_covered;
    if (!text.empty()) text += ' ';
    text += path + " " + std::to_string(covered) + "/" + std::to_string(lines) + " " + std::to_string(taken) + "/" +
            std::to_string(branches);
  }
  return text;
}

std::string cobertura(const std::string& lines) {
  return "<coverage><packages><package><classes><class filename='a.py'><lines>" + lines +
         "</lines></class></classes></package></packages></coverage>";
}
std::string jacoco(const std::string& lines) {
  return "<report name='x'><package name='shop'><sourcefile name='A.java'>" + lines +
         "</sourcefile></package></report>";
}
std::string lcov(const std::string& lines) { return "TN:\nSF:a.js\n" + lines + "\nend_of_record\n"; }

}  // namespace

TEST_CASE("Cobertura: lines and branches") {
  CHECK(sums(read(read_cobertura, cobertura("<line number='1' hits='3'/><line number='2' hits='0'/><line number='3' "
                                            "hits='1' branch='true' condition-coverage='50% (1/2)'/>"))) ==
        "a.py 2/3 1/2");
  CHECK(sums(read(read_cobertura,
                  cobertura("<line number='1' hits='0'/><line number='1' hits='99999999999999999999'/>"))) ==
        "a.py 1/1 0/0");
  CHECK(sums(read(read_cobertura, cobertura("<line number='3' hits='1' branch='True' condition-coverage='50% (1/2)'/>"
                                            "<line number='4' hits='1' branch='False'/>"))) == "a.py 2/2 1/2");
  SECTION("the heads of functions are not lines") {
    CHECK(sums(read(read_cobertura,
                    "<coverage><class filename='a.js'><methods><method><lines><line number='9' "
                    "hits='1'/></lines></method></methods>"
                    "<lines><line number='1' hits='0'/></lines></class></coverage>")) == "a.js 0/1 0/0");
  }
  SECTION("classes of one file are one file") {
    CHECK(sums(read(read_cobertura,
                    "<coverage><class filename='a'><lines><line number='1' hits='0'/></lines></class><class "
                    "filename='a'><lines><line number='1' hits='1'/>"
                    "<line number='2' hits='0'/></lines></class></coverage>")) == "a 1/2 0/0");
  }
  SECTION("a path is below the one source there is") {
    const std::string rest = "<class filename='a.py'><lines><line number='1' hits='1'/></lines></class></coverage>";
    CHECK(sums(read(read_cobertura, "<coverage><sources><source>\n/srv/shop\n</source></sources>" + rest)) ==
          "/srv/shop/a.py 1/1 0/0");
    CHECK(sums(read(read_cobertura, "<coverage><sources><source>/a</source><source>/b</source></sources>" + rest)) ==
          "a.py 1/1 0/0");
    CHECK(sums(read(read_cobertura, "<coverage><sources><source>.</source></sources>" + rest)) == "a.py 1/1 0/0");
  }
  SECTION("sums where there are no lines") {
    CHECK(sums(read(read_cobertura,
                    "<coverage lines-valid='10' lines-covered='7' branches-valid='4' branches-covered='1'/>")) ==
          " 7/10 1/4");
    CHECK(sums(read(read_cobertura, "<coverage line-rate='0.99'/>")).empty());
  }
}

TEST_CASE("Cobertura: what is wrong") {
  CHECK(complaint(read_cobertura, cobertura("<line number='1'/>")) == "1: a `<line>` lacks its `number` or its `hits`");
  CHECK(complaint(read_cobertura, cobertura("<line number='1' hits='-1'/>")) ==
        "1: `<line>` has `hits=\"-1\"`, not a number");
  CHECK(complaint(read_cobertura, cobertura("<line number='1' hits='1' branch='true' condition-coverage='50% (3/2)'/>"))
            .find("not like `50% (1/2)`") != std::string::npos);
  CHECK(complaint(read_cobertura, "<coverage lines-valid='1' lines-covered='2'/>") ==
        "1: it says that more is covered than there is");
  SECTION("it says that there are more lines than it lists") {
    const std::string one = "<line number='1' hits='1'/>";
    const auto two = "it says that there are 2 lines, and lists ";
    CHECK(complaint(read_cobertura, "<coverage lines-valid='2' lines-covered='1'><class filename='a'><lines>" + one +
                                        "</lines></class><class filename='a'><lines>" + one +
                                        "</lines></class></coverage>") ==
          std::string("1: ") + two + "1: a report was cut down, or two files of one name became one");
    CHECK(complaint(read_cobertura, "<coverage lines-valid='2'><class filename='a'><methods><method><lines>" + one +
                                        "</lines></method></methods></class><class filename='b'><lines>" + one +
                                        "</lines></class></coverage>")
              .find(two) == 3);
  }
  CHECK(complaint(read_cobertura, "<coverage generated='1'><project timestamp='1'/></coverage>").find("Clover") !=
        std::string::npos);
  CHECK(complaint(read_cobertura, "<report/>") ==
        "1: this is a JaCoCo report (its root is `<report>`), not Cobertura: use `jacoco` for it");
}

TEST_CASE("JaCoCo: lines and branches") {
  CHECK(sums(read(read_jacoco, jacoco("<line nr='1' mi='0' ci='2' mb='0' cb='0'/><line nr='2' mi='3' ci='0' mb='2' "
                                      "cb='0'/><line nr='3' mi='1' ci='1' mb='1' cb='1'/>"))) == "shop/A.java 2/3 1/4");
  SECTION("its DTD is not fetched") {
    CHECK(sums(read(read_jacoco,
                    "<!DOCTYPE report PUBLIC '-//JACOCO//DTD Report 1.1//EN' 'http://192.0.2.1/report.dtd'>" +
                        jacoco("<line nr='1' mi='0' ci='2'/>"))) == "shop/A.java 1/1 0/0");
  }
  SECTION("a group is part of the path") {
    CHECK(sums(read(read_jacoco,
                    "<report><group name='api'><package name='shop'><sourcefile name='A.java'><line nr='1' mi='1' "
                    "ci='0'/></sourcefile></package></group></report>")) == "api/shop/A.java 0/1 0/0");
  }
  CHECK(complaint(read_jacoco, "<package/>") == "1: its root is `<package>`: this is no JaCoCo report");
  CHECK(complaint(read_jacoco, "<group/>") == "1: its root is `<group>`: this is no JaCoCo report");
  CHECK(complaint(read_jacoco, jacoco("<line nr='1'/>")) == "1: a `<line>` lacks `nr`, `mi` or `ci`");
}

TEST_CASE("LCOV: lines and branches") {
  CHECK(sums(read(read_lcov, lcov("DA:1,3\nDA:2,0,abc==\nDA:3,1.5e+09\nBRDA:3,0,0,1\nBRDA:3,0,1,-\nLF:3\nLH:2"))) ==
        "a.js 2/3 1/2");
  SECTION("records of one file are merged, branch by branch") {
    CHECK(sums(read(read_lcov, lcov("DA:1,0\nBRDA:1,0,0,1\nBRDA:1,0,1,0") +
                                   lcov("DA:1,1\nDA:2,0\nBRDA:1,0,0,0\nBRDA:1,0,1,2"))) == "a.js 1/2 2/2");
  }
  SECTION("a branch may be an expression with commas") {
    CHECK(sums(read(read_lcov, lcov("DA:1,1\nBRDA:1,0,f(a, b),1\nBRDA:1,e0,!f(a, b),0"))) == "a.js 1/1 1/2");
  }
  SECTION("sums where there are no lines, in any order") {
    CHECK(sums(read(read_lcov, lcov("LH:1\nLF:4\nBRH:1\nBRF:2"))) == "a.js 1/4 1/2");
  }
  SECTION("a negative count is none") { CHECK(sums(read(read_lcov, lcov("DA:1,-5"))) == "a.js 0/1 0/0"); }
  SECTION("Windows") {
    CHECK(sums(read(read_lcov, "\xEF\xBB\xBFTN:\r\nSF:a b.js\r\nDA:1,1\r\nend_of_record\r\n")) == "a b.js 1/1 0/0");
  }
}

TEST_CASE("LCOV: what is wrong") {
  CHECK(complaint(read_lcov, "") == "0: it is empty: was its tool stopped before it wrote anything?");
  CHECK(complaint(read_lcov, "SF:a\nDA:1,1\n") ==
        "2: it ends without `end_of_record`: was its tool stopped while it wrote?");
  CHECK(complaint(read_lcov, "TN:\nDA:1,1\n") == "2: `DA:` belongs to no file: there is no `SF:` before it");
  CHECK(complaint(read_lcov, lcov("DA:x,1")).find("is not like `DA:12,3`") != std::string::npos);
  CHECK(complaint(read_lcov, lcov("DA:1")).find("is not like `DA:12,3`") != std::string::npos);
  CHECK(complaint(read_lcov, lcov("BRDA:1,0")).find("is not like `BRDA:12,0,1,3`") != std::string::npos);
  CHECK(complaint(read_lcov, lcov("LF:1\nLH:2")) ==
        "5: the record that ends here says that more is covered than there is");
  CHECK(complaint(read_lcov, lcov("DA:1,1\nLF:100\nLH:10")) ==
        "6: the record that ends here says that there are 100 lines (`LF:`), and lists 1 (`DA:`)");
  CHECK(complaint(read_lcov, "SF:a\nSF:b\n") == "2: `SF:` begins before `end_of_record` has ended the record above");
  CHECK(complaint(read_lcov, "<coverage/>") ==
        "1: this is XML, not LCOV: use `cobertura` or `jacoco` for a report in XML");
  CHECK(complaint(read_lcov, "{}").find("this is JSON") != std::string::npos);
  CHECK(complaint(read_lcov, "hello") == "1: `hello` is no line of an LCOV tracefile");
}

TEST_CASE("reports of several tools on one file are merged line by line") {
  Coverage coverage;
  TextBytes unit(lcov("DA:1,1\nDA:2,0")), e2e(cobertura("<line number='2' hits='1'/><line number='3' hits='0'/>"));
  REQUIRE(!read_lcov(unit, coverage));
  coverage.files["/srv/shop/a.py"] = coverage.files["a.js"];
  coverage.files.erase("a.js");
  REQUIRE(!read_cobertura(e2e, coverage));
  make_relative(coverage, "/srv/shop");
  CHECK(sums(coverage) == "a.py 2/3 0/0");
  make_relative(coverage, "/srv/shop/a");
  CHECK(sums(coverage) == "a.py 2/3 0/0");
}

TEST_CASE("a relative path is that of the nearest folder above its report that has the file") {
  const tests::TemporaryFolder folder;
  const std::string root = std::filesystem::canonical(folder.path()).native();
  folder.write("cart/src/index.js", "");
  folder.write("pay/src/index.js", "");
  folder.write("src/all.js", "");
  Coverage coverage;
  const auto add_report = [&](const std::string& where, const std::string& file, const std::string& lines) {
    Coverage report = read(read_lcov, "SF:" + file + "\n" + lines + "\nend_of_record\n");
    locate(report, root + where, root);
    add(coverage, report);
  };
  add_report("/cart/coverage", "src/index.js", "DA:1,1\nDA:2,1");
  add_report("/pay/coverage", "src/index.js", "DA:1,0\nDA:2,0");
  add_report("/pay/coverage", "src/all.js", "DA:1,1");
  add_report("/pay/coverage", "src/gone.js", "DA:1,1");
  add_report("/..", "src/all.js", "DA:2,0");  // outside of the root nothing is looked for
  make_relative(coverage, root);
  CHECK(sums(coverage) == "cart/src/index.js 2/2 0/0 pay/src/index.js 0/2 0/0 src/all.js 1/2 0/0 src/gone.js 1/1 0/0");
}

TEST_CASE("paths are told from the folder they are below") {
  CHECK(relative_path("/srv/shop/src/a.js", "/srv/shop") == "src/a.js");
  CHECK(relative_path("/srv/shopping/a.js", "/srv/shop") == "/srv/shopping/a.js");
  CHECK(relative_path("././a.js", "/srv/shop") == "a.js");
  CHECK(relative_path("/srv/shop", "/srv/shop") == "/srv/shop");
  CHECK(relative_path("", "/srv/shop").empty());
}

TEST_CASE("a share is rounded down") {
  CHECK(percent(4, 5) == "80");
  CHECK(percent(0, 3) == "0");
  CHECK(percent(2, 3) == "66.6666");
  CHECK(percent(7'999'999, 10'000'000) == "79.9999");
  CHECK(percent(799'999'999, 1'000'000'000) == "79.9999");
  CHECK(percent(1'000'000'000'000, 1'000'000'000'000) == "100");
  CHECK(percent(999'999'999'999, 1'000'000'000'000) == "99.9999");
}

}  // namespace nexus::collect
