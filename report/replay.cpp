#include "report/replay.h"

#include "base/values/quantity.h"
#include "base/values/time.h"
#include "report/json_writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexus::report {

namespace {

using engine::ChangeReplay;
using engine::Episode;
using engine::LabelReplay;
using engine::ReplayReport;
using engine::TriggerReplay;

base::Decimal length(const base::Decimal& from, const base::Decimal& until) { return base::subtract(until, from).value; }

std::string duration(const base::Decimal& d) { return base::format_exact(d, base::Dimension::duration); }

base::Decimal total(const TriggerReplay& trigger) {
  base::Decimal all;
  for (const Episode& episode : trigger.episodes) all = base::add(all, length(episode.from, episode.until)).value;
  return all;
}

std::string counted(std::uint64_t n, std::string_view noun) { return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s"); }

std::string titled(const std::string& title) { return title.empty() ? std::string() : fmt::format(" \"{}\"", title); }

std::size_t caught(const ReplayReport& report) {
  return static_cast<std::size_t>(std::ranges::count_if(report.labels, [](const LabelReplay& l) { return l.caught_at.has_value(); }));
}

void trigger_text(const TriggerReplay& trigger, std::string& out) {
  out += fmt::format("\ntrigger {}{}: ", trigger.id, titled(trigger.title));
  const std::string other = [&] {
    std::string words;
    if (trigger.pending != 0) words += fmt::format("; pending at {}", counted(trigger.pending, "snapshot"));
    if (trigger.unknown != 0) words += fmt::format("; unknown at {}", counted(trigger.unknown, "snapshot"));
    return words;
  }();
  if (trigger.episodes.empty()) {
    out += "never fired" + other + "\n";
    return;
  }
  out += fmt::format("fired {}, for {} in all{}\n", counted(trigger.episodes.size(), "time"), duration(total(trigger)), other);
  for (const Episode& episode : trigger.episodes) {
    const std::string lines = episode.first_line == episode.last_line ? fmt::format("line {}", episode.first_line)
                                                                      : fmt::format("lines {}–{}", episode.first_line, episode.last_line);
    out += fmt::format("  {}  {}  {}{}  {}\n", base::format_time(episode.from), base::level_name(episode.level),
                       episode.over ? "for " : "still firing after ", duration(length(episode.from, episode.until)), lines);
  }
}

void changes_text(const ChangeReplay& subject, std::string& out) {
  out += fmt::format("\n{}{}{}: ", subject.kind, subject.id.empty() ? "" : " " + subject.id, titled(subject.title));
  if (subject.changes.size() == 1) {
    out += fmt::format("always {}\n", subject.changes.front().to);
    return;
  }
  out += fmt::format("changed {}\n", counted(subject.changes.size() - 1, "time"));
  for (const engine::Change& change : subject.changes)
    out += fmt::format("  {}  {}  line {}\n", base::format_time(change.time), change.to, change.line);
}

void labels_text(const ReplayReport& report, std::string& out) {
  out += fmt::format("\nlabels: {} of {} caught, {}\n", caught(report), counted(report.labels.size(), "window"), counted(report.false_alarms.size(), "false alarm"));
  for (const LabelReplay& label : report.labels) {
    out += fmt::format("  {} to {}  ", base::format_time(label.start), base::format_time(label.end));
    if (label.caught_at)
      out += fmt::format("caught by {}, {} after its start, {} before its end\n", label.caught_by, duration(length(label.start, *label.caught_at)),
                         duration(length(*label.caught_at, label.end)));
    else
      out += "missed\n";
  }
  for (const engine::FalseAlarm& alarm : report.false_alarms) out += fmt::format("  {}  false alarm of {}\n", base::format_time(alarm.from), alarm.id);
}

}  // namespace

void render_replay_text(const ReplayReport& report, const Options& options, std::string& out) {
  out += fmt::format("{} of {}, {} to {}", counted(report.snapshots, "snapshot"), report.file, base::format_time(report.first), base::format_time(report.last));
  out += report.repeated != 0 ? fmt::format("; {} left out, being there twice\n", report.repeated) : std::string("\n");
  for (const TriggerReplay& trigger : report.triggers)
    if (options.detail != Detail::decision || !trigger.episodes.empty()) trigger_text(trigger, out);
  for (const ChangeReplay& subject : report.changes)
    if (options.detail != Detail::decision) changes_text(subject, out);
  if (report.labelled) labels_text(report, out);
}

void render_replay_json(const ReplayReport& report, std::string& out) {
  JsonWriter json(out, JsonWriter::Layout::indented);
  const auto time = [&](std::string_view key, const base::Decimal& t) { json.key(key).string(base::format_time(t)); };
  const auto seconds = [&](std::string_view key, const base::Decimal& d) { json.key(key).raw(d.to_plain_string()); };
  json.begin_object().key("version").number(std::uint64_t{1}).key("file").string(report.file).key("snapshots").number(report.snapshots);
  json.key("repeated").number(report.repeated);
  time("first", report.first);
  time("last", report.last);
  json.key("triggers").begin_array();
  for (const TriggerReplay& trigger : report.triggers) {
    json.begin_object().key("id").string(trigger.id).key("title").string_or_null(trigger.title);
    json.key("fired").number(trigger.fired).key("pending").number(trigger.pending).key("unknown").number(trigger.unknown);
    seconds("fired_seconds", total(trigger));
    json.key("episodes").begin_array();
    for (const Episode& episode : trigger.episodes) {
      json.begin_object();
      time("from", episode.from);
      time("until", episode.until);
      json.key("over").boolean(episode.over);
      seconds("seconds", length(episode.from, episode.until));
      json.key("first_line").number(episode.first_line).key("last_line").number(episode.last_line);
      json.key("level").string(base::level_name(episode.level)).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().key("changes").begin_array();
  for (const ChangeReplay& subject : report.changes)
    for (const engine::Change& change : subject.changes) {
      json.begin_object().key("kind").string(subject.kind).key("id").string_or_null(subject.id);
      time("time", change.time);
      json.key("line").number(change.line).key("from").string_or_null(change.from).key("to").string(change.to).end_object();
    }
  json.end_array().key("labels");
  if (!report.labelled) {
    json.null().end_object();
    out += '\n';
    return;
  }
  json.begin_object().key("windows").number(std::uint64_t{report.labels.size()}).key("caught").number(std::uint64_t{caught(report)});
  json.key("each").begin_array();
  for (const LabelReplay& label : report.labels) {
    json.begin_object();
    time("start", label.start);
    time("end", label.end);
    json.key("caught_by").string_or_null(label.caught_by);
    json.key("caught_at").string_or_null(label.caught_at ? base::format_time(*label.caught_at) : std::string());
    if (label.caught_at) {
      seconds("seconds_after_start", length(label.start, *label.caught_at));
      seconds("seconds_before_end", length(*label.caught_at, label.end));
    } else {
      json.key("seconds_after_start").null().key("seconds_before_end").null();
    }
    json.end_object();
  }
  json.end_array().key("false_alarms").begin_array();
  for (const engine::FalseAlarm& alarm : report.false_alarms) {
    json.begin_object().key("id").string(alarm.id);
    time("from", alarm.from);
    json.end_object();
  }
  json.end_array().end_object().end_object();
  out += '\n';
}

}  // namespace nexus::report
