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
  void add(std::string_view name) { names_.insert(name); }

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
    context_.sink.emit(diagnostics::shadowed_name(name.span, name.text, what)
                           .with_label(hidden, "hidden from here on")
                           .with_help("give it another name, so that readers know which is meant"));
  }

  LintContext& context_;
  const grammar::SyntaxTree& tree_;
  const ResolvedModule& module_;
  std::unordered_map<std::string_view, Span> fields_;
  std::vector<Name> bound_;
  std::unordered_set<std::uint32_t> seen_;
};

/// Adds what another module names of this one, `n.x`.
void add_uses_by(UsedNames& used, const ResolvedModule& other, std::uint32_t module) {
  const auto is_it = [&](const auto& import) { return std::ranges::count(import.second.modules, module) != 0; };
  if (std::ranges::none_of(other.imports, is_it)) return;
  const auto imports_it = [&](std::string_view alias) {
    const auto import = other.imports.find(alias);
    return import != other.imports.end() && std::ranges::count(import->second.modules, module) != 0;
  };
  const grammar::SyntaxTree& tree = *other.tree;
  const auto path = [&](const grammar::Path& names) {
    if (names.size() == 2 && imports_it(names.front().text)) used.add(names.back().text);
  };
  for (const grammar::Expr& expr : tree.exprs)
    if (const auto* access = std::get_if<grammar::Access>(&expr.node))
      if (const auto* alias = std::get_if<grammar::NameRef>(&tree[access->base].node))
        if (imports_it(alias->name.text)) used.add(access->field.text);
  for (const grammar::TypeSyntax& type : tree.types) {
    if (const auto* named = std::get_if<grammar::NamedType>(&type.node)) path(named->path);
    if (const auto* map = std::get_if<grammar::MapType>(&type.node)) path(map->key);
  }
}

void lint_unused(LintContext& context, std::uint32_t module) {
  // What a library declares is for others to use.
  if (context.resolved.modules[module].kind == grammar::ModuleKind::library) return;
  const grammar::SyntaxTree& tree = *context.resolved.modules[module].tree;
  UsedNames used(tree);
  for (const ResolvedModule& other : context.resolved.modules) add_uses_by(used, other, module);
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
                   [](const grammar::WaiverDecl&) {},
                   [](const grammar::SnapshotDecl&) {},
                   [](const grammar::TestDecl&) {},
                   [&](const grammar::EnumDecl& d) { check(d.name, "enum"); },
                   [&](const grammar::TypeDecl& d) { check(d.name, "type"); },
                   [&](const grammar::ParamDecl& d) { check(d.name, "param"); },
                   [&](const grammar::LetDecl& d) { check(d.name, "let"); },
                   [&](const grammar::DefDecl& d) { check(d.name, "def"); },
                   [&](const grammar::TableDecl& d) { check(d.name, "table"); },
                   [&](const grammar::GateDecl& d) { check_lets(d.head); },
                   [&](const grammar::PhaseDecl& d) { check_lets(d.head); },
                   [&](const grammar::TriggerDecl& d) { check_lets(d.head); },
               },
               decl.node);
}

// ------------------------------------------------------------------------------------------------ imports

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/// Does `name.…` or `enforce name` stand anywhere in a file but in its imports? The words are looked at rather than the
/// tree: an import may be named by every clause of every declaration.
bool is_named(std::string_view text, const grammar::SyntaxTree& tree, std::string_view name) {
  const auto in_import = [&](std::size_t at) {
    return std::ranges::any_of(tree.decls, [&](const grammar::Decl& decl) {
      return std::holds_alternative<grammar::ImportDecl>(decl.node) && decl.span.begin <= at && at < decl.span.end;
    });
  };
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || (!is_word(text[at - 1]) && text[at - 1] != '.');
    const bool is_whole = begins && (end == text.size() || !is_word(text[end]));
    if (!is_whole || in_import(at)) continue;
    const std::string_view before = text.substr(0, at);
    const std::size_t last = before.find_last_not_of(" \t\r\n");
    const bool enforced = last != std::string_view::npos && before.substr(0, last + 1).ends_with("enforce");
    if (enforced || (end < text.size() && text[end] == '.')) return true;
  }
  return false;
}

/// Does the file read what the imported one declares of the inputs? Then it is imported for their sake.
bool reads_inputs_of(const UsedNames& used, const ResolvedModule& imported) {
  const grammar::SyntaxTree& tree = *imported.tree;
  for (const grammar::Decl& decl : tree.decls) {
    const auto* input = std::get_if<grammar::InputDecl>(&decl.node);
    if (input == nullptr) continue;
    if (input->name && used.contains(input->name->text)) return true;
    const auto* record = std::get_if<grammar::RecordType>(&tree[input->type].node);
    if (input->name) continue;
    if (record == nullptr) return true;
    if (std::ranges::any_of(record->fields, [&](const grammar::Field& field) { return used.contains(field.name.text); })) return true;
  }
  return false;
}

void lint_imports(LintContext& context, const ResolvedModule& module) {
  const UsedNames used(*module.tree);
  const std::string_view text = context.resolved.sources->text(module.tree->file);
  for (const auto& [name, import] : module.imports) {
    const auto is_read = [&](std::uint32_t each) { return reads_inputs_of(used, context.resolved.modules[each]); };
    if (is_named(text, *module.tree, name) || std::ranges::any_of(import.modules, is_read)) continue;
    context.sink.emit(diagnostics::unused_import(import.span, name).with_help("an import puts nothing in force: `enforce " + std::string(name) + "` does"));
  }
}

}  // namespace

void lint_names(LintContext& context) {
  for (std::uint32_t index = 0; index < context.resolved.modules.size(); ++index) {
    const ResolvedModule& module = context.resolved.modules[index];
    lint_unused(context, index);
    lint_imports(context, module);
    FileLints(context, module).run();
  }
}

}  // namespace nexus::rules::linting
