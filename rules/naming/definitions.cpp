#include "rules/naming/definitions.h"

#include "rules/naming/declared_names.h"
#include "rules/naming/dependency_order.h"
#include "rules/naming/syntax_walk.h"

#include "base/diagnostics/catalogue.h"

#include <algorithm>

namespace nexus::rules::naming {

namespace diagnostics = base::diagnostics;
using namespace grammar;

namespace {

using NodeOf = std::unordered_map<std::string_view, std::uint32_t>;

/// Collects which of the known names an expression uses and does not bind itself.
class UseCollector : public SyntaxVisitor {
 public:
  UseCollector(const NodeOf& known, std::vector<std::uint32_t>& uses) : known_(known), uses_(uses) {}

  bool enter(ExprId, const Expr& expr) override {
    if (const auto* name = std::get_if<NameRef>(&expr.node)) use(name->name.text);
    return true;
  }
  void bind(const Name& name) override { bound_.push_back(name.text); }
  void release(std::size_t count) override { bound_.resize(bound_.size() - count); }

  void use(std::string_view name) {
    const auto at = known_.find(name);
    if (at != known_.end() && std::ranges::count(bound_, name) == 0) uses_.push_back(at->second);
  }

 private:
  const NodeOf& known_;
  std::vector<std::uint32_t>& uses_;
  std::vector<std::string_view> bound_;
};

/// A call's callee is not walked as an expression; defs are used by being called.
class DefinitionUses : public UseCollector {
 public:
  DefinitionUses(const SyntaxTree& tree, const NodeOf& known, std::vector<std::uint32_t>& uses)
      : UseCollector(known, uses), tree_(tree) {}
  bool enter(ExprId id, const Expr& expr) override {
    if (const auto* call = std::get_if<Call>(&expr.node))
      if (const auto* callee = std::get_if<NameRef>(&tree_[call->callee].node)) use(callee->name.text);
    return UseCollector::enter(id, expr);
  }

 private:
  const SyntaxTree& tree_;
};

struct Definition {
  DeclRef ref;
  const Name* name;
};

/// `a` uses `b`, which uses `a`: said at the first, with the others labelled.
template <class NameOf>
void report_cycle(const std::vector<std::uint32_t>& cycle, NameOf name_of, base::DiagnosticSink& sink) {
  // The cycle is told from its earliest declaration on, wherever the search met it.
  std::vector<std::uint32_t> path = cycle;
  std::rotate(path.begin(), std::ranges::min_element(path), path.end());  // clang 14 refuses std::ranges::rotate
  const Name& first = name_of(path.front());
  std::string words = "`" + std::string(first.text) + "`";
  for (std::size_t i = 1; i < path.size(); ++i)
    words.append(" uses `").append(name_of(path[i]).text).append("`, which");
  words.append(" uses `").append(first.text).append("`");
  if (path.size() == 1) words = "`" + std::string(first.text) + "` uses itself";
  base::Diagnostic diagnostic = diagnostics::definition_cycle(first.span, words);
  for (std::size_t i = 1; i < path.size(); ++i)
    diagnostic.labels.push_back({name_of(path[i]).span, "part of the cycle"});
  diagnostic.helps.emplace_back("one of them must do without the others: take it from the snapshot, or write it out");
  sink.emit(std::move(diagnostic));
}

bool is_definition(const Decl& decl) {
  return std::holds_alternative<LetDecl>(decl.node) || std::holds_alternative<DefDecl>(decl.node) ||
         std::holds_alternative<TableDecl>(decl.node);
}

void order_module(const ResolvedModule& module, std::uint32_t index, std::vector<DeclRef>& order,
                  base::DiagnosticSink& sink) {
  const SyntaxTree& tree = *module.tree;
  std::vector<Definition> definitions;
  NodeOf known;
  for (std::uint32_t i = 0; i < tree.decls.size(); ++i) {
    const DeclId id(i);
    if (!is_definition(tree[id])) continue;
    const Name* name = declared_value(tree[id]).name;
    if (const auto at = module.values.find(name->text); at != module.values.end() && at->second == id)
      known.emplace(name->text, static_cast<std::uint32_t>(definitions.size()));
    definitions.push_back({{index, id}, name});
  }
  Uses uses(definitions.size());
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    DefinitionUses collector(tree, known, uses[i]);
    walk(tree, tree[definitions[i].ref.decl], collector);
  }
  const DependencyOrder ordered = order_by_use(uses);
  for (const std::uint32_t i : ordered.order) order.push_back(definitions[i].ref);
  for (const auto& cycle : ordered.cycles)
    report_cycle(
        cycle, [&](std::uint32_t i) -> const Name& { return *definitions[i].name; }, sink);
}

}  // namespace

std::vector<DeclRef> order_definitions(const ResolvedModel& model, base::DiagnosticSink& sink) {
  std::vector<DeclRef> order;
  // Modules import each other in no circle: whatever one uses of another stands in an earlier one.
  for (const std::uint32_t index : model.import_order) order_module(model.modules[index], index, order, sink);
  return order;
}

std::vector<std::uint32_t> order_local_lets(const SyntaxTree& tree, std::span<const Let> lets,
                                            base::DiagnosticSink& sink) {
  NodeOf known;
  for (std::uint32_t i = 0; i < lets.size(); ++i) known.emplace(lets[i].name.text, i);
  Uses uses(lets.size());
  for (std::size_t i = 0; i < lets.size(); ++i) {
    UseCollector collector(known, uses[i]);
    walk(tree, lets[i].value, collector);
  }
  DependencyOrder ordered = order_by_use(uses);
  for (const auto& cycle : ordered.cycles)
    report_cycle(
        cycle, [&](std::uint32_t i) -> const Name& { return lets[i].name; }, sink);
  return std::move(ordered.order);
}

}  // namespace nexus::rules::naming
