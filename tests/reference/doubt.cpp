#include "tests/reference/judge.h"

#include <optional>
#include <utility>

/// Evidence that is too old, or about something else (docs/language.md, "Quality of evidence").
namespace nexus::reference {

namespace {

class Doubter {
 public:
  Doubter(const rules::CheckedModel& model, Interpreter& evaluate, const rules::EvidenceRule& rule)
      : model_(model), evaluate_(evaluate), rule_(rule) {}

  /// The value with what is no good in it unknown; `at` is how far along the path it stands.
  Value judged(const Value& value, rules::TypeId type, std::size_t at) {
    if (!value.is_known()) return value;
    if (at == rule_.path.size()) return judged_record(value, type);
    Value result = value;
    const std::string& step = rule_.path[at];
    if (value.kind == Value::Kind::list) {
      std::vector<Item> items = *value.items;
      for (Item& item : items) item.value = judged(item.value, model_.types[type].item, at + 1);
      result.items = std::make_shared<const std::vector<Item>>(std::move(items));
    } else if (value.kind == Value::Kind::map) {
      std::vector<Entry> entries = *value.entries;
      for (Entry& entry : entries) entry.value = judged(entry.value, model_.types[type].item, at + 1);
      result.entries = std::make_shared<const std::vector<Entry>>(std::move(entries));
    } else if (value.kind == Value::Kind::record) {
      const rules::RecordShape& shape = model_.types[model_.types[type].record];
      std::vector<Value> fields = *value.fields;
      for (std::size_t i = 0; i < shape.by_name.size(); ++i) {
        const rules::RecordField& field = shape.fields[shape.by_name[i]];
        if (field.name == step) fields[i] = judged(fields[i], field.type, at + 1);
      }
      result.fields = std::make_shared<const std::vector<Value>>(std::move(fields));
    }
    return result;
  }

 private:
  Value along(Value value, rules::TypeId type, const std::vector<std::string>& path) const {
    for (const std::string& step : path) {
      const rules::TypeId below = value.is_known() ? model_.types[model_.types[type].record].find(step)->type : type;
      value = evaluate_.field(value, type, step);
      type = below;
    }
    return value;
  }

  Value judged_record(const Value& value, rules::TypeId type) {
    Reasons reasons;
    const auto doubt = [&](const char* code) {
      add(reasons, Reasons{{.code = code, .document = value.document, .pointer = value.pointer}});
    };
    if (rule_.limit) {
      const Value limit = evaluate_(rule_.limit), taken = along(value, type, rule_.taken_at);
      if (const auto unknown = any_unknown({&limit, &taken})) {
        add(reasons, unknown->reasons);
        doubt("stale");
      } else {
        const Number age = *(evaluate_.now() - taken.number);
        if (age > limit.number || age < Number(-300)) doubt("stale");
      }
    }
    if (rule_.subject) {
      const Value subject = evaluate_(rule_.subject), about = along(value, type, rule_.concerns);
      const Value same = equal(about, subject);
      if (!same.is_known()) add(reasons, same.reasons);
      if (!same.is_true()) doubt("other_subject");
    }
    if (reasons.empty()) return value;
    return Value::unknown(std::move(reasons));
  }

  const rules::CheckedModel& model_;
  Interpreter& evaluate_;
  const rules::EvidenceRule& rule_;
};

}  // namespace

void doubt_evidence(const rules::CheckedModel& model, Interpreter& evaluate) {
  for (const rules::EvidenceRule& rule : model.evidence) {
    const rules::TypeId type = model.inputs[rule.input].type;
    evaluate.replace(rule.input, Doubter(model, evaluate, rule).judged(evaluate.document(rule.input), type, 0));
  }
}

}  // namespace nexus::reference
