#include "collect/sarif.h"
#include "tests/collect/texts.h"
#include "tests/support/catch.h"

using namespace nexus::collect;
using Pieces = TextBytes;

namespace {

struct Log {
  Security security;
  std::string mistake;
};
Log read(std::string text, std::string_view root = {}) {
  Log log;
  Pieces bytes(std::move(text));
  if (const auto mistake = read_sarif(bytes, log.security, root))
    log.mistake = std::to_string(mistake->line) + ": " + mistake->why;
  return log;
}
/// One run with these members.
Log run(std::string_view members, std::string_view root = {}) {
  return read(R"({"version": "2.1.0", "runs": [{)" + std::string(members) + "}]}", root);
}
/// The one finding of a run whose only result has these members, and those of the run.
Finding finding(std::string_view result, std::string_view rule = "", std::string_view more = "") {
  const auto log = run(R"("results": [{)" + std::string(result) +
                       R"(}], "tool": {"driver": {"name": "Scan", "rules": [{"id": "R1")" + std::string(rule) + "}]}}" +
                       std::string(more));
  CHECK(log.mistake.empty());
  REQUIRE(log.security.findings.size() == 1);
  return log.security.findings.front();
}
std::string severity(std::string_view result, std::string_view rule = "") { return finding(result, rule).severity; }
std::string file(std::string_view location, std::string_view more = "") {
  return finding(R"("locations": [{"physicalLocation": {"artifactLocation": )" + std::string(location) +
                     R"(, "region": {"startLine": 3}}}])",
                 "", more)
      .file;
}

}  // namespace

TEST_CASE("a SARIF finding has its rule, tool, message and place") {
  const auto found = finding(R"("ruleId": "R1", "message": {"text": "bad"}, "level": "error",
    "locations": [{"logicalLocations": []}, {"physicalLocation": {"artifactLocation": {"uri": "src/a%20b.c"}, "region": {"startLine": 12}}}])");
  CHECK(found.id == "R1");
  CHECK(found.tool == "Scan");
  CHECK(found.message == "bad");
  CHECK(found.file == "src/a b.c");
  CHECK(found.line == 12U);
  CHECK(found.severity == "high");
  CHECK(found.status == "open");
}

TEST_CASE("the severity is that of the score, else of the level") {
  CHECK(severity(R"("properties": {"security-severity": "9.0"}, "level": "note")") == "critical");
  CHECK(severity(R"("properties": {"security-severity": 8.9})") == "high");
  CHECK(severity(R"("properties": {"security-severity": "4"})") == "medium");
  CHECK(severity(R"("properties": {"security-severity": "0.1"}, "level": "error")") == "low");
  CHECK(severity(R"("ruleId": "R1", "level": "note")", R"(, "properties": {"security-severity": "7"})") == "high");
  CHECK(severity(R"("ruleIndex": 0)", R"(, "defaultConfiguration": {"properties": {"security-severity": "9.9"}})") ==
        "critical");
  CHECK(severity(R"("ruleIndex": 0)", R"(, "defaultConfiguration": {"level": "note"})") == "low");
  CHECK(severity(R"("level": "none")") == "info");
  CHECK(severity(R"("level": "error", "properties": {"security-severity": "undefined"})") == "high");
  CHECK(severity(R"("properties": {"security-severity": " 9.8 "}, "level": "note")") == "critical");
  CHECK(severity(R"("properties": {"security-severity": ""}, "level": "note")") == "low");
  for (const std::string_view score : {R"("CRITICAL")", R"("98")", R"("CVSS:9.8")", "-1", "10.1", "[]"})
    CHECK(run(R"("results": [{"level": "note", "properties": {"security-severity": )" + std::string(score) + "}}]")
              .mistake.find("`security-severity` is `") != std::string::npos);
  CHECK(run(R"("results": [null])").mistake.find("a result is `null`") != std::string::npos);
  CHECK(severity("") == "medium");  // 3.27.10: warning where nothing says otherwise
}

TEST_CASE("a result that may have failed is as grave as if it had") {
  CHECK(severity(R"("kind": "review", "level": "none", "ruleIndex": 0)",
                 R"(, "defaultConfiguration": {"level": "error"})") == "high");
  CHECK(severity(R"("kind": "open", "level": "none")") == "medium");
}

