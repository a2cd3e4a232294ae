#include "base/values/text.h"
#include "base/values/time.h"
#include "engine/explain/explainer.h"
#include "engine/read/locate.h"
#include "engine/run/show.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

/// Why something is unknown, in words: what stands there, what should, what would help.
namespace nexus::engine {

using plan::NodeId;
using plan::Op;
using plan::SchemaKind;

namespace {

constexpr std::array<std::string_view, 21> code_names{"absent",   "null",     "wrong_type",       "bad_form", "not_a_member", "out_of_range", "overflow", "division_by_zero", "bad_zone", "bad_version",
                                                      "too_few",  "nothing_to_judge", "several", "no_row",   "two_rows",     "stale",        "other_subject", "no_history", "short_history", "gap", "undecided"};

constexpr std::size_t longest_quote = 60;

std::string shortened(std::string_view json) {
  if (json.size() <= longest_quote) return base::printable(json);
  std::size_t end = longest_quote;
  while (end > 0 && (static_cast<unsigned char>(json[end]) & 0xC0U) == 0x80U) --end;  // not inside a character
  return base::printable(json.substr(0, end)) + "…";
}

/// The number in `"61"`; empty where there is none.
std::string_view number_in_quotes(std::string_view json, SchemaKind kind) {
  const bool wants_number = kind == SchemaKind::integer || kind == SchemaKind::number || kind == SchemaKind::ratio;
  if (!wants_number || json.size() < 3 || !json.starts_with('"') || !json.ends_with('"')) return {};
  json = json.substr(1, json.size() - 2);
  return base::Decimal::parse(json) ? json : std::string_view{};
}

}  // namespace

std::string Explainer::expected_form(const plan::SchemaNode& place) const {
  const std::string_view unit = base::wire_unit_name(place.wire);
  switch (place.kind) {
    case SchemaKind::boolean: return "true or false";
    case SchemaKind::integer: return "a whole number";
    case SchemaKind::number: return "a number";
    case SchemaKind::ratio:
      if (place.wire == base::WireUnit::any_percent) return "a number in percent";
      return unit.empty() ? "a ratio from 0 to 1, or a string such as \"83.5%\"" : "a number from 0 to 100, in percent";
    case SchemaKind::duration: return unit.empty() ? "a duration such as \"200ms\" or \"PT5M\"" : fmt::format("a duration in {}", unit);
    case SchemaKind::size: return unit.empty() ? "a size such as \"10MiB\"" : fmt::format("a size in {}", unit);
    case SchemaKind::time: return place.wire == base::WireUnit::zoned ? "a time" : unit.empty() ? "a time such as \"2026-11-02T10:00:00Z\"" : fmt::format("a time in {}", unit);
    case SchemaKind::date: return "a date such as \"2026-11-02\"";
    case SchemaKind::string: return "a string";
    case SchemaKind::member: return "one of " + base::list_with(plan_.enums[place.detail].members, "or");
    case SchemaKind::version: return "a version such as \"1.4.0\"";
    case SchemaKind::level: return "one of warn, hold, block or rollback";
    case SchemaKind::list: return "a list";
    case SchemaKind::map:
    case SchemaKind::record: return "an object";
    case SchemaKind::any: return "an object";
  }
  return "a value";
}

/// Where it is a key that is no member: the enum that it should be of.
const plan::Enum* Explainer::keys_of(const Reason& reason) const {
  if (reason.code != ReasonCode::not_a_member || !reason.node || plan_.nodes[reason.node].op != Op::key_member) return nullptr;
  return &plan_.enums[plan_.conversions[plan_.nodes[reason.node].b].detail];
}

std::string Explainer::reason_message(const Reason& reason) {
  std::string message = reason_words(reason);
  if (const Sample* sample = sample_of(reason.frame)) message += " in the snapshot of " + base::format_time(sample->time);
  return message;
}

std::string Explainer::reason_words(const Reason& reason) {
  if (!reason.place) {
    std::string text = reason.node ? node_text(reason.node) : std::string();
    // Of a `let` it is what it stands for that cannot be told.
    if (reason.node && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string::npos) text = source_text(plan_.spans[reason.node.index()]);
    const std::string named = text.empty() ? "it" : "`" + base::printable(text) + "`";
    switch (reason.code) {
      case ReasonCode::absent: return reason.node ? fmt::format("{}: there is {}", named, reason.detail.empty() ? "nothing" : reason.detail) : fmt::format("there is {}", reason.detail.empty() ? "no such thing" : reason.detail);
      case ReasonCode::null: return fmt::format("{} is null", named);
      case ReasonCode::overflow: return fmt::format("{} is beyond the range of numbers", named);
      case ReasonCode::division_by_zero: return fmt::format("{} divides by zero", named);
      case ReasonCode::bad_zone: return fmt::format("{}: there is no time zone `{}`", named, base::printable(reason.detail));
      case ReasonCode::bad_version: return fmt::format("{} is not a version", named);
      case ReasonCode::too_few: return fmt::format("{} has {}", named, reason.detail.empty() || reason.detail == "no values" ? "no values to work on" : reason.detail);
      case ReasonCode::nothing_to_judge: return fmt::format("{} has nothing to judge", named);
      case ReasonCode::several: return fmt::format("{} fits more than one item", named);
      case ReasonCode::no_history: return fmt::format("{} looks at earlier snapshots, and no history was given", named);
      case ReasonCode::short_history: return fmt::format("{}: the history does not go back that far", named);
      case ReasonCode::gap: return fmt::format("{}: there is a silence in the history that is too long", named);
      case ReasonCode::undecided: return fmt::format("{}: `{}` is held", named, base::printable(reason.detail));
      case ReasonCode::no_row: return fmt::format("no row of table {} fits {}", named, table_inputs(reason.node));
      case ReasonCode::two_rows: return fmt::format("more than one row of table {} fits {}", named, table_inputs(reason.node));
      case ReasonCode::stale:
      case ReasonCode::other_subject:
      case ReasonCode::wrong_type:
      case ReasonCode::bad_form:
      case ReasonCode::not_a_member:
      case ReasonCode::out_of_range: break;
    }
    return reason.detail.empty() ? fmt::format("{} is of the wrong kind", named) : fmt::format("{}: {}", named, base::printable(reason.detail));
  }
  const PlaceText where = place_text(plan_, reason.place, reason.frame, reason.key);
  const std::string path = "`" + base::printable(where.path) + "`";
  const plan::SchemaNode& place = plan_.schema[reason.place];
  if (const plan::Enum* keys = keys_of(reason)) return fmt::format("the key of {} is not one of {}", path, base::list_with(keys->members, "or"));
  const std::string json = shortened(raw_json({reason.place, reason.frame, reason.key}));
  switch (reason.code) {
    case ReasonCode::absent: return fmt::format("{} is missing", path);
    case ReasonCode::null: return fmt::format("{} is null", path);
    case ReasonCode::nothing_to_judge: return fmt::format("{} is empty: nothing to judge", path);
    case ReasonCode::overflow: return fmt::format("{} is {}, beyond the range of numbers", path, json);
    case ReasonCode::wrong_type:
    case ReasonCode::bad_form:
    case ReasonCode::not_a_member:
    case ReasonCode::out_of_range:
    case ReasonCode::bad_version:
    case ReasonCode::bad_zone: return fmt::format("{} is {}{}, not {}", path, number_in_quotes(json, place.kind).empty() ? "" : "the text ", json, expected_form(place));
    case ReasonCode::stale:
    case ReasonCode::other_subject: return evidence_message(reason, path);
    case ReasonCode::division_by_zero:
    case ReasonCode::too_few:
    case ReasonCode::several:
    case ReasonCode::no_row:
    case ReasonCode::two_rows:
    case ReasonCode::no_history:
    case ReasonCode::short_history:
    case ReasonCode::gap:
    case ReasonCode::undecided: break;
  }
  return fmt::format("{} cannot be judged", path);
}

/// Does a node stand for something outside of the loop that it was met in: for nothing that was bound, or for the item of the rule?
bool Explainer::is_bound(NodeId id) const {
  const std::uint16_t scope = plan_.nodes[id].scope;
  if (scope == 0) return true;
  if (rule_in_work_ == nullptr || !rule_in_work_->for_each) return false;
  const plan::Range& last = plan_.loops[rule_in_work_->for_each->loop.index()].ranges.back();
  return scope <= std::max<std::uint32_t>(last.value, last.key.value_or(0)) + 1U;
}

/// What a table was asked: `production, true`.
std::string Explainer::table_inputs(NodeId id) {
  const plan::Node& node = plan_.nodes[id];
  std::string text;
  for (std::uint32_t i = 0; node.op == Op::choose && i < node.c; ++i) {
    if (i != 0) text += ", ";
    const NodeId input(plan_.operands[node.a + i]);
    if (is_bound(input))
      show_text(text, machine_.eval(input), plan_, machine_.reasons());
    else
      text += "`" + node_text(input) + "`";  // which item it was nobody knows any more
  }
  return text.empty() ? "this" : base::printable(text);
}

std::string Explainer::reason_help(const Reason& reason) {
  if (reason.code == ReasonCode::nothing_to_judge) return "where an empty list is fine, the policy says so with `if any`";
  if (reason.code == ReasonCode::no_history) return "the snapshots before this one are given with `--history FILE.jsonl`";
  if (!reason.place) return {};
  if (reason.code == ReasonCode::absent) return misspelt(reason);
  if (reason.code == ReasonCode::stale || reason.code == ReasonCode::other_subject) return evidence_help(reason);
  const plan::SchemaNode& place = plan_.schema[reason.place];
  if (reason.code == ReasonCode::wrong_type || reason.code == ReasonCode::bad_form) {
    const std::string_view json = raw_json({reason.place, reason.frame, reason.key});
    if (const std::string_view number = number_in_quotes(json, place.kind); !number.empty()) return fmt::format("in JSON a number stands without quotes: {}", number);
    if (json.starts_with('[') && !place.parent) return "it is one object; several snapshots, one a line, are judged with `--jsonl`";
  }
  if (reason.code == ReasonCode::out_of_range && place.kind == SchemaKind::ratio) {
    // What is below zero, or says itself that it is percent, is no fraction that was meant otherwise.
    const std::string_view json = raw_json({reason.place, reason.frame, reason.key});
    if (json.starts_with('-')) return {};
    if (json.starts_with('"')) return "a rate that may exceed 100% is declared `number in percent`";
    return place.wire == base::WireUnit::percent ? "a rate that may exceed 100% is declared `number in percent`" : "is it percent? then it is declared `ratio in percent`";
  }
  if (reason.code == ReasonCode::not_a_member) {
    std::string_view word = reason.key;
    std::vector<std::string_view> candidates{"warn", "hold", "block", "rollback"};
    const plan::Enum* members = keys_of(reason);
    if (members == nullptr) {
      word = raw_json({reason.place, reason.frame, reason.key});
      if (word.size() >= 2) word = word.substr(1, word.size() - 2);
      if (place.kind == plan::SchemaKind::member) members = &plan_.enums[place.detail];
    }
    if (members != nullptr) candidates.assign(members->members.begin(), members->members.end());
    if (const auto near = base::nearest(word, candidates)) return fmt::format("did you mean \"{}\"?", *near);
  }
  if (reason.code == ReasonCode::bad_form && place.wire == base::WireUnit::text && (place.kind == SchemaKind::duration || place.kind == SchemaKind::size)) {
    if (raw_json({reason.place, reason.frame, reason.key}).starts_with('"')) return place.kind == SchemaKind::duration ? "units are ns, us, ms, s, m, h, d and w; years and months have no fixed length" : "units are B, KB, MB, GB, TB and KiB, MiB, GiB, TiB";
    return place.kind == SchemaKind::duration ? "a bare number needs its unit in the policy, such as `duration in ms`" : "a bare number needs its unit in the policy, such as `size in bytes`";
  }
  return {};
}

/// Where a field is missing, one of nearly the same name that the policy does not know may be what was meant.
std::string Explainer::misspelt(const Reason& reason) const {
  const plan::SchemaId above = plan_.schema[reason.place].parent;
  if (!above || !reason.key.empty() || plan_.schema[above].kind != SchemaKind::record) return {};
  const PlaceText text = place_text(plan_, reason.place, reason.frame);
  const Document* document = text.document < documents_.size() ? documents_[text.document] : nullptr;
  if (document == nullptr) return {};
  const std::vector<std::string> keys = keys_at(document->text(), text.pointer.substr(0, text.pointer.rfind('/')));
  std::vector<std::string_view> strangers(keys.begin(), keys.end());
  for (const plan::SchemaNode& node : plan_.schema)
    if (node.parent == above) std::erase(strangers, plan_.names[node.key]);
  const auto near = base::nearest(plan_.names[plan_.schema[reason.place].key], strangers);
  return near ? fmt::format("the {} has `{}` there: is that it?", names_[text.document].document, base::printable(*near)) : std::string();
}

/// Every path at or below the missing place that the condition reads.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the condition
void Explainer::collect_asked_for(NodeId id, const Reason& reason, std::vector<std::string>& paths, std::vector<bool>& seen) {
  if (seen[id.index()]) return;
  seen[id.index()] = true;
  const plan::Node& node = plan_.nodes[id];
  if (node.op == Op::input_slot && machine_.roots()[node.a] == reason.frame) {
    for (plan::SchemaId place(node.c); place; place = plan_.schema[place].parent)
      if (place == reason.place) {
        const std::string path = place_text(plan_, plan::SchemaId(node.c), reason.frame).path;
        if (std::ranges::find(paths, path) == paths.end()) paths.push_back(path);
      }
  }
  plan::for_each_operand(plan_, id, [&](NodeId operand) { collect_asked_for(operand, reason, paths, seen); });
}

base::Span Explainer::asking_span(const Reason& reason, NodeId asked_by) const {
  if (reason.node) return span_of(reason.node);
  for (std::uint32_t id = 0; id < plan_.nodes.size(); ++id) {
    const plan::Node& node = plan_.nodes[NodeId(id)];
    if ((node.op == Op::input_slot || node.op == Op::item_slot) && plan::SchemaId(node.c) == reason.place) return plan_.spans[id];
  }
  return asked_by ? span_of(asked_by) : base::Span{};
}

ReasonReport Explainer::reason_report(const Reason& reason, NodeId asked_by) {
  ReasonReport result;
  result.code = code_names[static_cast<std::size_t>(reason.code)];
  result.message = reason_message(reason);
  result.help = reason_help(reason);
  result.policy = policy_place(asking_span(reason, asked_by));
  if (!reason.place) return result;
  result.evidence = evidence_place({reason.place, reason.frame, reason.key});
  if (asked_by && reason.key.empty()) {
    std::vector<bool> seen(plan_.nodes.size());
    collect_asked_for(asked_by, reason, result.asked_for, seen);
  }
  return result;
}

std::vector<ReasonReport> Explainer::reasons(Value unknown, NodeId asked_by) {
  std::vector<ReasonReport> result;
  if (!unknown.is_unknown()) return result;
  const auto found = machine_.reasons().reasons(unknown);
  for (const Reason& reason : std::vector<Reason>(found.begin(), found.end())) result.push_back(reason_report(reason, asked_by));
  return result;
}

}  // namespace nexus::engine
