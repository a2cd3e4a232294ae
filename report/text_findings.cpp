#include "report/text_findings.h"

#include "report/text_parts.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report {

namespace {

using engine::Finding;
using engine::FindingKind;

// How much of a long list is shown without `-v`.
constexpr std::size_t most_witnesses = 5;
constexpr std::size_t most_causes = 3;
constexpr std::size_t most_undecided = 3;
constexpr std::size_t most_paths = 6;

/// The findings of one requirement: one a witness.
struct Group {
  std::vector<const Finding*> findings;
  std::vector<const Finding*> alike = {};  ///< of further requirements of the rule, that lack the same evidence
  [[nodiscard]] const Finding& first() const { return *findings.front(); }
};

std::vector<Group> grouped(const engine::Report& report) {
  std::vector<Group> groups;
  for (const Finding& finding : report.findings) {
    if (!finding.counts) continue;
    const auto same = [&](const Group& g) {
      return g.first().id == finding.id && g.first().level == finding.level && g.first().waived.has_value() == finding.waived.has_value();
    };
    // Findings of one requirement stand next to each other in a report.
    if (groups.empty() || !same(groups.back())) groups.emplace_back();
    groups.back().findings.push_back(&finding);
  }
  // A document that is not there is missing once, however many requirements of a gate look at it.
  const auto lack_the_same = [](const Group& a, const Group& b) {
    const Finding &x = a.first(), &y = b.first();
    return a.findings.size() == 1 && b.findings.size() == 1 && x.kind == FindingKind::unknown && y.kind == FindingKind::unknown && x.rule == y.rule && x.level == y.level &&
           x.message == y.message && x.evidence.pointer == y.evidence.pointer && x.from == y.from && !x.waived && !y.waived && x.reasons.size() == 1 && y.reasons.size() == 1;
  };
  for (std::size_t i = 1; i < groups.size();) {
    if (!lack_the_same(groups[i - 1], groups[i])) {
      ++i;
      continue;
    }
    groups[i - 1].alike.push_back(groups[i].findings.front());
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(i));
  }
  std::ranges::stable_sort(groups, std::ranges::greater{}, [](const Group& g) { return g.first().level; });
  return groups;
}

class Writer {
 public:
  Writer(Page& page, const ShortIds& ids, const Options& options)
      : page_(page), ids_(ids), everything_(options.detail == Detail::everything) {}

  void write(const Group& group, const std::vector<engine::ConditionReport>& conditions) {
    const Finding& first = group.first();
    const bool waived = first.waived.has_value();
    page_.line(text_column, waived ? engine::finding_kind_name(first.kind) : base::level_name(first.level), waived ? Tone::faint : tone_of(first.level));
    page_.piece(ids_(first.id), Tone::strong).prose(first.rule_title, Tone::plain, 2);

    const std::size_t shown = everything_ ? group.findings.size() : std::min(group.findings.size(), most_witnesses);
    for (std::size_t i = 0; i < shown; ++i) write_witness(*group.findings[i], group.findings.size() > 1);
    if (shown < group.findings.size()) {
      page_.line(text_column).prose("and " + std::to_string(group.findings.size() - shown) + " more; -v shows all", Tone::faint);
    }
    // Where its parts are shown, the first of them is the condition itself.
    const auto parts = std::ranges::find(conditions, first.id, &engine::ConditionReport::id);
    write_place("policy", words_of(first.policy), parts != conditions.end() && parts->text == first.condition ? std::string() : first.condition, text_column);
    if (parts != conditions.end()) write_parts(page_, parts->parts, text_column + 2, Parts::all);
    if (!group.alike.empty()) write_alike(group);
  }

  /// One finding, and nothing else on the page.
  void write_alone(const Finding& finding) {
    page_.line(0);
    write_facts(finding, 0);
    write_place("policy", words_of(finding.policy), finding.condition, 0);
    page_.finish();
  }

 private:
  /// `also carried_out.steps, carried_out.version`.
  void write_alike(const Group& group) {
    const std::size_t shown = everything_ ? group.alike.size() : std::min(group.alike.size(), most_paths);
    page_.line(text_column + label_width, "so are", Tone::faint, text_column);
    for (std::size_t i = 0; i < shown; ++i) page_.piece(std::string(ids_(group.alike[i]->id)) + (i + 1 < shown ? "," : ""));
    if (shown < group.alike.size()) page_.prose("and " + std::to_string(group.alike.size() - shown) + " more; -v shows all");
  }

  void write_witness(const Finding& finding, bool one_of_several) {
    if (one_of_several)
      page_.line(text_column + 2, "-", Tone::plain, text_column);
    else
      page_.line(text_column);
    write_facts(finding, one_of_several ? text_column + 2 : text_column);
  }

  /// Goes on in a line that has begun.
  void write_facts(const Finding& finding, std::size_t indent) {
    const bool worded = is_worded(finding);
    if (worded) page_.prose(finding.message);
    if (finding.causes.size() > 1)
      write_causes(finding, indent, worded);
    else if (!finding.causes.empty())
      (worded ? page_.line(indent) : page_).prose(words_of(finding.causes.front()));
    if (!finding.file.empty()) {
      write_place("at", finding.line ? finding.file + ':' + std::to_string(*finding.line) : finding.file, "", indent);
    }
    if (finding.reasons.empty() && finding.causes.size() < 2) {
      write_evidence(finding.evidence, indent);
    } else {
      write_reasons(finding, indent);
    }
    write_undecided(finding.undecided, indent);
    if (!finding.from.empty()) page_.line(indent + label_width, "upcoming", Tone::faint, indent).prose("asked for in full from " + finding.from + " on");
    if (finding.waived) write_waived(*finding.waived, indent);
  }

