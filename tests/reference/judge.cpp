#include "tests/reference/judge.h"

#include "tests/reference/format.h"
#include "tests/reference/read.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

namespace nexus::reference {

using grammar::RuleKind;
using rules::ExprId;

namespace {

std::vector<Value> read_all(const rules::CheckedModel& model, const Run& run) {
  std::vector<Value> documents;
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    const rules::Input& input = model.inputs[rules::InputId(i)];
    const Place place{.document = input.name.empty() ? "snapshot" : input.name,
                      .pointer = {},
                      .optional = input.optional,
                      .root = input.optional};
    documents.push_back(read(model, input.type, run.documents[i], place));
  }
  return documents;
}

std::string bracketed(const std::string& instance) {
  const bool plain = std::all_of(instance.begin(), instance.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '-';
  });
  return "[" + (plain ? instance : quoted(instance)) + "]";
}

std::string word(base::Level level) { return std::string(base::level_name(level)); }

std::string_view kind_name(RuleKind kind) {
  return kind == RuleKind::gate ? "gate" : kind == RuleKind::phase ? "phase" : "trigger";
}

}  // namespace

Judge::Judge(const rules::CheckedModel& model, const Run& run)
    : model_(model), run_(run), evaluate_(model, read_all(model, run), run.now) {
  evaluate_.status_of = [this](const rules::RuleStatusNode& node) { return status(node); };
}

std::string Judge::rule_id(const rules::RuleHeadNode& head) const {
  return model_.modules[head.module].name + "/" + head.name;
}

/// An absent optional root is read as "does not apply".
Value Judge::applies(ExprId condition) {
  if (!condition) return Value::of(true);
  Value value = evaluate_(condition);
  if (!value.is_known() &&
      std::all_of(value.reasons.begin(), value.reasons.end(), [](const Reason& r) { return r.absence() && r.root; }))
    return Value::of(false);
  return value;
}

std::vector<Judge::Scope> Judge::scopes(const rules::RuleHeadNode& head) {
  std::vector<Scope> result;
  const std::string id = rule_id(head);
  if (!head.for_each) {
    result.push_back({.id = id, .applies = applies(head.applies)});
    return result;
  }
  const rules::ForEachNode& each = *head.for_each;
  if (!each.applies_mentions_item)
    if (const Value whole = applies(head.applies); !whole.is_true()) return {{.id = id + "[]", .applies = whole}};
  const Interpreter::Rows all = evaluate_.rows(each.ranges);
  std::set<std::string> taken;
  for (const Interpreter::Row& row : all.rows) {
    if (row.guard.is_false()) continue;
    const rules::BinderRange& range = each.ranges.ranges.back();
    const rules::TypeId type = model_.binders[range.value].type;
    const Value& item = row.values.back();
    std::string name = std::to_string(row.position);
    if (row.key.is_known()) {
      name = row.key.text;
    } else if (item.kind == Value::Kind::record) {
      const auto& fields = model_.types[model_.types[type].record].fields;
      for (const char* wanted : {"name", "id"})
        for (std::size_t i = 0; i < fields.size(); ++i)
          if (const Value& field = (*item.fields)[i]; fields[i].name == wanted && field.is_known())
            name = format(model_, fields[i].type, field);
    } else if (item.is_known()) {
      name = format(model_, type, item);
    }
    std::string unique = name;
    for (int n = 2; !taken.insert(unique).second; ++n) unique = name + "~" + std::to_string(n);
    evaluate_.bind(each.ranges, row);
    const Value applied = each.applies_mentions_item ? applies(head.applies) : Value::of(true);
    result.push_back({.id = id + bracketed(unique), .applies = both(row.guard, applied), .row = row});
  }
  if (!result.empty()) return result;
  Reasons nothing = all.unknown;
  const bool optional =
      std::all_of(nothing.begin(), nothing.end(), [](const Reason& r) { return r.absence() && r.optional; });
  if (each.if_any && optional) {
    return {{.id = id + "[]", .applies = Value::of(false)}};
  }
  if (nothing.empty())
    nothing = {{.code = "nothing_to_judge", .document = all.list_document, .pointer = all.list_pointer}};
  result.push_back({.id = id + "[]", .applies = Value::of(true), .nothing = nothing});
  return result;
}

std::optional<base::Level> Judge::level(ExprId expr, Level otherwise) {
  if (!expr) return otherwise;
  const Value value = evaluate_(expr);
  if (!value.is_known()) return std::nullopt;
  return static_cast<Level>(value.index);
}

std::string Judge::message(ExprId expr) {
  if (!expr) return "*";
  const Value value = evaluate_(expr);
  return value.is_known() ? value.text : "*";
}

void Judge::find(const Finding& finding) {
  if (finding.kind == "unknown") add(*unknown_, finding.reasons);
  lines_->push_back("finding " + finding.id + " " + finding.kind + " " + word(finding.level) + " " + finding.message);
  if (finding.reasons.empty()) return;
  std::set<std::string> reasons;
  for (const Reason& reason : finding.reasons) {
    // Of what is computed no place is compared, nor of an empty list: the engine knows that of lists alone.
    const bool stands = !reason.document.empty() && reason.code != "nothing_to_judge";
    reasons.insert(reason.code + " " + (stands ? reason.document + reason.pointer : ""));
    if (stands) obligations_->push_back("obligation bring_evidence " + reason.document + reason.pointer);
  }
  std::string line = "reasons " + finding.id;
  for (const std::string& reason : reasons) line += "; " + reason;
  lines_->push_back(line);
}

