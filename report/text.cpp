#include "report/text.h"

#include "report/page.h"
#include "report/text_findings.h"
#include "report/text_summary.h"
#include "report/text_words.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report {

namespace {

using engine::Report;
using engine::RuleReport;

/// How much of what is to be done is shown without `-v`.
constexpr std::size_t most_obligations = 12;

/// One report on one page.
class TextReport {
 public:
  TextReport(const Report& report, const Options& options, std::string& out)
      : report_(report), options_(options), ids_(report), page_(out, options.colour, options.width) {}

  void write() {
    write_decision();
    write_findings(page_, report_, ids_, options_);
    write_obligations();
    write_rules();
    write_phases();
    write_notices();
    if (options_.detail == Detail::everything) {
      write_waivers();
      write_params();
      write_sources();
    }
    page_.finish();
  }

 private:
  void write_decision() {
    page_.line(text_column, upper_case(base::level_name(report_.decision)), tone_of(report_.decision));
    page_.piece(ids_.modules(), Tone::strong);
    if (const std::string_view file = snapshot_file(report_); !file.empty())
      page_.prose("on").piece(file, Tone::strong);
    page_.line(text_column);
    write_pieces(page_, counts_of(report_));
    if (!report_.asked_phase.empty()) page_.line(text_column).prose(answer_about_phase(report_, ids_));
    if (!report_.only.empty()) {
      std::vector<std::string> only;
      for (const std::string& id : report_.only) only.emplace_back(ids_(id));
      page_.line(text_column).prose("restricted by --only to", Tone::caution);
      write_pieces(page_, only);
    }
  }

  void write_obligations() {
    if (report_.obligations.empty()) return;
    heading("next");
    std::size_t widest = 0;
    for (const engine::Obligation& obligation : report_.obligations) widest = std::max(widest, obligation.name.size());
    const std::size_t fields_column = std::min<std::size_t>(widest, 20) + 4;
    const std::size_t shown = options_.detail == Detail::everything ? report_.obligations.size() : std::min(report_.obligations.size(), most_obligations);
    for (const engine::Obligation& obligation : std::span(report_.obligations).first(shown)) {
      page_.line(fields_column, obligation.name, Tone::plain, 2);
      for (std::size_t i = 0; i < obligation.fields.size(); ++i) {
        const engine::ObligationField& field = obligation.fields[i];
        page_.piece(field.name + ':')
            .prose(words_of(field, obligation) + (i + 1 < obligation.fields.size() ? "," : ""));
      }
      if (options_.detail == Detail::everything) {
        page_.line(fields_column).prose("for", Tone::faint);
        for (const std::string& source : obligation.sources) page_.piece(ids_(source), Tone::faint);
      }
    }
    if (shown < report_.obligations.size()) page_.line(2).prose("and " + std::to_string(report_.obligations.size() - shown) + " more; -v shows all", Tone::faint);
  }

  /// One line a rule that needs no attention; with `-v` every rule and what it requires.
  void write_rules() {
    const bool everything = options_.detail == Detail::everything;
    const auto is_shown = [&](const RuleReport& rule) {
      const bool has_findings = rule.status == "waived" && rule.counted;
      return rule.kind != "phase" && (everything || (rule.asks == base::Level::allow && !has_findings) || !rule.counted);
    };
    const std::size_t titles = title_column(is_shown);
    bool any = false;
    for (const RuleReport& rule : report_.rules) {
      if (!is_shown(rule)) continue;
      if (!any) page_.blank();
      any = true;
      write_rule(rule, 0, text_column, titles);
      if (!rule.counted) write_uncounted(page_, report_, rule, text_column);
    }
  }

  void write_phases() {
    const auto is_phase = [](const RuleReport& rule) { return rule.kind == "phase"; };
    if (std::ranges::none_of(report_.rules, is_phase)) return;
    heading("phases");
    const std::size_t names = 2 + longest_status(is_phase) + 2;
    const std::size_t titles = names - text_column + title_column(is_phase);
    for (const RuleReport& rule : report_.rules) {
      if (!is_phase(rule)) continue;
      write_rule(rule, 2, names, titles);
      write_uncounted(page_, report_, rule, names);
    }
  }

