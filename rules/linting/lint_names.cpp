#include "rules/linting/lint_context.h"
#include "rules/naming/declared_names.h"
#include "rules/naming/syntax_walk.h"

#include "base/overloaded.h"
#include "base/values/decimal.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace nexus::rules::linting {

namespace {

using grammar::Name;

/// The names a file uses anywhere, in expressions and in types.
class UsedNames {
 public:
  explicit UsedNames(const grammar::SyntaxTree& tree) {
    for (const grammar::Expr& expr : tree.exprs)
      if (const auto* name = std::get_if<grammar::NameRef>(&expr.node)) names_.insert(name->name.text);
    for (const grammar::TypeSyntax& type : tree.types) {
      if (const auto* named = std::get_if<grammar::NamedType>(&type.node)) names_.insert(named->path.front().text);
      if (const auto* map = std::get_if<grammar::MapType>(&type.node)) names_.insert(map->key.front().text);
    }
  }
  [[nodiscard]] bool contains(std::string_view name) const { return names_.contains(name); }

 private:
  std::unordered_set<std::string_view> names_;
};

/// Walks one file: rule-local `let`s nobody uses, names that hide others, literals that are rounded.
class FileLints : private naming::SyntaxVisitor {
 public:
  FileLints(LintContext& context, const ResolvedModule& module)
      : context_(context), tree_(*module.tree), module_(module) {
    for (const grammar::DeclId id : module.input_blocks) note_fields(std::get<grammar::InputDecl>(tree_[id].node));
  }

  void run() {
    for (const grammar::Decl& decl : tree_.decls) naming::walk(tree_, decl, *this);
  }

 private:
  void note_fields(const grammar::InputDecl& block) {
    if (const auto* record = std::get_if<grammar::RecordType>(&tree_[block.type].node))
      for (const grammar::Field& field : record->fields) fields_.emplace(field.name.text, field.name.span);
  }

  bool enter(grammar::ExprId, const grammar::Expr& expr) override {
    if (const auto* literal = std::get_if<grammar::Literal>(&expr.node);
        literal != nullptr && literal->kind == grammar::LiteralKind::number) {
      bool rounded = false;
      static_cast<void>(base::Decimal::parse(literal->text, &rounded));
      if (rounded) context_.sink.emit(diagnostics::rounded_literal(expr.span, literal->text));
    }
    return true;
  }

  void bind(const Name& name) override {
    // Messages and remedies bind the witnesses of a condition a second time: that is the same name, not a new one.
    const bool seen_before = !seen_.insert(name.span.begin).second;
    if (!seen_before) check_shadow(name);
    bound_.push_back(name);
  }
  void release(std::size_t count) override { bound_.resize(bound_.size() - count); }

  void check_shadow(const Name& name) {
    const auto outer = std::ranges::find(bound_, name.text, &Name::text);
    if (outer != bound_.end()) return shadow(name, "binder", outer->span);
    if (const auto declared = module_.values.find(name.text); declared != module_.values.end()) {
      const auto value = naming::declared_value(tree_[declared->second]);
      return shadow(name, value.what, value.name->span);
    }
    if (const auto field = fields_.find(name.text); field != fields_.end()) shadow(name, "input field", field->second);
  }

  void shadow(const Name& name, std::string_view what, Span hidden) {
    context_.sink.emit(
        diagnostics::shadowed_name(name.span, name.text, what).with_label(hidden, "hidden from here on"));
  }

  LintContext& context_;
  const grammar::SyntaxTree& tree_;
  const ResolvedModule& module_;
  std::unordered_map<std::string_view, Span> fields_;
  std::vector<Name> bound_;
  std::unordered_set<std::uint32_t> seen_;
};

void lint_unused(LintContext& context, const grammar::SyntaxTree& tree) {
  // What a library declares is for others to use.
  if (tree.header && tree.header->kind == grammar::ModuleKind::library) return;
  const UsedNames used(tree);
  const auto check = [&](const Name& name, std::string_view what) {
    if (!used.contains(name.text)) context.sink.emit(diagnostics::unused_name(name.span, what, name.text));
  };
  const auto check_lets = [&](const grammar::RuleHead& head) {
    for (const grammar::Let& let : head.lets) check(let.name, "let");
  };
  for (const grammar::Decl& decl : tree.decls)
    std::visit(base::overloaded{
                   [](const grammar::ErrorDecl&) {},
                   [](const grammar::ImportDecl&) {},
                   [](const grammar::EnforceDecl&) {},
                   [](const grammar::InputDecl&) {},
                   [](const grammar::TableDecl&) {},
                   [](const grammar::WaiverDecl&) {},
                   [](const grammar::SnapshotDecl&) {},
                   [](const grammar::TestDecl&) {},
                   [&](const grammar::EnumDecl& d) { check(d.name, "enum"); },
                   [&](const grammar::TypeDecl& d) { check(d.name, "type"); },
                   [&](const grammar::ParamDecl& d) { check(d.name, "param"); },
                   [&](const grammar::LetDecl& d) { check(d.name, "let"); },
                   [&](const grammar::DefDecl& d) { check(d.name, "def"); },
                   [&](const grammar::GateDecl& d) { check_lets(d.head); },
                   [&](const grammar::PhaseDecl& d) { check_lets(d.head); },
                   [&](const grammar::TriggerDecl& d) { check_lets(d.head); },
               },
               decl.node);
}

}  // namespace

void lint_names(LintContext& context) {
  for (const ResolvedModule& module : context.resolved.modules) {
    lint_unused(context, *module.tree);
    FileLints(context, module).run();
  }
}

}  // namespace nexus::rules::linting
