#include "report/text_summary.h"

#include "report/page.h"
#include "report/text_findings.h"
#include "report/text_words.h"

#include <algorithm>
#include <functional>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report {

namespace {

using engine::Report;

/// How many names of what went wrong stand in the line of a snapshot; its own report has them all.
constexpr std::size_t most_names = 6;
/// Where counts begin, unless a file has an uncommonly long name.
constexpr std::size_t widest_file = 40;

void write_decisions(Page& page, std::span<const Report> reports) {
  using base::Level;
  std::vector<std::string> counts;
  for (const Level level : {Level::rollback, Level::block, Level::hold, Level::warn, Level::allow}) {
    const auto count = std::ranges::count(reports, level, &Report::decision);
    if (count != 0) counts.push_back(std::to_string(count) + ' ' + std::string(base::level_name(level)));
  }
  write_pieces(page, counts);
}

/// What asks for more than `allow`, gravest first, each once.
std::vector<std::string> culprits_of(const Report& report, const ShortIds& ids) {
  std::vector<const engine::Finding*> findings;
  for (const engine::Finding& finding : report.findings) {
    if (finding.counts && !finding.waived && finding.level != base::Level::allow) findings.push_back(&finding);
  }
  std::ranges::stable_sort(findings, std::ranges::greater{}, &engine::Finding::level);
  std::vector<std::string> names;
  for (const engine::Finding* finding : findings) {
    std::string name(ids(finding->id));
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

void write_snapshot(Page& page, const Report& report, std::size_t counts_column) {
  const ShortIds ids(report);
  page.line(text_column, base::level_name(report.decision), tone_of(report.decision));
  page.piece(snapshot_file(report), Tone::strong).column(counts_column).hang(counts_column);
  write_pieces(page, counts_of(report));
  if (!report.asked_phase.empty()) page.line(text_column + 2).prose(answer_about_phase(report, ids));
  std::vector<std::string> culprits = culprits_of(report, ids);
  if (culprits.empty()) return;
  const std::size_t more = culprits.size() - std::min(culprits.size(), most_names);
  culprits.resize(culprits.size() - more);
  page.line(text_column + 2);
  write_pieces(page, culprits);
  if (more != 0) page.prose("and " + std::to_string(more) + " more");
}

}  // namespace

void write_summary(std::span<const Report> reports, const Options& options, std::string& out) {
  Page page(out, options.colour, options.width);
  const base::Level decision = most_severe(reports);
  page.line(text_column, upper_case(base::level_name(decision)), tone_of(decision));
  page.piece(ShortIds(reports.front()).modules(), Tone::strong).prose("on " + std::to_string(reports.size()) + " snapshots");
  page.line(text_column);
  write_decisions(page, reports);
  page.blank();

  std::vector<const Report*> rows;
  std::size_t widest = 0;
  for (const Report& report : reports) {
    rows.push_back(&report);
    if (const std::size_t width = snapshot_file(report).size(); width <= widest_file) widest = std::max(widest, width);
  }
  std::ranges::stable_sort(rows, std::ranges::greater{}, [](const Report* report) { return report->decision; });
  for (const Report* report : rows) write_snapshot(page, *report, text_column + widest + 2);
  page.finish();
}

}  // namespace nexus::report
