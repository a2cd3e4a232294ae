#include "report/text.h"
#include "report/text_words.h"
#include "tests/support/catch.h"
#include "tests/unit/report/sample.h"

#include <algorithm>
#include <sstream>

namespace nexus::report {

namespace {

std::string rendered(std::vector<engine::Report> reports, const Options& options = {}) {
  std::string out;
  render_text(reports, options, out);
  return out;
}

std::string without_colour(std::string text) {
  for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b', at)) text.erase(at, text.find('m', at) - at + 1);
  return text;
}

}  // namespace

TEST_CASE("a failing run in text") {
  REQUIRE(rendered({testing::failing_report()}) == R"(ROLLBACK  checkout.release on failing.json
          1 failed, 1 fired, 1 unknown, 1 warned, 2 passed, 1 skipped

rollback  error_rate  Errors above the limit
          error rate is 7%, limit 5%
          metrics.error_rate is 7%, 2pt above 5%
          snapshot    failing.json:30:19  /metrics/error_rate
          policy      release.nexus:70:14  metrics.error_rate > max_error_rate

block     tests.1  Every suite passes
          - 3 failed in api
            snapshot    failing.json:12:40  /tests/suites/0/failed
          - 1 failed in web
            snapshot    failing.json:14:40  /tests/suites/2/failed
          policy      release.nexus:30:11  every s in tests.suites has s.failed
                      == 0

hold      security.no_serious  No open serious finding
          cannot be told: `security` is missing
          snapshot    failing.json has nothing at /security
          needed for  security.findings
          help        let the scan write its result into the snapshot
          policy      release.nexus:42:23  no f in security.findings where
                      f.severity >= high

warn      coverage.floor  Line coverage holds
          line coverage 74.2% is below 80%
          coverage.line is 74.2%, 5.8pt below 80%
          snapshot    failing.json:8:24  /coverage/line
          policy      release.nexus:36:18  coverage.line >= min_coverage

next
  fix             suite: "api", failed: 3
  bring_evidence  path: "security", reason: "absent"
  notify          channel: "ops", ticket: not known

pass      build       The build is green
skipped   deployment  The deployment is healthy  (`deployment` is not there)
quiet     health

phases
  done     ci       Pipeline and contract
  blocked  go_live  Go-Live
           - two maintainers must approve
)");
}

TEST_CASE("waivers, excuses, scores and gates that do not count in text") {
  const std::string text = rendered({testing::excepted_report()});
  INFO(text);
  for (const char* part : {
           "1 unknown, 1 waived, 1 not counted\n",
           "waived    security.serious  No open serious finding\n          critical finding CVE-1\n",
           "          waiver      not reachable\n                      approved by ana, until 2026-12-31\n",
           "excused   security.scanned  No open serious finding\n          not scanned\n",
           "          excuse      outage 12\n                      approved by bo\n",
           "fail      canary",
           "- 3 errors\n",
           "note      the waiver \"old\" of checkout.release/security.serious matches nothing\n",
       })
    CHECK(text.find(part) != std::string::npos);
  const std::string all = rendered({testing::excepted_report()}, {.detail = Detail::everything, .width = 120});
  INFO(all);
  for (const char* part : {"0 to 2 of 2", "33.33% to 100% (1 to 3 of 3), 90% passes, 70% warns", "from 2027-01-01", "waivers\n"})
    CHECK(all.find(part) != std::string::npos);
}

TEST_CASE("a run that passes is short") {
  REQUIRE(rendered({testing::green_report()}) == R"(ALLOW     checkout.release on green.json
          3 passed

pass      build       The build is green
pass      tests       Every suite passes
quiet     error_rate  Errors above the limit

phases
  done  ci  Pipeline and contract
)");
}

TEST_CASE("the decision alone") {
  REQUIRE(rendered({testing::failing_report()}, {.detail = Detail::decision}) == "rollback\n");
  REQUIRE(rendered({testing::green_report(), testing::failing_report()}, {.detail = Detail::decision}) ==
          "green.json: allow\nfailing.json: rollback\n");
}

TEST_CASE("everything") {
  const std::string text = rendered({testing::green_report()}, {.detail = Detail::everything});
  REQUIRE(text.ends_with(R"(
params
  min_coverage  80% (default)

evidence
  policy      release.nexus
              sha256 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  snapshot    green.json
              sha256 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
  now         2026-11-02T10:00:00Z
  time zones  2025b
)"));
  REQUIRE(text.find("pass      build       The build is green\n            pass      build.1  release.nexus:25:11\n") != std::string::npos);
}

TEST_CASE("colour adds nothing but colour") {
  for (const Detail detail : {Detail::decision, Detail::normal, Detail::everything}) {
    const std::string coloured = rendered({testing::failing_report()}, {.detail = detail, .colour = base::Colour::on});
    REQUIRE(coloured.find("\x1b[1;31m") != std::string::npos);
    REQUIRE(without_colour(coloured) == rendered({testing::failing_report()}, {.detail = detail}));
  }
}

TEST_CASE("no line but of names and values that cannot be broken is wider than the page") {
  engine::Report report = testing::failing_report();
  report.findings[0].message = "a message of the policy that goes on and on, as messages do when somebody means well, past the end of the line";
  report.notices = {"an equally long notice about something that the reader ought to know, though not as urgently as the rest of it"};
  for (const std::size_t width : {40U, 60U, 80U}) {
    std::istringstream lines(rendered({report}, {.width = width}));
    for (std::string line; std::getline(lines, line);) {
      INFO(line);
      REQUIRE((line.size() <= width || line.find_last_of(' ') < 24));
      REQUIRE_FALSE(line.ends_with(' '));
    }
  }
}

TEST_CASE("data cannot act on the terminal or fake a line") {
  engine::Report report = testing::failing_report();
  report.findings[0].message = "evil \x1b[2J\r\n::error::\xE2\x80\xAE";
  report.findings[0].witness = "\x1b";
  report.findings[0].evidence.pointer = "/a\nALLOW";
  report.findings[0].rule_title = "title\n\x1b]0;x\x07";
  report.rules[0].note = "\x1b[31m";
  report.obligations[0].fields[0].json = "\"\x9b\"";
  for (const Detail detail : {Detail::normal, Detail::everything}) {
    const std::string text = rendered({report}, {.detail = detail});
    REQUIRE(std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != '\x7f'); }));
    REQUIRE(text.find("\xE2\x80\xAE") == std::string::npos);
    REQUIRE(text.find("\n::error") == std::string::npos);
    REQUIRE(text.find("\nALLOW") == std::string::npos);
  }
}

