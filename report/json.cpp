#include "report/json.h"

#include "report/json_parts.h"
#include "report/json_writer.h"
#include "report/text_words.h"

#include <string>
#include <vector>

namespace nexus::report {

namespace {

// Field order is part of the output's contract (diffs, golden files): new fields go to the end of their object.

void write_strings(JsonWriter& json, const std::vector<std::string>& texts) {
  json.begin_array();
  for (const std::string& text : texts) json.string(text);
  json.end_array();
}

template <class Items, class Write>
void write_list(JsonWriter& json, const Items& items, Write write) {
  json.begin_array();
  for (const auto& item : items) write(json, item);
  json.end_array();
}

void write(JsonWriter& json, const engine::ReasonReport& reason) {
  json.begin_object();
  json.key("code").string(reason.code);
  json.key("message").string(reason.message);
  json.key("help").string_or_null(reason.help);
  json.key("evidence");
  write(json, reason.evidence);
  json.key("policy");
  write(json, reason.policy);
  json.key("asked_for");
  write_strings(json, reason.asked_for);
  json.end_object();
}

void write(JsonWriter& json, const engine::WaivedReport& waived) {
  json.begin_object();
  json.key("by").string(waived.by);
  json.key("reason").string(waived.reason);
  json.key("approved_by").string(waived.approved_by);
  json.key("until").string_or_null(waived.until);
  json.end_object();
}

void write(JsonWriter& json, const engine::CauseReport& cause) {
  json.begin_object().key("text").string(words_of(cause));
  json.key("evidence");
  write(json, cause.evidence);
  json.end_object();
}

void write(JsonWriter& json, const engine::Finding& finding) {
  json.begin_object();
  json.key("id").string(finding.id);
  json.key("rule").string(finding.rule);
  json.key("rule_title").string_or_null(finding.rule_title);
  json.key("kind").string(engine::finding_kind_name(finding.kind));
  json.key("level").string(base::level_name(finding.level));
  json.key("counts").boolean(finding.counts);
  json.key("message").string(finding.message);
  json.key("condition").string_or_null(finding.condition);
  json.key("policy");
  write(json, finding.policy);
  json.key("evidence");
  write(json, finding.evidence);
  json.key("witness").string_or_null(finding.witness);
  json.key("file").string_or_null(finding.file);
  json.key("line");
  finding.line ? json.number(*finding.line) : json.null();
  json.key("margins");
  write_list(json, finding.margins, [](auto& out, const auto& margin) { write(out, margin); });
  json.key("reasons");
  write_list(json, finding.reasons, [](auto& out, const auto& reason) { write(out, reason); });
  json.key("more_reasons").number(std::uint64_t{finding.more_reasons});
  json.key("undecided");
  write_strings(json, finding.undecided);
  json.key("waived");
  finding.waived ? write(json, *finding.waived) : void(json.null());
  json.key("from").string_or_null(finding.from);
  json.key("causes");
  write_list(json, finding.causes, [](auto& out, const auto& cause) { write(out, cause); });
  json.end_object();
}

void write(JsonWriter& json, const engine::WaiverReport& waiver) {
  json.begin_object();
  json.key("title").string(waiver.title);
  json.key("target").string(waiver.target);
  json.key("approved_by").string(waiver.approved_by);
  json.key("until").string(waiver.until);
  json.key("ends").string(waiver.ends);
  json.key("policy");
  write(json, waiver.policy);
  json.end_object();
}

void write(JsonWriter& json, const engine::ShareReport& share) {
  json.begin_object();
  json.key("weight").string(share.weight);
  json.key("earned").string(share.earned);
  json.key("may_earn").string(share.may_earn);
  json.end_object();
}

void write(JsonWriter& json, const engine::ScoreReport& score) {
  json.begin_object();
  json.key("share").string(score.share);
  json.key("may_share").string(score.may_share);
  json.key("pass").string(score.pass);
  json.key("warn").string(score.warn);
  json.key("total");
  write(json, score.total);
  json.end_object();
}

void write(JsonWriter& json, const engine::RequirementReport& requirement) {
  json.begin_object();
  json.key("id").string(requirement.id);
  json.key("status").string(requirement.status);
  json.key("level").string(base::level_name(requirement.level));
  json.key("asks").string(base::level_name(requirement.asks));
  json.key("vacuous").boolean(requirement.vacuous);
  json.key("policy");
  write(json, requirement.policy);
  json.key("note").string_or_null(requirement.note);
  json.key("share");
  requirement.share ? write(json, *requirement.share) : void(json.null());
  json.end_object();
}

void write(JsonWriter& json, const engine::InstanceReport& instance) {
  json.begin_object();
  json.key("id").string(instance.id);
  json.key("status").string(instance.status);
  json.key("asks").string(base::level_name(instance.asks));
  json.key("requirements");
  write_list(json, instance.requirements, [](auto& out, const auto& requirement) { write(out, requirement); });
  json.key("score");
  instance.score ? write(json, *instance.score) : void(json.null());
  json.end_object();
}

void write(JsonWriter& json, const engine::RuleReport& rule) {
  json.begin_object();
  json.key("kind").string(rule.kind);
  json.key("id").string(rule.id);
  json.key("title").string_or_null(rule.title);
  json.key("owner").string_or_null(rule.owner);
  json.key("tags");
  write_strings(json, rule.tags);
  json.key("status").string(rule.status);
  json.key("asks").string(base::level_name(rule.asks));
  json.key("counted").boolean(rule.counted);
  json.key("note").string_or_null(rule.note);
  json.key("policy");
  write(json, rule.policy);
  json.key("instances");
  write_list(json, rule.instances, [](auto& out, const auto& instance) { write(out, instance); });
  json.end_object();
}

void write(JsonWriter& json, const engine::Obligation& obligation) {
  json.begin_object();
  json.key("name").string(obligation.name);
  json.key("fields").begin_object();
  for (const engine::ObligationField& field : obligation.fields) json.key(field.name).raw(field.json);
  json.end_object();
  json.key("missing");
  write_strings(json, obligation.missing);
  json.key("sources");
  write_strings(json, obligation.sources);
  json.end_object();
}

void write(JsonWriter& json, const engine::ParamReport& param) {
  json.begin_object();
  json.key("id").string(param.id);
  json.key("value").string(param.value);
  json.key("origin").string(param.origin);
  json.end_object();
}

void write(JsonWriter& json, const engine::SourceReport& source) {
  json.begin_object();
  json.key("name").string(source.name);
  json.key("file").string_or_null(source.file);
  json.key("sha256").string_or_null(source.sha256);
  json.end_object();
}

void write_report(JsonWriter& json, const engine::Report& report, const Options& options) {
  const auto each = [](auto& out, const auto& item) { write(out, item); };
  json.begin_object();
  json.key("version").number(std::uint64_t{json_version});
  if (options.line) json.key("line").number(*options.line);
  json.key("decision").string(base::level_name(report.decision));
  json.key("asked_phase").string_or_null(report.asked_phase);
  json.key("now").string(report.now);
  json.key("findings");
  write_list(json, report.findings, each);
  json.key("obligations");
  write_list(json, report.obligations, each);
  json.key("rules");
  write_list(json, report.rules, each);
  json.key("contributors");
  write_strings(json, report.contributors);
  json.key("only");
  write_strings(json, report.only);
  json.key("notices");
  write_strings(json, report.notices);
  json.key("params");
  write_list(json, report.params, each);
  json.key("policies");
  write_list(json, report.policies, each);
  json.key("inputs");
  write_list(json, report.inputs, each);
  json.key("zone_database").string_or_null(report.zone_database);
  json.key("waivers");
  write_list(json, report.waivers, each);
  if (!report.conditions.empty()) write_conditions(json.key("conditions"), report.conditions);
  json.end_object();
}

}  // namespace

void render_json(std::span<const engine::Report> reports, const Options& options, std::string& out) {
  JsonWriter json(out, JsonWriter::Layout::indented);
  if (reports.size() == 1) {
    write_report(json, reports.front(), options);
  } else {
    json.begin_object();
    json.key("version").number(std::uint64_t{json_version});
    json.key("decision").string(base::level_name(most_severe(reports)));
    json.key("reports");
    write_list(json, reports, [&](auto& to, const auto& report) { write_report(to, report, options); });
    json.end_object();
  }
  out += '\n';
}

void render_json_lines(std::span<const engine::Report> reports, const Options& options, std::string& out) {
  for (const engine::Report& report : reports) {
    JsonWriter json(out, JsonWriter::Layout::compact);
    write_report(json, report, options);
    out += '\n';
  }
}

void render_json_line(const FailedLine& failed, std::string& out) {
  JsonWriter json(out, JsonWriter::Layout::compact);
  json.begin_object();
  json.key("version").number(std::uint64_t{json_version});
  json.key("line").number(failed.line);
  json.key("decision").string(base::level_name(base::Level::hold));
  json.key("error").begin_object();
  json.key("code").string(failed.code);
  json.key("message").string(failed.message);
  json.key("column");
  failed.column == 0 ? json.null() : json.number(std::uint64_t{failed.column});
  json.end_object().end_object();
  out += '\n';
}

}  // namespace nexus::report
