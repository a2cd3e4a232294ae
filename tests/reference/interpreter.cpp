#include "tests/reference/interpreter.h"

#include "tests/reference/format.h"
#include "tests/reference/read.h"

#include <algorithm>
#include <regex>
#include <utility>
#include <variant>

namespace nexus::reference {

using rules::ExprId;
using rules::TypeKind;

Interpreter::Interpreter(const rules::CheckedModel& model, std::vector<Value> documents, Number now,
                         Surroundings& surroundings)
    : model_(model),
      documents_(std::move(documents)),
      now_(std::move(now)),
      surroundings_(surroundings),
      binders_(model.binders.size()) {}

std::optional<Value> any_unknown(std::initializer_list<const Value*> values) {
  Reasons reasons;
  for (const Value* value : values)
    if (!value->is_known()) add(reasons, value->reasons);
  if (reasons.empty()) return std::nullopt;
  return Value::unknown(std::move(reasons));
}

Value Interpreter::constant(const rules::ConstantValue& value) const {
  struct Reader {
    Value operator()(bool b) const { return Value::of(b); }
    Value operator()(const base::Quantity& q) const { return Value::of(*Number::parse(q.value.to_string())); }
    Value operator()(const std::string& s) const { return Value::of_text(s); }
    Value operator()(const rules::EnumConstant& e) const { return Value::of_index(Value::Kind::member, e.index); }
    Value operator()(base::Level l) const { return Value::of_index(Value::Kind::level, static_cast<std::uint32_t>(l)); }
    Value operator()(const rules::VersionConstant& v) const { return Value::of_text(v.text, Value::Kind::version); }
  };
  return std::visit(Reader{}, value);
}

Value below(Value unknown) {
  unknown.is_above = true;
  return unknown;
}

Value absent(const Value& in, const std::string& key) {
  std::string pointer = in.pointer + "/";
  for (const char c : key) pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  Reason reason{.code = "absent", .document = in.document, .pointer = pointer, .optional = true};
  if (in.document.empty()) reason.pointer.clear();
  return Value::unknown(Reasons{reason});
}

Value Interpreter::field(const Value& base, rules::TypeId type, const std::string& name) const {
  if (!base.is_known()) return below(base);
  if (model_.types[type].kind == TypeKind::any) return field_of_any(base, name);
  const rules::RecordShape& shape = model_.types[model_.types[type].record];
  for (std::size_t i = 0; i < shape.by_name.size(); ++i)
    if (shape.fields[shape.by_name[i]].name == name) return (*base.fields)[i];
  return Value::unknown("no such field");
}

Value Interpreter::item(const Value& list, const Value& index) const {
  if (!list.is_known()) return below(list);
  if (!index.is_known()) return below(index);
  Reasons perhaps;
  for (const Item& item : *list.items) add(perhaps, item.perhaps);
  if (!perhaps.empty()) return Value::unknown(std::move(perhaps));
  const auto size = static_cast<std::int64_t>(list.items->size());
  const std::int64_t asked = index.number.to_int();
  const std::int64_t at = asked < 0 ? size + asked : asked;
  if (at < 0 || at >= size) return absent(list, index.number.plain());
  return (*list.items)[static_cast<std::size_t>(at)].value;
}

Value Interpreter::entry(const Value& map, const Value& key, ExprId key_expr) const {
  if (!map.is_known()) return below(map);
  if (!key.is_known()) return below(key);
  std::string text = key.text;
  if (key.kind == Value::Kind::member)
    text = model_.types[model_.types[model_[key_expr].type].enumeration].members[key.index];
  for (const Entry& entry : *map.entries)
    if (entry.key == text) return entry.value;
  return absent(map, text);
}

/// The table of docs/language.md, "Unknown and why".
Value Interpreter::test(const rules::IsNode& node) {
  const Value value = evaluate(node.operand);
  const auto answer = [&](bool holds) { return Value::of(holds != node.negated); };
  if (node.kind == grammar::TestKind::empty) {
    if (!value.is_known()) return value;
    if (value.kind == Value::Kind::text) return answer(value.text.empty());
    if (value.kind == Value::Kind::map) return answer(value.entries->empty());
    if (value.kind != Value::Kind::list) return Value::unknown("wrong_type");
    Reasons perhaps;
    for (const Item& item : *value.items) {
      if (item.perhaps.empty()) return answer(false);
      add(perhaps, item.perhaps);
    }
    return perhaps.empty() ? answer(true) : Value::unknown(std::move(perhaps));
  }
  if (value.is_known()) return answer(node.kind == grammar::TestKind::present);
  // Evidence that is no good is neither there nor missing; nor is what nobody supplied.
  const auto doubtful = [](const Reason& r) {
    return r.code == "stale" || r.code == "other_subject" || r.code == "no_history";
  };
  if (std::any_of(value.reasons.begin(), value.reasons.end(), doubtful)) return value;
  const Reason& reason = value.reasons.front();
  const bool all_absent =
      std::all_of(value.reasons.begin(), value.reasons.end(), [](const Reason& r) { return r.absence(); });
  if (all_absent) {
    const bool null = reason.code == "null" && !value.is_above;
    if (node.kind == grammar::TestKind::null) return answer(null);
    if (node.kind == grammar::TestKind::missing) return answer(!null);
    return answer(false);
  }
  const bool bad_here =
      !value.is_above && (reason.code == "wrong_type" || reason.code == "bad_form" || reason.code == "out_of_range" ||
                          reason.code == "not_a_member" || reason.code == "bad_version" ||
                          (reason.code == "overflow" && !reason.document.empty()));
  if (bad_here && node.kind != grammar::TestKind::present) return answer(false);
  return value;
}

Value Interpreter::text_of(const rules::Template& node) {
  Value result = Value::of_text("");
  Reasons reasons;
  for (const rules::TemplatePiece& piece : node.pieces) {
    result.text += piece.text;
    if (!piece.expr) continue;
    const Value value = evaluate(piece.expr);
    if (value.is_known()) {
      result.text += format(model_, model_[piece.expr].type, value);
    } else {
      add(reasons, value.reasons);
    }
  }
  return reasons.empty() ? result : Value::unknown(std::move(reasons));
}

Value Interpreter::choose(const rules::ChooseNode& node) {
  std::vector<Value> fits;
  for (const ExprId condition : node.conditions) fits.push_back(evaluate(condition));
  if (node.first_match) {
    for (std::size_t i = 0; i < fits.size(); ++i) {
      if (!fits[i].is_known()) return Value::unknown(fits[i].reasons);
      if (fits[i].truth) return evaluate(node.results[i]);
    }
    return node.otherwise ? evaluate(node.otherwise) : Value::unknown("no_row");
  }
  std::vector<std::size_t> hold;
  Reasons open;
  for (std::size_t i = 0; i < fits.size(); ++i) {
    if (fits[i].is_true()) hold.push_back(i);
    if (!fits[i].is_known()) add(open, fits[i].reasons);
  }
  if (hold.size() > 1) return Value::unknown("two_rows");
  if (!open.empty()) return Value::unknown(std::move(open));
  if (hold.size() == 1) return evaluate(node.results[hold.front()]);
  return node.otherwise ? evaluate(node.otherwise) : Value::unknown("no_row");
}

/// `e as TYPE`: a number becomes a quantity, a string is read.
Value Interpreter::convert(ExprId id, const rules::Convert& node) {
  Value value = evaluate(node.operand);
  if (!value.is_known()) return value;
  const rules::Type& to = model_.types[model_[id].type];
  const rules::Type& from = model_.types[model_[node.operand].type];
  if (from.kind == TypeKind::any) return any_as(value, to, model_[id].type);
  if (from.kind == TypeKind::list && model_.types[from.item].kind == TypeKind::any && to.kind == TypeKind::list) {
    std::vector<Item> items = *value.items;
    for (Item& item : items)
      if (item.value.is_known()) item.value = any_as(item.value, model_.types[to.item], to.item);
    return Value::of_list(std::move(items));
  }
  if (value.kind == Value::Kind::number && (from.kind == TypeKind::integer || from.kind == TypeKind::number)) {
    const auto scaled = value.number * factor_of(to.wire);
    return scaled ? Value::of(*scaled) : Value::unknown("overflow");
  }
  if (value.kind == Value::Kind::text && to.kind != TypeKind::string) {
    const Json json = Json::string(value.text);
    return read(model_, model_[id].type, &json, {.document = value.document, .pointer = value.pointer});
  }
  return value;
}

void Interpreter::enter(const rules::DefCall& call) {
  std::vector<Value> arguments;
  for (const ExprId argument : call.arguments) arguments.push_back(evaluate(argument));
  formals_.push_back(std::move(arguments));
}

Value Interpreter::evaluate(ExprId id) {
  struct Visitor {
    Interpreter& in;
    ExprId id;
    Value operator()(const rules::Constant& n) const { return in.constant(n.value); }
    Value operator()(const rules::Template& n) const { return in.text_of(n); }
    Value operator()(const rules::MakeList& n) const {
      std::vector<Item> items;
      for (const ExprId item : n.items) items.push_back({in.evaluate(item)});
      return Value::of_list(std::move(items));
    }
    Value operator()(const rules::MakeRecord& n) const {
      std::vector<Value> fields;
      for (const std::uint32_t at : in.model_.types[in.model_.types[in.model_[id].type].record].by_name) {
        const ExprId field = n.fields[at];
        fields.push_back(
            field ? in.evaluate(field)
                  : Value::unknown(Reasons{{.code = "absent", .document = {}, .pointer = {}, .optional = true}}));
      }
      Value value;
      value.kind = Value::Kind::record;
      value.fields = std::make_shared<const std::vector<Value>>(std::move(fields));
      return value;
    }
    Value operator()(const rules::MakeMap& n) const {
      std::vector<Entry> entries;
      for (std::size_t i = 0; i < n.keys.size(); ++i) entries.push_back({n.keys[i], in.evaluate(n.values[i])});
      Value value;
      value.kind = Value::Kind::map;
      value.entries = std::make_shared<const std::vector<Entry>>(std::move(entries));
      return value;
    }
    Value operator()(const rules::InputDocument& n) const { return in.documents_[n.input.index()]; }
    Value operator()(const rules::FieldOf& n) const {
      return in.field(in.evaluate(n.base), in.model_[n.base].type, n.name);
    }
    Value operator()(const rules::ItemAt& n) const { return in.item(in.evaluate(n.base), in.evaluate(n.index)); }
    Value operator()(const rules::EntryAt& n) const { return in.entry(in.evaluate(n.base), in.evaluate(n.key), n.key); }
    Value operator()(const rules::AnyAt& n) const { return in.at_any(in.evaluate(n.base), in.evaluate(n.index)); }
    Value operator()(const rules::BinderValue& n) const { return in.binders_[n.binder.index()]; }
    Value operator()(const rules::LetValue& n) const { return in.evaluate(in.model_.lets[n.let].value); }
    Value operator()(const rules::ParamValue& n) const { return in.evaluate(in.model_.params[n.param].value); }
    Value operator()(const rules::FormalValue& n) const { return in.formals_.back()[n.index]; }
    Value operator()(const rules::DefCall& n) const {
      in.enter(n);
      Value value = in.evaluate(in.model_.defs[n.def].body);
      in.leave();
      return value;
    }
    Value operator()(const rules::ChooseNode& n) const { return in.choose(n); }
    Value operator()(const rules::Now&) const { return Value::of(in.now_); }
    Value operator()(const rules::Convert& n) const { return in.convert(id, n); }
    Value operator()(const rules::NegateNode& n) const { return in.negate(id, n); }
    Value operator()(const rules::NotNode& n) const { return opposite(in.evaluate(n.operand)); }
    Value operator()(const rules::LogicalNode& n) const {
      Value result = in.evaluate(n.operands.front());
      for (std::size_t i = 1; i < n.operands.size(); ++i) {
        const Value next = in.evaluate(n.operands[i]);
        result = n.op == grammar::LogicalOp::conjunction ? both(result, next) : either(result, next);
      }
      return result;
    }
    Value operator()(const rules::DefaultNode& n) const {
      Value value;
      for (const ExprId operand : n.operands) {
        value = in.evaluate(operand);
        if (value.is_known() ||
            !std::all_of(value.reasons.begin(), value.reasons.end(), [](const Reason& r) { return r.absence(); }))
          break;
      }
      return value;
    }
    Value operator()(const rules::ArithmeticNode& n) const { return in.arithmetic(id, n); }
    Value operator()(const rules::CompareNode& n) const { return in.compare(n); }
    Value operator()(const rules::BetweenNode& n) const { return in.between(n); }
    Value operator()(const rules::MembershipNode& n) const { return in.membership(n); }
    Value operator()(const rules::StringTestNode& n) const { return in.string_test(n); }
    Value operator()(const rules::MatchesNode& n) const {
      const Value value = in.evaluate(n.operand);
      if (!value.is_known()) return value;
      return Value::of(std::regex_search(value.text, std::regex(n.pattern)));
    }
    Value operator()(const rules::SubsetNode& n) const { return in.subset(n); }
    Value operator()(const rules::IsNode& n) const { return in.test(n); }
    Value operator()(const rules::IfNode& n) const {
      const Value condition = in.evaluate(n.condition);
      if (!condition.is_known()) return Value::unknown(condition.reasons);
      return in.evaluate(condition.truth ? n.then_value : n.else_value);
    }
    Value operator()(const rules::QuantifierNode& n) const { return in.quantify(n); }
    Value operator()(const rules::ComprehensionNode& n) const { return in.comprehend(n); }
    Value operator()(const rules::CallNode& n) const { return in.call(id, n); }
    Value operator()(const rules::HistoryValue&) const { return in.surroundings_.history(); }
    Value operator()(const rules::PreviousValue&) const { return in.surroundings_.previous(); }
    Value operator()(const rules::WindowNode& n) const { return in.surroundings_.window(id, n); }
    Value operator()(const rules::LastingNode& n) const { return in.surroundings_.lasting(n); }
    Value operator()(const rules::RuleStatusNode& n) const { return in.surroundings_.status(n); }
  };
  return std::visit(Visitor{*this, id}, model_[id].node);
}

}  // namespace nexus::reference