  void write_waived(const engine::WaivedReport& waived, std::size_t indent) {
    page_.line(indent + label_width, waived.by, Tone::faint, indent).prose(waived.reason);
    std::string who = "approved by " + waived.approved_by;
    if (!waived.until.empty()) who += ", until " + waived.until;
    page_.line(indent + label_width).prose(who, Tone::faint);
  }

  /// Each with its place.
  void write_causes(const Finding& finding, std::size_t indent, bool on_new_line) {
    const std::size_t shown = everything_ ? finding.causes.size() : std::min(finding.causes.size(), most_causes);
    for (std::size_t i = 0; i < shown; ++i) {
      (on_new_line || i != 0 ? page_.line(indent) : page_).prose(words_of(finding.causes[i]));
      write_evidence(finding.causes[i].evidence, indent);
    }
    if (shown < finding.causes.size()) page_.line(indent).prose("and " + std::to_string(finding.causes.size() - shown) + " more; -v shows all", Tone::faint);
  }

  void write_reasons(const Finding& finding, std::size_t indent) {
    for (const engine::ReasonReport& reason : finding.reasons) {
      // A message that was worded from the reason need not be followed by it.
      if (finding.message.find(reason.message) == std::string::npos) page_.line(indent).prose(reason.message);
      write_evidence(reason.evidence, indent);
      const bool says_more = reason.asked_for.size() > 1 ||
                             (reason.asked_for.size() == 1 && reason.message.find(reason.asked_for.front()) == std::string::npos);
      if (says_more) write_list("needed for", reason.asked_for, indent);
      if (!reason.help.empty()) page_.line(indent + label_width, "help", Tone::faint, indent).prose(reason.help);
    }
    if (finding.more_reasons != 0) {
      const std::string_view noun = finding.more_reasons == 1 ? " more reason" : " more reasons";
      page_.line(indent).prose(std::to_string(finding.more_reasons).append(noun), Tone::faint);
    }
  }

  void write_evidence(const engine::EvidencePlace& place, std::size_t indent) {
    if (place.document.empty()) return;
    if (place.file.empty() && place.pointer.empty()) {
      page_.line(indent + label_width, place.document, Tone::faint, indent).prose("was not given", Tone::faint);
    } else if (place.line == 0) {
      page_.line(indent + label_width, place.document, Tone::faint, indent).piece(file_of(place), Tone::faint);
      page_.prose("has nothing at", Tone::faint).piece(place.pointer, Tone::faint);
    } else {
      write_place(place.document, file_of(place), place.pointer, indent);
    }
  }

  void write_place(std::string_view label, std::string_view place, std::string_view what, std::size_t indent) {
    page_.line(indent + label_width, label, Tone::faint, indent).piece(place, Tone::faint).prose(what, Tone::faint, 2);
  }

  void write_list(std::string_view label, const std::vector<std::string>& items, std::size_t indent) {
    if (items.empty()) return;
    page_.line(indent + label_width, label, Tone::faint, indent);
    const std::size_t shown = everything_ ? items.size() : std::min(items.size(), most_paths);
    for (std::size_t i = 0; i < shown; ++i) page_.piece(i + 1 < items.size() ? items[i] + ',' : items[i]);
    if (shown < items.size()) page_.prose("and " + std::to_string(items.size() - shown) + " more");
  }

  /// One line an item, with what keeps it undecided.
  void write_undecided(const std::vector<std::string>& items, std::size_t indent) {
    const std::size_t shown = everything_ ? items.size() : std::min(items.size(), most_undecided);
    for (std::size_t i = 0; i < shown; ++i) page_.line(indent + label_width, i == 0 ? "undecided" : "", Tone::faint, indent).prose(items[i]);
    if (shown < items.size()) page_.line(indent + label_width).prose("and " + std::to_string(items.size() - shown) + " more");
  }

  static constexpr std::size_t label_width = 12;

  Page& page_;
  const ShortIds& ids_;
  bool everything_;
};

}  // namespace

void write_findings(Page& page, const engine::Report& report, const ShortIds& ids, const Options& options) {
  Writer writer(page, ids, options);
  for (const Group& group : grouped(report)) {
    page.blank();
    writer.write(group, report.conditions);
  }
}

std::string text_of(const engine::Finding& finding) {
  std::string text;
  Page page(text, base::Colour::off, std::string::npos);
  const ShortIds ids{engine::Report{}};
  Writer(page, ids, {}).write_alone(finding);
  return text;
}

void write_uncounted(Page& page, const engine::Report& report, const engine::RuleReport& rule, std::size_t indent) {
  for (const Finding& finding : report.findings) {
    if (finding.rule == rule.id && !finding.counts) page.line(indent + 2, "-", Tone::plain, indent).prose(finding.message);
  }
}

}  // namespace nexus::report
