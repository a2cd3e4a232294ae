#include "tests/reference/judge.h"

#include <algorithm>
#include <variant>

/// How far amounts are from their limits (docs/language.md, "Margins").
namespace nexus::reference {

using rules::ExprId;
using rules::TypeKind;

namespace {

/// Can one be taken from the other?
bool comparable(TypeKind a, TypeKind b) {
  const auto is = [](TypeKind kind, std::initializer_list<TypeKind> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  };
  const auto factor = {TypeKind::integer, TypeKind::number, TypeKind::ratio};
  const auto moment = {TypeKind::time, TypeKind::date};
  return (is(a, factor) && is(b, factor)) || (is(a, moment) && is(b, moment)) ||
         (a == b && is(a, {TypeKind::duration, TypeKind::size}));
}

}  // namespace

/// Of every comparison that a condition is made of, as far as it is known: by how much its sides differ.
std::string Judge::margins(ExprId condition) {
  const auto& node = model_[condition].node;
  const auto apart = [&](ExprId value, ExprId limit) -> std::string {
    const Value a = evaluate_(value), b = evaluate_(limit);
    if (!a.is_known() || !b.is_known()) return "";
    const TypeKind kind = model_.types[model_[value].type].kind;
    const bool numbers = kind == TypeKind::any && a.kind == Value::Kind::number && b.kind == Value::Kind::number;
    if (!numbers && !comparable(kind, model_.types[model_[limit].type].kind)) return "";
    const auto difference = a.number - b.number;
    return difference ? " " + (difference->is_negative() ? -*difference : *difference).nearly() : "";
  };
  if (const auto* all = std::get_if<rules::LogicalNode>(&node)) {
    std::string result;
    for (const ExprId operand : all->operands) result += margins(operand);
    return result;
  }
  if (const auto* negated = std::get_if<rules::NotNode>(&node)) return margins(negated->operand);
  if (const auto* let = std::get_if<rules::LetValue>(&node)) return margins(model_.lets[let->let].value);
  if (const auto* call = std::get_if<rules::DefCall>(&node)) {
    enter(*call);
    std::string result = margins(model_.defs[call->def].body);
    leave();
    return result;
  }
  if (const auto* formal = std::get_if<rules::FormalValue>(&node)) {
    // What stands for it is a condition of the caller.
    const rules::DefCall* const call = calls_.back();
    leave();
    std::string result = margins(call->arguments[formal->index]);
    enter(*call);
    return result;
  }
  if (const auto* sides = std::get_if<rules::CompareNode>(&node)) return apart(sides->lhs, sides->rhs);
  if (const auto* between = std::get_if<rules::BetweenNode>(&node)) {
    if (!evaluate_(between->low).is_known() || !evaluate_(between->high).is_known()) return "";
    return apart(between->operand, between->low) + apart(between->operand, between->high);
  }
  return "";
}

}  // namespace nexus::reference