TEST_CASE("many witnesses are cut, but not with -v") {
  engine::Report report = testing::failing_report();
  const engine::Finding one = report.findings[0];
  report.findings.assign(12, one);
  const std::string text = rendered({report});
  REQUIRE(text.find("          and 7 more; -v shows all\n") != std::string::npos);
  const std::string all = rendered({report}, {.detail = Detail::everything});
  REQUIRE(all.find(" more") == std::string::npos);
}

TEST_CASE("ids carry their module where there are several") {
  engine::Report report = testing::green_report();
  report.rules.front().id = "other/build";
  const std::string text = rendered({report});
  REQUIRE(text.starts_with("ALLOW     other, checkout.release on green.json\n"));
  REQUIRE(text.find("checkout.release/tests") != std::string::npos);
}

TEST_CASE("the answer to a question about a phase") {
  engine::Report report = testing::failing_report();
  report.asked_phase = "checkout.release/go_live";
  const auto answer = [&](std::string status) {
    report.rules[6].status = std::move(status);
    std::istringstream lines(rendered({report}, {.width = 120}));
    std::string line;
    for (int i = 0; i < 3; ++i) std::getline(lines, line);
    return line;
  };
  REQUIRE(answer("ready") == "          phase go_live is ready, but the decision is rollback");
  REQUIRE(answer("active") == "          phase go_live has started");
  REQUIRE(answer("done") == "          phase go_live is done");
  REQUIRE(answer("skipped") == "          phase go_live does not apply");
  REQUIRE(answer("blocked") == "          phase go_live may not start: it is blocked");
  REQUIRE(answer("out_of_order") == "          phase go_live may not start: it is out of order");
  report.decision = base::Level::warn;
  REQUIRE(answer("ready") == "          phase go_live may start");
  REQUIRE(answer("unknown") == "          whether phase go_live may start cannot be told");
}

TEST_CASE("margins in words") {
  engine::MarginReport margin{"coverage.line", "74.2%", ">=", "80%", "-5.8pt", "-0.058", false, {}};
  REQUIRE(distance_of(margin) == "5.8pt below 80%");
  margin = {"metrics.p95", "480ms", "<=", "400ms", "+80ms", "0.08", false, {}};
  REQUIRE(distance_of(margin) == "80ms above 400ms");
  margin = {"rate", "5%", "<", "5%", "0pt", "0", false, {}};
  REQUIRE(distance_of(margin) == "exactly the limit of `< 5%`");
  margin = {"build.finished_at", "2026-11-02T10:00:00Z", ">=", "2026-11-03T10:00:00Z", "-1d", "-86400", false, {}};
  REQUIRE(distance_of(margin) == "1d before 2026-11-03T10:00:00Z");
}

}  // namespace nexus::report
