#include "tests/reference/interpreter.h"

#include <optional>
#include <string_view>

namespace nexus::reference {

using rules::ExprId;
using rules::TypeKind;

/// A result as a value: unknown beyond the range of decimals, and of ints where the type is one.
Value Interpreter::in_range(ExprId id, const std::optional<Number>& number) const {
  if (!number) return Value::unknown("overflow");
  if (model_.types[model_[id].type].kind == TypeKind::integer && !number->is_int()) return Value::unknown("overflow");
  return Value::of(*number);
}

Value Interpreter::arithmetic(ExprId id, const rules::ArithmeticNode& node) {
  const Value a = evaluate(node.lhs), b = evaluate(node.rhs);
  if (const auto unknown = any_unknown({&a, &b})) return *unknown;
  switch (node.op) {
    case grammar::ArithmeticOp::add:
      return in_range(id, a.number + b.number);
    case grammar::ArithmeticOp::subtract:
      return in_range(id, a.number - b.number);
    case grammar::ArithmeticOp::multiply:
      return in_range(id, a.number * b.number);
    case grammar::ArithmeticOp::divide:
      if (b.number.is_zero()) return Value::unknown("division_by_zero");
      return in_range(id, a.number / b.number);
    case grammar::ArithmeticOp::remainder:
      if (b.number.is_zero()) return Value::unknown("division_by_zero");
      return in_range(id, a.number % b.number);
  }
  return {};
}

Value Interpreter::negate(ExprId id, const rules::NegateNode& node) {
  const Value value = evaluate(node.operand);
  return value.is_known() ? in_range(id, -value.number) : value;
}

namespace {

bool holds(rules::Relation relation, std::weak_ordering order) {
  switch (relation) {
    case rules::Relation::equal:
      return order == 0;
    case rules::Relation::not_equal:
      return order != 0;
    case rules::Relation::less:
      return order < 0;
    case rules::Relation::less_equal:
      return order <= 0;
    case rules::Relation::greater:
      return order > 0;
    case rules::Relation::greater_equal:
      return order >= 0;
  }
  return false;
}

}  // namespace

Value Interpreter::compare(const rules::CompareNode& node) {
  const Value a = evaluate(node.lhs), b = evaluate(node.rhs);
  const bool undeclared = is_undeclared(node.lhs);
  if (undeclared)
    if (const auto unknown = any_unknown({&a, &b})) return *unknown;
  const auto same = [&] { return undeclared ? equal_json(a, b) : equal(a, b); };
  if (node.relation == rules::Relation::equal) return same();
  if (node.relation == rules::Relation::not_equal) return opposite(same());
  if (const auto unknown = any_unknown({&a, &b})) return *unknown;
  const bool ordered = a.kind == b.kind && (a.kind == Value::Kind::number || a.kind == Value::Kind::text);
  if (undeclared && !ordered) return Value::unknown("wrong_type");
  return Value::of(holds(node.relation, order(a, b)));
}

Value Interpreter::between(const rules::BetweenNode& node) {
  const Value value = evaluate(node.operand), low = evaluate(node.low), high = evaluate(node.high);
  const auto at_most = [](const Value& a, const Value& b) {
    const auto unknown = any_unknown({&a, &b});
    return unknown ? *unknown : Value::of(order(a, b) <= 0);
  };
  return both(at_most(low, value), at_most(value, high));
}

Value Interpreter::membership(const rules::MembershipNode& node) {
  const Value needle = evaluate(node.needle), haystack = evaluate(node.haystack);
  const rules::Type& in = model_.types[model_[node.haystack].type];
  const bool undeclared =
      in.kind == TypeKind::any || (in.kind == TypeKind::list && model_.types[in.item].kind == TypeKind::any);
  if (undeclared) {
    const Value found = among_any(node, needle, haystack);
    return node.negated ? opposite(found) : found;
  }
  if (!haystack.is_known()) return *any_unknown({&needle, &haystack});
  Value found = Value::of(false);
  if (haystack.kind == Value::Kind::map) {
    if (!needle.is_known()) return needle;
    std::string key = needle.text;
    if (needle.kind == Value::Kind::member)
      key = model_.types[model_.types[model_[node.needle].type].enumeration].members[needle.index];
    for (const Entry& entry : *haystack.entries) found = either(found, Value::of(entry.key == key));
  } else {
    for (const Item& item : *haystack.items) {
      const Value there = item.perhaps.empty() ? Value::of(true) : Value::unknown(item.perhaps);
      found = either(found, both(there, equal(needle, item.value)));
    }
  }
  return node.negated ? opposite(found) : found;
}

namespace {

/// `*` within a segment, `**` across, `?` one character, `[a-z]` a set. Nothing where the pattern is malformed.
std::optional<bool> glob(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.starts_with("**")) {
    for (std::size_t skip = 0; skip <= text.size(); ++skip)
      if (const auto rest = glob(pattern.substr(2), text.substr(skip)); !rest || *rest) return rest;
    return false;
  }
  if (pattern.front() == '*') {
    for (std::size_t skip = 0; skip <= text.size(); ++skip) {
      if (const auto rest = glob(pattern.substr(1), text.substr(skip)); !rest || *rest) return rest;
      if (skip < text.size() && text[skip] == '/') break;
    }
    return false;
  }
  if (text.empty() || (pattern.front() != '?' && pattern.front() != text.front())) return false;
  if (pattern.front() == '?' && text.front() == '/') return false;
  return glob(pattern.substr(1), text.substr(1));
}

}  // namespace

Value Interpreter::string_test(const rules::StringTestNode& node) {
  const Value a = evaluate(node.lhs), b = evaluate(node.rhs);
  if (const auto unknown = any_unknown({&a, &b})) return *unknown;
  switch (node.relation) {
    case rules::StringRelation::contains:
      return Value::of(a.text.find(b.text) != std::string::npos);
    case rules::StringRelation::starts_with:
      return Value::of(a.text.starts_with(b.text));
    case rules::StringRelation::ends_with:
      return Value::of(a.text.ends_with(b.text));
    case rules::StringRelation::like: {
      const auto fits = glob(b.text, a.text);
      return fits ? Value::of(*fits) : Value::unknown("bad_form");
    }
  }
  return {};
}

/// `every a in A if any has a in B`.
Value Interpreter::subset(const rules::SubsetNode& node) {
  const Value a = evaluate(node.lhs), b = evaluate(node.rhs);
  Value result = Value::of(true);
  result.vacuous = a.is_known() && a.items->empty();
  if (result.vacuous) return result;
  if (const auto unknown = any_unknown({&a, &b})) return *unknown;
  for (const Item& x : *a.items) {
    Value found = Value::of(false);
    for (const Item& y : *b.items)
      found =
          either(found, both(y.perhaps.empty() ? Value::of(true) : Value::unknown(y.perhaps), equal(x.value, y.value)));
    result = both(result, either(x.perhaps.empty() ? Value::of(false) : Value::unknown(x.perhaps), found));
  }
  return result;
}

}  // namespace nexus::reference
