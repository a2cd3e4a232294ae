#include "tests/reference/interpreter.h"
#include "tests/reference/read.h"

#include <utility>

/// JSON of undeclared shape (docs/language.md, "JSON of undeclared shape").
namespace nexus::reference {

using rules::TypeKind;

namespace {

Value vague(Value unknown) {
  for (Reason& reason : unknown.reasons) reason.vague = true;
  return unknown;
}

/// It stands there, and is of another kind than what is asked of it.
Value of_another_kind(const Value& value) {
  return vague(Value::unknown(Reasons{{.code = "wrong_type", .document = value.document, .pointer = value.pointer}}));
}

}  // namespace

Value Interpreter::field_of_any(const Value& base, const std::string& name) const {
  if (base.kind != Value::Kind::map) return below(of_another_kind(base));
  for (const Entry& entry : *base.entries)
    if (entry.key == name) return entry.value;
  Value nothing = vague(absent(base, name));
  nothing.reasons.front().root = base.document == "snapshot" && base.pointer.empty();
  return nothing;
}

Value Interpreter::at_any(const Value& base, const Value& index) const {
  if (auto unknown = any_unknown({&base, &index})) return below(std::move(*unknown));
  if (base.kind == Value::Kind::list && index.kind == Value::Kind::number) {
    Value found = item(base, index);
    return found.is_known() ? found : vague(std::move(found));
  }
  if (base.kind == Value::Kind::map && index.kind == Value::Kind::text) return field_of_any(base, index.text);
  return below(of_another_kind(base));
}

Value Interpreter::any_as(const Value& value, const rules::Type& type, rules::TypeId id) const {
  if (type.kind == TypeKind::any) return value;
  // A list of anything is a list; its items are still of undeclared shape.
  if (type.kind == TypeKind::list && model_.types[type.item].kind == TypeKind::any)
    return value.kind == Value::Kind::list ? value : of_another_kind(value);
  const bool has_unit = type.kind == TypeKind::ratio || type.kind == TypeKind::duration ||
                        type.kind == TypeKind::size || type.kind == TypeKind::time;
  // A number takes no unit by itself.
  if (value.kind == Value::Kind::number && has_unit && type.wire == base::WireUnit::text) return of_another_kind(value);
  // `as ratio` says how it is shown.
  if (value.kind == Value::Kind::number && type.kind == TypeKind::ratio && type.wire == base::WireUnit::none)
    return value;
  const Json json = json_of(value);
  return read(model_, id, &json, {.document = value.document, .pointer = value.pointer, .optional = true, .vague = true});
}

/// `x in L`, where `L` is JSON of undeclared shape, or a list of it.
Value Interpreter::among_any(const rules::MembershipNode& node, const Value& needle, const Value& haystack) {
  const bool holds = haystack.kind == Value::Kind::list || haystack.kind == Value::Kind::map;
  const Value in = holds || !haystack.is_known() ? haystack : of_another_kind(haystack);
  if (!in.is_known() || (in.kind == Value::Kind::map && !needle.is_known())) return *any_unknown({&needle, &in});
  Value found = Value::of(false);
  if (haystack.kind == Value::Kind::map) {
    for (const Entry& entry : *haystack.entries)
      found = either(found, Value::of(needle.kind == Value::Kind::text && entry.key == needle.text));
    return found;
  }
  const rules::TypeId id = model_[node.needle].type;
  const rules::Type& type = model_.types[id];
  for (const Item& item : *haystack.items) {
    Value same = item.value;
    if (!needle.is_known()) {
      same = *any_unknown({&needle, &item.value});
    } else if (type.kind == TypeKind::any) {
      same = equal_json(needle, item.value);
    } else if (item.value.is_known()) {
      // Beside a whole number JSON may hold any number.
      const bool is_number = type.kind == TypeKind::integer && item.value.kind == Value::Kind::number;
      same = equal(needle, is_number ? item.value : any_as(item.value, type, id));
    }
    found = either(found, both(item.perhaps.empty() ? Value::of(true) : Value::unknown(item.perhaps), same));
  }
  return found;
}

}  // namespace nexus::reference
