#include "rules/typing/expressions.h"
#include "rules/typing/rules.h"
#include "rules/typing/tables.h"
#include "rules/typing/type_syntax.h"

namespace nexus::rules::typing {

namespace {

ExprId type_body(Scope& scope, const grammar::DefDecl& decl, DefId) { return type_expression(scope, decl.body); }
ExprId type_body(Scope& scope, const grammar::TableDecl& decl, DefId id) { return type_table(scope, decl, id); }

void type_let(Context& context, std::size_t module, const grammar::LetDecl& decl, LetId id) {
  Scope scope{.context = context, .module = module, .tree = context.tree(module)};
  Mentions mentions;
  scope.mentions = &mentions;
  const ExprId value = type_expression(scope, decl.value);
  context.model.lets[id].value = value;
  context.mentions.by_let[id.index()] = std::move(mentions);
}

/// A def or a table: both are named functions.
template <class Declaration>
void type_def(Context& context, std::size_t module, const Declaration& decl, DefId id) {
  std::vector<TypeId> formals;
  for (const grammar::Formal& formal : decl.formals)
    formals.push_back(context.model.types.plain(read_type(context, module, context.tree(module), formal.type)));
  context.model.defs[id].formals = formals;
  Scope scope{.context = context,
              .module = module,
              .tree = context.tree(module),
              .formals = decl.formals,
              .formal_types = formals};
  Mentions mentions;
  scope.mentions = &mentions;
  const ExprId body = type_body(scope, decl, id);
  context.model.defs[id].body = body;
  context.mentions.by_def[id.index()] = std::move(mentions);
}

}  // namespace

void type_definitions(Context& context) {
  context.mentions.by_let.resize(context.model.lets.size());
  context.mentions.by_def.resize(context.model.defs.size());
  for (const DeclRef ref : context.resolved.definition_order) {
    const grammar::Decl& decl = context.tree(ref.module)[ref.decl];
    const Meaning& meaning = context.modules[ref.module].meanings[ref.decl.index()];
    if (const auto* let = std::get_if<grammar::LetDecl>(&decl.node))
      type_let(context, ref.module, *let, std::get<LetId>(meaning));
    else if (const auto* def = std::get_if<grammar::DefDecl>(&decl.node))
      type_def(context, ref.module, *def, std::get<DefId>(meaning));
    else if (const auto* table = std::get_if<grammar::TableDecl>(&decl.node))
      type_def(context, ref.module, *table, std::get<DefId>(meaning));
  }
}

}  // namespace nexus::rules::typing
