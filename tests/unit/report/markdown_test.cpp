#include "report/ci_formats.h"
#include "report/markdown_text.h"
#include "tests/support/catch.h"
#include "tests/unit/report/sample.h"

#include "base/values/text.h"

#include <array>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report {

namespace {

std::string comment(const std::vector<engine::Report>& reports) {
  std::string out;
  render_markdown(reports, {}, out);
  return out;
}

std::size_t count(std::string_view text, std::string_view of) {
  std::size_t n = 0;
  for (std::size_t at = text.find(of); at != std::string_view::npos; at = text.find(of, at + of.size())) ++n;
  return n;
}

/// Spans of code and escaped characters work nothing: what is left of a line without them.
std::string live_text(std::string_view line) {
  std::string live;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '`') {
      const std::size_t fence = line.find_first_not_of('`', i) - i;
      std::size_t end = i + fence;
      for (std::size_t run = 0; end < line.size() && run != fence; ++end) {
        run = line[end] == '`' ? run + 1 : 0;
        if (run == fence && end + 1 < line.size() && line[end + 1] == '`') run = fence + 1;  // a longer run
      }
      i = end - 1;
    } else {
      live += line[i];
    }
  }
  return live;
}

/// Lines that are not in a block of code.
std::vector<std::string> lines_outside_code(const std::string& markdown) {
  std::vector<std::string> lines;
  std::istringstream stream(markdown);
  std::string fence;
  for (std::string line; std::getline(stream, line);) {
    if (fence.empty() && line.starts_with("```")) {
      fence = line.substr(0, line.find_first_not_of('`'));
    } else if (!fence.empty()) {
      if (line == fence) fence.clear();
    } else {
      lines.push_back(line);
    }
  }
  CHECK(fence.empty());
  return lines;
}

/// What works in a line beyond what we put there; empty where nothing does.
std::string escapee(std::string line) {
  for (const std::string_view ours :
       {"<br>", "<sub>", "</sub>", "<details>", "</details>", "<summary>", "</summary>", "**", "*… "}) {
    for (std::size_t at = 0; (at = line.find(ours, at)) != std::string::npos;) line.erase(at, ours.size());
  }
  const std::string live = live_text(line);
  for (const std::string_view sign :
       {"<", ">", "[", "]", "~", "@o", "@b", "#1", "#h", "://", "www.", "GH-1", "&a", "##["}) {
    if (live.find(sign) != std::string::npos) return std::string(sign) + " in " + line;
  }
  return {};
}

const std::string hostile =
    "<b>&amp; \"q\"\n# head\n/close @octocat #12 GH-12 https://evil.example www.evil.example a@b.c [x](y) ![i](j) "
    "~~s~~ | a|b "
    "`c|d` ``e`` ``` </details> <script> <!-- \\ \\` _x_ *y* \x01\x1B[31m \xFF\xFE # SKIP\n- [ ] task\n| cell";

}  // namespace

TEST_CASE("a comment leads with the decision, then what is wrong and what to do") {
  const std::string text = comment({testing::failing_report()});
  INFO(text);
  CHECK(
      text.starts_with("## ROLLBACK: checkout.release\n\n1 failed, 1 fired, 1 unknown, 1 warned, 2 passed, 1 skipped "
                       "on `failing.json`\n\n"));
  const std::array<std::string_view, 5> in_order{"| **rollback** | **error_rate** Errors above the limit",
                                                 "| **block** | **tests.1**", "| **hold** | **security.no_serious**",
                                                 "**What to do next**", "| **go_live** Go-Live | blocked |"};
  std::size_t at = 0;
  for (const std::string_view part : in_order) {
    INFO(part);
    const std::size_t next = text.find(part, at);
    REQUIRE(next != std::string::npos);
    at = next;
  }
  CHECK(text.find("two maintainers") > text.find("<details>"));  // it does not count
  CHECK(text.ends_with("</details>\n"));
}

TEST_CASE("a comment says who has waived what") {
  const std::string text = comment({testing::excepted_report()});
  INFO(text);
  CHECK(text.find("<summary>2 waived or excused</summary>") != std::string::npos);
  CHECK(
      text.find(
          "- **security.serious** critical finding CVE-1; waiver: not reachable (approved by ana, until 2026-12-31)") !=
      std::string::npos);
}

TEST_CASE("nothing gets out of the place it has in a comment, and nobody is called") {
  const std::string text = comment({testing::hostile_report(hostile)});
  INFO(text);
  CHECK(base::is_utf8(text));
  CHECK(count(text, "\n<details>\n") == count(text, "\n</details>\n"));
  for (const std::string& line : lines_outside_code(text)) {
    INFO(line);
    CHECK(escapee(line).empty());
    const bool is_ours = line.empty() || line.starts_with("## ROLLBACK") || line.starts_with("| ") ||
                         line.starts_with("- ") || line.starts_with("**What") || line.starts_with("<") ||
                         line.starts_with("*… ") || line.starts_with("1 failed") || line.starts_with("2 failed");
    CHECK(is_ours);
    if (line.starts_with("| **")) CHECK(count(live_text(line), "|") <= 4);
  }
}

TEST_CASE("what would be an escape is found out") {
  for (const char* wrong : {"a <script> b", "@octocat", "see #12", "https://x", "[a](b)", "`a` <b>", "\\\\<b>"}) {
    INFO(wrong);
    CHECK_FALSE(escapee(wrong).empty());
  }
  CHECK(escapee("\\<b\\> `<b>` ``a ` <b>`` @\u200Boctocat").empty());
}

TEST_CASE("a comment is short enough for GitHub, and says what is left out") {
  CHECK(comment({testing::large_report(10'000)}).size() < 65'536);
  CHECK(comment({testing::large_report(10'000)}).find("and 9995 more") != std::string::npos);
  CHECK(comment({testing::hostile_report(std::string(200'000, '<'))}).size() < 65'536);

  engine::Report wide = testing::large_report(2'000);
  for (std::size_t i = 0; i < wide.findings.size(); ++i) wide.findings[i].id += std::to_string(i);
  const std::string text = comment({wide});
  CHECK(text.size() < 65'536);
  CHECK(text.find(" more left out here*") != std::string::npos);
  CHECK(text.find(" lines are left out: nexus eval prints them\n") != std::string::npos);

  const std::string many = comment(std::vector<engine::Report>(500, testing::failing_report()));
  CHECK(many.size() < 65'536);
  CHECK(many.starts_with("## ROLLBACK: 500 snapshots\n"));
  CHECK(many.find(" snapshots left out here*") != std::string::npos);
}

TEST_CASE("names in backticks are code in a comment, and nothing else is") {
  CHECK(markdown_comment_text("`coverage` is missing", false) == "`coverage` is missing");
  CHECK(markdown_comment_text("`a|b`", true) == "`a\\|b`");
  CHECK(markdown_comment_text("a ` b", false) == "a \\` b");
  CHECK(markdown_comment_text("now. 74.2% of a@b", false) == "now. 74.2% of a@\u200Bb");
}

}  // namespace nexus::report