TEST_CASE("what passed or says nothing is no finding") {
  for (const std::string kind : {"pass", "notApplicable", "informational"})
    CHECK(run(R"("results": [{"kind": ")" + kind + R"("}])").security.findings.empty());
  CHECK(run(R"("results": [{"kind": "passed"}])").mistake ==
        "1: `kind` is `passed`; SARIF knows pass, open, informational, notApplicable, review, fail");
}

TEST_CASE("suppressed is dismissed, unless one suppression is not accepted; absent is fixed") {
  CHECK(finding(R"("suppressions": [])").status == "open");
  CHECK(finding(R"("suppressions": [{"kind": "inSource"}])").status == "dismissed");
  CHECK(finding(R"("suppressions": [{"kind": "external", "status": "accepted"}])").status == "dismissed");
  CHECK(finding(R"("suppressions": [{"kind": "inSource"}, {"kind": "external", "status": "underReview"}])").status ==
        "open");
  CHECK(finding(R"("suppressions": [{"kind": "external", "status": "rejected"}])").status == "open");
  CHECK(finding(R"("baselineState": "absent")").status == "fixed");
  CHECK(finding(R"("baselineState": "unchanged")").status == "open");
}

TEST_CASE("rules are found by index, in extensions, and by an id that goes into detail; also when they come last") {
  const std::string tool =
      R"(, "tool": {"driver": {"rules": [{"id": "D0"}, {"id": "CA1", "defaultConfiguration": {"level": "error"}}]},
    "extensions": [{"name": "e0", "rules": []}, {"name": "e1", "guid": "g1", "rules": [{"id": "E0"}, {"id": "E1", "defaultConfiguration": {"level": "note"}}]}]})";
  const auto of = [&](std::string_view result) {
    const auto log = run(R"("results": [{)" + std::string(result) + "}]" + tool);
    CHECK(log.mistake.empty());
    REQUIRE(log.security.findings.size() == 1);
    return log.security.findings.front().id + " " + log.security.findings.front().severity;
  };
  CHECK(of(R"("ruleIndex": 1)") == "CA1 high");
  CHECK(of(R"("ruleId": "CA1", "ruleIndex": 0)") == "CA1 high");  // an index that is out of date
  CHECK(of(R"("ruleId": "CA1/7", "ruleIndex": 1)") == "CA1/7 high");
  CHECK(of(R"("ruleId": "CA1/7")") == "CA1/7 high");
  CHECK(of(R"("rule": {"index": 1, "toolComponent": {"index": 1}})") == "E1 low");
  CHECK(of(R"("rule": {"id": "E1", "index": 1, "toolComponent": {"name": "e1"}})") == "E1 low");
  CHECK(of(R"("rule": {"index": 1, "toolComponent": {"guid": "g1"}})") == "E1 low");
  CHECK(of(R"("ruleId": "E1", "ruleIndex": -1)") == "E1 low");
  CHECK(of(R"("ruleId": "X", "ruleIndex": 99)") == "X medium");
  CHECK(of(R"("rule": {"index": 1, "toolComponent": {"index": 5}})") == " medium");
}

TEST_CASE("a message may be one of its rule, with arguments") {
  const std::string_view rule = R"(, "messageStrings": {"m": {"text": "{0} of {1}, {{1}} and {9}"}})";
  CHECK(finding(R"("ruleIndex": 0, "message": {"id": "m", "arguments": ["one", "{0}"]})", rule).message ==
        "one of {0}, {1} and {9}");
  CHECK(finding(R"("message": {"text": "uses {0}", "arguments": ["strcpy"]})").message == "uses strcpy");
  CHECK(finding(R"("message": {"text": "uses {0}"})").message == "uses {0}");
}

