#include "tests/reference/judge.h"

#include "tests/reference/format.h"

#include <algorithm>
#include <set>
#include <variant>

namespace nexus::reference {

using grammar::RuleKind;
using rules::ExprId;

std::string bracketed(const std::string& instance) {
  const bool plain = !instance.empty() && std::all_of(instance.begin(), instance.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '-' || c == '~';
  });
  return "[" + (plain ? instance : quoted(instance)) + "]";
}

bool is_optional_absence(const Reason& reason) { return reason.absence() && reason.optional; }

Value opt(const Value& value, bool (*is_so)(const Reason&)) {
  const bool all = !value.is_known() && std::all_of(value.reasons.begin(), value.reasons.end(), is_so);
  return all && !value.reasons.empty() ? Value::of(false) : value;
}

namespace {

std::string word(base::Level level) { return std::string(base::level_name(level)); }

std::string_view kind_name(RuleKind kind) {
  return kind == RuleKind::gate ? "gate" : kind == RuleKind::phase ? "phase" : "trigger";
}

/// A scalar with all its digits.
std::string exactly(const rules::CheckedModel& model, rules::TypeId type, const Value& value) {
  const rules::TypeKind kind = model.types[type].kind;
  if (value.kind != Value::Kind::number || is_shown_in_full(kind, value.number)) return format(model, type, value);
  if (kind == rules::TypeKind::number) return value.number.written();
  if (kind == rules::TypeKind::ratio) return (value.number * Number(100))->plain() + "%";
  return format(model, type, value);
}

std::vector<Value> read_all(const rules::CheckedModel& model, const Run& run, const Json* snapshot, bool is_earlier) {
  std::vector<Value> documents;
  for (std::size_t i = 0; i < model.inputs.size(); ++i)
    documents.push_back(
        read_document(model, rules::InputId(i), i == 0 ? snapshot : run.documents[i], i == 0 && is_earlier));
  return documents;
}

}  // namespace

Judge::Judge(const rules::CheckedModel& model, const Run& run, Past& past, std::size_t at)
    : model_(model),
      run_(run),
      past_(past),
      at_(at),
      evaluate_(model, read_all(model, run, past.snapshot(at), at + 1 < past.size()), past.now(at), *this) {
  doubt_evidence(model, evaluate_);
}

std::string Judge::rule_id(const rules::RuleHeadNode& head) const {
  return model_.modules[head.module].name + "/" + head.name;
}

const rules::RuleHeadNode& Judge::head_of(const rules::RuleRef& ref) const {
  switch (ref.kind) {
    case RuleKind::gate:
      return model_.gates[rules::GateId(ref.index)].head;
    case RuleKind::phase:
      return model_.phases[rules::PhaseId(ref.index)].head;
    default:
      return model_.triggers[rules::TriggerId(ref.index)].head;
  }
}

/// An absent optional root is read as "does not apply".
Value Judge::applies(ExprId condition) {
  if (!condition) return Value::of(true);
  return opt(evaluate_(condition), [](const Reason& r) { return r.absence() && r.root; });
}

std::vector<Judge::Named> Judge::named(const rules::ForEachNode& each, const Interpreter::Rows& all) {
  std::vector<Named> result;
  std::set<std::string> taken;
  for (const Interpreter::Row& row : all.rows) {
    if (row.guard.is_false()) continue;
    const rules::TypeId type = model_.binders[each.ranges.ranges.back().value].type;
    const Value& item = row.values.back();
    std::string name = std::to_string(row.position);
    if (row.key) {
      name = *row.key;
    } else if (item.kind == Value::Kind::record) {
      const rules::RecordShape& shape = model_.types[model_.types[type].record];
      for (const char* wanted : {"name", "id"})
        if (const rules::RecordField* declared = shape.find(wanted))
          if (const Value field = evaluate_.field(item, type, wanted);
              field.is_known() && field.kind != Value::Kind::record && field.kind != Value::Kind::list &&
              field.kind != Value::Kind::map)
            name = format(model_, declared->type, field);
    } else if (item.kind == Value::Kind::map && model_.types[type].kind == rules::TypeKind::any) {
      for (const char* wanted : {"name", "id"})
        for (const Entry& entry : *item.entries)
          if (entry.key == wanted && entry.value.is_known() && entry.value.kind != Value::Kind::list &&
              entry.value.kind != Value::Kind::map)
            name = format(model_, type, entry.value);
    } else if (item.is_known() && item.kind != Value::Kind::list && item.kind != Value::Kind::map) {
      name = exactly(model_, type, item);
    }
    std::string unique = name;
    for (int n = 2; !taken.insert(unique).second; ++n) unique = name + "~" + std::to_string(n);
    result.push_back({unique, row});
  }
  return result;
}

