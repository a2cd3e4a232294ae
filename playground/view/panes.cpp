#include "playground/view/panes.h"

#include "playground/repl/changes.h"
#include "playground/repl/highlight.h"
#include "report/text_words.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace nexus::playground {

namespace {

using engine::Report;
using engine::RuleReport;
using report::Tone;

Line highlighted(std::string_view text) {
  Line line;
  const std::vector<Ink> inks = highlight(text);
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
    while (end < text.size() && inks[end] == inks[begin]) ++end;
    line.add(text.substr(begin, end - begin), look_of(inks[begin]));
  }
  return line;
}

/// Lines of a page that is written as reports are.
template <class Write>
std::vector<Line> page_lines(std::size_t width, const Write& write) {
  std::string text;
  report::Page page(text, base::Colour::on, width);
  write(page);
  page.finish();
  return styled_lines(text);
}

}  // namespace

std::size_t PolicyText::line_of(const engine::PolicyPlace& place) const {
  const auto file = std::ranges::find(files, place.file, &File::name);
  if (file == files.end() || place.line == 0) return 0;
  return std::min(file->first + place.line - 1, lines.size() - 1);
}

PolicyText policy_text(const State& state) {
  PolicyText policy;
  for (const TextFile& file : state.policies) {
    if (state.policies.size() > 1) policy.lines.push_back(Line().add("# " + file.name, Look::strong));
    policy.files.push_back({file.name, policy.lines.size()});
    for (std::string_view text = *file.text; !text.empty();) {
      const std::string_view line = text.substr(0, text.find('\n'));
      policy.lines.push_back(highlighted(line));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
  }
  if (policy.lines.empty())
    policy.lines = {Line().add("There is no policy yet."), Line().add("`:` types a rule, or loads one:"),
                    Line().add("  :load release.nexus"), Line().add("  :example release-gate")};
  return policy;
}

RuleRows rule_rows(const State& state, const Report* before, std::size_t width) {
  RuleRows rows;
  if (state.report == nullptr) {
    rows.lines = page_lines(width, [&](report::Page& page) {
      if (state.no_report.empty()) page.line(0).prose("There is no rule yet.");
      for (const base::Diagnostic& diagnostic : state.no_report) {
        page.line(0).prose(diagnostic.message, Tone::bad);
        for (const std::string& help : diagnostic.helps) page.line(2).prose(help);
      }
    });
    return rows;
  }
  const Report& report = *state.report;
  const report::ShortIds ids(report);
  const Rules rules(&report), old_rules(before);
  std::size_t widest = 0;
  for (const RuleReport& rule : report.rules) widest = std::max(widest, rule.status.size());
  for (const RuleReport& rule : report.rules) {
    rows.begins.push_back(rows.lines.size());
    const RuleReport* old = old_rules.find(rule);
    auto lines = page_lines(width, [&](report::Page& page) {
      page.line(widest + 2, report::status_words(rule.status), report::tone_of_status(rule.status))
          .piece(rule.kind, Tone::faint)
          .piece(ids(rule.id), Tone::strong);
      if (old != nullptr && old->status != rule.status)
        page.prose("was " + report::status_words(old->status), Tone::caution, 2);
      if (before != nullptr && old == nullptr) page.prose("new", Tone::caution, 2);
      if (const std::string_view words = rules.words_of(rule); !words.empty()) page.line(2).prose(words, Tone::faint);
    });
    std::ranges::move(lines, std::back_inserter(rows.lines));
  }
  return rows;
}

Line decision_words(const Report* report, const Report* before) {
  Line line;
  line.add("decision: ");
  if (report == nullptr) return std::move(line.add("none"));
  line.add(base::level_name(report->decision), look_of(report::tone_of(report->decision)));
  if (before != nullptr && before->decision != report->decision)
    line.add(", was ").add(base::level_name(before->decision), Look::caution);
  return line;
}

Line snapshot_line(const workspace::OutlineRow& row, bool was_changed) {
  using Kind = workspace::OutlineRow::Kind;
  Line line;
  line.add(std::string(2 * row.depth, ' ')).add(row.label);
  switch (row.kind) {
    case Kind::group:
      break;
    case Kind::value:
      line.add("  ").add(row.value, row.value.starts_with('"') ? Look::string : Look::number);
      break;
    case Kind::missing:
    case Kind::optional:
      line.add(row.kind == Kind::missing ? "  missing" : "  not there, and need not be", Look::faint);
      if (!row.type.empty()) line.add("  " + row.type, Look::faint);
      break;
  }
  if (was_changed) line.add("  changed", Look::caution);
  return line;
}

}  // namespace nexus::playground
