#include "base/values/text.h"
#include "report/ci_formats.h"
#include "report/markdown_text.h"
#include "report/problems.h"
#include "report/text.h"
#include "report/text_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report {

namespace {

using engine::Finding;
using engine::Report;

/// A comment on GitHub may have 65,536 characters; these are bytes, and leave room for what a bot adds.
constexpr std::size_t longest_comment = 64'000;
/// Less is not worth a section.
constexpr std::size_t shortest_section = 1'500;
constexpr std::size_t longest_text = 400;
constexpr std::size_t most_witnesses = 5;
constexpr std::size_t most_obligations = 12;

std::string text(std::string_view words) { return markdown_comment_text(clipped(words, longest_text), false); }
std::string cell(std::string_view words) { return markdown_comment_text(clipped(words, longest_text), true); }
std::string code_cell(std::string_view words) { return markdown_code(clipped(words, longest_text), true); }

/// Findings of one requirement that ask for the same.
using Row = std::vector<const Problem*>;

std::vector<Row> rows_of(const std::vector<Problem>& problems) {
  std::vector<Row> rows;
  for (const Problem& problem : problems) {
    if (rows.empty() || rows.back().front()->finding->id != problem.finding->id ||
        rows.back().front()->severity != problem.severity)
      rows.emplace_back();
    rows.back().push_back(&problem);
  }
  return rows;
}

/// Where to look: the source, the document. Empty where there is neither.
std::string evidence_of(const Finding& finding) {
  std::vector<std::string> places;
  const std::uint32_t line = source_line(finding);
  if (!finding.file.empty())
    places.push_back(code_cell(line != 0 ? finding.file + ":" + std::to_string(line) : finding.file));
  const engine::EvidencePlace& evidence = finding.evidence;
  if (evidence.line != 0)
    places.push_back(code_cell(file_of(evidence)));
  else if (!evidence.file.empty() && !evidence.pointer.empty())
    places.push_back(fmt::format("nothing at {} in {}", code_cell(evidence.pointer), code_cell(evidence.file)));
  return fmt::format("{}", fmt::join(places, " · "));
}

std::string cells_of(const Finding& finding, std::string_view between) {
  std::string words;
  for (const std::string& sentence : sentences_of(finding))
    words.append(words.empty() ? "" : between).append(cell(sentence));
  return words;
}

/// One finding has a line a sentence; of several, each has a line.
std::string findings_of(const Row& row) {
  const Finding& first = *row.front()->finding;
  const std::string policy = "policy " + code_cell(words_of(first.policy));
  if (row.size() == 1) {
    const std::string evidence = evidence_of(first);
    return fmt::format("<br>{}<br><sub>{}{}{}</sub>", cells_of(first, "<br>"), evidence, evidence.empty() ? "" : " · ",
                       policy);
  }
  std::string lines;
  for (const Problem* problem : std::span(row).first(std::min(row.size(), most_witnesses)))
    lines += fmt::format("<br>• {} <sub>{}</sub>", cells_of(*problem->finding, "; "), evidence_of(*problem->finding));
  if (row.size() > most_witnesses) lines += fmt::format("<br>and {} more", row.size() - most_witnesses);
  return lines + "<br><sub>" + policy + "</sub>";
}

/// What there is to say of one snapshot, between here and `end`.
class Section {
 public:
  Section(const Report& report, const Options& options, std::size_t end, std::string& out)
      : report_(report), options_(options), ids_(report), begin_(out.size()), end_(end), out_(out) {}

  void write(std::string_view heading) {
    write_head(heading);
    const std::vector<Problem> problems = problems_of({&report_, 1}, options_.fail_on);
    const auto notes = std::ranges::find(problems, Severity::note, &Problem::severity);
    write_findings({problems.begin(), notes});
    write_next();
    write_phases();
    write_waived({notes, problems.end()});
    write_everything();
  }

 private:
  void write_head(std::string_view heading) {
    out_ += fmt::format("{} {}: {}\n\n", heading, upper_case(base::level_name(report_.decision)), text(ids_.modules()));
    out_ += text(fmt::format("{}", fmt::join(counts_of(report_), ", ")));
    if (const std::string_view file = snapshot_file(report_); !file.empty())
      out_ += " on " + markdown_code(clipped(file, longest_text), false);
    out_ += "\n\n";
    std::vector<std::string> remarks;
    if (!report_.asked_phase.empty()) remarks.push_back(answer_about_phase(report_, ids_));
    if (!report_.only.empty())
      remarks.push_back(fmt::format("restricted by --only to {}", fmt::join(report_.only, ", ")));
    for (const std::string& notice : report_.notices) remarks.push_back("note: " + notice);
    list(remarks, 15, "", [&](const std::string& remark) { return "- " + text(remark) + "\n"; });
  }

  void write_findings(const std::vector<Problem>& problems) {
    list(rows_of(problems), 60, "| asks for | finding |\n| :-- | :-- |\n", [&](const Row& row) {
      const Finding& first = *row.front()->finding;
      return fmt::format("| **{}** | **{}** {}{} |\n", base::level_name(first.level), cell(ids_(first.id)),
                         cell(first.rule_title), findings_of(row));
    });
  }