std::vector<Judge::Scope> Judge::scopes(const rules::RuleHeadNode& head) {
  const std::string id = rule_id(head);
  if (!head.for_each) return {{.id = id, .applies = applies(head.applies)}};
  const rules::ForEachNode& each = *head.for_each;
  if (!each.applies_mentions_item)
    if (const Value whole = applies(head.applies); !whole.is_true()) return {{.id = id + "[]", .applies = whole}};
  const Interpreter::Rows all = evaluate_.rows(each.ranges);
  std::vector<Scope> result;
  for (const Named& item : named(each, all)) {
    evaluate_.bind(each.ranges, item.row);
    place_ = {&head, id + bracketed(item.name)};
    const Value applied = each.applies_mentions_item ? applies(head.applies) : Value::of(true);
    result.push_back({.id = id + bracketed(item.name), .applies = both(item.row.guard, applied), .row = item.row});
  }
  if (!result.empty()) return result;
  evaluate_.bind_nothing(each.ranges);
  Reasons nothing = all.unknown;
  if (each.if_any && std::all_of(nothing.begin(), nothing.end(), is_optional_absence)) return {};
  if (nothing.empty()) nothing = {all.nothing};
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
  // How much of a number is shown depends on the others; how a list that is not all there is shown is the engine's affair.
  if (const auto* pieces = std::get_if<rules::Template>(&model_[expr].node)) {
    for (const rules::TemplatePiece& piece : pieces->pieces) {
      if (!piece.expr) continue;
      const Value value = evaluate_(piece.expr);
      if (value.kind == Value::Kind::list)
        for (const Item& item : *value.items)
          if (!item.value.is_known() || !item.perhaps.empty() || item.value.kind == Value::Kind::record) return "*";
      if (value.kind == Value::Kind::record || value.kind == Value::Kind::map) return "*";
      if (value.kind == Value::Kind::list && model_.types[model_[piece.expr].type].kind == rules::TypeKind::any)
        return "*";
      if (value.kind == Value::Kind::number &&
          !is_shown_in_full(model_.types[model_[piece.expr].type].kind, value.number))
        return "*";
    }
  }
  const Value value = evaluate_(expr);
  return value.is_known() ? value.text : "*";
}

void Judge::find(const Finding& finding, bool counts) {
  lines_->push_back("finding " + finding.id + " " + finding.kind + " " + word(milder(finding.level, most_)) + " " +
                    finding.message);
  if (!finding.margins.empty()) lines_->push_back("margins " + finding.id + finding.margins);
  if (finding.reasons.empty()) return;
  std::set<std::string> reasons;
  for (const Reason& reason : finding.reasons) {
    // Of what is computed no place is compared.
    const bool stands = !reason.document.empty();
    reasons.insert(reason.code + " " + (stands ? reason.document + reason.pointer : ""));
    if (reason.vague) reasons.insert(reason.code + " ");
    // Of a whole document there is no path.
    const bool can_come = stands && !reason.pointer.empty();
    if (can_come && counts) obligations_->push_back("obligation bring_evidence " + reason.document + reason.pointer);
  }
  if (reasons.empty()) return;
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

const Judge::Outcome& Judge::outcome(const rules::RuleRef& ref) {
  const auto key = std::pair(ref.kind, ref.index);
  if (const auto found = outcomes_.find(key); found != outcomes_.end()) return found->second;
  auto* const lines = std::exchange(lines_, &said_[key]);
  auto* const obligations = std::exchange(obligations_, &owed_[key]);
  Reasons reasons;
  auto* const unknown = std::exchange(unknown_, &reasons);
  const Place place = std::exchange(place_, {&head_of(ref), ""});
  const Level most = std::exchange(most_, Level::rollback);
  Outcome result = ref.kind == RuleKind::phase  ? phase(rules::PhaseId(ref.index))
                   : ref.kind == RuleKind::gate ? gate(rules::GateId(ref.index))
                                                : trigger(rules::TriggerId(ref.index));
  lines_ = lines;
  obligations_ = obligations;
  unknown_ = unknown;
  place_ = place;
  most_ = most;
  // A phase has said by itself what its status hangs on; what its order hangs on is another question.
  if (ref.kind != RuleKind::phase) add(result.reasons, reasons);
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
  if (status.empty()) return Value::unknown("absent");
  if (status == "unknown")
    return Value::unknown(judged.reasons.empty() ? Reasons{{.code = "undecided", .document = {}, .pointer = {}}}
                                                 : judged.reasons);
  if (const auto open = judged.open.find(node.status); open != judged.open.end()) return Value::unknown(open->second);
  return answer(status == node.status);
}

Verdict Judge::verdict() {
  Level decision = Level::allow;
  Verdict rules, findings, obligations;
  std::string contributors;
  for (const rules::RuleRef& ref : model_.order) {
    const rules::RuleHeadNode& head = head_of(ref);
    if (!head.in_force) continue;
    const Outcome& judged = outcome(ref);
    const std::string kind(kind_name(ref.kind));
    const bool counts = !judged.counted.is_false();
    rules.push_back(kind + " " + judged.id + " " + judged.status);
    rules.push_back("asks " + judged.id + " " + word(judged.asks));
    if (!counts) rules.push_back("not-counted " + judged.id);
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
    if (!counts) continue;
    for (const std::string& line : owed_[key])
      if (std::find(obligations.begin(), obligations.end(), line) == obligations.end()) obligations.push_back(line);
    decision = base::graver(decision, judged.asks);
    if (judged.contributes) contributors += " " + judged.id;
  }
  if (contributors.empty()) return {"error nothing_decided"};
  Verdict all = {"decision " + word(decision)};
  all.insert(all.end(), rules.begin(), rules.end());
  all.insert(all.end(), findings.begin(), findings.end());
  std::sort(obligations.begin(), obligations.end());
  all.insert(all.end(), obligations.begin(), obligations.end());
  all.push_back("contributors" + contributors);
  return all;
}

Verdict judge(const rules::CheckedModel& model, const Run& run) {
  Past past(model, run);
  return past.at(past.size() - 1).verdict();
}

}  // namespace nexus::reference
