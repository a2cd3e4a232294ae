#include "report/tap.h"

#include "base/values/text.h"
#include "report/checks.h"
#include "report/ci_formats.h"
#include "report/text_words.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace nexus::report {

namespace {

/// A JSON string is one of YAML, too, where all of it can be printed.
std::string quoted(std::string_view text) { return base::quote_json(base::printable(text)); }

std::string diagnostics(const Check& check, const engine::Report& report) {
  const engine::Finding* first = check.findings.empty() ? nullptr : check.findings.front();
  std::string text = "  ---\n  message: " + quoted(first != nullptr ? first->message : reason_of(check));
  text += "\n  status: " + quoted(check.status);
  text += "\n  level: " + quoted(base::level_name(check.level)) + "\n  at: " + quoted(words_of(check.policy)) + "\n";
  std::string details = details_of(check, report);
  if (details.empty()) return text + "  ...\n";
  text += "  details:\n";
  for (std::string_view rest = details; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    text += "    - " + quoted(rest.substr(0, end)) + "\n";
    rest.remove_prefix(end + 1);
  }
  return text + "  ...\n";
}

}  // namespace

std::string tap_description(std::string_view text) {
  std::string result;
  for (const char c : base::printable(text)) {
    if (c == '#' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

void render_tap(std::span<const engine::Report> reports, const Options& options, std::string& out) {
  std::vector<std::pair<const engine::Report*, std::vector<Check>>> checks;
  std::size_t count = 0;
  for (const engine::Report& report : reports) count += checks.emplace_back(&report, checks_of(report)).second.size();
  out += "TAP version 14\n1.." + std::to_string(count) + "\n";

  std::size_t number = 0;
  for (const auto& [report, all] : checks) {
    const ShortIds ids(*report);
    const std::string of = reports.size() > 1 ? std::string(snapshot_file(*report)) + ": " : std::string{};
    out += "# " + base::printable(headline_of(*report)) + "\n";
    for (const Check& check : all) {
      const Verdict verdict = verdict_of(check, options.fail_on);
      const bool is_bad = verdict.outcome == Outcome::fails || verdict.outcome == Outcome::unknown;
      std::string words = of + std::string(ids(check.id));
      if (!check.rule->title.empty()) words += ": " + check.rule->title;
      out += (is_bad ? "not ok " : "ok ") + std::to_string(++number) + " - " + tap_description(words);
      // What must not fail the run is what TAP calls a thing to do.
      if (verdict.outcome == Outcome::skipped)
        out += " # SKIP " + tap_description(reason_of(check));
      else if (is_bad && !verdict.fails_run)
        out += check.asks == base::Level::allow
                   ? " # TODO asks for nothing"
                   : " # TODO " + std::string(base::level_name(check.asks)) + " is no failure here";
      out += '\n';
      if (is_bad) out += diagnostics(check, *report);
    }
  }
}

}  // namespace nexus::report
