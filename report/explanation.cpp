#include "report/explanation.h"

#include "report/page.h"
#include "report/text_parts.h"
#include "report/text_words.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::report {

namespace {

using engine::ConditionReport;
using engine::Finding;
using engine::RuleReport;

/// Where text begins beside the status.
constexpr std::size_t text_column = 14;
/// Messages of findings of one requirement: one an item that breaks it.
constexpr std::size_t most_messages = 3;

bool belongs_to(std::string_view id, std::string_view rule) {
  return id.starts_with(rule) && (id.size() == rule.size() || id[rule.size()] == '.' || id[rule.size()] == '[');
}

/// Needs no word more than that it is so, where something else needs many.
bool is_fine(std::string_view status) { return status == "pass" || status == "true" || status == "skipped"; }

/// Whether a phase has started or is done does not say why it may not start.
bool is_beside_the_point(const RuleReport& rule, const ConditionReport& condition) {
  return (condition.clause == "started when" || condition.clause == "done when") && (rule.status == "ready" || rule.status == "blocked");
}

/// Nobody worded a message: what it says the parts say, too.
bool is_worded_from(const ConditionReport& condition, std::string_view message) {
  return message.starts_with('`') && message.ends_with("` does not hold") && condition.text.find(message.substr(1, message.rfind('`') - 1)) != std::string::npos;
}

class Explanation {
 public:
  Explanation(const engine::Report& report, const Options& options, std::string& out)
      : report_(report), everything_(options.detail == Detail::everything), ids_(report), page_(out, options.colour, options.width) {}

  void write() {
    for (const RuleReport& rule : report_.rules) {
      if (&rule != &report_.rules.front()) {
        page_.blank();
        page_.blank();
      }
      write_rule(rule);
    }
    page_.finish();
  }

 private:
  void write_rule(const RuleReport& rule) {
    page_.line(text_column, status_words(rule.status), tone_of_status(rule.status)).piece(ids_(rule.id), Tone::strong).prose(rule.title, Tone::plain, 2);
    page_.line(text_column).prose("a " + rule.kind + (rule.asks == base::Level::allow ? std::string() : " that asks for " + std::string(base::level_name(rule.asks))));
    if (!rule.owner.empty()) page_.prose("of " + rule.owner);
    page_.piece(words_of(rule.policy), Tone::faint, 2);
    if (!rule.note.empty()) page_.line(text_column).prose(rule.note);
    for (const engine::InstanceReport& instance : rule.instances)
      if (instance.score) page_.line(text_column).prose((rule.instances.size() > 1 ? std::string(ids_(instance.id)) + ": " : std::string()) + "scores " + words_of(*instance.score));

    std::vector<const ConditionReport*> conditions;
    for (const ConditionReport& condition : report_.conditions)
      if (belongs_to(condition.id, rule.id)) conditions.push_back(&condition);
    const auto is_fine_here = [&](const ConditionReport* c) { return is_fine(c->status) || is_beside_the_point(rule, *c); };
    const bool all_fine = std::ranges::all_of(conditions, is_fine_here);
    bool was_long = true;
    for (const ConditionReport* condition : conditions) {
      const bool is_long = everything_ || (all_fine && !is_beside_the_point(rule, *condition)) || !is_fine_here(condition);
      if (is_long || was_long) page_.blank();
      was_long = is_long;
      write_condition(*condition, is_long);
    }
    write_others(rule, conditions);
  }

  void write_condition(const ConditionReport& condition, bool is_long) {
    const bool of_requirement = condition.clause == "require";
    page_.line(text_column, status_words(condition.status), of_requirement ? tone_of_status(condition.status) : Tone::plain);
    page_.piece(ids_(condition.id), is_long ? Tone::strong : Tone::plain);
    if (!of_requirement) page_.prose(condition.clause);
    page_.piece(words_of(condition.policy), Tone::faint, 2);
    if (!is_long) return;
    write_messages(condition);
    write_parts(page_, condition.parts, text_column, everything_ ? Parts::all : Parts::deciding);
  }

  /// What no condition was looked at for: there was nothing to judge, an order was broken.
  void write_others(const RuleReport& rule, const std::vector<const ConditionReport*>& conditions) {
    for (const Finding& finding : report_.findings) {
      const bool is_told = std::ranges::any_of(conditions, [&](const ConditionReport* condition) { return condition->id == finding.id; });
      if (finding.rule != rule.id || is_told) continue;
      page_.blank();
      page_.line(text_column, engine::finding_kind_name(finding.kind), tone_of(finding.level)).piece(ids_(finding.id), Tone::strong).piece(words_of(finding.policy), Tone::faint, 2);
      page_.line(text_column).prose(finding.message);
      if (finding.evidence.line != 0) page_.piece(file_of(finding.evidence), Tone::faint, 2);
      for (const engine::ReasonReport& reason : finding.reasons)
        if (!reason.help.empty()) page_.line(text_column).prose("help: " + reason.help, Tone::faint);
    }
  }

  /// What the policy has to say, which its author worded, and what would make known what is unknown.
  void write_messages(const ConditionReport& condition) {
    std::vector<std::string_view> said, helps;
    std::size_t more = 0;
    for (const Finding& finding : report_.findings) {
      if (finding.id != condition.id || is_worded_from(condition, finding.message)) continue;
      const bool is_new = std::ranges::find(said, finding.message) == said.end();
      if (is_new && said.size() == most_messages) ++more;
      if (is_new && said.size() < most_messages) {
        said.push_back(finding.message);
        page_.line(text_column).prose(finding.message);
      }
      if (finding.waived) page_.line(text_column).prose(finding.waived->by + ": " + finding.waived->reason + " (" + finding.waived->approved_by + (finding.waived->until.empty() ? ")" : ", until " + finding.waived->until + ")"));
      for (const engine::ReasonReport& reason : finding.reasons)
        if (!reason.help.empty() && std::ranges::find(helps, reason.help) == helps.end()) helps.push_back(reason.help);
    }
    if (more != 0) page_.line(text_column).prose("and " + std::to_string(more) + " more", Tone::faint);
    for (const std::string_view help : helps) page_.line(text_column).prose("help: " + std::string(help), Tone::faint);
  }

  const engine::Report& report_;
  bool everything_;
  ShortIds ids_;
  Page page_;
};

}  // namespace

void render_explanation(const engine::Report& report, const Options& options, std::string& out) { Explanation(report, options, out).write(); }

}  // namespace nexus::report
