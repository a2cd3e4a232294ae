#include "report/cost.h"

#include "base/values/text.h"
#include "report/json_writer.h"

#include <fmt/format.h>

#include <string_view>

namespace nexus::report {

namespace {

using engine::CostReport;
using engine::CostTerm;
using engine::RuleCost;

std::string words_of(const CostTerm& term) {
  std::string words = term.times == 1 && !term.lists.empty() ? "" : std::to_string(term.times);
  for (const std::string& list : term.lists) words += (words.empty() ? "" : " × ") + base::printable(list);
  return words;
}

std::string words_of(const RuleCost& rule) {
  std::string words;
  for (const CostTerm& term : rule.terms) words.append(words.empty() ? "" : " + ").append(words_of(term));
  return words.empty() ? "0" : words;
}

void add_rule(const RuleCost& rule, const CostReport& report, std::string& out) {
  out += fmt::format("{} {}  {}:{}:{}\n", rule.kind, rule.id, rule.policy.file, rule.policy.line, rule.policy.column);
  out += fmt::format("  {}\n", words_of(rule));
  if (rule.steps)
    out += fmt::format("  at most {} on {}{}\n", *rule.steps, report.snapshot,
                       *rule.steps > report.limit ? ", more than the limit" : "");
  if (rule.longest) out += fmt::format("  within the limit while no list is longer than {}\n", *rule.longest);
}

}  // namespace

void render_cost(const CostReport& report, std::string& out) {
  out += fmt::format("Steps that each rule takes at most; a run may take {}.\n", report.limit);
  for (const RuleCost& rule : report.rules) {
    out += '\n';
    add_rule(rule, report, out);
  }
  bool is_first = true;
  for (const engine::ListLength& list : report.lists) {
    if (!list.length) continue;
    if (is_first) out += fmt::format("\nLists of {}, the longest at each place:\n", report.snapshot);
    is_first = false;
    out += fmt::format("  {}  {}\n", base::printable(list.list), *list.length);
  }
}

void render_cost_json(const CostReport& report, std::string& out) {
  JsonWriter json(out, JsonWriter::Layout::indented);
  const auto number_or_null = [&](std::string_view key, const std::optional<std::uint64_t>& value) {
    json.key(key);
    value ? json.number(*value) : json.null();
  };
  json.begin_object()
      .key("version")
      .number(std::uint64_t{1})
      .key("limit")
      .number(report.limit)
      .key("snapshot")
      .string_or_null(report.snapshot);
  json.key("rules").begin_array();
  for (const RuleCost& rule : report.rules) {
    json.begin_object().key("id").string(rule.id).key("kind").string(rule.kind);
    json.key("place")
        .begin_object()
        .key("file")
        .string(rule.policy.file)
        .key("line")
        .number(std::uint64_t{rule.policy.line});
    json.key("column").number(std::uint64_t{rule.policy.column}).end_object();
    json.key("terms").begin_array();
    for (const CostTerm& term : rule.terms) {
      json.begin_object().key("times").number(term.times).key("lists").begin_array();
      for (const std::string& list : term.lists) json.string(list);
      json.end_array().end_object();
    }
    json.end_array();
    number_or_null("steps", rule.steps);
    number_or_null("longest", rule.longest);
    json.end_object();
  }
  json.end_array().key("lists").begin_array();
  for (const engine::ListLength& list : report.lists) {
    json.begin_object().key("list").string(list.list);
    number_or_null("length", list.length);
    json.end_object();
  }
  json.end_array().end_object();
  out += '\n';
}

}  // namespace nexus::report