void Judge::oblige(const std::vector<rules::RemedyNode>& remedies) {
  for (const rules::RemedyNode& remedy : remedies) {
    if (remedy.when && evaluate_(remedy.when).is_false()) continue;
    std::string json = "{";
    for (const auto& [name, expr] : remedy.fields)
      json += (json.size() > 1 ? "," : "") + quoted(name) + ":" + to_json(model_, model_[expr].type, evaluate_(expr));
    obligations_->push_back("obligation " + remedy.name + " " + json + "}");
  }
}

std::optional<std::vector<Interpreter::Row>> Judge::witnesses(ExprId condition, const rules::RangesNode*& ranges,
                                                              bool fires) {
  const auto* node = std::get_if<rules::QuantifierNode>(&model_[condition].node);
  if (node == nullptr) return std::nullopt;
  using Kind = grammar::QuantifierKind;
  const bool breaks =
      node->kind == Kind::every || node->kind == Kind::no || node->kind == Kind::at_most || node->kind == Kind::exactly;
  if (fires ? node->kind != Kind::some : !breaks) return std::nullopt;
  ranges = &node->ranges;
  std::vector<Interpreter::Row> found;
  for (const Interpreter::Row& row : evaluate_.rows(node->ranges).rows) {
    if (!row.guard.is_true()) continue;
    evaluate_.bind(node->ranges, row);
    if (node->kind == Kind::every && !evaluate_(node->has).is_false()) continue;
    found.push_back(row);
  }
  if (node->kind == Kind::exactly && Number(static_cast<std::int64_t>(found.size())) <= evaluate_(node->count).number)
    return std::nullopt;
  return found;
}

const Judge::Outcome& Judge::outcome(const rules::RuleRef& ref) {
  const auto key = std::pair(ref.kind, ref.index);
  if (const auto found = outcomes_.find(key); found != outcomes_.end()) return found->second;
  auto* const lines = std::exchange(lines_, &said_[key]);
  auto* const obligations = std::exchange(obligations_, &owed_[key]);
  Reasons reasons;
  auto* const unknown = std::exchange(unknown_, &reasons);
  Outcome result = ref.kind == RuleKind::phase  ? phase(rules::PhaseId(ref.index))
                   : ref.kind == RuleKind::gate ? gate(model_.gates[rules::GateId(ref.index)])
                                                : trigger(model_.triggers[rules::TriggerId(ref.index)]);
  lines_ = lines;
  obligations_ = obligations;
  unknown_ = unknown;
  add(result.reasons, reasons);
  return outcomes_.emplace(key, std::move(result)).first->second;
}

Value Judge::status(const rules::RuleStatusNode& node) {
  const Outcome& judged = outcome(node.rule);
  std::string status = judged.status;
  if (node.instance) {
    status = "";
    for (const Instance& instance : judged.instances)
      if (instance.id == judged.id + bracketed(*node.instance)) status = instance.status;
  }
  const auto answer = [&](bool is) { return Value::of(is != node.negated); };
  if (node.status == "unknown") return answer(status == "unknown");
  const bool passed_over = judged.not_yet &&
                           (node.status == "done" || node.status == "active" || node.status == "out_of_order") &&
                           status != node.status;
  if (status == "unknown" || status.empty() || passed_over) return Value::unknown(judged.reasons);
  return answer(status == node.status);
}

Verdict Judge::verdict() {
  Level decision = Level::allow;
  Verdict rules, findings, obligations;
  std::string contributors;
  for (const rules::RuleRef& ref : model_.order) {
    const Outcome& judged = outcome(ref);
    const std::string kind(kind_name(ref.kind));
    rules.push_back(kind + " " + judged.id + " " + judged.status);
    rules.push_back("asks " + judged.id + " " + word(judged.asks));
    for (const Instance& instance : judged.instances) {
      if (instance.id != judged.id) {
        rules.push_back(kind + " " + instance.id + " " + instance.status);
        rules.push_back("asks " + instance.id + " " + word(instance.asks));
      }
      for (const Requirement& requirement : instance.requirements) {
        rules.push_back("requirement " + requirement.id + " " + requirement.status +
                        (requirement.vacuous ? " vacuous" : ""));
        rules.push_back("asks " + requirement.id + " " + word(requirement.asks));
      }
    }
    const auto key = std::pair(ref.kind, ref.index);
    findings.insert(findings.end(), said_[key].begin(), said_[key].end());
    for (const std::string& line : owed_[key])
      if (std::find(obligations.begin(), obligations.end(), line) == obligations.end()) obligations.push_back(line);
    if (judged.status == "skipped") continue;
    if (ref.kind == RuleKind::phase && !judged.contributes) {
      decision = base::graver(decision, judged.asks);
      continue;
    }
    decision = base::graver(decision, judged.asks);
    contributors += " " + judged.id;
  }
  if (contributors.empty()) return {"error nothing_decided"};
  Verdict all = {"decision " + word(decision)};
  all.insert(all.end(), rules.begin(), rules.end());
  all.insert(all.end(), findings.begin(), findings.end());
  all.insert(all.end(), obligations.begin(), obligations.end());
  all.push_back("contributors" + contributors);
  return all;
}

Verdict judge(const rules::CheckedModel& model, const Run& run) { return Judge(model, run).verdict(); }

}  // namespace nexus::reference