  void write_next() {
    std::vector<const engine::Obligation*> shown;
    for (const engine::Obligation& obligation : report_.obligations) shown.push_back(&obligation);
    const std::size_t more = shown.size() - std::min(shown.size(), most_obligations);
    shown.resize(shown.size() - more);
    list(shown, 75, "**What to do next**\n\n", [&](const engine::Obligation* obligation) {
      std::string line = "- **" + text(obligation->name) + "**";
      for (const engine::ObligationField& field : obligation->fields)
        line += (&field == &obligation->fields.front() ? " " : ", ") +
                text(field.name + ": " + report::words_of(field, *obligation));
      const bool is_last = obligation == shown.back();
      return line + "\n" + (is_last && more != 0 ? fmt::format("- and {} more\n", more) : "");
    });
  }

  void write_phases() {
    std::vector<const engine::RuleReport*> phases;
    for (const engine::RuleReport& rule : report_.rules)
      if (rule.kind == "phase") phases.push_back(&rule);
    list(phases, 85, "| phase | status | why |\n| :-- | :-- | :-- |\n", [&](const engine::RuleReport* phase) {
      return fmt::format("| **{}** {} | {} | {} |\n", cell(ids_(phase->id)), cell(phase->title),
                         cell(status_words(phase->status)), cell(phase->note));
    });
  }

  void write_waived(const std::vector<Problem>& problems) {
    if (problems.empty()) return;
    out_ += fmt::format("<details>\n<summary>{} waived or excused</summary>\n\n", problems.size());
    list(problems, 90, "", [&](const Problem& problem) {
      const Finding& finding = *problem.finding;
      std::string line = "- **" + text(ids_(finding.id)) + "** ";
      for (const std::string& sentence : sentences_of(finding)) line += text(sentence) + "; ";
      return line.substr(0, line.size() - 2) + "\n";
    });
    out_ += "</details>\n\n";
  }

  /// The text format, folded, as much of it as there is room for.
  void write_everything() {
    std::string full;
    const bool everything = options_.detail == Detail::everything;
    const Options as_text{.detail = everything ? Detail::everything : Detail::normal};
    render_text({&report_, 1}, as_text, full);
    constexpr std::size_t around = 300;
    if (out_.size() + around + shortest_section / 2 > end_) return;
    const std::size_t room = end_ - out_.size() - around;
    if (full.size() > room) {
      const std::size_t cut = full.rfind('\n', room) + 1;
      const auto left_out = std::ranges::count(std::string_view(full).substr(cut), '\n');
      full.resize(cut);
      full += fmt::format("… {} lines are left out: nexus eval prints them\n", left_out);
    }
    out_ += "<details>\n<summary>The report in full</summary>\n\n" + markdown_block(full) + "\n</details>\n\n";
  }

  /// A line an item, as long as they take no more than that many percent of the room; then how many are left out.
  template <class Items, class Write>
  void list(const Items& items, std::size_t percent, std::string_view head, Write write) {
    if (items.empty()) return;
    const std::size_t end = begin_ + (end_ - begin_) * percent / 100;
    std::string lines;
    std::size_t shown = 0;
    for (const auto& item : items) {
      const std::string line = write(item);
      if (out_.size() + head.size() + lines.size() + line.size() > end) break;
      lines += line;
      ++shown;
    }
    if (shown != 0) out_.append(head).append(lines) += '\n';
    if (shown < items.size()) out_ += fmt::format("*… {} more left out here*\n\n", items.size() - shown);
  }

  const Report& report_;
  const Options& options_;
  ShortIds ids_;
  std::size_t begin_, end_;
  std::string& out_;
};

void write_overview(std::span<const Report> reports, std::size_t end, std::string& out) {
  out += fmt::format("## {}: {} snapshots\n\n| snapshot | decision | rules |\n| :-- | :-- | :-- |\n",
                     upper_case(base::level_name(most_severe(reports))), reports.size());
  std::size_t left_out = 0;
  for (const Report& report : reports) {
    const std::string line =
        fmt::format("| {} | **{}** | {} |\n", code_cell(snapshot_file(report)), base::level_name(report.decision),
                    cell(fmt::format("{}", fmt::join(counts_of(report), ", "))));
    out.size() + line.size() > end ? void(++left_out) : void(out += line);
  }
  out += left_out == 0 ? "\n" : fmt::format("\n*… {} more left out here*\n\n", left_out);
}

}  // namespace

void render_markdown(std::span<const Report> reports, const Options& options, std::string& out) {
  // What stands there already is not part of the comment.
  std::string comment;
  if (reports.size() == 1) {
    Section(reports.front(), options, longest_comment, comment).write("##");
  } else {
    write_overview(reports, longest_comment / 2, comment);
    std::vector<const Report*> told;
    for (const Report& report : reports)
      if (report.decision != base::Level::allow) told.push_back(&report);
    std::ranges::stable_sort(told, std::ranges::greater{}, &Report::decision);
    for (std::size_t i = 0; i < told.size(); ++i) {
      const std::size_t share = (longest_comment - comment.size()) / (told.size() - i);
      if (share < shortest_section) {
        comment += fmt::format("*… {} snapshots left out here*\n\n", told.size() - i);
        break;
      }
      Section(*told[i], options, comment.size() + share, comment).write("###");
    }
  }
  while (comment.ends_with("\n\n")) comment.pop_back();
  out += comment;
}

}  // namespace nexus::report