TEST_CASE("files are relative to their base") {
  const std::string_view bases =
      R"(, "originalUriBaseIds": {"ROOT": {"uri": "file:///srv/shop/"}, "SRC": {"uri": "src/", "uriBaseId": "ROOT"},
    "LOOP": {"uri": "x/", "uriBaseId": "LOOP"}, "NONE": {"description": {"text": "the caller knows"}}})";
  CHECK(file(R"({"uri": "a.c", "uriBaseId": "ROOT"})", bases) == "a.c");
  CHECK(file(R"({"uri": "a.c", "uriBaseId": "SRC"})", bases) == "src/a.c");
  CHECK(file(R"({"uri": "file:///srv/shop/src/a.c"})", bases) == "src/a.c");
  CHECK(file(R"({"uri": "file:///srv/shopping/a.c"})", bases) == "/srv/shopping/a.c");
  CHECK(file(R"({"uri": "a.c", "uriBaseId": "NONE"})", bases) == "a.c");
  CHECK(file(R"({"uri": "a.c", "uriBaseId": "UNKNOWN"})", bases) == "a.c");
  CHECK_FALSE(file(R"({"uri": "a.c", "uriBaseId": "LOOP"})", bases).empty());
  CHECK(file(R"({"uri": "./%C3%A9%zz.c"})") == "\xc3\xa9%zz.c");
  CHECK(file(R"({"uri": "file:///C:/x/a.c"})") == "C:/x/a.c");
  CHECK(file(R"({"uri": "https://host/a%20b.c"})") == "https://host/a%20b.c");
  CHECK(file(R"({"index": 1})", R"(, "artifacts": [{}, {"location": {"uri": "b.c", "uriBaseId": "SRC"}}],
    "originalUriBaseIds": {"SRC": {"uri": "src"}})") == "src/b.c");
  CHECK(file(R"({"index": 7})").empty());
  CHECK(file(R"({"uri": "file:///work/src/a.c"})",
             R"(, "invocations": [{"executionSuccessful": true, "workingDirectory": {"uri": "file:///work"}}])") ==
        "src/a.c");
}

TEST_CASE("files below the folder of the sources are relative to it") {
  const auto log =
      run(R"("results": [{"locations": [{"physicalLocation": {"artifactLocation": {"uri": "file:///srv/a/b.c"}}}]}])",
          "/srv");
  CHECK(log.security.findings.at(0).file == "a/b.c");
}

TEST_CASE("the kind is said where tags, id or tool leave no doubt") {
  CHECK(finding(R"("ruleId": "R1")", R"(, "properties": {"tags": ["security", "Secret"]})").kind == "secret");
  CHECK(finding(R"("properties": {"tags": ["misconfiguration"]})").kind == "misconfiguration");
  CHECK(finding(R"("ruleId": "CVE-2026-1234")").kind == "vulnerability");
  CHECK(finding(R"("ruleId": "R1")").kind.empty());
  CHECK(run(R"("results": [{}], "tool": {"driver": {"name": "ESLint"}})").security.findings.at(0).kind == "code");
  CHECK(run(R"("results": [{}], "tool": {"driver": {"name": "gitleaks"}})").security.findings.at(0).kind == "secret");
}

TEST_CASE("a scan is complete where it says so of no invocation that it failed, and has results") {
  CHECK(run(R"("results": [])").security.completed);
  CHECK_FALSE(run(R"("results": null)").security.completed);
  CHECK_FALSE(run(R"("tool": {"driver": {"name": "Scan"}})").security.completed);
  CHECK_FALSE(read(R"({"version": "2.1.0", "runs": []})").security.completed);
  CHECK(run(R"("results": [], "invocations": [{"executionSuccessful": true}])").security.completed);
  CHECK_FALSE(run(R"("results": [], "invocations": [{"executionSuccessful": true}, {"executionSuccessful": false}])")
                  .security.completed);
  CHECK_FALSE(
      read(
          R"({"version": "2.1.0", "runs": [{"results": []}, {"results": [], "invocations": [{"executionSuccessful": false}]}]})")
          .security.completed);
}

TEST_CASE("the time is the end of the earliest run, the commit that of all runs") {
  const auto log = read(R"({"version": "2.1.0", "runs": [
    {"results": [], "invocations": [{"endTimeUtc": "2026-11-02T10:00:00Z"}, {"endTimeUtc": "2026-11-02T11:00:00"}],
     "versionControlProvenance": [{"repositoryUri": "x", "revisionId": "abc"}, {"revisionId": "submodule"}]},
    {"results": [], "invocations": [{"startTimeUtc": "2026-11-02T10:30:00Z"}], "versionControlProvenance": [{"revisionId": "abc"}]}]})");
  CHECK(log.mistake.empty());
  CHECK(log.security.scanned_at == "2026-11-02T10:30:00Z");
  CHECK(log.security.commit == "abc");
  CHECK(run(R"("results": [], "invocations": [{"endTimeUtc": "2026-11-02T11:00:00"}])").security.scanned_at ==
        "2026-11-02T11:00:00Z");
  CHECK(run(R"("invocations": [{"endTimeUtc": "today"}])").mistake ==
        "1: `endTimeUtc` is `today`, not a time such as `2026-11-02T10:00:00Z`");
}

TEST_CASE("what cannot be said of every run is not said") {
  const auto log = read(R"({"version": "2.1.0", "runs": [
    {"results": [], "invocations": [{"endTimeUtc": "2026-11-02T10:00:00Z"}], "versionControlProvenance": [{"revisionId": "abc"}]},
    {"results": []}]})");
  CHECK(log.mistake.empty());
  CHECK(log.security.scanned_at.empty());
}

TEST_CASE("scans of two commits are not one, whatever comes after or between them") {
  const auto of = [](std::string_view revision) {
    return R"({"results": [], "versionControlProvenance": [{"revisionId": ")" + std::string(revision) + R"("}]})";
  };
  const std::string none = R"({"results": []})", begin = R"({"version": "2.1.0", "runs": [)";
  const auto conflict =
      "0: it is a scan of the commit def, and another one of abc: scan one commit, or give each a field of its own";
  CHECK(read(begin + of("abc") + "," + of("def") + "]}").mistake == conflict);
  CHECK(read(begin + of("abc") + "," + none + "," + of("def") + "," + of("abc") + "]}").mistake == conflict);
  CHECK(read(begin + of("abc") + "," + none + "]}").security.commit == "abc");
  CHECK(read(begin + none + "," + of("abc") + "]}").security.commit == "abc");
}

TEST_CASE("what is not SARIF 2.1.0 says what it is") {
  CHECK(read(R"({"bomFormat": "CycloneDX", "version": 1})").mistake ==
        "0: this is a CycloneDX document (it has `bomFormat`), not SARIF: use `cyclonedx` or "
        "`cyclonedx-vulnerabilities`");
  CHECK(read(R"({"version": "2.1.0"})").mistake == "0: this is not SARIF: it has no `runs`");
  CHECK(read(R"({"version": "1.0.0", "runs": []})").mistake ==
        "0: this is SARIF 1.0.0, and 2.1.0 is what is read: let the tool write that");
  CHECK(read(R"({"runs": []})").mistake == "0: this is not SARIF: it has no `version`");
  CHECK(read("{\n\"runs\": 1}").mistake == "2: `runs` is a number, not a list");
  CHECK(read("{\"runs\": [{\"results\": [\n3]}]}").mistake == "2: `results` is a number, not an object");
  CHECK(run("\n\"results\": [{\"level\": \"fatal\"}]").mistake ==
        "2: `level` is `fatal`; SARIF knows none, note, warning, error");
  CHECK(run(R"("results": [{"locations": [{"physicalLocation": {"region": {"startLine": 1.5}}}]}])").mistake ==
        "1: `startLine` is 1.5, not a whole number");
}

TEST_CASE("results that are kept elsewhere are an error, taxonomies are not") {
  CHECK(run(R"("externalPropertyFileReferences": {"results": [{"location": {"uri": "more.sarif"}}]})")
            .mistake.starts_with("1: results are kept outside the run"));
  CHECK(run(R"("results": [], "externalPropertyFileReferences": {"taxonomies": [{"location": {"uri": "cwe.sarif"}}]})")
            .mistake.empty());
}

TEST_CASE("a hundred thousand results are read one by one") {
  const auto log =
      run(R"("results": [)" + repeated(R"({"ruleId": "R1", "level": "error"},)", 99999) + R"({"ruleId": "R1"}])");
  CHECK(log.mistake.empty());
  CHECK(log.security.findings.size() == 100000);
}
