#include "grammar/parser/build.h"
#include "grammar/parser/completeness.h"

#include <utility>

namespace nexus::grammar::build {
namespace {

template <class Node>
void set_decl(Builder& b, Node node) {
  b.current<Decl>().node = std::move(node);
}

}  // namespace

void open_block(Builder& b, Extent e) { b.open_block(e.begin); }

void module_header(Builder& b, ModuleHeader& node, Extent e) {
  node.kind = b.source().byte(e.begin) == 'p' ? ModuleKind::policy : ModuleKind::library;
  node.path = b.pop<Path>();
  node.span = b.span(e);
  node.doc = b.doc_before(e.begin);
  b.tree().header = std::move(node);
}

void declaration(Builder& b, Decl& node, Extent e) {
  node.span = b.span(e);
  node.doc = b.doc_before(e.begin);
  const DeclId id = b.tree().decls.add(std::move(node));
  if (!b.mistaken_since(e.begin)) check_complete(b.tree().decls[id], b);
}

void let_of_module(Builder& b, Extent) {
  const Let let = b.pop<Let>();
  set_decl(b, LetDecl{let.name, let.value});
}

void enforce(Builder& b, EnforceDecl& node, Extent) {
  node.target = b.pop<Path>();
  set_decl(b, std::move(node));
}

void parameter_override(Builder& b, Extent) {
  const ExprId value = b.pop_expr();
  b.current<EnforceDecl>().overrides.push_back({b.pop<Name>(), value});
}

void enum_member(Builder& b, Extent e) {
  b.current<EnumDecl>().members.push_back({b.pop<Name>(), b.doc_before(e.begin)});
}

void enum_decl(Builder& b, EnumDecl& node, Extent) {
  node.name = b.pop<Name>();
  set_decl(b, std::move(node));
}

void type_decl(Builder& b, Extent) {
  const TypeSyntaxId type = b.pop_type();
  set_decl(b, TypeDecl{b.pop<Name>(), type});
}

void param_range(Builder& b, Extent) {
  auto& node = b.current<ParamDecl>();
  node.high = b.pop_expr();
  node.low = b.pop_expr();
}

void param(Builder& b, ParamDecl& node, Extent) {
  node.value = b.pop_expr();
  node.type = b.pop_type();
  node.name = b.pop<Name>();
  set_decl(b, node);
}

void input_evidence(Builder& b, Extent) { b.current<InputDecl>().evidence = b.pop<Evidence>(); }

void input(Builder& b, InputDecl& node, Extent) {
  node.type = b.pop_type();
  set_decl(b, std::move(node));
}

void formal(Builder& b, Extent) {
  const TypeSyntaxId type = b.pop_type();
  b.current<std::vector<Formal>>().push_back({b.pop<Name>(), type});
}

void def(Builder& b, Extent) {
  const ExprId body = b.pop_expr();
  auto formals = b.pop<std::vector<Formal>>();
  set_decl(b, DefDecl{b.pop<Name>(), std::move(formals), body});
}

void snapshot(Builder& b, Extent) {
  auto document = b.pop<JsonFixture>();
  set_decl(b, SnapshotDecl{b.pop<Name>(), std::move(document)});
}

void test_for_each(Builder& b, Extent) { b.current<TestDecl>().for_each = b.pop<ForEach>(); }

// ------------------------------------------------------------------------------------------------ decision tables

void table_result(Builder& b, Extent) { b.current<TableDecl>().result = b.pop_type(); }

void table_row(Builder& b, TableRow& node, Extent e) {
  node.span = b.span(e);
  b.current<TableDecl>().rows.push_back(std::move(node));
}

void table_cell(Builder& b, TableCell& node, Extent e) {
  node.span = b.span(e);
  b.current<TableRow>().inputs.push_back(node);
}

void any_cell(Builder& b, Extent) { b.current<TableCell>().kind = TableCell::Kind::any; }

void comparison_cell(Builder& b, Extent e) {
  auto& cell = b.current<TableCell>();
  cell.kind = TableCell::Kind::comparison;
  cell.op = symbol_operator(b, e, b.top<Operand>());
  cell.value = b.pop_expr();
}

void list_cell(Builder& b, Extent e) {
  auto& cell = b.current<TableCell>();
  cell.kind = b.source().byte(e.begin) == 'n' ? TableCell::Kind::not_in : TableCell::Kind::in;
  cell.value = b.pop_expr();
}

void value_cell(Builder& b, Extent) {
  auto& cell = b.current<TableCell>();
  cell.high = b.pop_expr();
  cell.value = b.pop_expr();
  cell.kind = cell.high ? TableCell::Kind::range : TableCell::Kind::value;
}

}  // namespace nexus::grammar::build
