// `for each row in [ { line: 80%, want: pass }, … ]`: what `row.want` stands for in each case of a test.
#include "rules/typing/scope.h"

#include <algorithm>

namespace nexus::rules::typing {

namespace {

/// The value of a field of a record literal; none where it has no such field or is no such literal.
grammar::ExprId field_of(const grammar::Expr& record, std::string_view name) {
  const auto* literal = std::get_if<grammar::RecordLiteral>(&record.node);
  if (literal == nullptr) return {};
  const auto at = std::ranges::find(literal->entries, name, [](const grammar::RecordEntry& entry) { return entry.key.text; });
  return at == literal->entries.end() ? grammar::ExprId{} : at->value;
}

}  // namespace

bool Scope::names_row(std::string_view name) const {
  return row && row->name == name && std::ranges::count(bound, name, &BoundName::name) == 0;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the path
grammar::ExprId Scope::in_row(grammar::ExprId id) const {
  if (const auto* name = std::get_if<grammar::NameRef>(&tree[id].node)) return names_row(name->name.text) ? row->item : id;
  const auto* access = std::get_if<grammar::Access>(&tree[id].node);
  if (access == nullptr) return id;
  const grammar::ExprId base = in_row(access->base);
  if (base == access->base) return id;
  const grammar::ExprId value = field_of(tree[base], access->field.text);
  return value ? value : id;
}

grammar::ExprId Scope::in_row(const grammar::Path& path) const {
  if (!names_row(path.front().text)) return {};
  grammar::ExprId at = row->item;
  for (std::size_t i = 1; i < path.size() && at; ++i) at = field_of(tree[at], path[i].text);
  return at;
}

}  // namespace nexus::rules::typing
