#include "playground/repl/changes.h"

#include "report/text_words.h"

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace nexus::playground {

namespace {

using engine::Finding;
using engine::Report;
using engine::RuleReport;
using report::Tone;

constexpr std::size_t most_lines = 40;

/// Something that had one status and has another.
struct Change {
  std::string subject;
  std::string before, after;  ///< empty: it was not there, it is gone
  Tone tone = Tone::plain;
  std::string words;
  bool is_quiet = false;  ///< new, and asks for nothing
};

std::string subject_of(const RuleReport& rule, const report::ShortIds& ids) {
  return rule.kind + ' ' + std::string(ids(rule.id));
}

bool asks(const RuleReport& rule) { return rule.asks != base::Level::allow; }

std::vector<Change> changes_between(const Report* before, const Report* after) {
  std::vector<Change> changes;
  const auto decision = [](const Report* report) {
    return report != nullptr ? std::string(base::level_name(report->decision)) : "";
  };
  if (decision(before) != decision(after))
    changes.push_back({"decision", decision(before), decision(after),
                       after != nullptr ? report::tone_of(after->decision) : Tone::plain, "", false});
  const Rules old_rules(before), new_rules(after);
  if (after != nullptr) {
    const report::ShortIds ids(*after);
    for (const RuleReport& rule : after->rules) {
      const RuleReport* old = old_rules.find(rule);
      const std::string words(new_rules.words_of(rule));
      const bool is_as_it_was = old != nullptr && old->status == rule.status;
      // What asks for something may come to ask for something else.
      if (is_as_it_was && (!asks(rule) || old_rules.words_of(*old) == words)) continue;
      const bool is_quiet = old == nullptr && !asks(rule) && rule.kind != "phase";
      changes.push_back({subject_of(rule, ids),
                         old != nullptr && !is_as_it_was ? report::status_words(old->status) : "",
                         report::status_words(rule.status), report::tone_of_status(rule.status), words, is_quiet});
    }
  }
  if (before != nullptr) {
    const report::ShortIds ids(*before);
    for (const RuleReport& rule : before->rules)
      if (new_rules.find(rule) == nullptr)
        changes.push_back({subject_of(rule, ids), report::status_words(rule.status), "", Tone::plain, "", false});
  }
  return changes;
}

void write(report::Page& page, std::vector<Change> changes) {
  // Of many rules that are new, those that ask for nothing are counted.
  constexpr std::size_t few = 12;
  std::size_t quiet = 0;
  if (changes.size() > few) quiet = std::erase_if(changes, [](const Change& change) { return change.is_quiet; });
  constexpr std::size_t widest_subject = 28;
  std::size_t subjects = 0, statuses = 0;
  const auto status_of = [](const Change& change) {
    if (change.before.empty()) return change.after;
    return change.before + " → " + (change.after.empty() ? "gone" : change.after);
  };
  for (const Change& change : changes) {
    subjects = std::max(subjects, std::min(change.subject.size(), widest_subject));
    // The arrow is one column and three bytes.
    if (!change.words.empty())
      statuses = std::max(statuses, status_of(change).size() - (change.before.empty() ? 0 : 2));
  }
  const std::size_t words_at = subjects + 2 + statuses + 2;
  for (const Change& change : std::span(changes).first(std::min(changes.size(), most_lines))) {
    page.line(subjects + 2, change.subject);
    if (!change.before.empty()) page.piece(change.before, Tone::faint).piece("→", Tone::faint);
    page.piece(change.after.empty() ? "gone" : change.after, change.tone);
    if (!change.words.empty()) page.column(words_at).prose(change.words, Tone::plain, 2);
  }
  if (changes.size() > most_lines)
    page.line(0).prose("and " + std::to_string(changes.size() - most_lines) + " more; `:eval` shows them all",
                       Tone::faint);
  if (quiet != 0)
    page.line(0).prose(std::to_string(quiet) + " more pass or do not apply; `:eval` shows them", Tone::faint);
}

/// What a finding says, with what it says it about.
std::string line_of(const Finding& finding, const report::ShortIds& ids) {
  return std::string(ids(finding.id)) + "  " + std::string(engine::finding_kind_name(finding.kind)) + "  " +
         finding.message;
}

std::vector<std::string> lines_of(const Report* report) {
  std::vector<std::string> lines;
  if (report == nullptr) return lines;
  const report::ShortIds ids(*report);
  for (const Finding& finding : report->findings) lines.push_back(line_of(finding, ids));
  return lines;
}

}  // namespace

Rules::Rules(const Report* report) {
  if (report == nullptr) return;
  for (const RuleReport& rule : report->rules)
    by_name_.emplace(std::pair(std::string_view(rule.kind), std::string_view(rule.id)), &rule);
  for (const Finding& finding : report->findings)
    findings_.emplace(std::pair(std::string_view(finding.rule), finding.counts), &finding);
}

const RuleReport* Rules::find(const RuleReport& like) const {
  const auto at = by_name_.find({like.kind, like.id});
  return at == by_name_.end() ? nullptr : at->second;
}

std::string_view Rules::words_of(const RuleReport& rule) const {
  const auto at = findings_.find({rule.id, rule.counted});
  return at != findings_.end() ? std::string_view(at->second->message) : std::string_view(rule.note);
}

bool write_changes(report::Page& page, const Report* before, const Report* after) {
  const std::vector<Change> changes = changes_between(before, after);
  write(page, changes);
  return !changes.empty();
}

bool write_detailed_changes(report::Page& page, const Report* before, const Report* after) {
  const bool any = write_changes(page, before, after);
  const std::vector<std::string> old_lines = lines_of(before), new_lines = lines_of(after);
  bool more = false;
  const auto write_missing = [&](const std::vector<std::string>& lines, const std::vector<std::string>& others,
                                 std::string_view sign, Tone tone) {
    const std::set<std::string_view> known(others.begin(), others.end());
    for (const std::string& line : lines) {
      if (known.contains(line)) continue;
      if (!more && any) page.blank();
      more = true;
      page.line(2, sign, tone).prose(line, tone);
    }
  };
  write_missing(old_lines, new_lines, "-", Tone::faint);
  write_missing(new_lines, old_lines, "+", Tone::plain);
  return any || more;
}

}  // namespace nexus::playground
