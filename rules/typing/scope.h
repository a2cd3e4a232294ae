#pragma once

#include "rules/typing/context.h"

#include <span>

namespace nexus::rules::typing {

/// Why a binder that the author can see is not to be had where its name stands.
enum class OutOfReach : std::uint8_t {
  inner,       ///< bound by a quantifier inside another one
  no_witness,  ///< bound by `some`, `at least`, …, which show no items when they fail
  level,       ///< of a requirement, which has one level whatever items break it
};

struct BoundName {
  std::string_view name;
  BinderId binder;
};
struct UnreachableName {
  std::string_view name;
  Span bound;
  OutOfReach why;
};
using LocalLets = std::unordered_map<std::string_view, LetId>;
/// The row that a case of a test is about: the name stands for that item of the list in the test's header.
struct TestRow {
  std::string_view name;
  grammar::ExprId item;
};

/// Where an expression stands: which names it may use.
struct Scope {
  Context& context;
  std::size_t module;               ///< whose declarations are seen
  const grammar::SyntaxTree& tree;  ///< where the expression's own nodes are
  bool all_modules = false;         ///< an expression typed at a prompt sees every module
  bool constants_only = false;      ///< defaults and ranges of params: no names but members and levels
  bool allow_is_a_level = false;    ///< after `on missing`
  std::span<const grammar::Formal> formals{};
  std::span<const TypeId> formal_types{};
  std::vector<BoundName> bound{};  ///< innermost last
  std::size_t bound_by_rule = 0;   ///< how many of them the rule's `for each` binds: other snapshots have them, too
  const LocalLets* locals = nullptr;
  std::vector<UnreachableName> unreachable{};
  Mentions* mentions = nullptr;
  std::optional<TestRow> row{};

  /// What stands at `id`. `row.want` is what the row has written there: words take their meaning from where they are used.
  [[nodiscard]] const grammar::Expr& syntax(grammar::ExprId id) const { return tree[row ? in_row(id) : id]; }
  /// What a word or path such as `row.want` stands for; none where it does not speak of the row.
  [[nodiscard]] grammar::ExprId in_row(const grammar::Path& path) const;
  void mention(Mention mention) const {
    if (mentions != nullptr) mentions->push_back(std::move(mention));
  }

 private:
  [[nodiscard]] grammar::ExprId in_row(grammar::ExprId id) const;
  [[nodiscard]] bool names_row(std::string_view name) const;
};

/// Binds names until its own life ends.
class Binding {
 public:
  explicit Binding(Scope& scope) : scope_(scope), before_(scope.bound.size()) {}
  ~Binding() { scope_.bound.resize(before_); }
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;

 private:
  Scope& scope_;
  std::size_t before_;
};

}  // namespace nexus::rules::typing