  void write_rule(const RuleReport& rule, std::size_t status_column, std::size_t id_column, std::size_t titles) {
    const bool everything = options_.detail == Detail::everything;
    const std::string status = status_words(rule.status);
    page_.line(id_column, status, tone_of_status(rule.status), status_column).piece(ids_(rule.id));
    if (!rule.title.empty()) page_.column(titles).prose(rule.title, Tone::plain, 2);
    if (!rule.note.empty()) page_.column(titles).prose("(" + rule.note + ")", Tone::faint, 2);
    if (!everything) return;
    for (const engine::InstanceReport& instance : rule.instances) {
      for (const engine::RequirementReport& requirement : instance.requirements) {
        page_.line(id_column + 12, status_words(requirement.status), tone_of_status(requirement.status), id_column + 2);
        page_.piece(ids_(requirement.id)).piece(words_of(requirement.policy), Tone::faint, 2);
        if (requirement.vacuous) page_.prose("nothing to judge", Tone::faint, 2);
        if (!requirement.note.empty()) page_.prose(requirement.note, Tone::faint, 2);
        if (requirement.share) page_.prose(words_of(*requirement.share), Tone::plain, 2);
      }
      if (instance.score) page_.line(id_column + 12, "score", Tone::plain, id_column + 2).prose(words_of(*instance.score));
    }
  }

  void write_notices() {
    if (report_.notices.empty()) return;
    page_.blank();
    for (const std::string& notice : report_.notices) page_.line(text_column, "note", Tone::caution).prose(notice);
  }

  void write_waivers() {
    if (report_.waivers.empty()) return;
    heading("waivers");
    std::size_t widest = 0;
    for (const engine::WaiverReport& waiver : report_.waivers) widest = std::max(widest, ids_(waiver.target).size());
    for (const engine::WaiverReport& waiver : report_.waivers) {
      page_.line(widest + 4, ids_(waiver.target), Tone::plain, 2).prose("until " + waiver.until + ": " + waiver.title);
      page_.prose("(" + waiver.approved_by + ")", Tone::faint);
    }
  }

  void write_params() {
    if (report_.params.empty()) return;
    heading("params");
    std::size_t widest = 0;
    for (const engine::ParamReport& param : report_.params) widest = std::max(widest, ids_(param.id).size());
    for (const engine::ParamReport& param : report_.params) {
      page_.line(widest + 4, ids_(param.id), Tone::plain, 2).piece(param.value).prose("(" + param.origin + ")", Tone::faint);
    }
  }

  void write_sources() {
    heading("evidence");
    const auto write = [&](std::string_view kind, const engine::SourceReport& source) {
      page_.line(14, kind, Tone::plain, 2).piece(source.file);
      if (!source.sha256.empty()) page_.line(14).piece("sha256 " + source.sha256, Tone::faint);
    };
    for (const engine::SourceReport& policy : report_.policies) write("policy", policy);
    for (const engine::SourceReport& input : report_.inputs) write(input.name, input);
    page_.line(14, "now", Tone::plain, 2).piece(report_.now);
    if (!report_.zone_database.empty()) page_.line(14, "time zones", Tone::plain, 2).piece(report_.zone_database);
  }

  void heading(std::string_view words) {
    page_.blank();
    page_.line(0).piece(words, Tone::strong);
  }

  template <class Predicate>
  [[nodiscard]] std::size_t longest_status(Predicate is_shown) const {
    std::size_t longest = 0;
    for (const RuleReport& rule : report_.rules) {
      if (is_shown(rule)) longest = std::max(longest, rule.status.size());
    }
    return longest;
  }

  /// Where titles begin so that they stand below each other, unless an id is uncommonly long.
  template <class Predicate>
  [[nodiscard]] std::size_t title_column(Predicate is_shown) const {
    constexpr std::size_t common_length = 24;
    std::size_t longest = 0;
    for (const RuleReport& rule : report_.rules) {
      if (is_shown(rule) && ids_(rule.id).size() <= common_length) longest = std::max(longest, ids_(rule.id).size());
    }
    return text_column + longest + 2;
  }

  const Report& report_;
  const Options& options_;
  ShortIds ids_;
  Page page_;
};

void write_decision_alone(const Report& report, bool one_of_several, const Options& options, std::string& out) {
  Page page(out, options.colour, options.width);
  page.line(0);
  if (one_of_several) page.piece(std::string(snapshot_file(report)) + ':');
  page.piece(base::level_name(report.decision), tone_of(report.decision));
  page.finish();
}

}  // namespace

void render_text(std::span<const engine::Report> reports, const Options& options, std::string& out) {
  const bool several = reports.size() > 1;
  if (options.detail == Detail::decision) {
    for (const Report& report : reports) write_decision_alone(report, several, options, out);
    return;
  }
  if (several) write_summary(reports, options, out);
  for (const Report& report : reports) {
    // Of many, those that need no attention have their line in the summary.
    if (several && report.decision == base::Level::allow && options.detail != Detail::everything) continue;
    if (several) out += "\n\n";
    TextReport(report, options, out).write();
  }
}

}  // namespace nexus::report
